"""The toolbar: headings, lists, tables, links."""

from playwright.sync_api import expect

from reports.document import plain_text

from .conftest import eventually


def test_the_tools_number_headings_in_turn(overview):
    overview.type("主动公开")
    overview.tool("（一）标题").click()
    overview.type("", "网站")
    overview.tool("1.标题").click()
    overview.type("", "依申请公开")
    overview.press("Control+Alt+1")

    overview.shows("<h3>（一）主动公开</h3><h4>1.网站</h4><h3>（二）依申请公开</h3>")


def test_a_pressed_tool_says_so_and_gives_the_paragraph_back(overview):
    overview.type("（一）主动公开")
    tool = overview.tool("（一）标题")

    expect(tool).to_have_attribute("aria-pressed", "true")
    tool.click()

    expect(tool).to_have_attribute("aria-pressed", "false")
    overview.shows("<p>（一）主动公开</p>")


def test_the_tools_are_reached_by_keyboard(overview):
    overview.type("甲")
    overview.press("Alt+F10", "ArrowRight")
    expect(overview.tool("1.标题")).to_be_focused()
    overview.press("Enter")
    overview.type("乙")

    overview.shows("<h4>1.甲乙</h4>")


def test_every_tool_says_what_it_is(overview):
    names = overview.whole.get_by_role("toolbar").first.get_by_role("button").all_inner_texts()

    assert names == ["（一）标题", "1.标题", "正文", "列表", "表格", "图片", "链接", "清除格式"]
    assert overview.tool("链接").get_attribute("title") == "链接（Ctrl+K）"


def test_a_list_and_a_list_in_it(overview):
    overview.tool("列表").click()
    overview.type("甲", "乙")
    overview.press("Tab", "Enter", "Enter", "Enter")
    overview.type("丙")

    overview.shows("<ul><li>甲<ul><li>乙</li></ul></li></ul><p>丙</p>")


def test_a_table_grows_and_shrinks(overview):
    overview.tool("表格").click()
    overview.type("项目")
    for tool in ("加行", "加列", "加列", "删列"):
        overview.tool(tool).click()
    rows = overview.box.locator("tr")

    expect(rows).to_have_count(4)
    expect(rows.first.locator("th")).to_have_count(4)


def test_a_table_without_its_last_row_is_gone(open_section):
    overview = open_section(words="<table><tbody><tr><td>甲</td></tr></tbody></table><p>乙</p>")
    overview.box.locator("td").click()
    overview.tool("删行").click()

    overview.shows("<p>乙</p>")


def test_table_tools_show_only_in_a_table(overview):
    expect(overview.tool("加行")).to_be_hidden()
    overview.tool("表格").click()

    expect(overview.tool("加行")).to_be_visible()
    expect(overview.tool("（一）标题")).to_be_disabled()


def test_a_row_is_added_by_tab_at_a_tables_end(open_section):
    overview = open_section(words="<table><thead><tr><th>甲</th></tr></thead></table>")
    overview.box.locator("th").click()
    overview.press("Tab")
    overview.type("乙")

    eventually(lambda: plain_text(overview.html), "甲\n乙", overview.page)


def test_a_link_is_asked_for_beneath_the_tools(overview):
    overview.type("公开指南")
    overview.press("Control+a", "Control+k")
    overview.page.keyboard.type("example.gov.cn/zn")
    overview.press("Enter")

    overview.shows('<p><a href="https://example.gov.cn/zn">公开指南</a></p>')


def test_an_address_that_runs_is_refused(overview):
    overview.type("公开指南")
    overview.press("Control+k")
    overview.page.keyboard.type("javascript:alert(1)")
    overview.press("Enter")

    expect(overview.whole.get_by_role("alert")).to_contain_text("这不是网址")
    overview.press("Escape")
    expect(overview.box).to_be_focused()


def test_formats_are_cleared(open_section):
    overview = open_section(words="<h3>（一）甲</h3><p><strong>乙</strong><sub>丙</sub></p>")
    overview.box.focus()
    overview.press("Control+a")
    overview.tool("清除格式").click()

    overview.shows("<p>（一）甲</p><p>乙丙</p>")


def test_selected_lines_become_the_items_of_one_list(open_section):
    overview = open_section(words="<p>甲</p><p>乙</p><h3>（一）丙</h3>")
    overview.box.focus()
    overview.press("Control+a")
    overview.tool("列表").click()

    overview.shows("<ul><li>甲</li><li>乙</li><li>（一）丙</li></ul>")


def test_a_line_joins_the_lists_around_it(open_section):
    overview = open_section(words="<ul><li>甲</li></ul><p>乙</p><ul><li>丙</li></ul>")
    overview.box.locator("p", has_text="乙").click()
    overview.tool("列表").click()

    overview.shows("<ul><li>甲</li><li>乙</li><li>丙</li></ul>")


def test_headings_of_all_lines_leave_tables_alone(open_section):
    table = "<table><tbody><tr><td>3</td></tr></tbody></table>"
    overview = open_section(words=f"<p>甲</p>{table}<p>乙</p>")
    overview.box.focus()
    overview.press("Control+a")
    overview.tool("（一）标题").click()

    overview.shows(f"<h3>（一）甲</h3>{table}<h3>（二）乙</h3>")


def test_a_mailbox_becomes_a_link_that_writes_to_it(overview):
    overview.type("信箱")
    overview.press("Control+a", "Control+k")
    overview.page.keyboard.type("xxgk@example.gov.cn")
    overview.press("Enter")

    overview.shows('<p><a href="mailto:xxgk@example.gov.cn">信箱</a></p>')


def test_a_table_without_words_is_not_kept(overview):
    overview.type("甲")
    overview.tool("表格").click()
    overview.page.wait_for_timeout(100)

    overview.shows("<p>甲</p>")
