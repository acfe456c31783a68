"""What a typographer looks at in the Word file and in the workbook."""

import base64
import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from lxml import etree
from PIL import Image

from reports.document import carrier
from reports.editions import all_editions, get_edition
from reports.importing import read
from reports.rendering.office.sums import Sheet, sums_xlsx
from reports.rendering.office.word import document_docx
from reports.rendering.office.workbook import document_xlsx
from tests import factories

from .test_word import W, part

HEAD = "<p><strong>（一）主动公开。</strong>依法公开。</p><p>（二）依申请公开。依法办理。</p>"


def written(words: str, **changes):
    return factories.filled(get_edition("2021"), sections={"overview": words}, **changes)


def tree(document, name: str = "word/document.xml"):
    return etree.fromstring(part(document_docx(document), name).encode())


def faces(element) -> set[str]:
    return {fonts.get(f"{W}eastAsia") for fonts in element.iter(f"{W}rFonts")}


def run_of(document, words: str):
    runs = tree(document).iter(f"{W}r")
    return next(run for run in runs if words in "".join(run.itertext()))


def picture(width: int, height: int) -> str:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, "PNG")
    data = base64.b64encode(out.getvalue()).decode()
    return f'<img src="data:image/png;base64,{data}" alt="图">'


@pytest.mark.parametrize("words", ["主动公开", "依申请公开"])
def test_a_head_in_a_paragraph_is_set_in_kai(words):
    assert faces(run_of(written(HEAD), words)) == {"楷体_GB2312"}
    assert faces(run_of(written(HEAD), "依法")) == set()


def test_a_head_in_a_paragraph_comes_back_as_it_was():
    assert read(document_docx(written(HEAD))).document.sections["overview"] == HEAD


def test_the_columns_of_a_small_table_follow_their_words():
    rows = "".join(f"<tr><td>{n}</td><td>{'组织开展政策解读' * 5}</td></tr>" for n in range(1, 40))
    words = f"<table><tr><th>序号</th><th>工作内容</th></tr>{rows}</table>"

    table = next(tree(written(words)).iter(f"{W}tbl"))

    first, second = (int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol"))
    assert second > 8 * first
    assert [row.find(f".//{W}tblHeader") is not None for row in table.iter(f"{W}tr")][:3] == [
        True,
        False,
        False,
    ]


def test_a_number_of_a_list_ends_before_its_words():
    words = f"<ol>{''.join(f'<li>第{n}项</li>' for n in range(1, 120))}</ol>"

    levels = list(tree(written(words), "word/numbering.xml").iter(f"{W}abstractNum"))[1]

    assert {how.get(f"{W}val") for how in levels.iter(f"{W}lvlJc")} == {"right"}
    assert {indent.get(f"{W}hanging") for indent in levels.iter(f"{W}ind")} == {"158"}


def test_numbers_are_of_a_language_that_keeps_them_whole():
    (language,) = tree(written("<p>无。</p>"), "word/styles.xml").iter(f"{W}lang")

    assert (language.get(f"{W}val"), language.get(f"{W}eastAsia")) == ("en-US", "zh-CN")


def test_a_picture_and_a_table_keep_their_names():
    words = (
        f"<p>{picture(300, 200)}</p><p>图1　公开数量</p>"
        "<p>表1　培训情况</p><table><tr><td>甲</td></tr></table>"
    )

    paragraphs = [p for p in tree(written(words)).iter(f"{W}p") if p.getparent().tag == f"{W}body"]
    kept = {
        "".join(p.itertext()).strip(): p.find(f"{W}pPr/{W}keepNext") is not None for p in paragraphs
    }

    assert kept["表1　培训情况"] and not kept["图1　公开数量"]
    assert (
        next(p for p in paragraphs if p.find(f".//{W}drawing") is not None).find(
            f"{W}pPr/{W}keepNext"
        )
        is not None
    )


def test_a_small_picture_amid_words_is_no_higher_than_its_line():
    document = tree(written(f"<p>带{picture(40, 60)}标记的是重点。</p>"))

    extent = next(e for e in document.iter() if e.tag.endswith("}extent"))

    assert int(extent.get("cy")) <= 20 * 12_700
    assert "带标记的是重点。" in ["".join(p.itertext()) for p in document.iter(f"{W}p")]


def test_twelve_digits_of_table_three_are_readable():
    run = run_of(with_every_figure(10**12 - 1), "9" * 12)

    assert int(run.find(f"{W}rPr/{W}sz").get(f"{W}val")) >= 15


@pytest.mark.parametrize("digits", range(1, 13))
@pytest.mark.parametrize("edition", [edition.id for edition in all_editions()])
def test_no_figure_is_wider_than_its_cell_in_the_widest_face(edition, digits):
    figure = "9" * digits
    cells = [
        cell
        for cell in tree(with_every_figure(int(figure), edition)).iter(f"{W}tc")
        if "".join(cell.itertext()).replace("\u200b", "") == figure
    ]

    assert len(cells) == len(get_edition(edition).cells)
    assert [cell for cell in cells if widest(cell) > room(cell)] == []


def with_every_figure(value: int, edition: str = "2021"):
    filled = factories.filled(get_edition(edition))
    return replace(filled, cells=dict.fromkeys(filled.cells, Decimal(value)))


def room(cell) -> float:
    """Return what a cell holds, in points."""
    sides = [int(side.get(f"{W}w")) for side in cell.find(f"{W}tcPr/{W}tcMar")]
    return (int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) - sum(sides)) / 20


