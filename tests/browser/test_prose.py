"""The narratives in a real browser: typing, tools, pasting, pictures, and what the server keeps."""

import base64
import io
import json
import time
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from reports.document import clean, plain_text
from tests import factories

HERE = Path(__file__).parent
HEADINGS = json.loads((HERE.parent / "document" / "headings.json").read_text())["lines"]
PASTE = """([box, data, kind]) => {
  const transfer = new DataTransfer();
  for (const [type, text] of Object.entries(data.texts ?? {})) transfer.setData(type, text);
  for (const { name, type, bytes } of data.files ?? []) {
    transfer.items.add(new File([Uint8Array.from(bytes)], name, { type }));
  }
  const { left, top } = box.getBoundingClientRect();
  const at = { clientX: left + 60, clientY: top + 30, bubbles: true, cancelable: true };
  box.dispatchEvent(kind === "drop"
    ? new DragEvent("drop", { dataTransfer: transfer, ...at })
    : new ClipboardEvent("paste", { clipboardData: transfer, ...at }));
}"""


def png(size=(60, 30), color=(200, 30, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    return out.getvalue()


class Sheet:
    """One section of an open report, as a clerk meets it."""

    def __init__(self, page, report, section: str):
        self.page, self.report, self.section = page, report, section
        self.whole = page.locator(f'.prose[data-section="{section}"]')
        self.box = self.whole.locator(".tiptap")
        self.notices = self.whole.locator(".prose-notices")

    def type(self, *lines: str) -> None:
        self.box.focus()
        for number, line in enumerate(lines):
            self.page.keyboard.press("Enter") if number else None
            self.page.keyboard.type(line)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            # The browser tells of a moved selection a moment later.
            self.page.wait_for_timeout(60)

    def tool(self, name: str):
        return self.whole.get_by_role("button", name=name, exact=True)

    def paste(self, html: str | None = None, text: str = "", files=(), kind="paste") -> None:
        texts = {"text/plain": text} | ({} if html is None else {"text/html": html})
        files = [{"name": name, "type": type, "bytes": list(data)} for name, type, data in files]
        self.box.focus()
        self.page.evaluate(
            PASTE, [self.box.element_handle(), {"texts": texts, "files": files}, kind]
        )

    @property
    def html(self) -> str:
        return self.whole.locator("textarea").input_value()

    def shows(self, html: str) -> None:
        """Wait until the section holds `html`, here and on the server."""
        for read in (lambda: self.html, lambda: self.stored):
            _eventually(read, html, self.page)

    @property
    def stored(self) -> str:
        return self.report.narratives.get(section=self.section).html


def _eventually(read, wanted, page) -> None:
    until = time.monotonic() + 8
    while read() != wanted and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert read() == wanted


@pytest.fixture
def open_section(open_editor, zhang, report):
    """Return an opener of a section of 张's report, with words in it or blank."""

    def opened(section="overview", words="") -> Sheet:
        if words:
            report.narratives.filter(section=section).update(html=words)
        return Sheet(open_editor(report, zhang), report, section)

    return opened


@pytest.fixture
def overview(open_section) -> Sheet:
    """The first section, blank."""
    return open_section()


def test_what_is_typed_is_on_the_server(overview):
    overview.type("全年公开信息120条。", "收到申请3件。")

    overview.shows("<p>全年公开信息120条。</p><p>收到申请3件。</p>")


def test_a_typed_number_makes_a_heading(overview):
    overview.type("（一）主动公开", "全年公开120条。", "1.队伍建设")

    overview.shows("<h3>（一）主动公开</h3><p>全年公开120条。</p><h4>1.队伍建设</h4>")


def test_an_amount_is_no_heading(overview):
    overview.type("1.5亿元", "2025.12")

    overview.shows("<p>1.5亿元</p><p>2025.12</p>")


def test_a_heading_that_turns_out_to_be_a_sentence_is_a_paragraph(overview):
    overview.type("（一）主动公开。全年公开120条")

    overview.shows("<p>（一）主动公开。全年公开120条</p>")


def test_undo_gives_the_plain_line_back_for_good(overview):
    overview.type("（一）")
    overview.press("Control+z")
    overview.type("主动公开")

    overview.shows("<p>（一）主动公开</p>")


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

    _eventually(lambda: plain_text(overview.html), "甲\n乙", overview.page)


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


PASTED = {
    "word": "<p>本局按照要求，认真做好本年度的政府信息公开工作，现将情况报告如下。</p>"
    "<p><strong>（一）主动公开。</strong>全年通过网站发布信息120条，其中政策解读8条。</p>"
    "<h3>（二）依申请公开</h3>"
    '<p>收到申请34件，<a href="https://example.gov.cn/list?a=1&amp;b=2">办理情况</a>已公布。<sup>1</sup></p>'
    "<h4>1.队伍建设</h4><ul><li>举办培训两次</li><li>印发指南一册</li></ul>"
    '<table><thead><tr><th><strong>平台</strong></th><th colspan="2">条数</th></tr></thead>'
    "<tbody><tr><td>网站</td><td>98</td><td>其中<br>解读8</td></tr></tbody></table>",
    "wps": "<h3>（一）主要问题</h3><p>一是解读形式还不够多样,二是更新不够及时。</p>"
    "<h3>（二）改进情况</h3><ul><li>每季度检查一次栏目</li></ul>",
    "excel": "<table><thead><tr><th>渠道</th><th>件数</th></tr></thead>"
    "<tbody><tr><td>网上申请</td><td>1,025</td></tr></tbody></table>",
    "page": "<h3>（三）平台建设</h3><p>门户网站全年发布 98 条。</p><p>新媒体发布 20 条。</p>"
    "<ul><li>专栏一个<ul><li>解读</li></ul></li><li>公报四期</li></ul>"
    '<p>分享<a href="https://example.gov.cn/a">原文</a></p>',
}


@pytest.mark.parametrize("source", PASTED)
def test_a_paste_arrives_clean(overview, source):
    overview.paste((HERE / "pasted" / f"{source}.html").read_text(), "文字")

    overview.shows(PASTED[source])


def test_a_paste_says_which_pictures_did_not_come_along(overview):
    overview.paste((HERE / "pasted" / "word.html").read_text(), "文字")

    expect(overview.notices).to_contain_text(
        "有 1 张图片没有随文字粘贴过来。请用工具栏的“图片”逐张插入"
    )
    expect(overview.notices).to_contain_text("“一、总体情况”与本部分的标题重复，没有粘贴。")
    overview.tool("知道了").click()
    expect(overview.notices).to_be_empty()


def test_plain_text_arrives_as_paragraphs_and_headings(overview):
    overview.paste(text="　　（一）主动公开\r\n\r\n　　全年公开<120>条。\r\n1.5亿元")

    overview.shows("<h3>（一）主动公开</h3><p>全年公开&lt;120&gt;条。</p><p>1.5亿元</p>")


def test_ten_megabytes_are_refused_and_nothing_is_lost(overview):
    overview.type("原有内容")
    overview.paste(f"<p>{'字' * 10_000_000}</p>", "")

    expect(overview.notices).to_contain_text("没有粘贴，原有内容不变。请分成几部分")
    overview.shows("<p>原有内容</p>")


def test_a_copied_heading_stays_what_the_clerk_made_it(overview):
    overview.paste('<p data-pm-slice="1 1 []">（一）主动公开</p>')

    overview.shows("<p>（一）主动公开</p>")


def test_a_picture_is_chosen_sent_and_shown(overview):
    with overview.page.expect_file_chooser() as chosen:
        overview.tool("图片").click()
    chosen.value.set_files({"name": "活动现场.png", "mimeType": "image/png", "buffer": png()})

    picture = overview.box.get_by_role("img", name="活动现场")
    expect(picture).to_have_js_property("naturalWidth", 60)
    row = overview.report.pictures.get()
    overview.shows(
        f'<p><img src="/reports/{overview.report.pk}/pictures/{row.sha256}" alt="活动现场"></p>'
    )


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_file_is_taken_where_it_is_put(overview, kind):
    overview.type("甲")
    overview.paste(files=[("a.png", "image/png", png())], kind=kind)

    expect(overview.box.locator("img[src]")).to_have_js_property("naturalWidth", 60)
    assert overview.report.pictures.count() == 1


def test_a_picture_inside_a_paste_is_sent(overview):
    source = "data:image/png;base64," + base64.b64encode(png()).decode()
    overview.paste(f'<p>前</p><p><img src="{source}" alt="图"></p><p>后</p>')

    expect(overview.box.get_by_role("img", name="图")).to_have_js_property("naturalWidth", 60)
    assert "data:" not in overview.html


def test_a_file_that_is_no_picture_is_refused_with_a_sentence(overview, complaints):
    overview.type("甲")
    overview.paste(files=[("a.png", "image/png", b"no picture")])

    expect(overview.notices).to_contain_text("不是完好的 PNG 或 JPEG 图片，没有插入")
    overview.shows("<p>甲</p>")
    # The browser notes the refusal in its console.
    assert "422" in complaints.pop()


def test_a_chosen_picture_asks_for_its_words(open_section, zhang, report):
    row, _ = factories.editing.add_picture(report.pk, png(), by=zhang)
    overview = open_section(
        words=f'<p><img src="/reports/{report.pk}/pictures/{row.sha256}" alt=""></p>'
    )
    overview.box.locator("img[src]").click()
    said = overview.whole.get_by_label("图片说明")
    said.fill("活动现场")
    said.press("Enter")

    overview.box.get_by_role("img", name="活动现场").wait_for()
    expect(said).to_be_hidden()


def test_characters_are_counted(overview):
    overview.paste(text="字 符" * 700)

    expect(overview.whole.get_by_text("字数 1,400")).to_be_visible()


def test_a_topic_is_ticked_when_the_text_speaks_of_it(overview):
    topic = overview.page.locator('[data-aid="overview"] [data-topic="on_request"]')
    expect(topic).to_contain_text("未写到")
    overview.type("依申请公开办理规范。")

    expect(topic).to_contain_text("已写到")
    expect(topic).to_contain_text("✓")


def test_the_aid_writes_its_sentence_once(open_section):
    section = open_section("other_matters", "<p>无。</p>")
    aid = section.page.get_by_role("group", name="本年度是否收取信息处理费？")
    aid.get_by_label("未收取").check()
    for _ in range(2):
        aid.get_by_role("button").click()

    section.shows("<p>2025年，本机关未收取政府信息公开信息处理费。</p>")


def test_the_aid_asks_for_amount_and_cases(open_section):
    section = open_section("other_matters")
    aid = section.page.get_by_role("group", name="本年度是否收取信息处理费？")
    aid.get_by_label("收取", exact=True).check()
    aid.get_by_role("button").click()
    expect(aid.get_by_role("alert")).to_contain_text("请用阿拉伯数字填写金额")
    aid.get_by_label("金额（元）").fill("１,２00.5")
    aid.get_by_label("收费件数").fill("3")
    aid.get_by_role("button").click()

    section.shows("<p>2025年，本机关收取政府信息公开信息处理费1200.5元，共3件。</p>")


def test_a_submitted_report_is_read_only(open_section, report):
    report.status = report.Status.SUBMITTED
    report.save()
    overview = open_section(words="<p>定稿</p>")
    overview.type("改")

    expect(overview.box).to_have_attribute("aria-readonly", "true")
    expect(overview.box).to_have_text("定稿")
    assert overview.whole.get_by_role("toolbar").count() == 0


def test_the_sheet_is_named_by_its_section(overview):
    box = overview.page.get_by_role("textbox", name="一、总体情况")

    expect(box).to_have_attribute("aria-multiline", "true")
    expect(box).to_have_attribute("contenteditable", "true")


def test_looking_saves_nothing(open_section):
    words = (
        "<p>甲</p><table>"
        '<tbody><tr><td colspan="3">乙</td></tr><tr><td>丙</td></tr></tbody>'
        "</table>"
    )
    overview = open_section(words=words)
    overview.box.click()
    overview.page.wait_for_timeout(800)

    overview.report.refresh_from_db()
    assert (overview.report.revision, overview.stored) == (0, words)


def test_a_colleagues_words_arrive_and_the_caret_stays(overview, zhang):
    overview.type("甲")
    overview.shows("<p>甲</p>")
    edit = factories.edit(overview.report, "overview", "<p>同事的话</p><p>甲</p>")
    factories.editing.save(overview.report.pk, [edit], by=zhang, writer="elsewhere")
    expect(overview.box).to_contain_text("同事的话", timeout=10_000)
    overview.page.keyboard.type("乙")

    overview.shows("<p>同事的话</p><p>甲乙</p>")


WORDS = [
    "<h3>（一）甲</h3><h4>1.乙</h4><p>丙 <strong>丁<em>戊</em></strong>&amp;己</p>",
    '<ul><li>甲<ol><li>乙</li></ol></li><li>丙<br>丁</li></ul><p>𠮷 <a href="https://a.cn/?a&amp;b">x</a></p>',
    "<table><thead><tr><th>甲</th><th>乙</th></tr></thead>"
    '<tbody><tr><td rowspan="2">丙<br>丁</td><td></td></tr><tr><td>&lt;1</td></tr></tbody>'
    "</table><p>末</p>",
    f'<p>前<img src="/reports/1/pictures/{"a" * 64}" alt="&quot;图&quot;">后</p><p>二　三</p>',
]


READ = """async (m, words) => {
  const text = await import('/static/js/prose/text.js');
  const { CONTENT } = await import('/static/js/prose/schema.js');
  const { Editor } = await import('/static/django_prose_editor/editor.js');
  const { state } = new Editor({ content: words, extensions: CONTENT, injectCSS: false });
  return [m.htmlOf(state.doc), text.textOf(state.doc).text, text.plainText(words)];
}"""


@pytest.mark.parametrize("words", WORDS)
def test_browser_and_server_write_the_same_mark_up_and_text(in_browser, words):
    html, text, plain = in_browser("prose/html.js", READ, words)

    assert html == words == clean(words)
    assert text == plain == plain_text(words)


def test_browser_and_server_know_the_same_headings(in_browser):
    levels = "(m, lines) => lines.map(([line]) => m.headingLevel(line))"

    assert in_browser("prose/numbering.js", levels, HEADINGS) == [level for _, level in HEADINGS]


def test_findings_underline_their_words_and_lead_to_them(open_section):
    overview = open_section(words="<p>甲</p><p>𠮷公开公开信息</p>")
    script = """async () => {
      const prose = await import('/static/js/prose.js');
      const range = { start: 3, end: 7 };
      prose.underline('overview', [{ ...range, severity: 'hint', id: 'text.typo' }]);
      prose.showWords('overview', range);
    }"""
    overview.page.evaluate(script)

    expect(overview.box.locator(".finding-words.is-hint")).to_have_text("公开公开")
    assert overview.page.evaluate("getSelection().toString()") == "公开公开"


def test_a_certain_fix_is_taken_over(open_section):
    overview = open_section(words="<p>甲</p><p>公开公开信息</p>")
    overview.page.evaluate("""async () => {
      const { replaceWords } = await import('/static/js/prose.js');
      replaceWords('overview', { start: 2, end: 6 }, '公开');
    }""")

    overview.shows("<p>甲</p><p>公开信息</p>")
