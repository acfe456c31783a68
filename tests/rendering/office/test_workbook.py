"""The workbook both ways: written, filled in, read back."""

import datetime
import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from reports.document import carrier, clean
from reports.editions import get_edition
from reports.importing import read
from reports.rendering.office.workbook import balance_formula, document_xlsx, total_formula
from tests import factories
from tests.libreoffice import converted

CELL, TOTAL = "requests.new.natural_person", "requests.new.total"


@pytest.fixture
def filled():
    """A filled report of the newest edition."""
    return factories.filled(get_edition("2021"), sections={"problems": "<p>甲。</p><p>乙。</p>"})


def opened(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def at(book, cell: str):
    """Return a figure's cell in an opened workbook."""
    sheet, address = next(book.defined_names[carrier.cell_name(cell)].destinations)
    return book[sheet][address.replace("$", "")]


def edited(document, change) -> bytes:
    """Return the workbook of `document` after a change by hand."""
    book = opened(document_xlsx(document))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_it_comes_back_as_it_went(document):
    reading = read(document_xlsx(document))

    assert reading.document == document
    assert reading.notices == ()


def test_it_comes_back_from_libreoffice(document):
    reading = read(converted(document_xlsx(document), "xlsx"))

    assert reading.document == document
    assert reading.notices == ()


def test_a_blank_stays_blank(filled):
    blank = replace(filled, cells={}, sections={})
    reading = read(document_xlsx(blank))

    assert {got.state for got in reading.cells.values()} == {"missing"}
    assert at(opened(document_xlsx(blank)), CELL).value is None


def test_a_figure_filled_in_comes_back_with_its_total(filled):
    def fill(book):
        at(book, CELL).value = 1000

    was = filled.cells
    reading = read(edited(filled, fill))

    assert reading.document.cells[CELL] == 1000
    assert reading.document.cells[TOTAL] == was[TOTAL] - was[CELL] + 1000


def test_a_figure_emptied_leaves_its_total_blank(filled):
    def empty(book):
        at(book, CELL).value = None

    reading = read(edited(filled, empty))

    assert reading.cells[CELL].state == reading.cells[TOTAL].state == "missing"


def test_a_printed_total_that_does_not_add_up_stays_as_printed(filled):
    wrong = replace(filled, cells={**filled.cells, TOTAL: Decimal(99999)})

    assert at(opened(document_xlsx(wrong)), TOTAL).value == 99999
    assert read(document_xlsx(wrong)).document.cells == wrong.cells


def test_an_amount_of_eighteen_digits_loses_none(filled):
    amount = Decimal("123456789012.123456")
    large = replace(filled, cells={**filled.cells, "proactive.fees.amount": amount})

    assert read(document_xlsx(large)).document.cells["proactive.fees.amount"] == amount


def test_totals_have_formulas_and_what_they_give(filled):
    content = document_xlsx(filled)
    given = openpyxl.load_workbook(io.BytesIO(content), data_only=True)

    assert at(opened(content), TOTAL).value.startswith("=IF(COUNT(")
    assert at(given, TOTAL).value == filled.cells[TOTAL]


def test_captions_are_locked_and_figures_are_open(filled):
    book = opened(document_xlsx(filled))
    cell = at(book, CELL)

    assert cell.parent.protection.sheet
    assert not cell.protection.locked
    assert cell.parent.cell(cell.row, 1).protection.locked
    assert at(book, TOTAL).protection.locked


def test_a_sheet_is_as_wide_as_a4(filled):
    sheet = opened(document_xlsx(filled))["表三"]

    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == (9, 1)
    assert sum(column.width for column in sheet.column_dimensions.values()) < 95


def test_a_changed_caption_is_named_by_its_address(filled):
    def change(book):
        cell = at(book, CELL)
        cell.parent.cell(cell.row, 1).value = "一、本年收到的申请"

    reading = read(edited(filled, change))

    assert [n.where for n in reading.notices] == ["工作表“表三”A6"]
    assert "已被改动" in reading.notices[0].message
    assert reading.document.cells == filled.cells


def test_a_broken_formula_is_named_by_its_address(filled):
    def change(book):
        cell = at(book, CELL)
        cell.value, cell.data_type = "#REF!", "e"

    reading = read(edited(filled, change))

    assert reading.cells[CELL].value is None
    assert reading.notices[0].where == "工作表“表三”D6"


def test_words_in_a_figures_cell_are_said_not_guessed(filled):
    def change(book):
        at(book, CELL).value = "三个"

    reading = read(edited(filled, change))

    assert (reading.cells[CELL].state, reading.cells[CELL].value) == ("unsure", None)
    assert "不是数字" in reading.notices[0].message


def test_a_deleted_cell_is_said(filled):
    def change(book):
        del book.defined_names[carrier.cell_name(CELL)]

    reading = read(edited(filled, change))

    assert reading.cells[CELL].state == "missing"
    assert "已从工作表中删除" in reading.notices[0].message


def lines_of(book):
    """Return the cells of the words under 五, left and right."""
    sheet, address = next(book.defined_names[carrier.section_name("problems")].destinations)
    row = book[sheet][address.replace("$", "")].row
    return [(book[sheet].cell(row + n, 1), book[sheet].cell(row + n, 2)) for n in range(1, 9)]


def test_words_written_in_the_sheet_come_back_with_their_levels(filled):
    def write(book):
        lines = lines_of(book)
        lines[2][0].value, lines[2][1].value = "（一）标题", "（一）改进<措施>"
        lines[3][0].value, lines[3][1].value = "列表", "其一\n其二"

    problems = read(edited(filled, write)).document.sections["problems"]

    assert problems == (
        "<p>甲。</p><p>乙。</p><h3>（一）改进&lt;措施&gt;</h3><ul><li>其一</li><li>其二</li></ul>"
    )


def test_words_deleted_in_the_sheet_are_gone(filled):
    def delete(book):
        lines_of(book)[0][1].value = None

    assert read(edited(filled, delete)).document.sections["problems"] == "<p>乙。</p>"


def test_words_longer_than_a_cell_come_back_whole(filled):
    words = "".join(chr(0x4E00 + n * 7 % 9000) for n in range(70_000))
    long = replace(filled, sections={**filled.sections, "problems": f"<p>{words}</p>"})

    assert read(document_xlsx(long)).document.sections["problems"] == f"<p>{words}</p>"


def test_controls_in_a_title_break_nothing(filled):
    odd = replace(filled, title="年报\x01\x0b", organ="局\x02")

    assert read(document_xlsx(odd)).document.title == "年报"


def test_a_year_that_is_none_is_refused(filled):
    def change(book):
        book["文字"]["B3"].value = "去年"

    with pytest.raises(ValueError, match="年度“去年”无法识别"):
        read(edited(filled, change))


def test_formulas_join_neighbours():
    assert total_formula(["D4", "E4", "F4", "D9"]) == '=IF(COUNT(D4:F4,D9)<4,"",SUM(D4:F4,D9))'
    assert balance_formula(["D4", "D5"], ["D8", "D9"]).startswith("=IF(COUNT(D4,D5,D8,D9)<4")


@pytest.mark.parametrize(
    ("value", "looks", "read_as"),
    [
        (datetime.date(2024, 1, 3), {}, "2024-01-03"),
        (3, {"number_format": "0%"}, "300%"),
        (CellRichText(TextBlock(InlineFont(strike=True), "9"), "x"), {}, "x"),
        (9, {"font": Font(strike=True)}, ""),
    ],
)
def test_what_is_no_number_to_the_eye_is_none(filled, value, looks, read_as):
    def change(book):
        at(book, CELL).value = value
        for name, look in looks.items():
            setattr(at(book, CELL), name, look)

    got = read(edited(filled, change)).cells[CELL]

    assert (got.value, got.read) == (None, read_as)


def test_what_is_struck_out_is_told(filled):
    def change(book):
        at(book, CELL).font = Font(strike=True)

    assert "1处划掉的内容" in read(edited(filled, change)).notices[-1].message


def test_figures_beside_another_caption_are_unsure(filled):
    def change(book):
        book["表二"].insert_rows(5)

    reading = read(edited(filled, change))

    moved = reading.cells["proactive.normative_documents.issued"]
    assert moved.state == "unsure"
    assert reading.cells[CELL].state == "sure"


PICTURE = '<img src="data:image/png;base64,iVBORw0KGgo=" alt="柱形图">'


def worded(markup: str):
    """A report with that in section one."""
    sections = {"overview": clean(markup)}
    return factories.filled(get_edition("2021"), sections=sections)


def test_a_picture_amid_words_is_told_where_it_stands():
    document = worded(f"<p>访问量见图：{PICTURE}五月最高。</p>")

    sheet = opened(document_xlsx(document))[carrier.WORDS]

    assert "访问量见图：［图片：柱形图］五月最高。" in [row[1].value for row in sheet.rows]


def test_a_picture_stays_in_words_that_are_edited():
    document = worded(f"<p>访问量见图：{PICTURE}五月最高。</p>")

    def change(book):
        (cell,) = [row[1] for row in book[carrier.WORDS].rows if "五月" in str(row[1].value)]
        cell.value = cell.value.replace("五月", "六月")

    read_back = read(edited(document, change)).document

    assert read_back.sections["overview"] == document.sections["overview"].replace("五月", "六月")


@pytest.mark.parametrize("paragraphs", range(0, 60, 4))
def test_no_heading_of_the_words_stands_alone_at_the_foot_of_a_page(paragraphs):
    document = worded("<p>甲。</p>" * paragraphs)

    sheet = opened(document_xlsx(document))[carrier.WORDS]

    pages, filled = [[]], 0.0
    breaks = {one.id for one in sheet.row_breaks.brk}
    for row in range(1, sheet.max_row + 1):
        height = sheet.row_dimensions[row].height or 15
        if row - 1 in breaks or filled + height > 698:
            pages, filled = [*pages, []], 0.0
        pages[-1].append(str(sheet.cell(row, 1).value))
        filled += height
    captions = {section.caption for section in document.edition.worded}
    assert not any(captions & set(page[-4:]) for page in pages)


@pytest.mark.parametrize(("title", "said"), [
    ("瀍水区水务局2023年政府信息公开工作年度报告", "标题里是2023年，“年度”一格是2024年"),
    ("瀍水区水务局政府信息公开工作年度报告", "标题里没有年度，“年度”一格是2024年"),
    ("瀍水区水务局2024年政府信息公开工作年度报告", ""),
])  # fmt: skip
def test_a_title_of_another_year_is_told(title, said):
    document = factories.filled(get_edition("2021"), year=2024, title=title)

    told = [notice.message for notice in read(document_xlsx(document)).notices if notice.where == "标题"]

    assert [message.startswith(said) for message in told] == ([True] if said else [])
