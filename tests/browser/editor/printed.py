"""A printed report, read back: its text, its faces, its glyphs."""

import io
import re
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2
from fontTools.ttLib import TTFont

from reports.document import plain_text
from reports.editions.grid import printed_grids


def squeezed(text: str) -> str:
    """Return a text without white space and page numbers."""
    return re.sub(r"—\d+—", "", "".join(text.split()))


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return "".join(squeezed(page.get_textpage().get_text_bounded()) for page in pages)


def printed_lines(document) -> list[str]:
    """Return the lines of all tables as they are printed: captions and figures, one after another."""
    return [
        "".join(c.text if c.cell is None else document.figure(c.cell.id) for c in line)
        for table in document.edition.tables
        for grid in printed_grids(table)
        for line in grid.body
    ]


def holds_all(pdf: bytes, document) -> None:
    """Demand every figure in its row, the rows in order, and every word of the narratives."""
    text, at = text_of(pdf), 0
    for line in printed_lines(document):
        at = text.find(squeezed(line), at) + 1
        assert at, f"not printed, or not in its place: {line}"
    for section in document.edition.narratives:
        for paragraph in plain_text(document.narrative(section.id)).splitlines():
            assert squeezed(paragraph) in text


def has_only_embedded_subsets(path: Path) -> None:
    listed = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True)
    faces = listed.stdout.splitlines()[2:]
    assert faces
    for face in faces:
        # emb, sub, uni stand before the object's two numbers.
        assert face.split()[-5:-2] == ["yes", "yes", "yes"] and re.match(r"[A-Z]{6}\+", face)


def outline_of(path: Path, character: str) -> int:
    """Return how many contours the embedded glyph of a character has: 0 when there is none."""
    with pikepdf.open(path) as pdf:
        for face in {f.objgen: f for p in pdf.pages for f in p.Resources.Font.values()}.values():
            unicode = face.ToUnicode.read_bytes().decode("latin-1").lower()
            found = re.search(rf"<([0-9a-f]{{4}})>\s*<{ord(character):04x}>", unicode)
            if found:
                return _contours(face, int(found[1], 16))
    return 0


def _contours(face, glyph: int) -> int:
    descriptor = face.DescendantFonts[0].FontDescriptor
    font = TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()))
    return font["glyf"][font.getGlyphName(glyph)].numberOfContours


def in_lines(path: Path) -> list[str]:
    """Return what stands together on a line of the PDF, piece by piece."""
    return subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    ).stdout.split()
