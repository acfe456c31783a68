"""A page on which nothing changed is laid out and drawn once, for as long as somebody previews it.

A page follows from where it begins, from its number and side, and from the parts of the report that
stand on it: the title, the preface, a section, the signature. Where these are the same as before, the
page is the one made then: its boxes, the page number under it and, once drawn, what the PDF says of it.
So a preview after one changed sentence makes the pages on which that section stands, and none of the
others.

Only pages of plain text in our own faces are kept: no picture, nothing that floats or is fixed, no
style sheet that was made for one PDF.
"""

from copy import copy, deepcopy
from typing import Any

import pydyf
from weasyprint.document import Page
from weasyprint.formatting_structure import boxes, build
from weasyprint.layout import background
from weasyprint.layout import page as pages

from ..typesetting.composing import SetLine
from .parts import Told, told
from .replacing import Asked, Pair, Recent

# Half a megabyte each, so thirty at most. A preview makes some twelve pages, five after a changed sentence.
_MOST = 60
_SIZES = (
    "width", "height", "margin_top", "margin_bottom", "margin_left", "margin_right",
    "padding_top", "padding_bottom", "padding_left", "padding_right",
    "border_top_width", "border_bottom_width", "border_left_width", "border_right_width",
)  # fmt: skip
_make_page = pages.make_page
_make_margin_boxes = pages.make_margin_boxes
_layout_backgrounds = background.layout_backgrounds
_paint = Page.paint
_kept = Asked(_MOST)
_margins = Recent(_MOST)


class _Kept:
    """A page that was made, what stood from its first part on, and what was worked out of it since."""

    def __init__(self, page: Any, told: list[bytes], elements: list, end: tuple, sheets: list):
        self.page = page
        # Its parts, and what no page of ours has: footnotes and other notes.
        self.children = page.children
        # What the report says in the page's parts, and in the next one.
        self.told = told
        place = {element: at for at, element in enumerate(elements)}
        self.boxes = [(box, place[box.element]) for box in page.descendants() if box.element is not None]
        # Where the next page begins, and how.
        self.resume_at, self.next_page = end
        self.sizes = page.style["size"], (page.width, page.height)
        # The sheets are held with what is kept for them: no number of theirs is given to another.
        self.sheets = sheets
        # The page with its number and grounds, and the counters that gave the number.
        self.finished: dict | None = None
        self.counters: dict | None = None
        self.links: list = []
        self.drawn: dict[tuple, _Drawn] = {}


def make_page(context, root_box, page_type, resume_at, page_number, page_state):
    """Make a page, or return the one that was made before of the same; and where the next begins."""
    report = _told(context, root_box, page_state)
    if report is None or page_type.blank:
        return _make_page(context, root_box, page_type, resume_at, page_number, page_state)
    sheets = [sheet for sheet, *_ in context.style_for._sheets]
    first = _part(resume_at, 0)
    key = (
        report.frame, report.parts[first], *map(id, sheets), *page_type, page_number, context.forced_break,
        getattr(context, "closer", ()), _frozen(resume_at),
    )  # fmt: skip
    kept = _kept.recall(key)
    if kept and kept.told == report.parts[first : first + len(kept.told)]:
        elements = report.elements(first, len(kept.told))
        for box, at in kept.boxes:
            box.element = elements[at]
        return _again(kept, context, root_box, page_type, page_number, page_state)
    page, resume_at, next_page = _make_page(
        context, root_box, page_type, resume_at, page_number, page_state
    )
    if _kept.is_asked_again(key) and _is_plain(context, page):
        # The part after the last was looked at: whether it may be parted from this page.
        seen = report.parts[first : _part(resume_at, len(report.parts)) + 2]
        elements, end = report.elements(first, len(seen)), (_copied(resume_at), dict(next_page))
        page.kept = _kept.keep(key, _Kept(page, seen, elements, end, sheets))
    return page, resume_at, next_page


def _told(context: Any, root: Any, page_state: tuple) -> Told | None:
    """Return what a report says; None where more than that decides what stands on its pages."""
    if not hasattr(context, "told"):
        context.told = told(context.style_for, root.element)
        if context.told:
            (body,) = root.children
            (main,) = body.children
            if [box.element for box in main.children] != list(main.element):
                context.told = None
    quote_depth, counters, _, _ = page_state
    waits = (
        context.footnotes, context.reported_footnotes, context.broken_out_of_flow,
        context.running_elements, context.target_collector.counter_lookup_items,
        quote_depth[0], counters.keys() - {"page", "pages"},
    )  # fmt: skip
    return None if any(waits) else context.told


def _part(resume_at: dict | None, otherwise: int) -> int:
    """Return in which part of main a page ends or begins."""
    for _ in range(2):
        resume_at = (resume_at or {}).get(0)
    return next(iter(resume_at)) if resume_at else otherwise


def _frozen(resume_at: dict | None) -> tuple | None:
    return resume_at and tuple((at, _frozen(inner)) for at, inner in resume_at.items())


def _copied(resume_at: dict | None) -> dict | None:
    return resume_at and {at: _copied(inner) for at, inner in resume_at.items()}


