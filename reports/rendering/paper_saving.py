"""Paper saved: what is set closer when that saves a page.

Source: GB/T 9704-2012, 7.3.5.5: where the space left does not hold the end of a document, the
distance of lines may be adjusted.
"""

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes

# What a row of a table set closer saves, and the air over it, in px: print.css, `.compact`.
_ROW_PX, _AIR_PX = 7 * 4 / 3, 4 * 4 / 3
# So many lines before the signature may be drawn back to the page before.
_FEW_LINES = 2


def closer(pages: list) -> list[str]:
    """Return the classes of a body that may each take fewer pages than `pages`.

    `compact` sets the rows of a table closer that just missed the page before its own; `tight` the
    lines of the last sections when little more than the signature stands on the last page.
    """
    looks = []
    if any(_just_missed(before, page) for before, page in zip(pages, pages[1:], strict=False)):
        looks.append("compact")
    if len(pages) > 1 and _ends_with_little(pages[-1]):
        looks.append("tight")
    return looks


def _just_missed(before: Any, page: Any) -> bool:
    first, last = _parts(page)[0], _parts(before)[-1]
    if first.element.get("class") != "whole" or len(_parts(page)) > 1:
        return False
    sheet = before._page_box
    room = sheet.content_box_y() + sheet.height - last.position_y - last.margin_height()
    rows = sum(isinstance(box, boxes.TableRowBox) for box in first.descendants())
    return first.margin_height() - rows * _ROW_PX - _AIR_PX <= room


def _ends_with_little(page: Any) -> bool:
    *sections, signature = _parts(page)
    if signature.element.tag != "footer":
        return False
    inside = [box for section in sections for box in section.descendants()]
    lines = sum(isinstance(box, boxes.LineBox) for box in inside)
    return lines <= _FEW_LINES and not any(isinstance(box, boxes.TableBox) for box in inside)


def _parts(page: Any) -> list:
    """Return the boxes of the report's parts on a page."""
    return list(next(_all_main(page)).children)


def _all_main(page: Any) -> Iterator[Any]:
    return (
        box
        for box in page._page_box.descendants()
        if box.element is not None and box.element.tag == "main"
    )
