"""The PDF for the archive, judged by validators that others wrote."""

import base64
import io
import json
import re
from dataclasses import replace
from decimal import Decimal

import outloud
import page
import pikepdf
import pydyf
import pypdfium2
import pytest
from outloud.rules._common import element_bbox
from PIL import Image

from reports.document import clean
from reports.editions import all_editions
from reports.rendering.formats import FORMATS
from reports.rendering.page.pdf import document_pdf
from reports.rendering.page.pdf_archive import _end_clearly, _end_streams_clearly, archival_pdf
from tests import factories

WORDS = {
    "sections": {"overview": clean("<h3>（一）标题</h3><p>瀍河、䶮、〇。</p><ul><li>条</li></ul>")}
}
# The largest figures that cities have posted, in every cell: they shrink, and stay in their cells.
BIG = {"count": Decimal(2822652), "signed": Decimal(-2822652), "amount": Decimal("59237.2449")}
# A warning of outloud, no error: it takes all rules of a page for one grid and wants one table to
# cover half of it. Table 二 is by the official form a table for each article, one under the other,
# none of them half of the whole; test_every_word_between_rules_lies_in_a_table asks what it means.
ONE_TABLE_A_PAGE = "TBL-014"
CASES = [(edition, size) for edition in all_editions() for size in ("small", "big")]


@pytest.fixture(params=CASES, ids=lambda case: f"{case[0].id}-{case[1]}", scope="module")
def document(request):
    edition, size = request.param
    filled = factories.filled(edition, **WORDS)
    big = {cell.id: BIG[cell.kind] for cell in edition.cells.values()}
    return replace(filled, cells=big) if size == "big" else filled


@pytest.fixture(scope="module")
def archived(document) -> bytes:
    return FORMATS["archive"].bytes_of(document)


@pytest.fixture(scope="module")
def plain_archive(document) -> bytes:
    return archival_pdf(document, {})


def failures(pdf: bytes, profile: str) -> list[str]:
    report = page.validate_pdf_bytes(pdf, profile=profile)
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_the_archive_takes_it(archived, profile):
    assert failures(archived, profile) == []


@pytest.mark.parametrize("profile", ["2b", "ua1"])
def test_without_data_it_is_the_plainest_kind(plain_archive, profile):
    assert failures(plain_archive, profile) == []


def test_a_screen_reader_finds_no_fault(archived, plain_archive, tmp_path):
    for pdf in (archived, plain_archive):
        path = tmp_path / "report.pdf"
        path.write_bytes(pdf)

        result = outloud.check(str(path))

        assert (result.error, result.errors) == (None, 0)
        assert {finding.rule for finding in result.findings} <= {ONE_TABLE_A_PAGE}