def _is_plain(context: Any, page: Any) -> bool:
    _, footnote_area, note_area = page.children
    if page.fixed_boxes or footnote_area.children or note_area.children or context.broken_out_of_flow:
        return False
    return all(
        isinstance(box.pango_layout, SetLine)
        if isinstance(box, boxes.TextBox)
        else isinstance(box, boxes.Box) and not isinstance(box, boxes.ReplacedBox)
        for box in page.descendants(placeholders=True)
    )


def _again(kept: _Kept, context: Any, root_box: Any, page_type: Any, number: int, page_state: tuple) -> tuple:
    """Return a page that was made before, and leave everything else as if it were made now."""
    style = context.style_for(page_type)
    style["overflow"] = root_box.viewport_overflow
    page = kept.page.copy()
    page.page_type, page.style = page_type, style
    page.children = [kept.children[0].copy(), *kept.children[1:]]
    if number == 1:
        sizes = context.style_for.initial_page_sizes
        sizes["box"], sizes["area"] = kept.sizes
    context.current_page = number
    # What stands in the margins is laid out against the bottom of the last page that was made.
    context.page_bottom = page.content_box_y() + page.height
    pages._standardize_page_based_counters(style, None)
    build.update_counters(page_state, style)
    for box in kept.links:
        vars(box).pop("link_annotation", None)
    return page, _copied(kept.resume_at), dict(kept.next_page)


def make_margin_boxes(context, page, state):
    """Return the number of a page and what else stands in its margins: as before where it counts the same."""
    kept, counters = getattr(page, "kept", None), state[1]
    if kept and kept.finished and kept.counters == counters and not context.string_set:
        page.is_finished = True
        return kept.finished["children"][1:]
    if not kept or context.string_set:
        return list(_make_margin_boxes(context, page, state))
    # The same on a page with other words: by what it follows from, its style by the page's kind.
    key = (
        *map(id, kept.sheets), *page.page_type, repr(state[:2]), context.page_bottom,
        *(vars(page)[name] for name in _SIZES),
    )  # fmt: skip
    made, _ = _margins.recall(key) or (None, None)
    if made is None:
        made, _ = _margins.keep(key, (list(_make_margin_boxes(context, page, state)), kept.sheets))
    kept.counters = deepcopy(counters)
    return list(made)


def layout_backgrounds(page, get_image_from_uri):
    """Lay out what stands behind the boxes of a page, once: this is the last that is done to it."""
    kept = getattr(page, "kept", None)
    if kept and page.__dict__.pop("is_finished", False):
        vars(page).update(kept.finished)
        return
    _layout_backgrounds(page, get_image_from_uri)
    if kept and kept.counters:
        kept.finished = vars(page).copy()
        kept.drawn.clear()


class _Drawn:
    """What drawing a page adds to a PDF: to its stream, marks, fonts and states."""

    def __init__(self, content: bytes, tags: dict | None, fonts: dict, states: dict):
        self.content, self.tags, self.fonts, self.states = content, tags, fonts, states


def paint(self, stream, scale=1):
    """Draw a page, or put down what was drawn before."""
    kept = getattr(self._page_box, "kept", None)
    if kept is None or not kept.finished or stream._tags:
        _paint(self, stream, scale)
        return
    kept.links = [box for *_, box in self.links]
    key = scale, stream._tags is None
    if key not in kept.drawn:
        drawn = _draw(self, stream, scale)
        if drawn is None:
            _paint(self, stream, scale)
            return
        kept.drawn[key] = drawn
    _put(kept.drawn[key], stream)


def _draw(page: Page, stream: Any, scale: float) -> _Drawn | None:
    """Return what drawing a page adds; None where that depends on what was drawn before."""
    own = stream.clone(
        fonts={},
        images={},
        tags=None if stream._tags is None else {},
        resources={kind: {} for kind in ("ExtGState", "XObject", "Pattern", "Shading")},
    )
    _paint(page, own, scale)
    states = own._resources.pop("ExtGState")
    if any(own._resources.values()) or any(name[0] not in "aA" for name in states):
        return None
    content = b"\n".join(map(pydyf._to_bytes, own.stream))
    return _Drawn(content, own._tags, own._fonts, states)


def _put(drawn: _Drawn, stream: Any) -> None:
    stream.stream.append(drawn.content)
    if drawn.tags:
        stream._tags.update(drawn.tags)
    for name, state in drawn.states.items():
        stream._resources["ExtGState"].setdefault(name, pydyf.Dictionary(state))
    for key, font in drawn.fonts.items():
        own = stream._fonts.get(key)
        if own is None:
            own = stream._fonts[key] = copy(font)
            own.widths, own.to_unicode, own.missing = {}, {}, {}
        for glyph, width in font.widths.items():
            own.widths.setdefault(glyph, width)
        for glyph, character in font.to_unicode.items():
            own.to_unicode.setdefault(glyph, character)


PAIRS = (
    Pair(_make_page, make_page),
    Pair(_make_margin_boxes, make_margin_boxes),
    Pair(_layout_backgrounds, layout_backgrounds),
    Pair(_paint, paint, Page),
)