def widest(cell) -> float:
    """Return the width of a cell's longest line in DejaVu Sans, which LibreOffice may take."""
    told = cell.find(f".//{W}rPr")
    size = int(told.find(f"{W}sz").get(f"{W}val")) / 2
    narrowed = told.find(f"{W}w")
    share = 1 if narrowed is None else int(narrowed.get(f"{W}val")) / 100
    return max(map(len, "".join(cell.itertext()).split("\u200b"))) * 0.6362 * size * share


@pytest.mark.parametrize(("columns", "points"), [(6, 10.5), (7, 9), (12, 9), (13, 7.5), (20, 7.5)])
def test_tables_of_more_columns_are_set_smaller_but_to_be_read(columns, points):
    cells = "".join(f"<td>{n}月<sup>注</sup></td>" for n in range(columns))
    words = f"<table><tr>{cells}</tr><tr>{cells}</tr></table>"

    table = next(tree(written(words)).iter(f"{W}tbl"))

    assert {int(size.get(f"{W}val")) / 2 for size in table.iter(f"{W}sz")} == {points}


def test_a_number_of_a_table_of_many_columns_is_not_broken():
    rows = "".join(f"<tr>{'<td>12345</td>' * 30}</tr>" for _ in range(2))

    cells = list(tree(written(f"<table>{rows}</table>")).iter(f"{W}tc"))

    narrow = [
        c for c in cells if "".join(c.itertext()) == "12345" and not c.findall(f".//{W}tcMar")
    ]
    assert len(narrow) == 60
    assert all(widest(c) <= int(c.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) / 20 - 1 for c in narrow)


def test_a_number_too_long_for_its_cell_is_set_smaller():
    filled = written("<p>无。</p>")
    cells = {name: Decimal(10**12 - 1) for name in filled.cells}

    book = openpyxl.load_workbook(io.BytesIO(document_xlsx(replace(filled, cells=cells))))

    for name in filled.cells:
        sheet, address = next(book.defined_names[carrier.cell_name(name)].destinations)
        fitted = book[sheet][address.replace("$", "")].alignment
        assert fitted.shrink_to_fit and not fitted.wrap_text


def test_lists_of_sums_have_room_for_twelve_digits():
    sheets = [Sheet("各机关", ["机关", "数"], [["甲", 10**12 - 1]], (30,))]

    book = openpyxl.load_workbook(io.BytesIO(sums_xlsx(written("<p>无。</p>"), [], sheets)))

    assert book["各机关"].sheet_format.defaultColWidth >= 13
