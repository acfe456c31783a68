"""The Word file both ways: written in the official layout, edited, read back."""

import base64
import io
import re
import zipfile
from dataclasses import replace

import pytest
from lxml import etree
from PIL import Image

from reports.editions import get_edition
from reports.editions.grid import printed_grids
from reports.importing import read
from reports.rendering.office.word import document_docx
from tests import factories
from tests.libreoffice import converted

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def filled():
    """A filled report of the newest edition."""
    return factories.filled(get_edition("2021"), sections={"problems": "<p>甲。</p>"})


def part(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def body(content: bytes):
    return etree.fromstring(part(content, "word/document.xml").encode())


def picture() -> str:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(out, "PNG")
    data = base64.b64encode(out.getvalue()).decode()
    return f'<p><img src="data:image/png;base64,{data}" alt="示意“图”"></p>'


def test_it_comes_back_as_it_went(document):
    reading = read(document_docx(document))

    expected = replace(document, index_number="", organ_type="")
    assert replace(reading.document, organ_type="") == expected
    assert {got.state for got in reading.cells.values()} == {"sure"}


def test_a_name_too_long_for_a_line_is_signed_in_two_and_read_as_one(filled):
    organ = "内蒙古自治区呼伦贝尔市莫力达瓦达斡尔族自治旗人力资源和社会保障局"
    long = replace(filled, organ=organ, title=f"{organ}2025年政府信息公开工作年度报告")

    content = document_docx(long)

    (signed,) = [p for p in body(content).iter(f"{W}p") if "".join(p.itertext()) == organ]
    assert len(list(signed.iter(f"{W}br"))) == 1
    assert read(content).document.organ == organ


def test_it_comes_back_from_libreoffice(document):
    reading = read(converted(document_docx(document), "docx")).document

    assert reading.cells == document.cells
    assert (reading.preface, reading.sections) == (document.preface, document.sections)
    assert (reading.title, reading.issued) == (document.title, document.issued)


@pytest.mark.parametrize(("words", "left"), [
    ("联系邮箱：xinxigongkai_bangongshi@yunxi.gov.cn。", True),
    ('网址：<a href="https://www.yunxi.gov.cn/zwgk/nb/">https://www.yunxi.gov.cn/zwgk/nb/</a>', True),
    ("电话：0379-63912345，WPS 2019 也能打开。", False),
])  # fmt: skip
def test_a_line_before_a_long_address_is_not_stretched(filled, words, left):
    told = {"problems": f"<p>{words}</p><ul><li>{words}</li></ul>"}

    content = document_docx(replace(filled, sections=filled.sections | told))

    ours = [p for p in body(content).iter(f"{W}p") if "".join(p.itertext()).startswith(words[:3])]
    aligned = [p.find(f"{W}pPr/{W}jc") for p in ours]
    assert [jc is not None and jc.get(f"{W}val") == "left" for jc in aligned] == [left, left]


def test_a_picture_comes_back(filled):
    shown = replace(filled, sections={**filled.sections, "problems": picture()})

    assert read(document_docx(shown)).document.sections["problems"] == shown.sections["problems"]


def test_a_blank_report_comes_back_blank(filled):
    blank = replace(filled, cells={}, sections={})

    assert {got.value for got in read(document_docx(blank)).cells.values()} == {None}


def test_words_edited_by_hand_come_back(filled):
    content = document_docx(filled)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace("甲。".encode(), "改过的话。".encode()))

    assert read(out.getvalue()).document.sections["problems"] == "<p>改过的话。</p>"


def test_tables_have_the_spans_of_the_printed_form(filled):
    tables = list(body(document_docx(filled)).iter(f"{W}tbl"))
    for table, made in zip(filled.edition.tables, tables, strict=True):
        printed = [c for g in printed_grids(table) for line in (*g.head, *g.body) for c in line]
        spans = [int(s.get(f"{W}val")) for s in made.iter(f"{W}gridSpan")]
        begun = [m for m in made.iter(f"{W}vMerge") if m.get(f"{W}val") == "restart"]

        assert len(begun) == sum(c.rowspan > 1 for c in printed)
        assert len(spans) >= sum(c.colspan > 1 for c in printed)


def test_every_row_fills_the_table(filled):
    for table in body(document_docx(filled)).iter(f"{W}tbl"):
        columns = len(list(table.iter(f"{W}gridCol")))
        for row in table.iter(f"{W}tr"):
            spans = [c.find(f"{W}tcPr/{W}gridSpan") for c in row.iter(f"{W}tc")]
            assert sum(1 if s is None else int(s.get(f"{W}val")) for s in spans) == columns


def test_the_page_is_a4_with_official_margins(filled):
    page = part(document_docx(filled), "word/document.xml")

    assert '<w:pgSz w:w="11906" w:h="16838"/>' in page
    assert 'w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"' in page


def test_styles_are_named_after_the_levels(filled):
    styles = part(document_docx(filled), "word/styles.xml")

    for name in ("公文标题", "一级标题", "二级标题", "三级标题", "落款"):
        assert f'<w:name w:val="{name}"/>' in styles
    for face in ("方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"):
        assert f'w:eastAsia="{face}"' in styles


def test_the_same_report_gives_the_same_bytes(filled):
    assert document_docx(filled) == document_docx(filled)


def test_controls_in_a_title_break_nothing(filled):
    odd = replace(filled, title="年报\x01<&>\ufffe", sections={"problems": "<p>甲\x02。</p>"})

    assert body(document_docx(odd)) is not None


def test_libreoffice_prints_table_three_on_one_page(filled):
    pdf = converted(document_docx(filled), "docx", "pdf")
    # A page object has a parent; the tree of pages has none that is a page.
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) <= 6


def test_a_telephone_number_stays_on_its_line_and_comes_back(filled):
    document = replace(filled, sections={"problems": "<p>电话：0379-63212345。</p>"})

    content = document_docx(document)

    assert "0379</w:t><w:noBreakHyphen/>" in part(content, "word/document.xml")
    assert read(content).document.sections["problems"] == "<p>电话：0379-63212345。</p>"
