"""Files made to harm, or no reports at all: each refused with a sentence, in time, in memory."""

import io
import os
import struct
import subprocess
import sys
import zipfile

import pikepdf
import pytest

from reports import guarded
from reports.document import Document
from reports.importing import Unreadable, read, read_guarded
from reports.importing.apart import guard
from reports.rendering.page.pdf import document_pdf

from ..making import office
from .test_office_files import report

pytestmark = pytest.mark.usefixtures("fresh_processes")
HEAD = '<?xml version="1.0"?>'
BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
BOMB = "<!DOCTYPE b [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 11)
) + "]>"  # fmt: skip
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
CITY_PAGE = "<h1>云溪市2024年政府信息公开工作年度报告</h1><h2>一、总体情况</h2><p>平稳。</p>"


def package(**parts: str | bytes) -> bytes:
    """A zip with these parts: `document` is the body of a Word file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return buffer.getvalue()


def word(xml: str) -> bytes:
    return package(**{"[Content_Types].xml": "<x/>", "word/document.xml": xml})


def refusal(content: bytes, name: str = "") -> str:
    with pytest.raises(Unreadable) as refused:
        read_guarded(content, name)
    return str(refused.value)


def lying(content: bytes, real: int, told: int) -> bytes:
    """A zip whose directory tells another size than what comes out."""
    return content.replace(struct.pack("<I", real), struct.pack("<I", told))


def encrypted_pdf() -> bytes:
    pdf, buffer = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(buffer, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return buffer.getvalue()


def empty_pdf() -> bytes:
    pdf, buffer = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的"),
        (b"  \r\n\0", "文件是空的"),
        (OLE + "WordDocument\0".encode("utf-16-le"), "另存为 DOCX"),
        (OLE + "Workbook\0".encode("utf-16-le"), "另存为 XLSX"),
        (OLE + "EncryptedPackage\0".encode("utf-16-le"), "密码"),
        (b"{\\rtf1 abc", "没有认出"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "图片打不开"),
        (b"\xff\xd8\xff\xe0" + bytes(99), "图片打不开"),
        (b"Rar!\x1a\x07", "压缩包"),
        (b"MZ" + bytes(99), "不是报告文件"),
        (b"%PDF-1.7\n garbage", "PDF 文件损坏"),
        (b"PK\x03\x04 garbage", "文件损坏"),
        (b"{" * 100_000, "没有认出"),
        (b'{"organ":' * 20_000, "JSON"),
        (b'{"organ": 5}', "organ"),
        (os.urandom(100_000), "编码无法识别"),
        ("会议通知。".encode(), "没有认出"),
        (b"<p><img src=a.png></p>", "只有图片"),
        (package(**{"a.txt": "x"}), "压缩包"),
        (package(**{"[Content_Types].xml": "x", "ppt/presentation.xml": "x"}), "另一种办公文件"),
        (package(**{"mimetype": "x", "content.xml": "x"}), "文件损坏"),
        (package(**{"OFD.xml": "<x/>"}), "OFD 文件损坏"),
        (b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook/>", "另存为 DOCX 或 XLSX"),
        (word("<broken"), "文件损坏"),
        (word(HEAD + BODY.format("")), "没有认出"),
    ],
)  # fmt: skip
def test_what_is_no_report_is_refused_with_what_to_do(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        read(content, "报告.docx")


def test_a_truncated_pdf_is_refused():
    assert "PDF" in refusal(document_pdf(report("bureau-2020"))[:3000])


def test_an_encrypted_pdf_is_refused():
    assert "密码" in refusal(encrypted_pdf())


def test_a_pdf_with_nothing_on_its_pages_is_refused():
    assert "这个 PDF 里没有文字" in refusal(empty_pdf())


def test_a_truncated_word_file_is_refused():
    assert "文件损坏" in refusal(office.document_docx(report("city-2024"))[:9000])


def test_a_word_file_with_a_damaged_part_is_refused():
    content = bytearray(office.document_docx(report("city-2024")))
    at = content.find(b"word/document.xml") + 400
    content[at : at + 200] = bytes(200)

    assert "文件损坏" in refusal(bytes(content))


def test_an_encrypted_zip_is_refused():
    content = bytearray(word(HEAD + BODY.format("")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)

    assert "密码" in refusal(bytes(content))


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    assert "展开后过大" in refusal(package(**{"word/document.xml": bytes(60_000_000)}))


def test_a_zip_that_lies_about_its_size_is_stopped_at_what_it_told():
    bomb = package(**{"word/document.xml": bytes(30_000_000), "[Content_Types].xml": "x"})

    assert refusal(lying(bomb, 30_000_000, 900_000))


def test_too_many_parts_are_refused():
    assert "过大" in refusal(package(**{f"p{n}": "" for n in range(6000)}))


@pytest.mark.parametrize("where", ["word/document.xml", "word/styles.xml", "word/numbering.xml"])
def test_entities_are_never_expanded(where):
    bomb = HEAD + BOMB + BODY.format("<w:p><w:r><w:t>&a10;</w:t></w:r></w:p>")
    parts = {"word/document.xml": HEAD + BODY.format(""), where: bomb}

    assert refusal(package(**parts))


def test_outer_references_are_never_followed(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密")
    outer = f'<!DOCTYPE b [<!ENTITY a SYSTEM "file://{secret}">]>'
    body = BODY.format("<w:p><w:r><w:t>一、总体情况&a;</w:t></w:r></w:p>")

    assert "机密" not in refusal(word(HEAD + outer + body))


@pytest.mark.parametrize("inside", ["<table><tr><td>", "<div>", "<ul><li>", "<b><i>"])
def test_ten_thousand_nested_elements_are_refused_or_bounded(inside):
    content = f"{CITY_PAGE}{inside * 10_000}x".encode()
    try:
        assert len(read_guarded(content).document.narrative("overview")) < 100_000
    except Unreadable as refused:
        assert "嵌套过深" in str(refused)


def test_ten_thousand_nested_word_tables_are_refused():
    tables = "<w:tbl><w:tr><w:tc>" * 10_000 + "</w:tc></w:tr></w:tbl>" * 10_000

    assert refusal(word(HEAD + BODY.format(tables)))


def test_a_span_of_a_million_columns_makes_no_million_cells():
    table = "<table><tr><td colspan=1000000 rowspan=1000000>规章</td><td>0</td></tr></table>"
    content = f"{CITY_PAGE}<h2>二、主动公开政府信息情况</h2>{table * 50}"

    assert read_guarded(content.encode()).document.year == 2024


def test_a_workbook_with_a_cell_at_the_far_end_is_read_or_refused():
    def workbook(address: str) -> bytes:
        sheet = (f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
                 f'<row><c r="{address}"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:{address}"/>'
                 "</mergeCells></worksheet>")  # fmt: skip
        book = ('<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
                'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
                '<sheet name="s" r:id="a"/></sheets></workbook>')  # fmt: skip
        relations = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                     '<Relationship Id="a" Target="sheet.xml"/></Relationships>')  # fmt: skip
        return package(**{"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": relations,
                          "xl/sheet.xml": sheet})  # fmt: skip

    assert refusal(workbook("XFD1048576"))


def test_a_file_over_the_limit_is_refused_unread(monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", lambda *args, **kwargs: pytest.fail("it was read"))

    assert "超过20MB" in refusal(bytes(guard.LARGEST + 1))


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(guard, "SECONDS", 0.001)

    assert "已停止" in refusal(CITY_PAGE.encode())


def test_a_reader_that_dies_is_a_refusal(monkeypatch):
    monkeypatch.setattr(guard, "_WORKER", "reports.importing.no_such_worker")

    assert "无法读取" in refusal(CITY_PAGE.encode())


def test_the_reader_has_no_more_memory_than_its_limit():
    greedy = (
        "import resource; from reports import guarded; guarded.limit(20);"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0]); bytearray(700_000_000)"
    )
    done = subprocess.run([sys.executable, "-c", greedy], capture_output=True, text=True)

    assert int(done.stdout) == 512 * 1024 * 1024
    assert "MemoryError" in done.stderr


def test_the_reader_sees_no_secret_of_the_server_and_has_no_network(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "of the server")
    spying = (
        "import os, socket; from reports import guarded; guarded.limit(20)\n"
        "try: socket.socket(); print('open')\n"
        "except PermissionError: print('no network', 'SECRET_KEY' in os.environ)"
    )
    popen = subprocess.Popen

    def spied(command, **kwargs):
        return popen([sys.executable, "-c", spying], **kwargs)

    monkeypatch.setattr(subprocess, "Popen", spied)

    assert guarded.apart("any", b"", seconds=20)[0] == b"no network False\n"


def test_a_guarded_reading_is_the_reading():
    content = office.document_xlsx(report("city-2024"))

    assert read_guarded(content, "a.xlsx") == read(content, "a.xlsx")


def test_a_guarded_reading_keeps_an_organ_that_is_missing():
    content = "<h1>政府信息公开工作年度报告</h1><h2>一、总体情况</h2><p>平稳。</p>".encode()

    reading = read_guarded(content, year=2023)

    assert isinstance(reading.document, Document)
    assert (reading.document.organ, reading.document.year) == ("", 2023)


def test_a_pdf_page_full_of_rules_is_bounded():
    lines = b"".join(b"%d 0 m %d 800 l S 0 %d m 600 %d l S\n" % ((n % 600,) * 2 + (n % 800,) * 2)
                     for n in range(20_000))  # fmt: skip
    pdf, buffer = pikepdf.new(), io.BytesIO()
    page = pdf.add_blank_page()
    page.Contents = pikepdf.Stream(pdf, lines)
    pdf.save(buffer)

    assert refusal(buffer.getvalue())
