"""Copying and pasting between the tables and Excel, WPS or a web page."""

import pytest
from playwright.sync_api import expect

from reports.document import format_figure
from reports.editions import all_editions, get_edition
from reports.editions.grid import printed_grids
from reports.rendering.page.html import document_html
from tests import factories
from tests.browser.conftest import Desk

EDITION = get_edition("2021")
REQUESTS = EDITION.table("requests")


@pytest.fixture
def filled():
    """A report whose figures are made up and hold every equation."""
    return factories.filled(EDITION, seed=4)


def lines(document, table=REQUESTS) -> list[list[str]]:
    """Return the figures of a table, line by line."""
    cells = [[c.cell for c in line if c.cell] for g in printed_grids(table) for line in g.body]
    return [[document.figure(cell.id) for cell in line] for line in cells]


def tsv(rows) -> str:
    return "\r\n".join("\t".join(row) for row in rows) + "\r\n"


def shown(desk, table) -> list[str]:
    cells = (cell.id for cell in table.cells)
    return [desk.text(cell) for cell in cells]


def message(desk, table="requests"):
    return desk.page.locator(f'[data-table="{table}"] .grid-message')


def test_a_block_from_a_spreadsheet_goes_where_the_cursor_is(desk, filled):
    desk.paste_at("requests.new.natural_person", tsv(lines(filled)))

    assert shown(desk, REQUESTS) == [filled.figure(cell.id) for cell in REQUESTS.cells]
    expect(message(desk)).to_contain_text("已粘贴 175 个数字")
    assert not any("表三" in sentence for sentence in desk.findings())


def test_what_cannot_be_read_is_shown_and_counted(desk):
    rows = [["1", "22（其中修订16件）", "1,234"], ["１２", "abc", "—"]]
    desk.paste_at("requests.new.natural_person", tsv(rows))

    expect(message(desk)).to_contain_text("已粘贴 3 个数字，2 个无法识别")
    assert desk.text("requests.carried_over.business") == "abc"
    message(desk).get_by_role("button", name="查看").click()
    message(desk).get_by_role("link", name="abc").click()
    assert desk.active() == "requests.carried_over.business"


def test_dashes_in_a_block_are_told_to_count_as_blank(desk):
    desk.paste_at("requests.new.natural_person", "—\t5\t/\t无\n3\t0\t \t4")

    expect(message(desk)).to_contain_text("已粘贴 4 个数字，3 格写的是“—”“/”“无”之类，按未填处理")
    assert [desk.text(f"requests.new.{column}") for column in ("natural_person", "research")] == [
        "",
        "",
    ]


def test_what_reaches_beyond_the_table_is_told(desk):
    desk.paste_at("requests.carried_forward.other", "1\t2\t3\n4\t5\t6")

    expect(message(desk)).to_contain_text("2 行没有找到位置")
    message(desk).get_by_role("button", name="查看").click()
    expect(message(desk)).to_contain_text("没有写入：4 5 6")


def test_a_pasted_total_that_differs_is_offered_not_taken(desk):
    desk.paste_at("requests.new.natural_person", "1\t1\t1\t1\t1\t1\t7")

    expect(message(desk)).to_contain_text("1 个总计与自动计算的不同")
    assert desk.text("requests.new.total") == "6"
    message(desk).get_by_role("button", name="查看").click()
    message(desk).get_by_role("button", name="改为手工填写 7").click()
    assert desk.text("requests.new.total") == "7"


@pytest.mark.parametrize("edition", all_editions(), ids=lambda edition: edition.id)
def test_a_whole_web_page_finds_all_its_rows_and_columns(open_editor, bureau, zhang, edition):
    document = factories.filled(edition, seed=5)
    report = factories.report(bureau, edition.first_year, by=zhang)
    desk = Desk(open_editor(report, zhang))

    desk.paste_at("requests.granted.other", "", document_html(document))

    assert {cell: desk.text(cell) for cell in edition.cells} == {
        cell: format_figure(value) for cell, value in document.cells.items()
    }


def test_a_copied_table_with_captions_finds_its_rows_in_any_order(desk):
    rows = [
        ["", "总计", "商业企业", "自然人"],
        ["3.重复申请事项", "9", "9", "9"],
        ["二 、上年结转政府信息公开申请数量", "3", "1", "2"],
        ["", "", "2. 没有现成信息需要另行制作", "", ""],
        ["(一)予以公开", "30", "10", "20"],
    ]
    desk.paste_at("requests.carried_forward.other", tsv(rows))

    assert desk.text("requests.granted.natural_person") == "20"
    assert desk.text("requests.granted.business") == "10"
    assert desk.text("requests.carried_over.natural_person") == "2"
    assert desk.text("requests.granted.research") == ""


