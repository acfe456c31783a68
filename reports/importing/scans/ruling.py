"""The rules of the tables in a picture of a page."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

LEAST_TABLE = 0.2  # of the page's width
_ACROSS, _DOWN = 42, 30  # pixels: shorter strokes are of letters
_FAINT = 9  # shades by which a rule is darker than the paper
_NO_LETTER = 90  # pixels: no letter has a longer one
_NEAR = 4  # pixels between the end of a rule and the one that it meets


@dataclass(frozen=True)
class Stroke:
    """A straight rule in pixels: lying from `start` to `end` at height `at`, or standing.

    `table` numbers the rules that hang together.
    """

    lying: bool
    at: float
    start: float
    end: float
    slope: float
    thickness: float
    table: int = 0


def inked(grey: np.ndarray, darker: int = 14) -> np.ndarray:
    """Return what is so many shades darker than around it, as a mask of 0 and 255."""
    return cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, darker
    )


def strokes(grey: np.ndarray) -> list[Stroke]:
    """Return the rules of the tables on a page."""
    ink = inked(grey, _FAINT)
    lying, standing = _runs(ink, (_ACROSS, 1)), _runs(ink, (1, _DOWN))
    both = cv2.dilate(cv2.bitwise_or(lying, standing), np.ones((3, 3), np.uint8))
    found: list[Stroke] = []
    for table, (box, region) in enumerate(_tables(both, grey.shape[1])):
        top, left, bottom, right = box
        for line, is_lying in ((lying, True), (standing, False)):
            part = cv2.bitwise_and(line[top:bottom, left:right], region)
            found += [replace(s, table=table) for s in _strokes(part, is_lying, left, top)]
    return _without_letters(found)


def without_rules(grey: np.ndarray, found: list[Stroke]) -> np.ndarray:
    """Return the page without the rules that were found."""
    clean = grey.copy()
    for stroke in found:
        half = stroke.slope * (stroke.end - stroke.start) / 2
        ends = [(stroke.start, stroke.at - half), (stroke.end, stroke.at + half)]
        one, other = (
            (round(a), round(b)) if stroke.lying else (round(b), round(a)) for a, b in ends
        )
        cv2.line(clean, one, other, 255, round(stroke.thickness) + 4)
    return clean


def _without_letters(found: list[Stroke]) -> list[Stroke]:
    """Leave out short strokes that do not go from rule to rule: they are of letters."""
    lying, standing = [s for s in found if s.lying], [s for s in found if not s.lying]
    standing = [s for s in standing if s.end - s.start > _NO_LETTER or _reaches(s, lying)]
    lying = [s for s in lying if s.end - s.start > _NO_LETTER or _reaches(s, standing)]
    return [*lying, *standing]


def _reaches(stroke: Stroke, others: list[Stroke]) -> bool:
    crossing = [o.at for o in others if o.start - _NEAR <= stroke.at <= o.end + _NEAR]
    return all(
        any(abs(end - at) <= _NEAR for at in crossing) for end in (stroke.start, stroke.end)
    )


def _runs(ink: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Return the straight runs of ink at least as long as `shape`, small gaps closed."""
    across = shape[0] > 1
    wide = cv2.dilate(ink, np.ones((3, 1) if across else (1, 3), np.uint8))
    run = cv2.morphologyEx(wide, cv2.MORPH_OPEN, np.ones(shape[::-1], np.uint8))
    gap = (1, 25) if across else (25, 1)
    return cv2.morphologyEx(run, cv2.MORPH_CLOSE, np.ones(gap, np.uint8))


def _tables(both: np.ndarray, width: int):
    """Yield the regions in which rules hang together, wide enough for a table."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(both, connectivity=8)
    for n in range(1, count):
        left, top, wide, high, _ = stats[n]
        if wide < LEAST_TABLE * width or high < 2 * _DOWN:
            continue
        part = labels[top : top + high, left : left + wide]
        yield (top, left, top + high, left + wide), np.where(part == n, 255, 0).astype(np.uint8)


def _strokes(part: np.ndarray, lying: bool, left: int, top: int):
    count, labels, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    for n in range(1, count):
        x, y, wide, high, area = stats[n]
        long, thick = (wide, high) if lying else (high, wide)
        if long < (_ACROSS if lying else _DOWN) or area / long > 14:
            continue
        ys, xs = np.nonzero(labels[y : y + high, x : x + wide] == n)
        along, across = (xs, ys) if lying else (ys, xs)
        slope = float(np.polyfit(along, across, 1)[0]) if long > 4 * thick else 0.0
        first, offset = (left + x, top + y) if lying else (top + y, left + x)
        at = offset + float(across.mean())
        yield Stroke(lying, at, float(first), float(first + long), slope, area / long)
