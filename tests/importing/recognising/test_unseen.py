"""What a reader does not see as a figure is none: struck out, hidden, a note's mark, a format."""

import datetime
import io
from dataclasses import replace
from decimal import Decimal

import docx
import openpyxl
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from reports.document import BadFigure, plain_text, read_figure
from reports.editions import COUNT
from reports.importing import Unreadable, read
from reports.importing.fitting.cell_words import read_cell
from tests.libreoffice import converted

from ..formats.test_office_files import report, saved, workbook
from ..making import office, styles
from ..making.pages import CITY, messages, page, table_two
from ..making.printed import grids

ISSUED, REPEALED = "proactive.rules.issued", "proactive.rules.repealed"
W = nsdecls("w")


@pytest.mark.parametrize("typed", ["3①", "3 ①", "3²", "3❷", "3⑴"])
def test_a_notes_mark_is_no_digit(typed):
    figure = read_cell(typed, COUNT)

    assert (figure.value, figure.sure) == (3, False) and "说明没有带入" in figure.message


@pytest.mark.parametrize("typed", ["②", "3①", "3²"])
def test_a_notes_mark_is_not_typed_as_a_digit(typed):
    with pytest.raises(BadFigure):
        read_figure(typed, COUNT)


@pytest.mark.parametrize("typed", ["\u200b3", "3\u200b", "\ufeff1\u200d2"])
def test_characters_of_no_width_are_nothing(typed):
    figure = read_cell(typed, COUNT)

    assert figure.sure and figure.value in (3, 12)


def test_two_numbers_that_could_be_one_with_a_gap_are_unsure():
    reading = read(page(proactive=table_two("规章|118<br>118|0|11")))

    assert reading.cells[ISSUED].state == "unsure"
    assert "请核对" in messages(reading)


@pytest.mark.parametrize(
    "struck",
    ["<del>9</del>", "<s>9</s>", "<span style='text-decoration: line-through red'>9</span>"],
)
def test_struck_out_digits_of_a_page_are_left_out_and_told(struck):
    reading = read(page(proactive=table_two(f"规章|{struck}3|0|11")))

    assert reading.document.cells[ISSUED] == 3
    assert "1处划掉的内容" in messages(reading)


def test_a_strike_that_nobody_ended_leaves_the_tables():
    reading = read(page(proactive=f"<div><s>{table_two('规章|3|0|11')}</s></div>"))

    assert reading.document.cells[ISSUED] == 3


@pytest.mark.parametrize(
    "mark", ["<sup>1</sup>", "<sup>[1]</sup>", "<span style='vertical-align:super'>1</span>"]
)
def test_a_raised_mark_of_a_page_is_no_digit(mark):
    reading = read(page(proactive=table_two(f"规章|3{mark}|0|11")))

    assert reading.document.cells[ISSUED] == 3
    assert reading.cells[ISSUED].state == "unsure"


def test_hidden_lines_and_places_of_a_page_are_none():
    line = "<tr style='display:none'><td>规章</td><td>7</td><td>7</td><td>7</td></tr>"
    hidden = "<td style='display:none'>9</td>"
    invisible = "<td style='visibility:hidden'>9</td>"
    content = table_two("规章|3|0|11", "行政规范性文件|5|1|6")
    content = content.replace("<tr><td>规章", f"{line}<tr><td>规章")
    content = content.replace("<td>5</td>", f"<td>5</td>{hidden}").replace("<td>1</td>", invisible)

    cells = read(page(proactive=content)).document.cells

    assert [cells[f"proactive.rules.{c}"] for c in ("issued", "repealed", "in_force")] == [3, 0, 11]
    names = [f"proactive.normative_documents.{c}" for c in ("issued", "repealed", "in_force")]
    assert [cells[name] for name in names] == [5, None, 6]


def test_hidden_words_of_a_list_stay_out():
    content = "<ul><li>公开目录<span style='display:none'>内部批注</span></li></ul>"

    assert plain_text(read(page(overview=content)).document.narrative("overview")) == "公开目录"


