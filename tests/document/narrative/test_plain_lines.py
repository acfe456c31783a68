"""A narrative in a form without scripts: lines of plain text, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.document import clean
from reports.document.narrative.plain_lines import plain_lines, with_lines

PICTURE = '<img src="data:image/png;base64,AA==" alt="示意图">'
WORDS = clean(
    "<p>全年<strong>主动</strong>公开。</p><h3>（一）主动公开</h3><p>甲<br>乙</p>"
    "<ul><li>一<ul><li>一之一</li></ul></li><li>二</li></ul>"
    "<table><thead><tr><th>名称</th><th>件数</th></tr></thead>"
    '<tbody><tr><td><em>规章</em></td><td>1</td></tr><tr><td colspan="2">合计</td></tr></tbody></table>'
    f"<p>{PICTURE}</p><h4>1.小节</h4><p>末 &lt;p&gt;</p>"
)
LINES = """全年主动公开。
（一）主动公开
甲
乙
一
一之一
二
名称 | 件数
规章 | 1
合计
［图片：示意图］
1.小节
末 <p>"""


def test_the_form_shows_words_a_paragraph_item_or_row_a_line_and_no_tags():
    assert plain_lines(WORDS) == LINES


def test_lines_that_nobody_touched_are_the_mark_up_itself():
    assert with_lines(WORDS, LINES.replace("\n", "\r\n\r\n  ")) == WORDS


# What is typed in place of what, and what the mark-up has then in place of what.
MENDED = {
    "a paragraph": ("末 <p>", "尾 <p>", "末 &lt;p&gt;", "尾 &lt;p&gt;"),
    "a line of a paragraph": ("甲\n", "丙\n", "甲<br>", "丙<br>"),
    "a heading": ("（一）主动公开", "（一）依申请公开", "（一）主动公开", "（一）依申请公开"),
    "a heading gone": ("1.小节\n", "", "<h4>1.小节</h4>", ""),
    "a heading that is none": ("1.小节", "不再是标题。", "<h4>1.小节</h4>", "<p>不再是标题。</p>"),
    "a new heading": ("末 <p>", "末 <p>\n（二）新", "&gt;</p>", "&gt;</p><h3>（二）新</h3>"),
    "a new first line": ("全年", "说明：\n全年", "<p>全年", "<p>说明：</p><p>全年"),
    "an item": ("二\n", "三\n", "<li>二</li>", "<li>三</li>"),
    "a new item": ("一之一\n", "一之一\n一之二\n", "一之一</li></ul></li>", None),
    "a figure of a row": ("规章 | 1", "规章 | 2", "<td>1</td>", "<td>2</td>"),
    "a wide cell": ("合计\n", "总计\n", '"2">合计', '"2">总计'),
    "a new row": ("规章 | 1", "规章 | 1\n办法 | 3", "<td>1</td></tr>", "<td>1</td></tr><tr><td>办法</td><td>3</td></tr>"),
    "a row gone": ("合计\n", "", '<tr><td colspan="2">合计</td></tr>', ""),
    "a list gone": ("一\n一之一\n二\n", "", "<ul><li>一<ul><li>一之一</li></ul></li><li>二</li></ul>", ""),
    "words at a picture": ("［图片：示意图］", "见［图片：示意图］。", PICTURE, f"见{PICTURE}。"),
    "a picture gone": ("［图片：示意图］\n", "", f"<p>{PICTURE}</p>", ""),
}  # fmt: skip


@pytest.mark.parametrize("what", MENDED)
def test_what_changed_is_changed_and_all_else_stays(what):
    typed, now, markup, expected = MENDED[what]
    assert typed in LINES and markup in WORDS

    made = with_lines(WORDS, LINES.replace(typed, now, 1))

    if expected is None:
        assert plain_lines(made) == LINES.replace(typed, now, 1) and made.count("<li>") == 4
    else:
        assert made == WORDS.replace(markup, expected, 1)


def test_a_moved_picture_comes_along():
    typed = "\n".join(["［图片：示意图］", *[x for x in LINES.split("\n") if "图片" not in x]])

    assert with_lines(WORDS, typed).startswith(f"<p>{PICTURE}</p><p>全年")


def test_an_empty_section_takes_paragraphs_and_headings_and_gives_them_up_again():
    made = with_lines("", "第一段。\n（一）标题\n<b>")

    assert made == "<p>第一段。</p><h3>（一）标题</h3><p>&lt;b&gt;</p>"
    assert with_lines(made, " \n") == ""


@pytest.mark.parametrize("row", ["<td>甲</td><td></td><td>乙</td>", "<td>|</td><td></td><td></td>"])
def test_a_row_with_blanks_or_bars_in_its_cells_comes_back_as_it_was(row):
    table = f"<table><tbody><tr>{row}</tr></tbody></table><p>末</p>"

    assert with_lines(table, plain_lines(table)) == table


def test_a_row_beside_a_bar_is_mended_cell_by_cell():
    table = "<table><tbody><tr><td>甲|乙</td><td>3</td></tr></tbody></table><p>末</p>"

    mended = with_lines(table, plain_lines(table).replace("3", "4"))

    assert mended == table.replace("3", "4")


_PIECES = st.sampled_from(
    ["<p>", "</p>", "<ul><li>", "</li></ul>", "<li>", "<br>", "<table><tr><td>", "</td><td>",
     "</table>", "<tr>", "<th>", "<h3>", "</h3>", "<strong>", PICTURE, "甲", "乙 丙", "&lt;", "\n", " | "]
)  # fmt: skip
_MARKUP = st.lists(_PIECES, max_size=25).map("".join).map(clean)


@given(_MARKUP)
def test_any_narrative_comes_back_as_it_was(markup):
    assert with_lines(markup, plain_lines(markup)) == markup


@given(_MARKUP, st.lists(st.sampled_from(["甲", "乙 丙", "丁", "（一）戊", "<p>"]), max_size=6))
def test_whatever_is_typed_is_all_there(markup, typed):
    made = with_lines(markup, "\n".join(typed))

    assert plain_lines(made) == "\n".join(typed)
    assert clean(made) == made