def test_a_row_that_the_template_lacks_is_told_not_dropped(desk):
    rows = [["规章", "1", "2", "3"], ["其他主动公开文件", "4", "5", "6"]]
    desk.paste_at("proactive.rules.issued", tsv(rows))

    assert desk.text("proactive.rules.in_force") == "3"
    assert desk.text("proactive.normative_documents.issued") == ""
    expect(message(desk, "proactive")).to_contain_text("1 行没有找到位置")


def test_merged_captions_of_a_word_table_count_once(desk):
    html = """<table>
      <tr><td rowspan=2>三、本年度办理结果</td><td rowspan=2>（三）不予公开</td>
        <td>1.属于国家秘密</td><td>1</td><td>2</td><td>3</td><td>4</td><td>5</td><td>6</td><td>21</td></tr>
      <tr><td>2.其他法律行政法规禁止公开</td><td>7</td><td>0</td><td>0</td><td>0</td><td>0</td>
        <td>&nbsp;</td><td>7</td></tr></table>"""
    desk.paste_at("requests.new.natural_person", "", html)

    assert desk.text("requests.withheld_state_secret.total") == "21"
    assert desk.text("requests.withheld_other_law.natural_person") == "7"
    assert desk.text("requests.new.natural_person") == ""


@pytest.mark.parametrize("width", [15, 5, 1])
def test_table_four_takes_its_figures_in_any_shape(desk, filled, width):
    review = EDITION.table("review")
    figures = [filled.figure(cell.id) for cell in review.cells]
    block = [figures[n : n + width] for n in range(0, 15, width)]

    desk.paste_at("review.reconsideration.upheld", tsv(block))

    assert shown(desk, review) == figures


def test_one_figure_fills_the_whole_selection(desk):
    desk.go("requests.new.natural_person")
    desk.keys.press("Shift+ArrowRight")
    desk.keys.press("Shift+ArrowDown")
    desk.paste("8")
    assert desk.text("requests.carried_over.business") == "8"


def test_a_paste_is_undone_as_one_step(desk, filled):
    desk.paste_at("requests.new.natural_person", tsv(lines(filled)))
    desk.keys.press("Control+z")
    assert not any(shown(desk, REQUESTS))


def test_a_block_is_copied_as_tabs_and_lines(desk):
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.paste_at("requests.new.natural_person", "1\t2\n3\t4")
    desk.keys.press("Shift+ArrowRight")
    desk.keys.press("Shift+ArrowDown")

    desk.keys.press("Control+c")

    assert desk.page.evaluate("navigator.clipboard.readText()") == "1\t2\n3\t4"


def test_a_cut_block_can_be_pasted_elsewhere(desk):
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.paste_at("requests.new.natural_person", "1\t2")
    desk.keys.press("Shift+ArrowRight")
    desk.keys.press("Control+x")
    desk.go("requests.granted.research")
    desk.keys.press("Control+v")

    assert desk.text("requests.new.natural_person") == ""
    assert desk.text("requests.granted.public_interest") == "2"


def test_a_paste_of_ten_megabytes_is_refused_in_words(desk):
    desk.paste_at("requests.new.natural_person", "1\t" * 5_000_000)
    expect(message(desk)).to_contain_text("粘贴的内容过大，没有写入")
    assert desk.text("requests.new.natural_person") == ""


SHEET = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table>{columns}{rows}</table></body></html>'
)


def sheet(*rows: str, columns: str = "") -> str:
    """Return what Excel puts on the clipboard; a row is its tag and its cells."""
    lines = (
        f"<{tag}>{''.join(f'<td class=xl65>{cell}</td>' for cell in cells.split())}</tr>"
        for tag, _, cells in (row.partition(">") for row in rows)
    )
    return SHEET.format(columns=columns, rows="".join(lines))


@pytest.mark.parametrize(
    "hides",
    [
        "tr height=0 style='display:none;mso-height-source:userset'",
        "tr style='mso-hide:all'",
        "tr height=0",
        "tr style='height:0pt'",
        "tr style='visibility:collapse'",
        "tr hidden",
    ],
)
def test_a_hidden_row_of_the_sheet_is_told_not_pasted(desk, hides):
    rows = sheet("tr height=19>1 2", f"{hides}>3 4", "tr height=19 style='height:14.25pt'>5 6")
    desk.paste_at("requests.new.natural_person", "1\t2\r\n3\t4\r\n5\t6\r\n", rows)

    assert desk.text("requests.carried_over.natural_person") == "5"
    assert desk.text("requests.granted.natural_person") == ""
    expect(message(desk)).to_contain_text("已粘贴 4 个数字，原表里隐藏的 1 行没有粘贴")


