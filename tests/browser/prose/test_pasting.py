"""Pasting from Word, WPS, Excel, web pages and plain text."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

HERE = Path(__file__).parent


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


def test_a_list_in_a_cell_stays_in_its_cell(overview):
    overview.paste("<table><tr><td><ol><li>甲</li><li>乙</li></ol></td><td>1</td></tr></table>")

    overview.shows("<table><tbody><tr><td>甲<br>乙</td><td>1</td></tr></tbody></table>")


def test_a_header_of_two_rows_stays_over_its_columns(overview):
    overview.paste(
        "<table><tr><td rowspan=2>渠道</td><td colspan=2>件数</td></tr>"
        "<tr><td>上年</td><td>本年</td></tr><tr><td>网上</td><td>3</td><td>5</td></tr></table>"
    )

    overview.shows(
        '<table><thead><tr><th rowspan="2">渠道</th><th colspan="2">件数</th></tr>'
        "<tr><th>上年</th><th>本年</th></tr></thead>"
        "<tbody><tr><td>网上</td><td>3</td><td>5</td></tr></tbody></table>"
    )


def test_hidden_rows_and_cells_are_left_out(overview):
    overview.paste(
        "<table><tr><td>网上</td><td style='display:none'>草</td><td>5</td></tr>"
        "<tr height=0 style='display:none'><td width=72></td><td>不公开</td></tr></table>"
    )

    overview.shows("<table><tbody><tr><td>网上</td><td>5</td></tr></tbody></table>")


def test_words_inside_a_drawing_are_left_out(overview):
    overview.paste("<p>甲<svg><title>分享</title><text>图</text></svg>乙</p>")

    overview.shows("<p>甲乙</p>")


def test_blocks_pasted_into_a_cell_are_its_lines(open_section):
    overview = open_section(words="<table><tbody><tr><td>甲</td><td>乙</td></tr></tbody></table>")
    overview.box.locator("td").first.click()
    overview.press("End")
    overview.paste("<h3>（一）丙</h3><p>丁</p><ul><li>戊</li></ul>")

    overview.shows(
        "<table><tbody><tr><td>甲（一）丙<br>丁<br>戊</td><td>乙</td></tr></tbody></table>"
    )


def test_a_table_pasted_into_a_table_fills_its_cells(open_section):
    row = "<tr><td>{}</td><td>{}</td></tr>"
    blank = row.format("甲", "乙") + row.format("", "")
    overview = open_section(words=f"<table><tbody>{blank}</tbody></table>")
    overview.box.locator("td").nth(2).click()
    overview.paste("<table><tr><td>1</td><td>2</td></tr></table>")

    filled = row.format("甲", "乙") + row.format("1", "2")
    overview.shows(f"<table><tbody>{filled}</tbody></table>")


def test_lines_pasted_into_a_list_are_its_items(open_section):
    overview = open_section(words="<ul><li>甲</li></ul>")
    overview.box.locator("li").click()
    overview.press("End")
    overview.paste("<p>乙</p><p>丙</p>")

    overview.shows("<ul><li>甲乙</li><li>丙</li></ul>")


def test_names_of_attributes_in_the_words_stay_as_they_are(overview):
    overview.paste("<p style='color:red' onclick='go()'>甲 style = one = 乙</p>")

    overview.shows("<p>甲 style = one = 乙</p>")


def test_a_link_in_capitals_stays_a_link(overview):
    overview.paste('<p><a href="HTTPS://EXAMPLE.GOV.CN/">甲</a></p>')

    overview.shows('<p><a href="HTTPS://EXAMPLE.GOV.CN/">甲</a></p>')


def test_bold_that_is_not_bold_is_plain(overview):
    overview.paste('<b style="font-weight:normal;"><p><span>甲</span><b>乙</b></p></b>')

    overview.shows("<p>甲<strong>乙</strong></p>")


def test_a_table_of_tabs_and_lines_arrives_as_a_table(overview):
    overview.paste(text="渠道\t件数\r\n网上\t25\r\n")

    overview.shows(
        "<table><tbody><tr><td>渠道</td><td>件数</td></tr>"
        "<tr><td>网上</td><td>25</td></tr></tbody></table>"
    )


def test_plain_text_arrives_as_paragraphs_and_headings(overview):
    overview.paste(text="　　（一）主动公开\r\n\r\n　　全年公开<120>条。\r\n1.5亿元")

    overview.shows("<h3>（一）主动公开</h3><p>全年公开&lt;120&gt;条。</p><p>1.5亿元</p>")


def test_ten_megabytes_are_refused_and_nothing_is_lost(overview):
    overview.type("原有内容")
    # Three bytes a character.
    overview.paste(f"<p>{'字' * 3_500_000}</p>", "")

    expect(overview.notices).to_contain_text("没有粘贴，原有内容不变。请分成几部分")
    overview.shows("<p>原有内容</p>")


def test_a_copied_heading_stays_what_the_clerk_made_it(overview):
    overview.paste('<p data-pm-slice="1 1 []">（一）主动公开</p>')

    overview.shows("<p>（一）主动公开</p>")


BROKEN = (
    "2024年，本局认真落实政府信息公开条例的各项要求，全年主动公开20",
    "25条信息，其中政策文件65条、工作动态400条，均在规定的时限以内公",
    "— 5 —",
    "布在门户网站上，并通过政务新媒体同步推送到每一个镇和每一个街道，",
    "方便群众查阅。",
)


def test_lines_that_a_paper_broke_are_joined_and_come_back_when_undone(overview):
    overview.paste(text="\n".join(BROKEN))

    whole = "".join(line for line in BROKEN if "—" not in line)
    overview.shows(f"<p>{whole}</p>")
    expect(overview.notices).to_contain_text("已合并断行")

    overview.box.focus()
    overview.press("Control+z")
    overview.shows("".join(f"<p>{line}</p>" for line in BROKEN))


@pytest.mark.parametrize(
    ("line", "between"), [("{}", "<br>"), ("<p>{}</p>", ""), ("<div><span>{}</span></div>", "\n")],
    ids=["breaks", "paragraphs", "divs"],
)  # fmt: skip
def test_a_page_with_broken_lines_is_joined_and_comes_back_when_undone(overview, line, between):
    lines = [line.format(words) for words in BROKEN]
    overview.paste(f"<h3>（一）主动公开</h3>{between.join(lines)}", "\n".join(BROKEN))

    whole = "".join(line for line in BROKEN if "—" not in line)
    overview.shows(f"<h3>（一）主动公开</h3><p>{whole}</p>")
    expect(overview.notices).to_contain_text("已合并断行")

    overview.box.focus()
    overview.press("Control+z")
    overview.shows("<h3>（一）主动公开</h3>" + "".join(f"<p>{line}</p>" for line in BROKEN))


@pytest.mark.parametrize("source", ["<p>公开政策文件八件，<br>其余按规定处理。</p><p>二是公开。</p>", ""])
def test_one_break_within_a_sentence_is_joined_and_comes_back_when_undone(overview, source):
    overview.paste(source, "公开政策文件八件，\n其余按规定处理。\n二是公开。")

    overview.shows("<p>公开政策文件八件，其余按规定处理。</p><p>二是公开。</p>")
    expect(overview.notices).to_contain_text("已合并断行")

    overview.box.focus()
    overview.press("Control+z")
    overview.shows("<p>公开政策文件八件，</p><p>其余按规定处理。</p><p>二是公开。</p>")


def test_broken_lines_keep_their_marks_and_indents_part_paragraphs(overview):
    one, two, three, four = (BROKEN[n] for n in (0, 1, 3, 4))
    overview.paste(f"<p>{one}<br><b>{two}</b><br>{three}<br>　　{two}<br>{four}</p>")

    overview.shows(f"<p>{one}<strong>{two}</strong>{three}</p><p>{two}{four}</p>")


def test_hidden_rows_and_columns_of_a_table_are_told_not_pasted(overview):
    overview.paste(
        "<table><col><col width=0 style='display:none'><col>"
        "<tr><td>渠道</td><td>密</td><td>件数</td></tr>"
        "<tr height=0 style='display:none'><td rowspan=2>网上</td><td>密</td><td>1</td></tr>"
        "<tr><td>密</td><td>25</td></tr><tr><td colspan=3>以上</td></tr></table>"
    )

    overview.shows(
        "<table><thead><tr><th>渠道</th><th>件数</th></tr></thead>"
        '<tbody><tr><td>网上</td><td>25</td></tr><tr><td colspan="2">以上</td></tr></tbody></table>'
    )
    expect(overview.notices).to_contain_text("原表里隐藏的 1 行、1 列没有粘贴")
