"""What selectors look at is read from the sheets; a sheet of other selectors is left to WeasyPrint."""

import pytest

from reports.rendering import kept
from reports.rendering.kept.cascade import looks
from reports.rendering.page.layout import base_style, style_sheet
from reports.rendering.page.press import Sheet, press, sheet_of
from reports.rendering.typesetting.fonts import faces

WORDS = "".join(f"<li>第{n}项</li>" for n in range(1, 12))
PAGE = f"""<html lang="zh-CN"><head><title>题</title></head><body><h2>一</h2>
<div class="scroll"><p id="a">甲</p></div><div class="scroll"><p style="color: blue">乙</p></div>
<div><div class="scroll">戊</div><div class="scroll"><p>丁</p></div></div><ol>{WORDS}</ol><p lang="en">one</p><p>丙</p></body></html>"""


def printed(style: str) -> bytes:
    configuration, ours = press(faces())
    sheet = sheet_of(style, font_config=configuration)
    return Sheet(PAGE).write_pdf(font_config=configuration, stylesheets=[ours, sheet])


def test_the_sheets_of_a_report_are_read():
    assert "class" in looks(base_style()).attributes
    seen = looks(style_sheet(faces().css))
    assert {".scroll", "li"} <= seen.placed
    assert "scope" in seen.attributes


@pytest.mark.parametrize(
    "style",
    ["p ~ p {color: red}", "p:not(.a) {color: red}", ":first-child {color: red}", "p:hover {color: red}",
     "h1 + h2 + p {color: red}", "* + p {color: red}x{", "@supports (a: b) {p {color: red}}",
     "p:empty {color: red}", "p:is(.a, .b) {color: red}"],
)  # fmt: skip
def test_a_sheet_that_looks_at_more_is_not_trusted(style):
    found = looks(style)

    assert found is None or found.placed


def test_a_sheet_for_screens_only_is_not_looked_at():
    assert looks("@media screen { p:empty {color: red} }") == looks("")


@pytest.mark.parametrize(
    "style",
    ["li:nth-child(3) {color: red}", ".scroll + .scroll p {color: red}", ".scroll:last-child {color: red}",
     "p[id=a] {color: red}", "p ~ p {color: red}", "p:not([id]) {color: red}", "h2 + .scroll {color: red}",
     "p:first-child {color: red}", "[lang=en] {color: red}", "#a::before {content: '一'}",
     "body > p + p {color: red}", "body > ol > li:nth-child(n+10)::before {color: red}"],
)  # fmt: skip
def test_every_style_is_what_weasyprint_finds(style):
    ours = printed(style)
    with kept.off():
        theirs = printed(style)

    assert ours == theirs == printed(style)
    assert ours != printed("")