def test_every_word_between_rules_lies_in_a_table(archived, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(archived)
    grids = [box for found in outloud.check(str(path)).findings for box in found.boxes]
    tagged = outloud.Document(str(path))

    assert grids
    for grid in grids:
        page_index = grid["page"] - 1
        ruled = tuple(grid[side] for side in ("x0", "y0", "x1", "y1"))
        tables = [t for t in tagged.elements_of("Table") if t.page == page_index]
        places = [element_bbox(tagged, table) for table in tables]
        words = [line for line in tagged.content(page_index).lines if _inside(line.bbox, ruled)]
        assert words
        assert all(any(_inside(line.bbox, place) for place in places) for line in words)


def _inside(inner: tuple, outer: tuple) -> bool:
    left, low, right, high = outer
    return (
        left - 1 <= inner[0]
        and low - 1 <= inner[1]
        and inner[2] <= right + 1
        and inner[3] <= high + 1
    )


def test_the_data_lies_inside(document, archived, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(archived)

    with pikepdf.open(path) as opened:
        data = opened.attachments["report.json"].get_file().read_bytes()

    assert json.loads(data) == json.loads(json.dumps(document.to_json()))


def test_the_same_report_gives_the_same_bytes(document, archived):
    assert FORMATS["archive"].bytes_of(document) == archived


@pytest.mark.parametrize("last", [b"\n", b"\r", b"x"])
def test_a_stream_never_ends_in_a_line_end(last):
    packed = b"x\x9c" + last
    stream = pydyf.Stream([packed], {"Filter": "/FlateDecode"})

    _end_clearly(stream)

    (written,) = stream.stream
    assert not written.endswith((b"\n", b"\r"))
    read = written if last == b"x" else base64.a85decode(written.removesuffix(b"~>"))
    assert read == packed


def test_no_stream_of_a_whole_file_ends_in_a_line_end():
    # Their last byte is as good as drawn by lot: among 500 there are some of every kind.
    for number in range(500):
        pdf = pydyf.PDF()
        pdf.info["Title"] = pydyf.String(f"第{number}份")
        pdf.add_object(pydyf.Stream([f"q {number} Q"], compress=True))
        pdf.add_object(pydyf.Stream([f"q {number} Q"], {"Type": "/Metadata"}))
        written = io.BytesIO()

        _end_streams_clearly(pdf)
        pdf.write(written, compress=True)

        assert not re.search(rb"[\r\n]\nendstream", written.getvalue())
        with pikepdf.open(written) as opened:
            streams = [item for item in opened.objects if isinstance(item, pikepdf.Stream)]
            assert f"q {number} Q".encode() in [stream.read_bytes() for stream in streams]
            assert opened.docinfo["/Title"] == f"第{number}份"


def test_the_plain_pdf_is_not_an_archive(document):
    assert b"pdfaid" not in document_pdf(document)


def _encoded(image: Image.Image, kind: str, **options) -> str:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return f"data:image/{kind.lower()};base64,{base64.b64encode(out.getvalue()).decode()}"


def _see_through(mode: str) -> Image.Image:
    image = Image.new("RGBA", (40, 30), "red")
    image.putalpha(120)
    return image.quantize(16) if mode == "P" else image.convert(mode)


PICTURES = {
    "grey": lambda: _encoded(Image.new("L", (40, 30), 90), "PNG"),
    "one bit": lambda: _encoded(Image.new("1", (40, 30)), "PNG"),
    "sixteen bits": lambda: _encoded(Image.new("I;16", (40, 30), 30000), "PNG"),
    "palette": lambda: _encoded(Image.new("RGB", (40, 30), "red").quantize(8), "PNG"),
    "one clear colour": lambda: _encoded(Image.new("P", (40, 30), 3), "PNG", transparency=3),
    "palette that shines through": lambda: _encoded(_see_through("P"), "PNG"),
    "colours that shine through": lambda: _encoded(_see_through("RGBA"), "PNG"),
    "greys that shine through": lambda: _encoded(_see_through("LA"), "PNG"),
    "colours": lambda: _encoded(Image.new("RGB", (40, 30), "red"), "PNG"),
    "grey photograph": lambda: _encoded(Image.new("L", (40, 30), 90), "JPEG"),
    "photograph": lambda: _encoded(Image.new("RGB", (40, 30), "red"), "JPEG"),
    # Pillow writes the colours of a press inverted, as Adobe does, and says so.
    "for the press": lambda: _encoded(Image.new("CMYK", (40, 30), (0, 255, 255, 0)), "JPEG"),
    "for the press, not inverted": lambda: _not_inverted(),
}


def _not_inverted() -> str:
    source = _encoded(Image.new("CMYK", (40, 30), (255, 0, 0, 255)), "JPEG")
    content = base64.b64decode(source.partition(",")[2])
    at = content.index(b"\xff\xee")
    end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
    return f"data:image/jpeg;base64,{base64.b64encode(content[:at] + content[end:]).decode()}"


def test_the_archive_takes_every_kind_of_picture(written):
    shown = [f'<p><img src="{make()}" alt="{kind}"></p>' for kind, make in PICTURES.items()]
    words = "".join(shown)
    with_data = FORMATS["archive"].bytes_of(written(words))
    plain = archival_pdf(written(words), {})

    found = [*failures(with_data, "3a"), *failures(with_data, "ua1"), *failures(plain, "2b")]

    # Equal ones are kept once.
    assert with_data.count(b"/Subtype /Image") > 9
    assert found == []


@pytest.mark.parametrize("kind", ["for the press", "for the press, not inverted", "photograph"])
def test_red_stays_red(written, kind):
    words = f'<p><img src="{PICTURES[kind]()}" alt="红旗"></p>'

    sheet = pypdfium2.PdfDocument(document_pdf(written(words)))[0].render().to_pil()

    assert any(r > 180 and g < 90 and b < 90 for _, (r, g, b) in sheet.getcolors(1 << 20))
