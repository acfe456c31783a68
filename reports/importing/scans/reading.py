"""A page's picture into characters, rules and pieces: its tables cell by cell, the rest line by line."""

import base64
import io
import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from PIL import Image

from ..readers.paper.ruled_tables import Character, Ruled, grids_of
from ..readers.paper.scanned import MOST_PIECES, WIDTH, ScannedPage
from ..values import Box
from .eyes import Eyes, Words
from .mending import mended
from .ruling import Stroke, inked, strokes, without_rules
from .straightening import page_in

_INSET = 3  # pixels of a cell's edge that may be its rule's
_LINE = 42  # pixels: higher than a line of a table's words
_DARK = 190  # shades: paper with grain is lighter
_SPECK = 10  # pixels of ink that are none of a letter
_FIGURE = 9  # times its height: wider ink is words
_PIECE_HEIGHT, _PIECE_WIDTH = 34, 240  # pixels of a piece that is kept
_SHADES = 8  # of grey, of a piece
_PALE = 160  # what is no darker is not made black: an empty cell stays empty
_HAN = re.compile("[\u4e00-\u9fff]")
_GROUPS = re.compile(r"\d{1,3}(?:[,.]\d{3})*[,.]\d{1,6}")
_DOUBT = "?"  # what two looks do not agree on is no figure
_POOR = 0.62  # of a page's mean score: perhaps it stands on its head


@dataclass(frozen=True)
class _Place:
    """A cell in pixels from the upper left."""

    left: int
    top: int
    right: int
    bottom: int


def read_page(grey: np.ndarray, number: int) -> ScannedPage:
    """Return what stands on the page in a picture, turned upright where it lies."""
    eyes = Eyes()
    first = _Page(grey, eyes)
    if first.is_read:
        return first.told(number)
    turned = [_Page(np.ascontiguousarray(np.rot90(grey, n)), eyes) for n in (2, 1, 3)]
    return max((first, *turned), key=lambda page: page.worth).told(number)


