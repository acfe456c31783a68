"""The paper layout: GB/T 9704-2012 and what the standard form of the report asks for."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from reports.document import plain_text
from reports.editions.grid import printed_grids
from reports.rendering.page.pdf import document_pdf
from tests.rendering.reading import HEIGHT, LEFT, MM, PITCH, TOP, WIDTH, Sheets


def test_every_page_is_a4_portrait(sheets):
    sizes = {tuple(round(float(edge)) for edge in page.MediaBox) for page in sheets.opened.pages}

    assert sizes == {(0, 0, 595, 842)}


def test_nothing_is_wider_than_the_type_area(sheets):
    marks = [mark for page in sheets.pages for mark in sheets.body(page)]

    assert min(mark.left for mark in marks) >= LEFT - 0.1
    assert max(mark.right for mark in marks) <= LEFT + WIDTH + 0.1
    assert min(mark.base - mark.size for mark in marks) >= TOP - 1


def test_a_page_has_22_lines_of_28_characters(written):
    sheets = Sheets(document_pdf(written(f"<p>{'公' * 1200}</p>")))

    lines = sheets.lines(1)

    assert len(lines) == 22
    assert set(map(len, lines)) == {28}


def test_a_paragraph_is_indented_by_two_characters(bureau_sheets):
    first = next(mark for mark in bureau_sheets.pages[0] if mark.text == "一")

    assert first.left - LEFT == pytest.approx(2 * WIDTH / 28, abs=0.1)


def test_body_and_headings_are_no_3_type_and_the_title_no_2(city_sheets):
    sizes = [round(row[0].size, 1) for row in city_sheets.rows(0)]

    assert sizes[:2] == [22, 22]
    assert set(sizes[2:]) == {15.8}


def test_full_lines_reach_both_edges_whatever_their_punctuation(sheets):
    rows = [row for n in range(3) for row in sheets.rows(n) if row[0].size > 15]
    # A line that another line of the same paragraph follows.
    full = [row for row, after in pairwise(rows) if after[0].left < LEFT + 1 < after[-1].left]

    assert len(full) > 20
    assert {round(LEFT + WIDTH - row[-1].right, 1) for row in full} == {0}
    assert {round(row[0].left - LEFT, 1) for row in full} <= {0, 26.3, 31.6, 47.4}


def test_no_line_begins_with_punctuation(sheets):
    closing = "，。、；：！？）》”’,.;:!?"
    texts = [text for n in range(len(sheets.pages)) for text in (sheets.lines(n) + sheets.runs(n))]

    assert not [text for text in texts if text[0] in closing]


def test_no_line_ends_with_what_opens_or_numbers_the_next(sheets):
    texts = [text for n in range(len(sheets.pages)) for text in sheets.lines(n)]

    assert not [text for text in texts if re.search(r"[（《“]$|[^\d.]\d\.$", text)]


@pytest.mark.parametrize("number", range(4))
def test_page_numbers_stand_outside_between_dashes(city_sheets, number):
    marks = city_sheets.footer(number)

    assert "".join(mark.text for mark in marks) == f"—{number + 1}—"
    if number % 2:
        assert marks[0].left == pytest.approx(LEFT + 14, abs=1)
    else:
        assert marks[-1].right == pytest.approx(LEFT + WIDTH - 14, abs=1)


def test_the_dashes_of_the_page_number_lie_7_mm_below_the_type_area(city_sheets):
    dash = city_sheets.footer(0)[0]

    # A dash lies about a third of the type's size above its base line.
    assert dash.base - 0.35 * dash.size == pytest.approx(TOP + HEIGHT + 7 * MM, abs=1)


def test_text_holds_every_figure_in_order(document, sheets):
    text = sheets.text()
    for table in document.edition.tables:
        figures = [document.figure(cell.id) for cell in table.cells]
        at = 0
        for figure in filter(None, figures):
            at = text.index(figure, at) + len(figure)


def test_text_holds_the_whole_narrative(document, sheets):
    text = re.sub(r"[\s•]", "", sheets.text())
    at = 0
    for section in document.edition.narratives:
        for line in plain_text(document.narrative(section.id)).splitlines():
            at = text.index(re.sub(r"\s", "", line), at)


def test_a_list_is_numbered_before_its_items_and_hangs(written):
    item = "公开" * 20
    sheets = Sheets(
        document_pdf(written(f"<ol><li>{item}</li><li>甲<ul><li>乙</li></ul></li></ol>"))
    )

    text = sheets.text()
    rows = {row[0].text: row for n in (0, 1) for row in sheets.rows(n)}

    assert f"1.{item}2.甲•乙" in text
    assert rows["1"][2].left == pytest.approx(rows["开"][0].left, abs=0.1)


@pytest.mark.parametrize("figure", ["2822652", "1808595", "59237.2449"])
def test_a_big_number_stays_on_one_line(city_sheets, figure):
    lines = [line for n in range(len(city_sheets.pages)) for line in city_sheets.lines(n)]

    assert any(figure in line for line in lines)


def test_a_number_too_long_for_its_cell_is_set_smaller(city):
    cells = {**city.cells, "review.reconsideration.upheld": Decimal(1139888)}

    sheets = Sheets(document_pdf(replace(city, cells=cells)))

    number = sheets.page_of("1139888")
    assert any("1139888" in line for line in sheets.lines(number))


def test_table_three_stands_on_one_page(document, sheets):
    grid = printed_grids(document.edition.table("requests"))[0]
    captions = [cell.text for line in grid.body for cell in line if cell.kind == "row"]
    text = sheets.text(sheets.page_of(captions[0]))

    assert all(caption in text for caption in captions if len(caption) < 12)
    assert captions[-1] in text


def test_table_four_is_not_broken(document, sheets):
    section = document.edition.sections[3]
    text = sheets.text(sheets.page_of(section.caption))

    table = document.edition.table("review")
    figures = "".join(document.figure(cell.id) for cell in table.cells)
    assert figures in text


def test_no_heading_stands_alone_at_the_foot_of_a_page(document):
    for lines_before in range(16, 21):
        filler = "<p>公</p>" * lines_before
        changed = {**document.sections, "overview": f"{filler}<h3>（一）主动公开</h3><p>文。</p>"}
        sheets = Sheets(document_pdf(replace(document, sections=changed)))

        assert sheets.page_of("（一）主动公开") == sheets.page_of("文。")


def test_a_heading_of_two_lines_is_not_broken_over_two_pages(document):
    words = "（一）加强组织领导健全工作机制推动政府信息公开各项任务落到实处取得实效"
    for lines_before in range(14, 21):
        filler = "<p>公</p>" * lines_before
        changed = {**document.sections, "other_matters": f"{filler}<h3>{words}</h3><p>文。</p>"}
        sheets = Sheets(document_pdf(replace(document, sections=changed)))

        assert sheets.page_of(words[:4]) == sheets.page_of(words[-4:]) == sheets.page_of("文。")


def test_the_preface_stands_before_the_first_section(city, city_sheets):
    text = city_sheets.text(0)

    assert text.index("本报告由瀍水市") < text.index(city.edition.sections[0].caption)


def test_the_report_is_signed_and_dated_at_its_end(city_sheets):
    last = len(city_sheets.pages) - 1

    assert city_sheets.lines(last)[-2:] == ["瀍水市人民政府", "2024年1月20日"]
    for line in city_sheets.rows(last)[-2:]:
        assert LEFT + WIDTH - line[-1].right == pytest.approx(2 * WIDTH / 28, abs=0.1)


def test_lines_of_the_title_are_centred(bureau_sheets):
    title = [row for row in bureau_sheets.rows(0) if row[0].size > 20]

    assert len(title) == 2
    for row in title:
        middle = (row[0].left + row[-1].right) / 2
        assert middle == pytest.approx(LEFT + WIDTH / 2, abs=0.5)


def test_headings_keep_to_the_grid_of_lines(written):
    sheets = Sheets(document_pdf(written("<h3>（一）公开</h3><h4>1.公开</h4><p>公</p>" * 12)))

    places = [(row[0].base - TOP) / PITCH for row in sheets.rows(1)]

    assert len(places) > 20
    assert all(at == pytest.approx(n + 0.7, abs=0.05) for n, at in enumerate(places))


def test_other_faces_in_a_line_do_not_make_it_higher(written):
    words = "公<strong>开政</strong>府<em>信息</em>公开 m<sup>2</sup> 瀍䶮<strong>瀍</strong>"
    sheets = Sheets(document_pdf(written(f"<p>{words * 90}</p>")))

    places = [(row[0].base - TOP) / PITCH for row in sheets.rows(1) if row[0].size > 15]

    assert [round(at - 0.7) for at in places] == list(range(22))


def test_inline_mark_up_does_not_loosen_the_rules_for_lines(written):
    piece = "公开<strong>（政府）</strong>，<em>“信息”</em>；（<a href='https://a.example/'>年报</a>）。"
    paragraphs = "".join(f"<p>{'一' * n}{piece * 8}</p>" for n in range(28))
    sheets = Sheets(document_pdf(written(paragraphs)))

    lines = [line for n in range(1, 9) for line in sheets.lines(n)]

    assert len(lines) > 120
    assert not [line for line in lines if line[0] in "，。；）”" or line[-1] in "（“"]


@pytest.mark.parametrize("lines", range(17, 25))
def test_the_signature_is_never_alone_on_a_page(city, lines):
    sections = {**city.sections, "other_matters": "<p>公开</p>" * lines}

    sheets = Sheets(document_pdf(replace(city, sections=sections)))

    last = sheets.lines(len(sheets.pages) - 1)
    assert last[-2:] == ["瀍水市人民政府", "2024年1月20日"]
    assert last[0] != "瀍水市人民政府"


def test_a_name_too_long_for_a_line_is_signed_between_its_phrases(city):
    organ = "内蒙古自治区呼伦贝尔市莫力达瓦达斡尔族自治旗人力资源和社会保障局"

    sheets = Sheets(document_pdf(replace(city, organ=organ)))

    assert sheets.lines(len(sheets.pages) - 1)[-3:] == [
        "内蒙古自治区呼伦贝尔市", "莫力达瓦达斡尔族自治旗人力资源和社会保障局", "2024年1月20日",
    ]  # fmt: skip


def test_the_blocks_of_table_two_stay_together(city):
    # However far down the page section two begins.
    for lines in range(4, 22, 3):
        sections = {**city.sections, "overview": "<p>公开</p>" * lines}
        sheets = Sheets(document_pdf(replace(city, sections=sections)))

        section = city.edition.sections[1]
        text = sheets.text(sheets.page_of(section.caption))
        assert all(block.heading in text for block in city.edition.table(section.id).blocks)


def test_a_long_table_of_the_words_repeats_its_head_and_breaks_between_rows(written):
    rows = "".join(f"<tr><td>第{n}行公开</td><td>{n}</td></tr>" for n in range(80))
    head = "<thead><tr><th>受理机关</th><th>件数</th></tr></thead>"

    sheets = Sheets(document_pdf(written(f"<table>{head}<tbody>{rows}</tbody></table>")))

    pages = [n for n in range(len(sheets.pages)) if "行公开" in sheets.text(n)]
    assert len(pages) > 2
    assert all(sheets.text(n).count("受理机关件数") == 1 for n in pages)
    assert all(
        any(f"第{n}行公开{n}" == line for page in pages for line in sheets.lines(page))
        for n in range(80)
    )


def test_a_label_of_several_rows_is_not_parted_from_them(written):
    rows = "".join(
        f'<tr><td rowspan="3">第{n}组</td><td>甲{n}</td></tr><tr><td>乙</td></tr><tr><td>丙{n}</td></tr>'
        for n in range(30)
    )

    sheets = Sheets(document_pdf(written(f"<table><tbody>{rows}</tbody></table>")))

    for n in range(30):
        assert sheets.page_of(f"第{n}组") == sheets.page_of(f"甲{n}") == sheets.page_of(f"丙{n}")


def test_rules_of_tables_are_half_a_point_and_three_quarters_around(city, city_sheets):
    rules = city_sheets.rules(city_sheets.page_of(city.edition.sections[2].caption))
    uprights = [rule for rule in rules if rule.x1 == rule.x2]
    left, right = min(rule.x1 for rule in uprights), max(rule.x1 for rule in uprights)

    assert {rule.width for rule in uprights if rule.x1 in (left, right)} == {0.75}
    assert {rule.width for rule in uprights if left < rule.x1 < right} == {0.5}
    assert right - left == pytest.approx(WIDTH, abs=1)


@pytest.mark.parametrize("place", [2, 3])
def test_columns_of_figures_are_equally_wide(document, sheets, place):
    section = document.edition.sections[place]
    grid = printed_grids(document.edition.table(section.id))[0]

    rules = sheets.rules(sheets.page_of(section.caption))

    uprights = sorted({round(rule.x1, 1) for rule in rules if rule.x1 == rule.x2})
    widths = [b - a for a, b in pairwise(uprights[grid.stub_width :])]
    assert len(widths) == grid.width - grid.stub_width
    assert max(widths) - min(widths) < 0.5


def test_every_cell_is_tagged_as_on_the_official_form(document, sheets):
    grids = [grid for table in document.edition.tables for grid in printed_grids(table)]
    form = [[*_last_heads(grid), *_spans(grid.body)] for grid in grids]

    printed = sheets.table_spans()

    assert [table for table in printed if table in form] == form


def _last_heads(grid) -> list[tuple[int, int]]:
    # The tags of a head of several lines are one line: a cell a column.
    heads = [cell for line in grid.head for cell in line]
    last = [cell for cell in heads if cell.line + cell.rowspan == len(grid.head)]
    return [(1, cell.colspan) for cell in sorted(last, key=lambda cell: cell.at)]


def _spans(lines) -> list[tuple[int, int]]:
    return [(cell.rowspan, cell.colspan) for line in lines for cell in line]