@pytest.mark.parametrize(
    "columns",
    [
        "<col width=72><col width=0 style='display:none;mso-width-alt:0'><col width=72>",
        "<col span=1><col style='width:0pt'>",
        "<colgroup><col><col width=0></colgroup>",
    ],
)
def test_a_hidden_column_of_the_sheet_is_told_not_pasted(desk, columns):
    desk.paste_at("requests.new.natural_person", "", sheet("tr>1 2 3", "tr>4 5 6", columns=columns))

    assert desk.text("requests.new.business") == "3"
    assert desk.text("requests.carried_over.business") == "6"
    expect(message(desk)).to_contain_text("已粘贴 4 个数字，原表里隐藏的 1 列没有粘贴")


def test_rows_that_only_hold_the_columns_in_place_are_not_told(desk):
    rows = sheet("tr>1 2", "tr height=0 style='display:none'>")
    desk.paste_at("requests.new.natural_person", "", rows)

    expect(message(desk)).to_contain_text("已粘贴 2 个数字")
    expect(message(desk)).not_to_contain_text("隐藏")


def test_merged_captions_reach_over_hidden_rows(desk):
    """The caption of a group begins in a row that is hidden: the rows below still have their places."""
    table = (
        "<table><tr style='display:none'><td rowspan=2>（三）不予公开</td><td>1.属于国家秘密</td><td>1</td></tr>"
        "<tr><td>2.其他法律行政法规禁止公开</td><td>2</td></tr>"
        "<tr><td colspan=2>（一）予以公开</td><td>7</td></tr></table>"
    )
    desk.paste_at("requests.new.natural_person", "", table)

    assert desk.text("requests.withheld_state_secret.natural_person") == ""
    assert desk.text("requests.withheld_other_law.natural_person") == "2"
    assert desk.text("requests.granted.natural_person") == "7"


@pytest.mark.parametrize(
    ("cell", "stands"),
    [
        ("8<br>9", "8 / 9"),
        ("1<br style='mso-data-placement:same-cell'>234", "1 / 234"),
        ("<p>8</p><p>9</p>", "8 / 9"),
        ("<s>9</s>8", "9 / 8"),
        ("<del>9</del>8", "8"),
        ("<span class=msoDel>9</span>8", "8"),
        ("<span style='display:none'>9</span>8", "8"),
        ("12<br>件", "12"),
    ],
)
def test_numbers_in_several_lines_or_struck_out_are_never_read_as_one(desk, cell, stands):
    desk.paste_at("requests.new.natural_person", "", f"<table><tr><td>{cell}</td><td>5</td></tr></table>")

    assert desk.text("requests.new.natural_person") == stands
    assert desk.text("requests.new.business") == "5"


def test_lines_in_a_cell_of_plain_text_are_never_read_as_one_number(desk):
    desk.paste_at("requests.new.natural_person", '"1\n234"\t5\r\n6\t7\r\n')

    assert desk.text("requests.new.natural_person") == "1 / 234"
    expect(message(desk)).to_contain_text("已粘贴 3 个数字，1 个无法识别")


@pytest.mark.parametrize("width", [1366, 390])
def test_what_a_paste_came_to_is_said_in_sight_and_moves_nothing(desk, width):
    desk.page.set_viewport_size({"width": width, "height": 768})
    desk.go("requests.granted.business")
    desk.td("requests.granted.business").scroll_into_view_if_needed()
    before = desk.td("requests.granted.business").bounding_box()

    desk.paste("1\tabc\n3\t4")

    expect(message(desk)).to_contain_text("已粘贴 3 个数字，1 个无法识别")
    assert desk.td("requests.granted.business").bounding_box() == before
    expect(message(desk).get_by_role("button", name="查看")).to_be_in_viewport()
    message(desk).get_by_role("button", name="查看").click()
    assert desk.td("requests.granted.business").bounding_box() == before


def test_the_line_about_a_paste_goes_with_the_paste(desk):
    desk.enter({"requests.new.natural_person": "7"})
    desk.paste_at("requests.granted.business", "1\tabc\n3\t4")
    expect(message(desk)).to_contain_text("已粘贴")
    desk.enter({"requests.new.natural_person": "8"})
    expect(message(desk)).to_contain_text("已粘贴")

    desk.keys.press("Control+z")
    expect(message(desk)).to_contain_text("已粘贴")
    desk.keys.press("Control+z")

    assert desk.text("requests.granted.business") == ""
    expect(message(desk)).to_be_empty()


def test_the_line_about_a_paste_that_left_nothing_open_goes_when_one_types_on(desk):
    desk.paste_at("requests.granted.business", "1\t2\n3\t4")
    expect(message(desk)).to_contain_text("已粘贴 4 个数字")

    desk.enter({"requests.new.natural_person": "8"})

    expect(message(desk)).to_be_empty()
