"""The words of a report: broken lines joined, nothing left out without a word, hidden words told."""

import io
from dataclasses import replace

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt

from reports.document import plain_text
from reports.importing import read
from tests.libreoffice import converted

from ..formats.test_office_files import saved
from ..making import office
from ..making.pages import CITY, messages, page, table_two

TITLE = "青岚县水务局2024年政府信息公开工作年度报告"
BROKEN = """2024年，本局认真落实政府信息公开条例的各项要求，全年主动公开20
25条信息，其中政策文件65条、工作动态400条，均在规定的时限以内公
— 5 —
布在门户网站上，并通过政务新媒体同步推送到每一个镇和每一个街道，
方便群众查阅。
（一）主动公开
全年制发规范性文件七件，废止两件，现行有效三十一件，均已经公开。"""
WHOLE = (
    "2024年，本局认真落实政府信息公开条例的各项要求，全年主动公开2025条信息，其中政策文件65条、工作动态400条，"
    "均在规定的时限以内公布在门户网站上，并通过政务新媒体同步推送到每一个镇和每一个街道，方便群众查阅。\n"
    "（一）主动公开\n全年制发规范性文件七件，废止两件，现行有效三十一件，均已经公开。"
)


def word_lines(text: str) -> bytes:
    made = docx.Document()
    for line in text.split("\n"):
        made.add_paragraph(line)
    return saved(made)


@pytest.mark.parametrize(
    "made",
    [str.encode, word_lines, lambda text: f"<p>{text.replace(chr(10), '<br>')}</p>".encode()],
    ids=["text", "word", "page"],
)
def test_lines_that_a_paper_broke_are_joined_and_told(made):
    reading = read(
        made(f"{TITLE}\n一、总体情况\n{BROKEN}\n五、存在的主要问题及改进情况\n人手不足。")
    )

    assert plain_text(reading.document.narrative("overview")) == WHOLE
    assert "已合并成段落" in messages(reading)


def test_paragraphs_that_no_paper_broke_stay():
    reading = read(page())

    assert "已合并" not in messages(reading)


def test_a_sentence_that_one_break_cuts_is_whole_and_told():
    words = "全年主动公开信息128条，<br>其中网站公开96条。<br>（一）主动公开，<br>（二）依申请公开"
    end = "<p>六、其他需要报告的事项</p><p>没有收取信息处理费。</p>"

    reading = read(f"<p>{TITLE}</p><p>一、总体情况</p><p>{words}</p>{end}".encode())

    assert plain_text(reading.document.narrative("overview")).split("\n") == [
        "全年主动公开信息128条，其中网站公开96条。",
        "（一）主动公开，",
        "（二）依申请公开",
    ]
    assert "有1处一句话断在两行" in messages(reading)


def test_what_stands_around_a_report_is_left_out_and_told():
    above = "首页 > 政务公开 > 年报\n索引号：A1\n分享到：微信\n打印\n关闭"
    text = f"{above}\n{TITLE}\n发布日期：2025-01-20\n来源：办公室\n{WHOLE}\n一、总体情况\n平稳。"
    reading = read(f"{text}\n六、其他需要报告的事项\n无其他事项。\n【打印】【关闭】\n上一篇：通知".encode())

    said = messages(reading)
    for line in (*above.split("\n"), "发布日期：2025-01-20", "来源：办公室", "【打印】【关闭】"):
        assert line in said
    assert "正文以前有7处" in said and TITLE not in said
    assert plain_text(reading.document.preface) == WHOLE


def test_a_sites_words_in_a_section_are_left_out_and_told():
    end = "六、其他需要报告的事项\n没有收取信息处理费。"

    reading = read(f"{TITLE}\n一、总体情况\n平稳。\n浏览次数：35\n更新及时。\n{end}".encode())

    assert plain_text(reading.document.narrative("overview")) == "平稳。\n更新及时。"
    assert "浏览次数：35 像是网站上的文字" in messages(reading)


def test_what_follows_the_last_section_is_left_out_and_told():
    last = "六、其他需要报告的事项\n没有收取信息处理费。\n附件：1.统计说明\n统计说明见本局网站。"

    reading = read(f"{TITLE}\n一、总体情况\n平稳。\n{last}".encode())

    assert plain_text(reading.document.narrative("other_matters")) == "没有收取信息处理费。"
    assert "统计说明见本局网站" in messages(reading)


def test_a_paragraph_before_the_first_section_is_kept_without_a_title_too():
    opening = "根据条例规定，由青岚县水务局编制本报告。"

    document = read(f"政府信息公开\n{opening}\n一、总体情况\n平稳。".encode()).document

    assert document.preface == f"<p>{opening}</p>"


