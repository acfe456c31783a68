"""Word files, workbooks and PDFs come back cell for cell: ours, Word's, LibreOffice's."""

import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reports.document import Document, plain_text
from reports.importing import read
from reports.rendering.page.pdf import document_pdf
from tests.libreoffice import converted

from ..making import office

ROOT = Path(__file__).resolve().parents[3]
DEMO = ROOT / "reports" / "management" / "commands" / "demo"
NAMES = sorted(path.stem for path in DEMO.glob("*.json"))


def report(name: str) -> Document:
    return Document.from_json(json.loads((DEMO / f"{name}.json").read_text(), parse_float=Decimal))


def words(document: Document) -> dict[str, str]:
    return {s.id: plain_text(document.narrative(s.id)) for s in document.edition.narratives}


def run_together(document: Document) -> list[str]:
    return [text.replace("\n", "") for text in words(document).values()]


@pytest.mark.parametrize("name", NAMES)
def test_a_word_file_comes_back(name):
    document = report(name)

    read_back = read(office.document_docx(document)).document

    assert read_back.cells == document.cells
    assert words(read_back) == words(document)
    assert (read_back.organ, read_back.year) == (document.organ, document.year)


@pytest.mark.parametrize("numbers", [True, False])
@pytest.mark.parametrize("name", NAMES)
def test_a_workbook_comes_back(name, numbers):
    document = report(name)

    read_back = read(office.document_xlsx(document, numbers=numbers)).document

    assert read_back.cells == document.cells
    assert (read_back.organ, read_back.year) == (document.organ, document.year)


@pytest.mark.parametrize("name", NAMES)
def test_our_own_pdf_comes_back(name):
    document = report(name)

    read_back = read(document_pdf(document)).document

    assert read_back.cells == document.cells
    assert words(read_back) == words(document)
    assert (read_back.title, read_back.issued) == (document.title, document.issued)


@pytest.mark.parametrize("name", ["city-2024", "bureau-2020"])
@pytest.mark.parametrize("target", ["docx", "pdf"])
def test_a_word_file_comes_back_by_way_of_libreoffice(name, target):
    document = report(name)
    content = converted(office.document_docx(document), "docx", target)

    read_back = read(content).document

    assert read_back.cells == document.cells
    # A printed page without indents does not show where a full line ends a paragraph.
    assert run_together(read_back) == run_together(document)


@pytest.mark.parametrize("name", ["city-2024", "bureau-2020"])
def test_a_workbook_comes_back_by_way_of_libreoffice(name):
    document = report(name)
    content = converted(office.document_xlsx(document), "xlsx")

    assert read(content).document.cells == document.cells


def test_a_blank_word_form_gives_a_blank_report():
    blank = Document("", 2024, "2021", "政府信息公开工作年度报告格式模板")

    reading = read(office.document_docx(blank, blank=True))

    assert reading.document.edition_id == "2021"
    assert reading.document.answered == 0
    assert set(words(reading.document).values()) == {""}
    assert {"overview", "proactive", "requests", "review"} <= reading.found
    assert "表三有175格是空白" in str(reading.notices)


def test_numbers_that_word_makes_itself_are_headings():
    made = docx.Document()
    made.part.numbering_part.element.insert(0, parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1">'
        '<w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
        "</w:abstractNum>"))  # fmt: skip
    made.part.numbering_part.element.append(parse_xml(
        f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))  # fmt: skip
    made.add_paragraph("云溪市水务局2024年政府信息公开工作年度报告")
    for text, depth in (("总体情况", 0), ("主动公开", 1), ("依申请公开", 1)):
        paragraph = made.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="91"/></w:numPr>'))  # fmt: skip
        made.add_paragraph("有序推进。")

    markup = read(saved(made)).document.narrative("overview")

    assert "<h3>（一）主动公开</h3>" in markup and "<h3>（二）依申请公开</h3>" in markup


def saved(made) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def test_deleted_words_are_left_out_and_inserted_ones_told():
    made = docx.Document(io.BytesIO(office.document_docx(report("city-2024"))))
    paragraph = next(p for p in made.paragraphs if p.text == "六、其他需要报告的事项")
    for tag, inner, text in (("del", "delText", "删去的话。"), ("ins", "t", "新加的话。")):
        paragraph._p.addnext(parse_xml(
            f'<w:p {nsdecls("w")}><w:{tag} w:id="9" w:author="x"><w:r><w:{inner}>{text}'
            f"</w:{inner}></w:r></w:{tag}></w:p>"))  # fmt: skip

    reading = read(saved(made))

    assert "新加的话" in reading.document.narrative("other_matters")
    assert "删去的话" not in str(reading.document.sections)
    assert "修订痕迹" in str(reading.notices)


def workbook(change) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(office.document_xlsx(report("city-2024"))))
    change(book)
    return saved(book)


def test_a_formula_without_a_result_is_blank_and_named_by_its_address():
    def change(book):
        book["表四"]["E6"] = "=SUM(A6:D6)"

    reading = read(workbook(change))

    assert reading.document.cells["review.reconsideration.total"] is None
    assert "工作表“表四”E6" in str(reading.notices)


def test_a_formula_error_is_blank_and_named_by_its_address():
    def change(book):
        book["表四"]["E6"] = "#REF!"

    reading = read(workbook(change))

    assert reading.document.cells["review.reconsideration.total"] is None
    assert "表四”E6" in str(reading.notices) and "#REF!" in str(reading.notices)


def test_a_changed_caption_is_named_by_its_address():
    def change(book):
        book["表二"]["A5"] = "另行设置的项目"

    reading = read(workbook(change))

    assert reading.document.cells["proactive.rules.issued"] is None
    assert "工作表“表二”A5" in str(reading.notices)


def test_a_blank_cell_of_a_workbook_stays_blank():
    def change(book):
        book["表二"]["B5"] = None

    reading = read(workbook(change))

    assert reading.document.cells["proactive.rules.issued"] is None
    assert reading.document.cells["proactive.rules.in_force"] == 12


def test_money_in_binary_fractions_is_what_excel_shows():
    def change(book):
        book["表二"]["B16"] = 59237.244899999998

    assert read(workbook(change)).document.cells["proactive.fees.amount"] == Decimal("59237.2449")


def test_a_hidden_sheet_is_not_read():
    def change(book):
        book["表四"].sheet_state = "hidden"

    assert "review" not in read(workbook(change)).found


def test_macros_in_a_file_are_never_opened():
    content = io.BytesIO(office.document_docx(report("city-2024")))
    with zipfile.ZipFile(content, "a") as package:
        package.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0 macros")

    assert read(content.getvalue()).document.cells == report("city-2024").cells
