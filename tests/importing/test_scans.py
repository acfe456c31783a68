"""Scans and photographs: what is read of them, how sure it is called, what is refused."""

import base64
import io
import struct
import zlib
from decimal import Decimal

import pypdfium2
import pytest
from PIL import Image

from reports.editions import get_edition
from reports.importing import Unreadable, read_guarded, read_page, read_whole, seen_json
from reports.importing.fitting.confirming import confirmed
from reports.importing.scans.opening import opened
from reports.rendering.page.pdf import document_pdf
from tests import factories

from .making import pictured

REPORT = pictured.report()


def document_of_pictures(count: int = 1) -> bytes:
    """A PDF of blank pictures: there is something to look at, and nothing to read."""
    return pictured.pdf_of([Image.new("L", (620, 877), 255)] * count)


@pytest.fixture(scope="module")
def printed():
    """The pages of a report of ours as pictures."""
    return pictured.pages(document_pdf(REPORT), 150)


@pytest.fixture(scope="module")
def scan(printed):
    """What is read of a scanned PDF whose first page still has its text."""
    whole = pypdfium2.PdfDocument(document_pdf(REPORT))
    rest = pypdfium2.PdfDocument(pictured.pdf_of(printed[1:]))
    mixed = pypdfium2.PdfDocument.new()
    mixed.import_pages(whole, [0])
    mixed.import_pages(rest)
    made = io.BytesIO()
    mixed.save(made)
    return made.getvalue(), read_whole(made.getvalue())


def test_every_figure_of_a_scan_is_read(scan):
    _, reading = scan

    assert reading.document.cells == REPORT.cells
    assert (reading.document.organ, reading.document.year) == (REPORT.organ, 2025)
    assert set(reading.document.sections) >= {"overview", "problems", "other_matters"}


def test_a_figure_of_a_picture_is_sure_only_where_row_and_column_confirm_it(scan):
    _, reading = scan
    states = {cell: got.state for cell, got in reading.cells.items() if got.box}

    assert {state for cell, state in states.items() if cell.startswith("review")} == {"unsure"}
    assert {state for cell, state in states.items() if cell.startswith("requests")} == {"sure"}


def test_each_figure_of_a_picture_has_the_piece_that_it_was_read_from(scan):
    _, reading = scan
    seen = {cell for cell, got in reading.cells.items() if got.box}

    assert seen and set(reading.pieces) == seen
    assert all(base64.b64decode(piece).startswith(b"\x89PNG") for piece in reading.pieces.values())
    assert sum(map(len, reading.pieces.values())) < 200_000
    shades = [Image.open(io.BytesIO(base64.b64decode(piece))).convert("L").getextrema()
              for piece in reading.pieces.values()]  # fmt: skip
    assert set(shades) == {(0, 255)}


def test_pages_that_are_pictures_are_told_where_nobody_can_read_them(scan, monkeypatch):
    monkeypatch.setenv("SCANS", "off")
    content, _ = scan

    reading = read_guarded(content)

    assert reading.document.organ == REPORT.organ
    assert any("第2页" in n.where and "没有读入" in n.message for n in reading.notices)


def test_a_scan_is_refused_with_how_to_install_what_reads_it(monkeypatch):
    monkeypatch.setenv("SCANS", "off")

    with pytest.raises(Unreadable, match=r"requirements-ocr\.txt"):
        read_guarded(document_of_pictures())


def test_a_photograph_from_the_side_has_no_figure_wrong(printed):
    table = next(n for n, page in enumerate(printed) if n)  # the second page: table 三
    photo = pictured.file_of(pictured.photographed(printed[table], 7), "JPEG")

    reading = read_guarded(b"", "", year=2025, seen=seen_json([read_page(photo, 0)], 1))
    figures = {cell: value for cell, value in reading.document.cells.items() if value is not None}

    assert {cell: REPORT.cells[cell] for cell in figures} == figures
    assert len(figures) > 150