def figures_of(made):
    """The cells of a Word file's tables that hold a figure."""
    for table in made.tables:
        for cell in table._tbl.iter(qn("w:tc")):
            text = "".join(t.text or "" for t in cell.iter(qn("w:t")))
            if text.replace(".", "").isdigit():
                yield cell, text


def word(change) -> bytes:
    made = docx.Document()
    made.add_paragraph(CITY.title)
    for section in CITY.edition.sections:
        made.add_paragraph(section.caption)
        if section.kind == "table":
            office._tables(made, CITY, CITY.edition.table(section.id))
    change(made)
    return saved(made)


def with_run(properties: str, words: str):
    """Put a run with these properties before each figure."""

    def change(made):
        for cell, _ in list(figures_of(made)):
            run = f"<w:r {W}><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"
            cell.find(qn("w:p")).find(qn("w:r")).addprevious(parse_xml(run))

    return change


@pytest.mark.parametrize("struck", ["<w:strike/>", "<w:dstrike/>"])
def test_struck_out_digits_of_a_word_file_are_left_out_and_told(struck):
    reading = read(word(with_run(struck, "9")))

    assert reading.document.cells == CITY.cells
    assert "200处划掉的内容" in messages(reading)


def _raise_ones(made) -> None:
    """Put a raised 1 after each figure."""
    for cell, _ in list(figures_of(made)):
        run = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t>'
        cell.find(qn("w:p")).append(parse_xml(f"<w:r {W}>{run}</w:r>"))


def test_a_raised_mark_of_a_word_file_is_no_digit():
    reading = read(word(_raise_ones))

    assert reading.document.cells == CITY.cells
    assert {got.state for got in reading.cells.values()} == {"unsure"}