class _Page:
    def __init__(self, grey: np.ndarray, eyes: Eyes):
        self.eyes, self.grey = eyes, page_in(grey)
        high, wide = self.grey.shape
        self.scale = WIDTH / min(wide, high)  # points of a pixel
        found = mended(self.grey, strokes(self.grey))
        self.rules = [self._rule(stroke) for stroke in found]
        # What is read has no rules in it.
        self.clean = without_rules(self.grey, found)
        self.places = self._places()
        self.words = self._beside()
        self.is_read = not self.words or self.score >= _POOR

    @property
    def score(self) -> float:
        """How sure its words are, as a mean."""
        return statistics.fmean(words.score for words in self.words) if self.words else 0.0

    @property
    def worth(self) -> float:
        """How much of it was read, and how well."""
        return sum(words.score * len(words.text) for words in self.words if words.score > 0.7)

    def told(self, number: int) -> ScannedPage:
        """Return the page as the others read it."""
        cells = self._cells()
        words = [*_evened(self.words), *_evened(cells)]
        characters = [c for one in words for c in self._characters(one)]
        pieces = [(self._box(place, number), self._piece(place)) for place in self.places]
        return ScannedPage(
            number, tuple(characters), tuple(self.rules), tuple(pieces[:MOST_PIECES])
        )

    def _rule(self, stroke: Stroke) -> Ruled:
        high, s = self.grey.shape[0], self.scale
        start, end, at = stroke.start * s, stroke.end * s, stroke.at * s
        if stroke.lying:
            return Ruled(start, high * s - at, end, high * s - at)
        return Ruled(at, high * s - end, at, high * s - start)

    def _places(self) -> list[_Place]:
        found = [room for grid in grids_of(self.rules) for room in grid.boxes().values()]
        return [place for place in map(self._place, found) if place]

    def _place(self, room: Ruled) -> _Place | None:
        high, s = self.grey.shape[0], self.scale
        left, right = round(room.left / s) + _INSET, round(room.right / s) - _INSET
        top, bottom = high - round(room.top / s) + _INSET, high - round(room.bottom / s) - _INSET
        whole = right - left > 8 and bottom - top > 8
        return _Place(max(0, left), max(0, top), right, bottom) if whole else None

    def _box(self, place: _Place, number: int) -> Box:
        high, s = self.grey.shape[0], self.scale
        return Box(
            number, place.left * s, (high - place.bottom) * s, place.right * s,
            (high - place.top) * s,
        )  # fmt: skip

    def _piece(self, place: _Place) -> str:
        """Return a cell as a small picture: PNG in shades of grey, as base64."""
        cell = self.grey[place.top : place.bottom, place.left : place.right]
        high, wide = cell.shape
        scale = min(1.0, _PIECE_HEIGHT / high, _PIECE_WIDTH / wide)
        small = cv2.resize(cell, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        made = io.BytesIO()
        _in_few_shades(small).save(made, "PNG", optimize=True)
        return base64.b64encode(made.getvalue()).decode()

    def _beside(self) -> list[Words]:
        """Return the lines of words outside the tables."""
        rest = self.clean.copy()
        for place in self.places:
            rest[place.top - 2 * _INSET : place.bottom + 2 * _INSET,
                 max(0, place.left - 2 * _INSET) : place.right + 2 * _INSET] = 255  # fmt: skip
        return self.eyes.lines(rest)

    def _cells(self) -> list[Words]:
        """Return the words of the cells, a line at a time."""
        whole = _without_specks(inked(self.clean) & np.where(self.clean < _DARK, 255, 0).astype(np.uint8))
        lines = [line for place in self.places for line in _lines(whole, place)]
        ink = [self.clean[t:b, left:r] for left, t, r, b in lines]
        read = self._looked_at(ink)
        return [Words(*told, *line) for line, told in zip(lines, read, strict=True)]

    def _looked_at(self, pieces: list[np.ndarray]) -> list[tuple[str, float]]:
        """Return what is read of each piece; a figure counts only where a second look agrees."""
        read = self.eyes.read([_framed(piece, 0.3) for piece in pieces])
        short = [n for n, piece in enumerate(pieces) if piece.shape[1] < _FIGURE * piece.shape[0]]
        again = self.eyes.read([_framed(pieces[n], 0.55, bold=True) for n in short])
        for n, second in zip(short, again, strict=True):
            read[n] = _agreed(read[n], second)
        return read

    def _characters(self, words: Words) -> Iterator[Character]:
        """Yield the characters of a line, spread over it."""
        high, s = self.grey.shape[0], self.scale
        size = (words.bottom - words.top) * s
        base = (high - (words.top + words.bottom) / 2) * s - 0.35 * size
        if not words.text:
            return
        widths = [0.55 if c.isascii() else 1.0 for c in words.text]
        unit = (words.right - words.left) * s / sum(widths)
        at = words.left * s
        for character, width in zip(words.text, widths, strict=True):
            if not character.isspace():
                yield Character(character, at, at + width * unit, base, size, False)
            at += width * unit


def _in_few_shades(grey: np.ndarray) -> Image.Image:
    """Return a picture in even shades, its ink black, however little there is of it."""
    darkest = min(int(grey.min()), _PALE)
    shades = np.clip((grey.astype(int) - darkest) * _SHADES // (256 - darkest), 0, _SHADES - 1)
    picture = Image.fromarray(shades.astype(np.uint8), "P")
    picture.putpalette([level * 255 // (_SHADES - 1) for level in range(_SHADES) for _ in "rgb"])
    return picture


def _lines(ink: np.ndarray, place: _Place) -> Iterator[tuple[int, int, int, int]]:
    """Yield where the lines of ink in a cell are."""
    cell = ink[place.top : place.bottom, place.left : place.right]
    rows = np.flatnonzero(cell.any(axis=1))
    if not rows.size:
        return
    parts = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    for top, bottom in _whole([(int(part[0]), int(part[-1]) + 1) for part in parts]):
        columns = np.flatnonzero(cell[top:bottom].any(axis=0))
        left, right = int(columns[0]), int(columns[-1]) + 1
        yield place.left + left, place.top + top, place.left + right, place.top + bottom


def _whole(parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put together what is one line: the strokes of 二, a line and the dot under it."""
    lines = [parts[0]]
    for top, bottom in parts[1:]:
        start, end = lines[-1]
        lower = min(end - start, bottom - top)
        if bottom - start < _LINE and (top - end < 3 or lower < _LINE / 3):
            lines[-1] = (start, bottom)
        else:
            lines.append((top, bottom))
    return lines


def _without_specks(ink: np.ndarray) -> np.ndarray:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    kept = np.zeros(count, np.uint8)
    kept[1:] = stats[1:, cv2.CC_STAT_AREA] >= _SPECK
    return kept[labels]


def _framed(piece: np.ndarray, share: float, bold: bool = False) -> np.ndarray:
    """Return a line of ink with white around it; `bold`: its strokes a shade darker."""
    edge = max(3, round(share * piece.shape[0]))
    if bold:
        piece = cv2.erode(piece, np.ones((2, 2), np.uint8))
    return cv2.copyMakeBorder(piece, edge, edge, 2 * edge, 2 * edge, cv2.BORDER_CONSTANT, value=255)


def _agreed(one: tuple[str, float], other: tuple[str, float]) -> tuple[str, float]:
    """Return what two looks at a piece make of it: words of the surer one, a figure of both."""
    first, second = (_parted("".join(text.split())) for text, _ in (one, other))
    if first and first == second:
        return first, min(one[1], other[1])
    if _HAN.search(first) and _HAN.search(second):
        return max(one, other, key=lambda look: look[1])
    return f"{first or second}{_DOUBT}", 0.0


def _parted(text: str) -> str:
    """Return a figure with the marks that its groups of digits tell: a comma is often seen as a dot.

    Before three digits and another mark stands a comma, before the last digits, if they are not three, a dot.
    """
    if not _GROUPS.fullmatch(text):
        return text
    whole, last = text[:-4], text[-4:]
    if last[0] in ",." and last[1:].isdecimal():
        return whole.replace(".", ",") + last
    head, _, decimals = text.replace(",", ".").rpartition(".")
    return f"{head.replace('.', ',')}.{decimals}"


def _evened(words: list[Words]) -> list[Words]:
    """Return lines of about the same height as of the same: their letters are of one size."""
    if not words:
        return []
    usual = statistics.median(one.bottom - one.top for one in words)
    return [_as_high(one, usual) for one in words]


def _as_high(words: Words, usual: float) -> Words:
    if not 0.7 < (words.bottom - words.top) / usual < 1.35:
        return words
    middle = (words.top + words.bottom) / 2
    return replace(words, top=middle - usual / 2, bottom=middle + usual / 2)
