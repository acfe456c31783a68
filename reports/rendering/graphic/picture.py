"""The picture of a 图解: a page of our own layout, 1080 pixels wide, laid out by WeasyPrint and
drawn by pdfium. No browser; the same facts give the same bytes."""

import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from weasyprint import CSS

from ..page.page_images import picture_of
from ..page.pdf import MissingGlyphs, one_at_a_time
from ..page.press import Sheet, press
from ..page.title_lines import title_lines
from ..typesetting.fonts import Faces, faces
from ..typesetting.prose import visible
from .facts import Facts, Line, Review
from .words import Part, number, share, than, told

WIDTH = 1080
_MEASURE = 936
_TALLEST = 8000  # more than every part with its longest words
_LONG = 8  # digits of a number that is set smaller
_YEAR = 118  # where the bars of the years begin
_CSS_PX = 0.75  # of a point
_DIGIT_EM = 0.56


def picture(facts: Facts) -> bytes:
    """Return the picture as a PNG; raise MissingGlyphs before drawing a box."""
    words = told(facts)
    in_use = faces()
    text = visible(facts.title + facts.organ)
    lacking = [c for c in dict.fromkeys(text) if ord(c) not in in_use.characters and _is_printed(c)]
    if lacking:
        raise MissingGlyphs(lacking)
    context = {
        "facts": facts,
        "title": words.title,
        "title_lines": title_lines(visible(facts.title), visible(facts.organ)),
        "parts": _parts(facts, words.parts),
        "note": words.note,
    }
    markup = render_to_string("document/graphic.html", context)
    with one_at_a_time():
        configuration, _ = press(in_use)
        sheets = Sheet(markup).render(font_config=configuration, stylesheets=[_style(in_use)])
        (page,) = sheets.pages
        height = _height(page)
        pdf = sheets.write_pdf()
    return picture_of(pdf, WIDTH, height)


def _is_printed(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Zl", "Zp")


@lru_cache(maxsize=4)
def _style(in_use: Faces) -> CSS:
    stacks = {name: mark_safe(stack) for name, stack in in_use.css}
    style = render_to_string("document/graphic.css", {"faces": stacks, "height": _TALLEST})
    configuration, _ = press(in_use)
    return CSS(string=style, font_config=configuration)


def _height(page: Any) -> int:
    """Return the height of the one page's words, in pixels."""
    (html,) = page._page_box.children[:1]
    (body,) = html.children
    (main,) = body.children
    return round(main.position_y + main.margin_height())


def _parts(facts: Facts, parts: tuple[Part, ...]) -> list[dict]:
    requests, results, *reviews = parts
    return [
        {"heading": requests.heading, "look": "than", **_counted(facts.received, facts)}
        | {"sentences": _beside(facts.received, requests), "rows": _bars(facts.applicants, facts.received)}
        | {"beneath": "谁在申请"},
        {"heading": results.heading, "look": "than", "sentences": results.sentences}
        | {"rows": _bars(facts.results, facts.processed)},
        *(_review(one, part, facts) for one, part in zip(facts.reviews, reviews, strict=True)),
    ]


def _beside(line: Line, part: Part) -> list[str]:
    """Return the sentences that stand beside a number that is printed large: it is not said again."""
    said = than(line)
    first = [said] if said else []
    return [*(first if line.value else part.sentences[:1]), *part.sentences[1:]]


def _counted(line: Line, facts: Facts) -> dict:
    """Return a number printed large, and this year's and last year's as bars."""
    if not line.value:
        return {"years": []}
    text = number(line.value)
    return {"big": text, "is_long": len(text) > _LONG, "years": _years(line, facts)}


def _years(line: Line, facts: Facts) -> list[dict]:
    if line.value is None or line.before is None:
        return []
    pairs = ((facts.year, line.value), (facts.year_before, line.before))
    longest = max(len(number(value)) for _, value in pairs)
    room = _MEASURE - _YEAR - 24 - int(longest * _DIGIT_EM * 30)
    most = max(line.value, line.before)
    return [
        {"caption": f"{year}年", "value": number(value), "width": (width := _width(value, most, room))}
        | {"after": _YEAR + width + (16 if width else 0)}
        for year, value in pairs
    ]


def _width(value: Decimal, most: Decimal, room: int) -> int:
    """Return the length of a bar; what is not nought can be seen."""
    return max(3, round(room * value / most)) if value and most else 0


def _bars(lines: tuple[Line, ...], whole: Line) -> list[dict]:
    shown = [line for line in lines if line.value]
    most = max((line.value for line in shown), default=Decimal(0))
    most = max(most, whole.value or most)
    return [
        {"caption": line.caption, "value": number(line.value), "share": share(line.value, whole.value)}
        | {"width": _width(line.value, most, _MEASURE)}
        for line in sorted(shown, key=lambda line: -line.value)
    ]


def _review(review: Review, part: Part, facts: Facts) -> dict:
    line = review.total
    made = {"heading": part.heading, "look": "than", **_counted(line, facts)}
    return made | {"sentences": _beside(line, part), "strip": _strip(review), "beneath": "审理结果"}


def _strip(review: Review) -> list[dict]:
    """Return how the reviews of a kind ended, as pieces of one bar."""
    ends = [(n, line) for n, line in enumerate(review.outcomes) if line.value]
    whole = sum((line.value for _, line in ends), Decimal(0))
    pieces, left = [], 0
    for at, (tone, line) in enumerate(ends, 1):
        rest = len(ends) - at
        width = _MEASURE - left if not rest else _width(line.value, whole, _MEASURE - 2 * len(ends))
        pieces.append({"caption": line.caption, "value": number(line.value), "tone": f"s{tone}", "left": left}
                      | {"width": width})  # fmt: skip
        left += width + 2
    return pieces
