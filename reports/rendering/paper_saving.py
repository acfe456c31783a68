"""Paper saved: what is set closer when that saves a page.

Source: GB/T 9704-2012, 7.3.5.5: where the space left does not hold the end of a document, the
distance of lines may be adjusted.

What may be set closer is known only once the pages are made. Only the pages that it can change are
made again then, from the same boxes in other styles: to lay out everything twice took half as long
again. This leans on WeasyPrint beyond its manual, as press.py does.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.page import make_all_pages as _make_all_pages

_PT = 4 / 3  # px
# What print.css says, and what takes its place. Rows of 17 pt for table 二: the padding of its cells.
_CELL, _LESS_CELL = 4.5 * _PT, 1 * _PT
# The air over a table.
_AIR, _LESS_AIR = 7 * _PT, 3 * _PT
# 23 lines a page after the tall table.
_LINE, _LESS_LINE = 28.99 * _PT, 27.5 * _PT
# So many lines before the signature may be drawn back to the page before.
_FEW_LINES = 2

# A box and what changes in its style: the property, the new length in px.
Change = tuple[Any, str, float]


def make_all_pages(context: Any, root_box: Any, html: Any, pages: list) -> list:
    """Return the pages as WeasyPrint makes them, set closer where that saves one."""
    made = list(_make_all_pages(context, root_box, html, pages))
    parts = _parts(root_box)
    for look in closer(made) if parts and not pages else ():
        changes, start = _LOOKS[look](made, parts)
        states = context.page_maker
        before = [(box, box.style) for box, _, _ in changes]
        _set(changes)
        # What is kept of a page (kept/pages.py) is of those that are set alike.
        context.closer = (*getattr(context, "closer", ()), look)
        context.page_maker = [(*state, dict(remade)) for *state, remade in states[: start + 1]]
        # From here on, pages are made.
        context.page_maker[-1][-1]["content_changed"] = True
        saved = list(_make_all_pages(context, root_box, html, made[:start]))
        if len(saved) < len(made):
            made = saved
        else:
            for box, style in reversed(before):
                box.style = style
            context.page_maker = states
            context.closer = context.closer[:-1]
    return made


def _set(changes: list[Change]) -> None:
    """Give the boxes other styles: copies, for a style is shared with other boxes and reports."""
    for box, name, px in changes:
        # Kept with the style that they are of, some three a style: the next report needs the same.
        copies = vars(box.style).setdefault("closer", {})
        copy = copies.get((name, px))
        if copy is None:
            copy = copies[name, px] = box.style.copy()
            copy[name] = box.style[name]._replace(value=px)
        box.style = copy


def closer(pages: list) -> list[str]:
    """Return what may each take fewer pages than `pages`.

    `compact` sets the rows of a table closer that just missed the page before its own; `tight` the
    lines of the last sections when little more than the signature stands on the last page.
    """
    looks = []
    if any(_just_missed(before, page) for before, page in zip(pages, pages[1:], strict=False)):
        looks.append("compact")
    if len(pages) > 1 and _ends_with_little(pages[-1]):
        looks.append("tight")
    return looks


def _compact(pages: list, parts: list) -> tuple[list[Change], int]:
    """Return what changes, and the number, from 0, of the first page that may be another then."""
    changes: list[Change] = []
    for box in (box for part in parts if _kind(part) == "whole" for box in part.descendants()):
        if isinstance(box, boxes.TableCellBox) and _is(box, "padding_top", _CELL):
            changes += [(box, side, _LESS_CELL) for side in ("padding_top", "padding_bottom")]
        elif box.element_tag == "table" and _is(box, "margin_top", _AIR):
            changes.append((box, "margin_top", _LESS_AIR))
    # The table may come to stand on the page before.
    return changes, max(0, _numbers(pages, "whole")[0] - 1)


def _tight(pages: list, parts: list) -> tuple[list[Change], int]:
    tall = [n for n, part in enumerate(parts) if _kind(part) == "tall"]
    if not tall:
        return [], len(pages) - 1
    changes = [
        (box, "line_height", _LESS_LINE)
        for part in parts[tall[-1] + 1 :]
        for box in part.descendants()
        if _is(box, "line_height", _LINE)
    ]
    return changes, _numbers(pages, "tall")[-1]


_LOOKS: dict[str, Callable] = {"compact": _compact, "tight": _tight}


def _is(box: Any, name: str, px: float) -> bool:
    value = box.style[name]
    return getattr(value, "unit", "") == "px" and abs(value.value - px) < 0.01


def _kind(part: Any) -> str | None:
    return part.element.get("class")


def _numbers(pages: list, kind: str) -> list[int]:
    """Return the numbers, from 0, of the pages with a part of a kind."""
    return [n for n, page in enumerate(pages) if any(_kind(p) == kind for p in _parts(page))]


def _just_missed(before: Any, page: Any) -> bool:
    first, last = _parts(page)[0], _parts(before)[-1]
    if _kind(first) != "whole" or len(_parts(page)) > 1:
        return False
    room = before.content_box_y() + before.height - last.position_y - last.margin_height()
    rows = sum(isinstance(box, boxes.TableRowBox) for box in first.descendants())
    saved = rows * 2 * (_CELL - _LESS_CELL) + _AIR - _LESS_AIR
    return first.margin_height() - saved <= room


def _ends_with_little(page: Any) -> bool:
    *sections, signature = _parts(page)
    if signature.element.tag != "footer":
        return False
    inside = [box for section in sections for box in section.descendants()]
    lines = sum(isinstance(box, boxes.LineBox) for box in inside)
    return lines <= _FEW_LINES and not any(isinstance(box, boxes.TableBox) for box in inside)


def _parts(box: Any) -> list:
    """Return the boxes of the report's parts, on a page or in all; none of what is no report."""
    inside = (one for one in box.descendants() if one.element is not None)
    main = next((one for one in inside if one.element.tag == "main"), None)
    return list(main.children) if main else []
