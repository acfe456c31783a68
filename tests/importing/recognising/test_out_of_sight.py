"""Words that nobody sees in a Word file or a page: left out and told; what only looks so, stays."""

import pytest

from reports.document import plain_text
from reports.importing import read

from ..making.pages import CITY, messages, page, table_two
from .test_unseen import ISSUED, REPEALED, W, parse_xml, with_run, word

WHITE = '<w:color w:val="FFFFFF"/>'
UNSEEN_RUNS = [
    WHITE,
    '<w:color w:val="FEFEFE"/>',
    '<w:color w:val="FFFFFF" w:themeColor="background1"/>',
    '<w:sz w:val="2"/>',
    "<w:vanish/>",
    WHITE + '<w:shd w:val="clear" w:color="auto" w:fill="FFFFFF"/>',
    WHITE + '<w:shd w:val="clear" w:color="auto" w:fill="auto"/>',
]
SEEN_RUNS = [
    '<w:color w:val="000000"/>',
    '<w:color w:val="auto"/>',
    '<w:color w:val="FFFF00"/>',
    '<w:sz w:val="10"/>',
    '<w:vanish w:val="0"/>',
    WHITE + '<w:shd w:val="clear" w:color="auto" w:fill="1F3864"/>',
    WHITE + '<w:highlight w:val="darkBlue"/>',
]


@pytest.mark.parametrize("properties", UNSEEN_RUNS)
def test_a_digit_of_a_word_file_that_nobody_sees_is_no_part_of_a_figure(properties):
    reading = read(word(with_run(properties, "9")))

    assert {c: v for c, v in reading.document.cells.items() if v is not None} == {
        c: v for c, v in CITY.cells.items() if v is not None
    }
    assert "处隐藏的文字，没有读入" in messages(reading)


@pytest.mark.parametrize("properties", SEEN_RUNS)
def test_a_digit_that_is_seen_is_one(properties):
    reading = read(word(with_run(properties, "9")))

    assert reading.document.cells[ISSUED] != CITY.cells[ISSUED]
    assert "隐藏的文字" not in messages(reading)


def test_white_words_on_a_dark_cell_or_style_of_a_word_file_are_read():
    shade = f'<w:tcPr {W}><w:shd w:val="clear" w:color="auto" w:fill="1F3864"/></w:tcPr>'

    def whiten(made):
        for table in made.tables:
            for cell in table._tbl.iter("{*}tc"):
                for old in cell.findall("{*}tcPr"):
                    old.append(parse_xml(shade)[0])
                if not cell.findall("{*}tcPr"):
                    cell.insert(0, parse_xml(shade))
                for run in cell.iter("{*}r"):
                    run.insert(0, parse_xml(f"<w:rPr {W}>{WHITE}</w:rPr>"))

    reading = read(word(whiten))

    assert reading.document.cells == CITY.cells
    assert "隐藏的文字" not in messages(reading)


@pytest.mark.parametrize(
    "around",
    [
        "<span style='color:#fff'>9</span>",
        "<span style='color: White !important'>9</span>",
        "<span style='COLOR: rgb(255, 255, 255); background: #ffffff'>9</span>",
        "<span style='color:rgba(0,0,0,0)'>9</span>",
        "<font color='#FFFFFF'>9</font>",
        "<span style='font-size:1px'>9</span>",
        "<span style='font-size:0'>9</span>",
        "<span style='font: 0.5pt/1 SimSun'>9</span>",
        "<span style='opacity:0'>9</span>",
        "<b style='visibility:hidden'>9</b>",
    ],
)
def test_a_digit_of_a_page_that_nobody_sees_is_no_part_of_a_figure(around):
    reading = read(page(proactive=table_two(f"规章|3{around}|0|11")))

    assert reading.document.cells[ISSUED] == 3
    assert "1处隐藏的文字" in messages(reading)


@pytest.mark.parametrize(
    "around",
    [
        "<span style='color:#fff;background:#036'>9</span>",
        "<span style='background-color:navy'><span style='color:white'>9</span></span>",
        "<span style='color:#fff'><span style='color:#000'>9</span></span>",
        "<span style='color:#fff'><font color='red'>9</font></span>",
        "<span style='font-size:0'><span style='font-size:16px'>9</span></span>",
        "<span style='font-size:12px'>9</span>",
        "<span style='font-size:0.9em'>9</span>",
        "<span style='font-size:80%'>9</span>",
        "<span style='background-color:#fff'>9</span>",
        "<span style='border-color:#fff'>9</span>",
        "<span style='opacity:0.8'>9</span>",
    ],
)
def test_a_digit_of_a_page_that_is_seen_is_one(around):
    reading = read(page(proactive=table_two(f"规章|3{around}|0|11")))

    assert reading.document.cells[ISSUED] == 39


def test_a_cell_of_a_page_without_visible_words_keeps_its_place():
    content = table_two("规章|3|0|11").replace("<td>0</td>", "<td style='color:#fff'>0</td>")

    cells = read(page(proactive=content)).document.cells

    assert [cells[ISSUED], cells[REPEALED], cells["proactive.rules.in_force"]] == [3, None, 11]


def test_white_words_of_a_page_are_in_no_section():
    content = "<p>公开目录<span style='color:white'>内部批注</span>已更新。</p>"

    assert plain_text(read(page(overview=content)).document.narrative("overview")) == "公开目录已更新。"


@pytest.mark.parametrize("style", ["font:" * 60_000, "font:" + "1" * 300_000, "color:" + " " * 300_000])
def test_a_style_of_any_length_is_read_in_a_moment(style):
    reading = read(page(proactive=table_two(f"规章|3<span style='{style}'>9</span>|0|11")))

    assert reading.document.cells[ISSUED] == 39