def test_a_figure_in_a_text_box_is_read_once():
    drawing = (
        f'<w:r {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice>"
        "<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    box = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"

    def change(made):
        for cell, text in list(figures_of(made)):
            paragraph = cell.find(qn("w:p"))
            paragraph.remove(paragraph.find(qn("w:r")))
            paragraph.append(parse_xml(drawing.format(box=box.format(text))))

    assert read(word(change)).document.cells == CITY.cells


@pytest.mark.parametrize("mark", ['<w:del w:id="5" w:author="x"/>', "<w:hidden/>"])
def test_a_deleted_or_hidden_line_of_a_word_table_is_none(mark):
    def change(made):
        line = made.tables[0]._tbl.findall(qn("w:tr"))[2]
        twin = parse_xml(line.xml) if hasattr(line, "xml") else None
        for text in twin.iter(qn("w:t")):
            text.text = "77" if text.text.isdigit() else text.text
        twin.get_or_add_trPr().append(parse_xml(mark.replace("/>", f" {W}/>", 1)))
        line.addprevious(twin)

    assert read(word(change)).document.cells == CITY.cells


def test_a_number_that_word_makes_itself_is_no_part_of_a_figure():
    def change(made):
        numbers = made.part.numbering_part.element
        numbers.insert(0, parse_xml(
            f'<w:abstractNum {W} w:abstractNumId="92"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'))  # fmt: skip
        numbers.append(parse_xml(f'<w:num {W} w:numId="92"><w:abstractNumId w:val="92"/></w:num>'))
        for cell, _ in list(figures_of(made)):
            listed = f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="92"/></w:numPr>'
            cell.find(qn("w:p")).get_or_add_pPr().append(parse_xml(listed))

    cells = read(word(change)).cells

    assert {got.value for got in cells.values()} == {None}


def test_footnotes_are_told():
    def change(made):
        note = parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>')
        made.paragraphs[1]._p.append(note)

    assert "脚注" in messages(read(word(change)))


def put(value, **looks):
    """A workbook whose first figure is this value with these looks."""

    def change(book):
        sheet = book["表二"]
        place = next(c for row in sheet.iter_rows() for c in row if isinstance(c.value, int))
        place.value = value
        for name, look in looks.items():
            setattr(place, name, look)

    return read(workbook(change))


def test_struck_out_words_of_a_workbook_are_left_out_and_told():
    rich = CellRichText(TextBlock(InlineFont(strike=True), "9"), "3")

    part, whole = put(rich), put(9, font=Font(strike=True))

    assert part.document.cells[ISSUED] == 3 and "1处划掉的内容" in messages(part)
    assert whole.document.cells[ISSUED] is None and "1处划掉的内容" in messages(whole)


def test_a_raised_mark_of_a_workbook_is_no_digit():
    reading = put(CellRichText("3", TextBlock(InlineFont(vertAlign="superscript"), "1")))

    assert reading.document.cells[ISSUED] == 3 and reading.cells[ISSUED].state == "unsure"


@pytest.mark.parametrize(
    ("value", "looks", "seen"),
    [
        (True, {}, "TRUE"),
        (datetime.date(2024, 1, 3), {}, "2024-01-03"),
        (45294, {"number_format": 'yyyy"年"m"月"d"日"'}, "2024-01-03"),
        (3, {"number_format": "0%"}, "300%"),
    ],
)
def test_what_is_no_number_to_the_eye_is_none(value, looks, seen):
    reading = put(value, **looks)

    assert reading.document.cells[ISSUED] is None
    assert reading.cells[ISSUED].read == seen


def test_a_number_with_a_unit_in_its_format_is_a_number():
    assert put(3, number_format='0"件"').document.cells[ISSUED] == 3


def test_hidden_lines_and_columns_of_a_workbook_are_left_out_and_told():
    def change(book):
        sheet = book["表二"]
        row = next(r[0].row for r in sheet.iter_rows() if r[0].value == "规章")
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.insert_rows(row)
        for column, value in enumerate(("规章", 7, 7, 7), 1):
            sheet.cell(row, column, value)
        sheet.row_dimensions[row].hidden = True
        sheet.insert_cols(3)
        sheet.cell(row + 1, 3, 8)
        sheet.column_dimensions["C"].hidden = True

    reading = read(workbook(change))

    assert reading.document.cells == report("city-2024").cells
    assert "隐藏的行、列里有5格内容" in messages(reading)


def test_a_title_in_one_cell_of_a_wide_sheet_is_the_title():
    def change(book):
        for sheet in book:
            sheet.unmerge_cells(str(sheet["A1"].coordinate + ":" + _last_of_first_row(sheet)))

    assert read(workbook(change)).document.organ == report("city-2024").organ


def _last_of_first_row(sheet) -> str:
    merged = next(m for m in sheet.merged_cells.ranges if m.min_row == 1)
    return str(merged).split(":")[1]


def test_a_workbook_in_a_dialect_that_is_not_read_is_not_called_empty():
    with pytest.raises(ValueError, match="另存为 XLSX"):
        read(office._saved(openpyxl.Workbook()))


def test_another_years_table_leaves_the_figures_in_dispute():
    other = CITY.cells | {"review.reconsideration.upheld": Decimal(999)}
    second = "".join(
        "<tr>" + "".join(f"<td{_spans(c)}>{c.text}</td>" for c in line) + "</tr>"
        for line in _table_four(other)
    )

    reading = read(page(problems=f"<p>上年情况如下：</p><table>{second}</table>"))

    cell = reading.cells["review.reconsideration.upheld"]
    assert (cell.state, cell.value) == ("unsure", None) and "999" in cell.read
    assert reading.document.cells["review.reconsideration.corrected"] == 18
    assert "不止一张表四" in messages(reading)


def test_a_second_table_two_leaves_the_figures_in_dispute():
    content = table_two("规章|3|0|11") + table_two("规章|3|1|11")

    reading = read(page(proactive=content))

    assert reading.document.cells[ISSUED] == 3
    assert reading.cells[REPEALED].read == "0 / 1" and reading.cells[REPEALED].value is None


def test_figures_beside_the_header_leave_the_line_unknown():
    reading = read(page(proactive=table_two("规章|3|30|0|1|11|12")))

    assert {reading.cells[c].value for c in (ISSUED, REPEALED)} == {None}
    assert "应有3个数字，这里有6个" in messages(reading)


def _spans(cell) -> str:
    return f' colspan="{cell.colspan}" rowspan="{cell.rowspan}"'


def _table_four(cells):

    document = replace(CITY, cells=cells)
    return next(lines for _, lines, _ in grids(document, CITY.edition.table("review")))


def test_two_reports_on_one_page_are_refused():
    both = page() + report("city-2023").title.encode() + _page_of("city-2023")

    with pytest.raises(ValueError, match="两份报告"):
        read(both)


def test_a_page_that_ends_in_its_middle_is_read_to_its_end():
    cut = page().decode().replace("六、其他需要报告的事项", "</body></html>六、其他需要报告的事项")

    assert "other_matters" in read(cut.encode()).found


def test_one_report_twice_on_a_page_is_one():
    assert read(page() + page()).document.cells == CITY.cells


def _page_of(name: str) -> bytes:

    return styles.clipboard(report(name))


def pdf(change) -> bytes:
    """The city's tables as LibreOffice prints them, with ruled tables."""

    def ruled(made):
        for table in made.tables:
            table.style = "Table Grid"
        change(made)

    return converted(word(ruled), "docx", "pdf")


def test_struck_out_digits_of_a_pdf_are_left_out_and_told():
    reading = read(pdf(with_run("<w:strike/>", "9")))

    assert reading.document.cells == CITY.cells
    assert "200处划掉的内容" in messages(reading)


def test_a_raised_mark_of_a_pdf_is_no_digit():
    reading = read(pdf(_raise_ones))

    assert reading.document.cells == CITY.cells
    assert {got.state for got in reading.cells.values()} == {"unsure"}


def test_a_number_under_a_number_of_a_pdf_is_never_surely_one():
    def change(made):
        for cell, _ in list(figures_of(made)):
            cell.append(parse_xml(f"<w:p {W}><w:r><w:t>0</w:t></w:r></w:p>"))

    cells = read(pdf(change)).cells

    assert "sure" not in {got.state for got in cells.values()}
    assert cells["proactive.licensing.decisions"].value is None


def test_white_digits_of_a_pdf_are_left_out_and_told():
    reading = read(pdf(with_run('<w:color w:val="FFFFFF"/>', "9")))

    assert reading.document.cells == CITY.cells
    assert "看不见的文字" in messages(reading)


def test_white_words_on_a_colour_are_read():
    def change(made):
        for cell, _ in list(figures_of(made)):
            cell.get_or_add_tcPr().append(
                parse_xml(f'<w:shd {W} w:val="clear" w:color="auto" w:fill="1F4E79"/>')
            )
            for run in cell.iter(qn("w:r")):
                run.get_or_add_rPr().append(parse_xml(f'<w:color {W} w:val="FFFFFF"/>'))

    reading = read(pdf(change))

    assert reading.document.cells == CITY.cells
    assert "看不见的文字" not in messages(reading)


def without_ink(content: bytes, picture: bool) -> bytes:
    """A PDF whose words have no ink, under a picture of the page or not."""
    document = pypdfium2.PdfDocument(content)
    for one in document:
        for shape in one.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1):
            pdfium.FPDFTextObj_SetTextRenderMode(shape, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
        if picture:
            image = pypdfium2.PdfImage.new(document)
            image.set_bitmap(pypdfium2.PdfBitmap.new_native(8, 8, pdfium.FPDFBitmap_BGR))
            image.set_matrix(pypdfium2.PdfMatrix().scale(*one.get_size()))
            one.insert_obj(image)
        one.gen_content()
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_what_a_scanner_read_behind_its_picture_is_read_and_told():
    reading = read(without_ink(pdf(lambda made: None), picture=True))

    assert reading.document.cells == CITY.cells
    assert "请逐格对照图片核对" in messages(reading)


def test_words_without_ink_on_a_blank_page_are_none():
    with pytest.raises(Unreadable, match="没有文字"):
        read(without_ink(pdf(lambda made: None), picture=False))
