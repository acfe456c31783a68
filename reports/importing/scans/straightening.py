"""A page out of a picture: cut from what lies around it, evenly lit, upright and straight."""

import cv2
import numpy as np

from .ruling import Stroke, strokes

SHORT, LONG = 1654, 2339  # pixels of A4 at 200 dots an inch
_SMALL = 700  # pixels of the picture on which a page's edges and its slant are looked for
_GRAIN = 3  # shades between a pixel and its neighbours' middle: paper is even
_SMOOTHER = 1.4  # times that: what is evened out
_FINE = 6_000_000  # pixels: a larger picture is made smaller first
_MOST_SLANT = 12.0  # degrees


def page_in(grey: np.ndarray) -> np.ndarray:
    """Return the page in a picture: without shade or grain, straight, of a known size."""
    fine = grey.size > _FINE
    page = _sized(_cut_out(grey if fine else _without_grain(grey)))
    page = _evenly_lit(_without_grain(page) if fine else page)
    page = _turned(page, _slant(page))
    return _squared(page, strokes(page))


def _without_grain(grey: np.ndarray) -> np.ndarray:
    """Return a picture without the grain of a poor scanner; a clean one as it is.

    Places that look alike are averaged: a hairline stays, as it looks like the rest of itself.
    """
    # Most of a page is paper: what differs there from its neighbours is grain.
    grain = float(np.percentile(cv2.absdiff(grey, cv2.medianBlur(grey, 3)), 60))
    if grain < _GRAIN:
        return grey
    return cv2.fastNlMeansDenoising(grey, None, _SMOOTHER * grain, 5, 11)


def _cut_out(grey: np.ndarray) -> np.ndarray:
    """Return the sheet of paper in a photograph, seen from above; the whole where none is seen."""
    scale = _SMALL / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (7, 7), 0)
    _, light = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    light = cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    outlines, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    whole = small.shape[0] * small.shape[1]
    outline = max(outlines, key=cv2.contourArea, default=None)
    if outline is None or not 0.3 * whole < cv2.contourArea(outline) < 0.96 * whole:
        return grey
    hull = cv2.convexHull(outline)
    corners = cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, True), True)
    if len(corners) != 4 or cv2.contourArea(corners) < 0.93 * cv2.contourArea(hull):
        return grey
    return _flattened(grey, _ordered(corners.reshape(4, 2).astype(np.float32) / scale))


def _ordered(corners: np.ndarray) -> np.ndarray:
    """Return four corners clockwise from the upper left."""
    total, difference = corners.sum(axis=1), np.diff(corners, axis=1).ravel()
    order = [total.argmin(), difference.argmin(), total.argmax(), difference.argmax()]
    return corners[order]


def _flattened(grey: np.ndarray, corners: np.ndarray) -> np.ndarray:
    top, right, bottom, left = (
        float(np.linalg.norm(corners[n] - corners[(n + 1) % 4])) for n in range(4)
    )
    wide, high = (SHORT, LONG) if top + bottom < left + right else (LONG, SHORT)
    target = np.float32([[0, 0], [wide, 0], [wide, high], [0, high]])
    return _warped(grey, cv2.getPerspectiveTransform(corners, target), (wide, high))


def _warped(grey: np.ndarray, matrix: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return cv2.warpPerspective(grey, matrix, size, flags=cv2.INTER_CUBIC, borderValue=255)


def _sized(grey: np.ndarray) -> np.ndarray:
    """Return the page at about 200 dots an inch; a strip of a page as wide as a page."""
    high, wide = grey.shape
    across = SHORT if wide <= high or high < 0.6 * wide else LONG
    scale = min(across / wide, 2 * LONG / high)
    if abs(scale - 1) < 0.02:
        return grey
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(grey, None, fx=scale, fy=scale, interpolation=way)


def _evenly_lit(grey: np.ndarray) -> np.ndarray:
    """Return the page with white paper: what lies under the letters is divided out."""
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    paper = cv2.GaussianBlur(cv2.medianBlur(paper, 21), (0, 0), 5)
    paper = cv2.resize(paper, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, np.maximum(paper, 30), scale=255)


def _slant(grey: np.ndarray) -> float:
    """Return by how many degrees the lines of a page fall to the right."""
    scale = _SMALL / grey.shape[1]
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1]
    if ink.mean() > 90:  # no page of text
        return 0.0
    best = max(np.arange(-_MOST_SLANT, _MOST_SLANT + 0.1, 1.0), key=lambda a: _layered(ink, a))
    for step in (0.25, 0.05):
        near = best + step * np.arange(-4, 5)
        best = max(near, key=lambda angle: _layered(ink, angle))
    return float(best)


def _layered(ink: np.ndarray, angle: float) -> float:
    """Return how clearly the rows of a page are parted when it is turned by `angle`."""
    rows = _turned(ink, angle, 0).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def _turned(grey: np.ndarray, angle: float, paper: int = 255) -> np.ndarray:
    if abs(angle) < 0.03:
        return grey
    high, wide = grey.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    return cv2.warpAffine(grey, matrix, (wide, high), flags=cv2.INTER_LINEAR, borderValue=paper)


def _squared(page: np.ndarray, found: list[Stroke]) -> np.ndarray:
    """Return the page with the outer rules of its tables at right angles."""
    lying = [s for s in found if s.lying and s.end - s.start > 0.4 * page.shape[1]]
    standing = [s for s in found if not s.lying and s.end - s.start > 0.12 * page.shape[0]]
    if len(lying) < 2 or len(standing) < 2:
        return page
    top, bottom = min(lying, key=lambda s: s.at), max(lying, key=lambda s: s.at)
    left, right = min(standing, key=lambda s: s.at), max(standing, key=lambda s: s.at)
    if bottom.at - top.at < 0.1 * page.shape[0] or right.at - left.at < 0.3 * page.shape[1]:
        return page
    corners = np.float32(
        [_crossing(a, b) for a, b in ((top, left), (top, right), (bottom, right), (bottom, left))]
    )
    x0, x1 = corners[[0, 3], 0].mean(), corners[[1, 2], 0].mean()
    y0, y1 = corners[[0, 1], 1].mean(), corners[[2, 3], 1].mean()
    square = np.float32([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
    off = float(np.abs(square - corners).max())
    if off < 1.5 or off > 0.08 * page.shape[1]:
        return page
    matrix = cv2.getPerspectiveTransform(corners, square)
    return _warped(page, matrix, page.shape[::-1])


def _crossing(lying: Stroke, standing: Stroke) -> tuple[float, float]:
    """Return where two rules meet, drawn on as far as they must."""
    middle, height = (lying.start + lying.end) / 2, (standing.start + standing.end) / 2
    x, y = standing.at, lying.at
    for _ in range(8):
        y = lying.at + lying.slope * (x - middle)
        x = standing.at + standing.slope * (y - height)
    return x, y
