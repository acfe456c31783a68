"""What stands behind the sheets: faces, tags, meta data, sameness."""

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reports.rendering.page.pdf import document_pdf
from reports.rendering.typesetting.fonts import MissingGlyphs, missing_characters
from tests.rendering.conftest import FIXTURES
from tests.rendering.reading import Sheets

ROOT = Path(__file__).parents[3]
SUBSET_MARK = "+"


def rendered(out: Path, name: str = "report-2021.json", **environment: str) -> bytes:
    """Return the PDF that a process of its own makes of a fixture."""
    command = [sys.executable, "manage.py", "render_report", FIXTURES / name, "-o", out]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **environment})
    return out.read_bytes()


def test_it_is_accepted_as_pdf_ua_1(sheets):
    assert sheets.failures() == []


def test_tables_lists_pictures_and_links_of_the_words_are_accepted(written):
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    words = (
        "<h4>1.先有小标题</h4><p>文<strong>重</strong><em>斜</em><sup>2</sup></p><ol><li>一<ul><li>内</li></ul></li></ol>"
        '<table><tr><td rowspan="2">甲</td><td>1</td></tr><tr><td>2</td></tr></table>'
        "<table><tr><th>头</th><th>头</th></tr><tr><th>行</th><td>3</td></tr></table>"
        f'<p><a href="https://example.org/">链接</a><img src="data:image/png;base64,{pixel}"></p>'
    )

    assert Sheets(document_pdf(written(words))).failures() == []


def test_a_table_broken_over_pages_stays_regular(written):
    rows = "".join(f"<tr><td>{n}</td><td>乙</td></tr>" for n in range(59))
    table = f'<table><tr><th>甲</th><th>乙</th></tr><tr><td rowspan="60">丙</td><td>丁</td></tr>{rows}</table>'

    assert Sheets(document_pdf(written(table))).failures() == []


def test_a_row_of_the_words_that_is_blank_is_as_high_as_any(written):
    def height(cell: str) -> float:
        row = f"<tr><td>{cell}</td><td></td></tr>"
        sheets = Sheets(document_pdf(written(f"<table><tr><td>上面</td><td>1</td></tr>{row}</table><p>下面一段</p>")))
        number = sheets.page_of("下面一段")
        base = {line: row[0].base for line, row in zip(sheets.lines(number), sheets.rows(number), strict=True)}
        return base["下面一段"] - next(at for line, at in base.items() if line.startswith("上面"))

    assert height("") == pytest.approx(height("字"), abs=0.5)


def test_only_subsets_of_our_faces_are_embedded(sheets):
    for font in sheets.fonts():
        name = str(font.BaseFont)

        assert SUBSET_MARK in name and "Nianbao" in name
        assert "/FontFile2" in font.FontDescriptor


def test_a_rare_character_is_a_real_glyph(bureau_sheets):
    names = {str(font.BaseFont).split(SUBSET_MARK)[1] for font in bureau_sheets.fonts()}

    assert "瀍" in bureau_sheets.text(0)
    assert "Nianbao-More" in names


def test_the_same_report_gives_the_same_bytes_in_two_processes(tmp_path):
    first = rendered(tmp_path / "1.pdf", PYTHONHASHSEED="1")
    second = rendered(tmp_path / "2.pdf", PYTHONHASHSEED="2")

    assert first == second


def test_no_font_of_the_system_is_needed(tmp_path):
    bare = tmp_path / "fonts.conf"
    bare.write_text('<?xml version="1.0"?><fontconfig></fontconfig>')

    hidden = rendered(tmp_path / "1.pdf", FONTCONFIG_FILE=str(bare))

    assert hidden == rendered(tmp_path / "2.pdf")


def test_it_names_title_organ_date_and_language(city_sheets):
    opened = city_sheets.opened

    assert opened.docinfo["/Title"] == "瀍水市人民政府2023年政府信息公开工作年度报告"
    assert opened.docinfo["/Author"] == "瀍水市人民政府"
    assert str(opened.docinfo["/CreationDate"]).startswith("D:20240120")
    assert opened.Root.Lang == "zh-CN"


def test_bookmarks_lead_to_the_six_sections(document, sheets):
    with sheets.opened.open_outline() as outline:
        titles = [item.title for item in outline.root]

    assert titles == [section.caption for section in document.edition.sections]


def test_data_cells_name_their_headers(city_sheets):
    cells = [cell for cell in city_sheets.elements("/TD") if cell.P.P.S != "/THead"]

    assert len(cells) > 200
    assert all(len(cell.A.Headers) for cell in cells)


def test_a_head_of_several_lines_is_read_as_one(city_sheets):
    heads = [str(cell.get("/ActualText", "")) for cell in city_sheets.elements("/TH")]

    assert "申请人情况 法人或其他组织 商业企业" in heads
    assert "行政诉讼 复议后起诉 总计" in heads
    assert all(len(head.K) == 1 for head in city_sheets.elements("/THead"))


def test_the_number_of_the_article_is_the_caption_of_its_table(city_sheets):
    captions = city_sheets.elements("/Caption")

    assert len(captions) == 4
    assert all(caption.P.K[0] == caption for caption in captions)


def test_a_character_that_no_face_has_is_reported_by_name(written):
    document = written("<p>本机关\U0002ffff负责人\ue123。</p>")

    with pytest.raises(MissingGlyphs, match=r"“\ue123”（U\+E123）"):
        document_pdf(document)
    assert missing_characters(document) == ["\U0002ffff", "\ue123"]


def test_rare_characters_of_names_are_not_missing(written):
    assert missing_characters(written("<p>〇镕瀍䶮喆堃璟祎頔</p>")) == []


def test_invisible_characters_are_neither_missing_nor_printed(written):
    sheets = Sheets(document_pdf(written("<p>公\u200b开\ufeff信\u00ad息</p>")))

    assert "公开信息" in sheets.text(0) + sheets.text(1)


def test_a_picture_outside_the_report_is_not_fetched(written):
    document = dataclasses.replace(
        written(), preface='<p>文<img src="http://127.0.0.1:9/x.png"></p>'
    )

    assert Sheets(document_pdf(document)).failures() == []