def test_a_page_on_its_head_is_turned(printed):
    last = printed[-1].crop((0, 0, printed[-1].width, printed[-1].height // 2))
    page = read_page(pictured.file_of(last.rotate(180)), 0)

    words = "".join(character[0] for character in page["characters"])
    assert "信息处理费" in words


def balanced() -> tuple:
    """An edition with figures that hold every equation."""
    document = factories.filled(get_edition("2021"), 3)
    return document.edition, dict(document.cells)


def test_sums_that_hold_confirm_all_of_the_table_of_requests():
    edition, values = balanced()

    sure = confirmed(edition, values)

    assert sure == {cell for cell in values if cell.startswith("requests.")}


@pytest.mark.parametrize("change", [Decimal(9), None], ids=["another", "blank"])
def test_one_figure_that_is_not_right_leaves_its_row_and_column_unsure(change):
    edition, values = balanced()
    cell = "requests.granted.business"
    values[cell] = None if change is None else values[cell] + change

    sure = confirmed(edition, values)

    assert not any(c.startswith("requests.granted.") or c.endswith(".business") for c in sure)
    assert "requests.withheld_process.research" in sure


def huge_png(wide: int, high: int) -> bytes:
    """A picture of so many pixels in a few bytes."""
    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content
            + struct.pack(">I", zlib.crc32(name + content))
        )  # fmt: skip

    body = zlib.compress(bytes(wide + 1) * 40)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def tiff_of(count: int) -> bytes:
    """A picture with so many pages."""
    made = io.BytesIO()
    page = Image.new("1", (400, 400), 1)
    page.save(made, "TIFF", save_all=True, append_images=[page] * (count - 1))
    return made.getvalue()


def huge_tiff(wide: int, high: int, before: bytes = b"") -> bytes:
    """A TIFF of a few bytes that says it has so many pixels; `before` is a page that is sound."""
    tags = [(256, wide), (257, high), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, high), (279, 8)]
    start = before or b"II*\0\x08\0\0\0"
    page = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    if before:  # chain it after the last page
        first = struct.unpack("<I", before[4:8])[0]
        count = struct.unpack("<H", before[first : first + 2])[0]
        link = first + 2 + 12 * count
        start = before[:link] + struct.pack("<I", len(before)) + before[link + 4 :]
    return start + page + struct.pack("<I", 0)


def pdf_of_pages(count: int) -> bytes:
    """A PDF with so many pages, nothing on them."""
    made, document = io.BytesIO(), pypdfium2.PdfDocument.new()
    for _ in range(count):
        document.new_page(595, 842)
    document.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (huge_png(25_000, 20_000), "25000×20000个像素，太大了"),
        (huge_png(200, 100), "看不清"),
        (b"\xff\xd8\xff\xe0" + b"nothing of a picture" * 40, "图片打不开"),
        (b"II*\0\x08\0\0\0\xff\xff", "图片打不开"),
        (huge_tiff(60_000, 50_000), "60000×50000个像素，太大了"),
        (tiff_of(60), "一次最多识别40页"),
        (document_of_pictures(41), "一次最多识别40页"),
        (pdf_of_pages(10_000), "没有文字"),
        (b"GIF89a" + bytes(200), "请存为 JPEG 或 PNG"),
    ],
    ids=["bomb", "tiny", "broken jpeg", "broken tiff", "tiff bomb", "tiff of pages", "pdf of pictures", "10000 pages", "gif"],
)  # fmt: skip
def test_a_picture_made_to_harm_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        read_guarded(content)


def test_a_picture_that_breaks_off_is_told_as_a_page_that_was_not_read():
    whole = pictured.file_of(Image.effect_noise((700, 900), 60))

    with pytest.raises(Unreadable, match="第1页"):
        read_page(whole[: len(whole) // 2], 0)


def test_a_later_page_of_a_tiff_that_is_made_to_harm_is_refused():
    harmful = huge_tiff(60_000, 50_000, before=tiff_of(1))

    with pytest.raises(Unreadable, match="60000×50000个像素"):
        opened(harmful, 1)
    assert opened(harmful, 0).size > 0
