"""WeasyPrint is still what composing.py, press.py and tags.py were written for.

An update of WeasyPrint must pass here first: the functions that we replace have their signatures
and are called from where we replace them, and what we set is what WeasyPrint would have set.
"""

import inspect
import random
import re
import sys
import unicodedata
from pathlib import Path

import pypdfium2
import pytest
import weasyprint
from PIL import ImageChops
from weasyprint import CSS, HTML, draw
from weasyprint.layout import inline
from weasyprint.text import line_break

from reports.rendering.page.layout import markup, style_sheet
from reports.rendering.page.press import Sheet, fetcher, press
from reports.rendering.typesetting import composing
from reports.rendering.typesetting.fonts import faces, font_configuration
from tests.rendering.reading import LEFT, Sheets

ROOT = Path(__file__).parents[3]
WRITTEN_FOR = "70.0"
# Where WeasyPrint's own functions went, and ours that stand in for them.
REPLACED = {
    "split_first_line": composing._split_first_line,
    "strut": composing._strut,
    "justify_line": composing._justify_line,
    "draw_text": composing._draw_text,
    "draw_line": composing._draw_line,
    "draw_collapsed_borders": composing._draw_collapsed_borders,
}
# Who may go on with WeasyPrint's own: lengths in `lh`, lines under words.
STILL_OWN = {
    "strut": ["weasyprint.css.computed_values", "weasyprint.css.units"],
    "draw_line": ["weasyprint.draw.text"],
}


@pytest.fixture(scope="module")
def weasyprints_own():
    """Configuration and style by which WeasyPrint sets everything itself: there is no type case."""
    configuration = font_configuration(faces())
    return configuration, CSS(string=style_sheet(faces().css), font_config=configuration)


@pytest.fixture(scope="module")
def ours():
    return press(faces())


def printed(html: str, way) -> Sheets:
    configuration, style = way
    return Sheets(Sheet(html).write_pdf(font_config=configuration, stylesheets=[style]))


def page(*paragraphs: str) -> str:
    words = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f'<html lang="zh-CN"><head><title>题</title></head><body>{words}</body></html>'


def made_up(seed: int) -> str:
    """Return a paragraph of words, numbers and marks on whose breaks all agree."""
    dice = random.Random(seed)

    def words(most: int) -> str:
        return "".join(
            dice.choice("公开政府信息年度报告市区县人员管理") for _ in range(dice.randint(1, most))
        )

    kinds = [
        lambda: words(9),
        lambda: words(5) + dice.choice("，。、；：！"),
        lambda: f"《{words(6)}》",
        lambda: f"{dice.randrange(100000)}件",
        lambda: f"（{words(3)}）",
    ]
    text = "".join(dice.choice(kinds)() for _ in range(dice.randint(12, 24)))
    return text + "。"


def test_the_pinned_version_is_the_one_that_was_studied():
    pinned = re.search(r"^weasyprint==(\S+)", (ROOT / "requirements.txt").read_text(), re.M)[1]

    assert pinned == WRITTEN_FOR == weasyprint.__version__


@pytest.mark.parametrize("name", REPLACED)
def test_a_function_of_ours_takes_what_weasyprints_takes(name):
    own, ours = inspect.signature(REPLACED[name]), inspect.signature(getattr(composing, name))

    assert [*own.parameters] == [*ours.parameters]
    assert [p.default for p in own.parameters.values()] == [
        p.default for p in ours.parameters.values()
    ]


@pytest.mark.parametrize("name", REPLACED)
def test_whoever_calls_it_calls_ours(name, ours):
    modules = [module for path, module in sys.modules.items() if path.startswith("weasyprint")]

    own = {module.__name__ for module in modules if vars(module).get(name) is REPLACED[name]}

    assert own <= {REPLACED[name].__module__, *STILL_OWN.get(name, ())}


def test_installing_twice_changes_nothing():
    composing.install()
    before = line_break.split_first_line, inline.justify_line, draw.draw_text
    composing.install()

    assert before == (line_break.split_first_line, inline.justify_line, draw.draw_text)


def paragraphs(sheets: Sheets) -> list[list[str]]:
    """Return the lines of each paragraph: an indented line begins one."""
    found: list[list[str]] = []
    for row in [row for n in range(len(sheets.pages)) for row in sheets.rows(n)]:
        if row[0].left > LEFT + 20:
            found.append([])
        found[-1].append("".join(mark.text for mark in row))
    return found


def test_lines_break_where_weasyprint_breaks_them(ours, weasyprints_own):
    html = page(*map(made_up, range(60)))

    mine, theirs = paragraphs(printed(html, ours)), paragraphs(printed(html, weasyprints_own))

    # A last line of one character is where ours differ: it gets company.
    alike = [(own, ours) for own, ours in zip(theirs, mine, strict=True) if len(own[-1]) > 3]
    assert len(alike) > 40
    assert [ours for _, ours in alike] == [own for own, _ in alike]


def test_characters_stand_where_weasyprint_puts_them(ours, weasyprints_own):
    html = page("公开abc，12“年”报", "<strong>黑体</strong><em>楷体</em>公开", "（一）《条例》—…")

    mine, theirs = printed(html, ours).pages[0], printed(html, weasyprints_own).pages[0]

    assert [m.text for m in mine] == [m.text for m in theirs]
    places = [(mark.left, mark.base) for mark in theirs]
    assert [(mark.left, mark.base) for mark in mine] == [pytest.approx(p, abs=0.1) for p in places]


def test_text_that_must_be_shaped_is_left_to_weasyprint(ours):
    sheets = printed(page("公开 cafe\u0301 信息"), ours)

    assert unicodedata.normalize("NFC", sheets.lines(0)[0]) == "公开café信息"


def test_joined_rules_look_like_weasyprints(city, ours, monkeypatch):
    def picture():
        configuration, style = ours
        pdf = Sheet(markup(city)).write_pdf(font_config=configuration, stylesheets=[style])
        return pypdfium2.PdfDocument(pdf)[5].render(scale=2).to_pil().convert("L")

    mine = picture()
    monkeypatch.setattr(draw, "draw_collapsed_borders", composing._draw_collapsed_borders)
    monkeypatch.setattr(draw, "draw_line", composing._draw_line)
    difference = ImageChops.difference(mine, picture())

    # Corners differ by a shade; a rule that is missing would be black.
    assert sum(1 for value in difference.get_flattened_data() if value > 80) < 60


def test_quick_reading_gives_the_page_that_weasyprint_reads(city):
    html = markup(city)
    quick, own = Sheet(html), HTML(string=html, url_fetcher=fetcher())

    assert vars(quick).keys() == vars(own).keys()
    for mine, theirs in zip(quick.etree_element.iter(), own.etree_element.iter(), strict=True):
        assert (mine.tag, mine.attrib) == (theirs.tag, theirs.attrib)
        assert (mine.text or "").strip() == (theirs.text or "").strip()


def test_a_page_that_is_not_well_formed_is_read_all_the_same(ours):
    assert printed("<p>公开<br>信息<p>年报", ours).lines(0) == ["公开", "信息", "年报"]


def test_a_fetch_from_outside_is_refused():
    with pytest.raises(ValueError, match="not allowed|protocol"):
        fetcher()("http://127.0.0.1:9/x")
    with pytest.raises(ValueError, match="not allowed|protocol"):
        fetcher()("file:///etc/passwd")
