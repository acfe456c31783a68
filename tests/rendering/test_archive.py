"""The PDF for the archive, judged by validators that others wrote."""

import base64
import json

import outloud
import page
import pikepdf
import pydyf
import pytest

from reports.document import clean
from reports.editions import all_editions
from reports.rendering.archive import _end_clearly, archival_pdf
from reports.rendering.formats import FORMATS
from reports.rendering.pdf import document_pdf
from tests import factories

WORDS = {
    "sections": {"overview": clean("<h3>（一）标题</h3><p>瀍河、䶮、〇。</p><ul><li>条</li></ul>")}
}
# Guesses of outloud about the official form itself: more headers than figures, rows that span.
ABOUT_THE_FORM = {"TBL-004", "TBL-010", "TBL-014"}


@pytest.fixture(params=all_editions(), ids=lambda edition: edition.id, scope="module")
def document(request):
    return factories.filled(request.param, **WORDS)


@pytest.fixture(scope="module")
def archived(document) -> bytes:
    return FORMATS["archive"].bytes_of(document)


def failures(pdf: bytes, profile: str) -> list[str]:
    report = page.validate_pdf_bytes(pdf, profile=profile)
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_the_archive_takes_it(archived, profile):
    assert failures(archived, profile) == []


@pytest.mark.parametrize("profile", ["2b", "ua1"])
def test_without_data_it_is_the_plainest_kind(document, profile):
    assert failures(archival_pdf(document, {}), profile) == []


def test_a_screen_reader_finds_no_fault_of_ours(archived, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(archived)

    found = {finding.rule for finding in outloud.check(str(path)).findings}

    assert found - ABOUT_THE_FORM == set()


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


def test_the_plain_pdf_is_not_an_archive(document):
    assert b"pdfaid" not in document_pdf(document)
