"""Reading a PDF back: its lines with their places, its faces, its tags."""

import ctypes
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby

import page
import pikepdf
import pypdfium2
from pypdfium2 import raw

MM = 72 / 25.4
LEFT, TOP, WIDTH, HEIGHT = 28 * MM, 37 * MM, 156 * MM, 225 * MM
PAPER = 297 * MM
PITCH = HEIGHT / 22
_SAME_LINE = 3.0


@dataclass(frozen=True)
class Mark:
    """A printed character: its place in points from the paper's left and upper edges.

    `left` and `base` are the origin of its glyph, `right` is where its advance ends, `size` is that
    of its type.
    """

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True)
class Rule:
    """A drawn line: its ends and width in points."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


class Sheets:
    """A printed report."""

    def __init__(self, pdf: bytes):
        self.pdf = pdf
        self.pages = [_marks(sheet) for sheet in pypdfium2.PdfDocument(pdf)]

    def text(self, number: int | None = None) -> str:
        """Return the characters of a page, counted from 0, or of all without page numbers."""
        pages = self.pages if number is None else [self.pages[number]]
        return "".join(mark.text for marks in pages for mark in self.body(marks))

    @staticmethod
    def body(marks: list[Mark]) -> list[Mark]:
        """Return the marks inside the type area, in the order of the PDF."""
        return [mark for mark in marks if mark.base < TOP + HEIGHT]

    def rows(self, number: int) -> list[list[Mark]]:
        """Return the lines of a page inside the type area: from the top, from left to right."""
        rows: list[list[Mark]] = []
        for mark in sorted(self.body(self.pages[number]), key=lambda mark: mark.base):
            if rows and mark.base - rows[-1][-1].base < _SAME_LINE:
                rows[-1].append(mark)
            else:
                rows.append([mark])
        return [sorted(row, key=lambda mark: mark.left) for row in rows]

    def lines(self, number: int) -> list[str]:
        """Return the text of the lines of a page inside the type area."""
        return ["".join(mark.text for mark in row) for row in self.rows(number)]

    def runs(self, number: int) -> list[str]:
        """Return the lines of a page as they were set: a table's cells one after the other."""
        marks = self.body(self.pages[number])
        return ["".join(m.text for m in run) for _, run in groupby(marks, lambda m: m.base)]

    def page_of(self, text: str) -> int:
        """Return on which page, counted from 0, a text stands."""
        return next(n for n in range(len(self.pages)) if text in self.text(n))

    def footer(self, number: int) -> list[Mark]:
        """Return the marks under the type area."""
        return [mark for mark in self.pages[number] if mark.base >= TOP + HEIGHT]

    def rules(self, number: int) -> list[Rule]:
        """Return the lines drawn on a page."""
        width, start, rules = 0.0, (), []
        for operation in pikepdf.parse_content_stream(self.opened.pages[number]):
            places = [float(place) * 0.75 for place in operation.operands if _is_number(place)]
            match str(operation.operator):
                case "w":
                    width = round(places[0], 2)
                case "m":
                    start = places
                case "l":
                    rules.append(Rule(*start, *places, width))
        return rules

    def table_spans(self) -> list[list[tuple[int, int]]]:
        """Return for each table of the tags the rows and columns that its cells span."""
        return [
            [_spans(cell) for cell in _below(table, {"/TH", "/TD"})]
            for table in self.elements("/Table")
        ]

    def elements(self, kind: str) -> list[pikepdf.Object]:
        """Return the elements of the tags of a kind, such as `/TH`."""
        return list(_below(self.opened.Root.StructTreeRoot, {kind}))

    @cached_property
    def opened(self) -> pikepdf.Pdf:
        """The PDF's objects."""
        return pikepdf.open(io.BytesIO(self.pdf))

    def fonts(self) -> list[pikepdf.Object]:
        """Return the descendant fonts that the pages name."""
        named = {
            str(name): font
            for sheet in self.opened.pages
            for name, font in sheet.Resources.Font.items()
        }
        return [font.DescendantFonts[0] for font in named.values()]

    def failures(self) -> list[str]:
        """Return what a PDF/UA-1 validator finds wrong."""
        profile = page.ValidationProfile.PDF_UA_1
        report = page.validate_pdf_bytes(self.pdf, profile=profile)
        return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def _marks(sheet: pypdfium2.PdfPage) -> list[Mark]:
    text = sheet.get_textpage()
    marks = (_mark(text, at) for at in range(text.count_chars()))
    return [mark for mark in marks if mark.text.strip()]


def _mark(text: pypdfium2.PdfTextPage, at: int) -> Mark:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, at, x, y)
    _, _, right, _ = text.get_charbox(at, loose=True)
    scale = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, at, scale)
    size = raw.FPDFText_GetFontSize(text, at) * scale.a
    character = chr(raw.FPDFText_GetUnicode(text, at))
    return Mark(character, x.value, right, PAPER - y.value, size)


def _is_number(operand) -> bool:
    return isinstance(operand, int | Decimal)


def _below(element: pikepdf.Object, kinds: set[str]) -> Iterator[pikepdf.Object]:
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            if str(kid.get("/S")) in kinds:
                yield kid
            else:
                yield from _below(kid, kinds)


def _spans(cell: pikepdf.Object) -> tuple[int, int]:
    attributes = cell.get("/A", {})
    return int(attributes.get("/RowSpan", 1)), int(attributes.get("/ColSpan", 1))