def test_hidden_words_of_a_word_file_are_told():
    made = docx.Document(io.BytesIO(word_lines(f"{TITLE}\n一、总体情况\n平稳。")))
    run = f"<w:r {nsdecls('w')}><w:rPr><w:vanish/></w:rPr><w:t>内部批注</w:t></w:r>"
    made.paragraphs[2]._p.append(parse_xml(run))

    reading = read(saved(made))

    assert reading.document.narrative("overview") == "<p>平稳。</p>"
    assert "1处隐藏的文字" in messages(reading)


def test_hidden_words_within_a_pages_text_are_told_and_a_sites_menus_are_not():
    content = table_two("规章|3<span style='display:none'>9</span>|0|11")
    menu = "<div style='display:none'>首页 机构 专栏</div>"

    reading = read(page(proactive=content).replace(b"<body>", b"<body>" + menu.encode()))

    assert reading.document.cells["proactive.rules.issued"] == 3
    assert "1处隐藏的文字" in messages(reading)


@pytest.mark.parametrize(
    ("stored", "look", "value"),
    [
        (1904573.79, '#,##0.00"元"', "190.457379"),
        (250000, '0!.0000"万元"', "25"),
        (2500, '0.00,"万元"', "2.5"),
        (12.5, '0.00"万元"', "12.5"),
        (12.5, "#,##0.00", "12.5"),
    ],
)
def test_an_amount_of_a_workbook_is_what_its_format_shows(stored, look, value):
    book = openpyxl.Workbook()
    for line in ([TITLE], ["二、主动公开政府信息情况"], ["信息内容", "本年收费金额"], ["行政事业性收费", stored]):  # fmt: skip
        book.active.append(line)
    book.active["B4"].number_format = look

    document = read(saved(book)).document

    assert str(document.cells["proactive.fees.amount"]) == value


OTHER_EDITION = """<table><tr><td>信息内容</td><td>本年新制作数量</td><td>本年新公开数量</td><td>对外公开总数量</td></tr>
<tr><td>规章</td><td>1</td><td>1</td><td>9</td></tr><tr><td>规范性文件</td><td>2</td><td>2</td><td>8</td></tr></table>"""


def test_a_table_of_the_other_edition_beside_the_own_one_is_told():
    reading = read(page(overview=f"<p>去年如下。</p>{OTHER_EDITION}"))

    assert reading.document.edition_id == "2021"
    assert "另有一张表" in messages(reading)


def printed(document, *, ruled: bool, height: float = 29.7, size: float = 9) -> bytes:
    """The report as LibreOffice prints it: on pages so high, with or without rules."""
    made = docx.Document(io.BytesIO(office.document_docx(document)))
    made.styles["Normal"].font.size = Pt(size)
    for table in made.tables:
        table.style = "Table Grid" if ruled else "Normal Table"
    for section in made.sections:
        section.page_height = Cm(height)
    return converted(saved(made), "docx", "pdf")


def test_a_pdf_without_rules_keeps_its_blanks_and_wrapped_captions():
    cells = {c: None if n % 5 == 1 else v for n, (c, v) in enumerate(CITY.cells.items())}
    document = replace(CITY, cells=cells)

    assert read(printed(document, ruled=False)).document.cells == cells


def test_a_pdf_whose_tables_go_over_pages_comes_back():
    assert read(printed(CITY, ruled=True, height=16, size=12)).document.cells == CITY.cells


def test_headings_within_one_long_line_part_it():
    line = (
        "按照要求，现将工作情况报告如下: 一、总体情况 1、全年主动公开40条，其中政策文件三条。 "
        "二、主动公开政府信息情况"
    )

    document = read(f"{TITLE}\n{line}\n规章\t0\t0\t0".encode()).document

    assert "全年主动公开40条" in document.narrative("overview")
    assert document.cells["proactive.rules.issued"] == 0


def test_a_heading_glued_to_its_paragraph_in_traditional_characters_is_parted():
    line = "一、總體情況 根據條例的要求，全年主動公開信息四十條，沒有遺漏。"

    document = read(f"{TITLE}\n{line}".encode()).document

    assert document.narrative("overview") == f"<p>{line.removeprefix('一、總體情況 ')}</p>"


def test_words_of_a_report_without_any_heading_are_kept_or_told():
    over, under = "2024年，本县水务局的信息公开平稳有序。", "今后要做好培训，多听取群众的意见。"
    rows = "规章\t0\t0\t0\n行政规范性文件\t1\t0\t3\n行政许可\t5\n行政处罚\t2\n行政强制\t0"
    page = f"青岚县水务局2024年政府信息公开工作年度报告\n{over}\n第二十条第（一）项 | |||\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n{rows}\n{under}"

    reading = read(page.encode())

    assert reading.document.preface == f"<p>{over}</p>"
    (told,) = (n for n in reading.notices if "没有任何一部分的标题" in n.message)
    assert under in told.read
