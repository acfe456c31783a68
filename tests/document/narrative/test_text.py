"""What a narrative may hold, whatever comes in; and its plain text."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.document.narrative.headings import heading_level
from reports.document.narrative.text import (
    ATTRIBUTES,
    TAGS,
    clean,
    count_characters,
    has_words,
    plain_text,
)

HEADINGS = json.loads((Path(__file__).parent / "headings.json").read_text())["lines"]
PICTURE = "/reports/7/pictures/" + "a" * 64
SNIPPETS = [
    "<p>", "</p>", "<b>", "</b>", "<i>", "<ul>", "</ul>", "<ol>", "<li>", "</li>", "<table>",
    "</table>", "<tr>", "<td>", "<th colspan=3>", "</td>", "<td rowspan='2'>", "<div>", "</div>",
    "<h1>", "</h1>", "<h4>", "<br>", "<a href='https://a.cn/?x=1&y=2'>", "</a>", "<sub>", "<sup>",
    '<a href="javascript:alert(1)">', f'<img src="{PICTURE}" alt="图">', "<img src=x onerror=y>",
    "<script>", "</script>", "<!--", "-->", "<![if x]>", "<style>", "&nbsp;", "&lt;", "&#60;", "&",
    "<", ">", '"', "'", "\n", "\u3000", " ", "（一）主动公开", "1.建设", "文字", "words", "<o:p>",
]  # fmt: skip
MARKUP = st.lists(st.one_of(st.sampled_from(SNIPPETS), st.text(max_size=8)), max_size=30).map(
    "".join
)


def tags_in(html: str) -> list[tuple[str, str]]:
    return re.findall(r"<(/?)([a-z0-9]+)", html)


@settings(max_examples=400)
@given(MARKUP)
def test_anything_at_all_becomes_a_narrative(markup):
    html = clean(markup)

    assert {tag for _, tag in tags_in(html)} <= TAGS
    attributes = {
        name for tag in re.findall(r"<[^>]+>", html) for name in re.findall(r' (\w+)="', tag)
    }
    assert attributes <= set().union(*ATTRIBUTES.values())


@settings(max_examples=400)
@given(MARKUP)
def test_what_is_clean_stays_as_it_is(markup):
    html = clean(markup)

    assert clean(html) == html


@given(MARKUP)
def test_every_element_is_closed_in_its_place(markup):
    open_tags = []
    for close, tag in tags_in(clean(markup)):
        if close:
            assert open_tags.pop() == tag
        elif tag not in ("br", "img"):
            open_tags.append(tag)

    assert open_tags == []


@given(st.text(alphabet="一二ab <>&\n", max_size=60))
def test_words_of_a_form_without_scripts_are_kept(text):
    words = re.sub(r"\s", "", text.replace("<", "＜").replace("&", "＆"))

    kept = plain_text(clean(text.replace("<", "＜").replace("&", "＆")))

    assert re.sub(r"\s", "", kept) == words


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' java\nscript:alert(1)'>x</a>",
        "<a href='&#106;avascript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<a href=vbscript:x>x</a>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<p style='background:url(javascript:alert(1))' onclick=alert(1)>x</p>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<img src='data:image/svg+xml;base64,PHN2Zz4='>",
        '<img src="/reports/1/pictures/../../logout" alt="">',
        "<table background='javascript:alert(1)'><tr><td>x</td></tr></table>",
        "<form action='https://evil.example'><button formaction='javascript:1'>x</button></form>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
        "<<script>script>alert(1)<</script>/script>",
        "<p/onmouseover='alert(1)'/x=\"<p>\">x",
        '<a href="https://a.cn/"" onclick=alert(1)>x</a>',
    ],
)
def test_an_attack_leaves_nothing_that_runs(attack):
    html = clean(attack)

    markup = "".join(re.findall(r"<[^>]*>", html)).lower()
    assert not re.search(r"script|\bon\w+=|data:|svg|style|iframe|form|meta|logout", markup)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<b>甲</b><i>乙</i>", "<p><strong>甲</strong><em>乙</em></p>"),
        ("<h1>甲</h1><h2>乙</h2><h5>丙</h5>", "<h3>甲</h3><h3>乙</h3><h4>丙</h4>"),
        ("<div><span style='color:red'>甲</span></div><section>乙</section>", "<p>甲</p><p>乙</p>"),
        ("<p>&nbsp;</p><p>\u3000\u3000甲\u3000</p><p><br></p>", "<p>甲</p>"),
        ("<p>政府信\n息公开 in\n2025</p>", "<p>政府信息公开 in 2025</p>"),
        ("<li>甲</li><li>乙</li>", "<ul><li>甲</li><li>乙</li></ul>"),
        ("<ul><li><p>甲</p><p>乙</p></li></ul>", "<ul><li>甲<br>乙</li></ul>"),
        ("<ul><li>甲</li><ul><li>乙</li></ul></ul>", "<ul><li>甲<ul><li>乙</li></ul></li></ul>"),
        ("<ul><li><ul><li>甲</li></ul></li></ul>", "<ul><li>甲</li></ul>"),
        ("<p>甲 <b>乙</b> 丙</p>", "<p>甲 <strong>乙</strong> 丙</p>"),
        ("<td>甲<td>乙", "<table><tbody><tr><td>甲</td><td>乙</td></tr></tbody></table>"),
        (
            "<table><tr><th>甲</th></tr><tr><td colspan=2 rowspan=1 width=9><p>乙</p></table>丙",
            "<table><thead><tr><th>甲</th></tr></thead>"
            '<tbody><tr><td colspan="2">乙</td></tr></tbody></table><p>丙</p>',
        ),
        (
            "<table><tr><th rowspan=2>甲<th>乙</tr><tr><td>丙</tr></table>",
            '<table><tbody><tr><th rowspan="2">甲</th><th>乙</th></tr>'
            "<tr><td>丙</td></tr></tbody></table>",
        ),
        (
            "<table><tr><td>甲<table><tr><td>乙<td>丙</table></table>",
            "<table><tbody><tr><td>甲<br>乙 丙</td></tr></tbody></table>",
        ),
        ("<p>水<sub>2</sub>米<sup>3</sup></p>", "<p>水<sub>2</sub>米<sup>3</sup></p>"),
        ("<h3><b>甲</b><br>乙</h3>", "<h3>甲 乙</h3>"),
        (f'<p><img src="{PICTURE}" alt="图"></p>', f'<p><img src="{PICTURE}" alt="图"></p>'),
        ("<p><a href='https://a.cn/?a=1&amp;b=2' target=_blank>甲</a></p>",
         '<p><a href="https://a.cn/?a=1&amp;b=2">甲</a></p>'),
    ],
)  # fmt: skip
def test_foreign_markup_is_translated(markup, expected):
    assert clean(markup) == expected


def test_lines_typed_without_scripts_become_paragraphs_and_headings():
    html = clean("（一）主动公开\r\n\r\n  全年公开120条。\n1.队伍建设\n比例<5%")

    assert (
        html == "<h3>（一）主动公开</h3><p>全年公开120条。</p><h4>1.队伍建设</h4><p>比例&lt;5%</p>"
    )


def test_a_line_added_to_stored_paragraphs_without_scripts_is_a_paragraph():
    assert clean("<p>甲</p>\n（一）乙\n丙") == "<p>甲</p><h3>（一）乙</h3><p>丙</p>"


def test_a_paragraph_that_the_clerk_wants_stays_one():
    assert clean("<p>（一）主动公开</p>") == "<p>（一）主动公开</p>"


@pytest.mark.parametrize(("line", "level"), HEADINGS)
def test_a_heading_is_recognised_by_its_number(line, level):
    assert heading_level(line) == level


@pytest.mark.parametrize(
    "unit", ["<ul><li>", "<b>", "<table><tr><td>", "<div>", "<a href='http://a.cn'>"]
)
def test_nesting_without_end_comes_out_shallow(unit):
    html = clean(unit * 20_000 + "甲")

    deepest = max(len(run) for run in re.findall(r"(?:<[a-z]+[^>]*>)+", html) or [""])
    assert "甲" in html and deepest < 200


@pytest.mark.parametrize(
    "unit", ["<", "<a ", '<p "', "<!--", "&#9", "x='", "<td colspan=99>", "&#" + "9" * 5000]
)
def test_hostile_text_of_full_length_is_read(unit):
    markup = unit * (200_000 // len(unit))

    assert clean(clean(markup)) == clean(markup)


def test_plain_text_is_a_block_a_line_with_tabs_between_cells():
    html = clean(
        "<h3>（一）甲</h3><p>乙<br>丙&amp;丁</p><ul><li>戊<ul><li>己</li></ul></li></ul>"
        "<table><tr><td>1</td><td></td><td>3</td></tr><tr><td>4</td></tr></table>"
    )

    assert plain_text(html) == "（一）甲\n乙\n丙&丁\n戊\n己\n1\t\t3\n4"


def test_characters_are_counted_without_white_space():
    assert count_characters("<p>共 120 条。</p><p>𠮷\u3000好</p>") == 8


def test_a_picture_says_something_without_words():
    assert has_words(f'<p><img src="{PICTURE}" alt=""></p>')
    assert not has_words(clean("<p>&nbsp;</p><table><tr><td></td></tr></table>"))
