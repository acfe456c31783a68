"""The structure elements of a page, made from its boxes.

This stands for WeasyPrint's `_build_box_tree`, which makes an element of every line of text and maps the
headers of every table, both to be taken out again by tags.py: text belongs to the paragraph or the cell
that it stands in. tests/rendering/page/test_tags.py holds the two to the same tree.
"""

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags as weasy_tags

_build_box_tree = weasy_tags._build_box_tree
# What has rules of its own there: lists within lists, figures' alternates, links.
_PLAIN = frozenset(("P", "H1", "H2", "H3", "H4", "Sect", "Part", "Div", "NonStruct", "TR", "THead", "TBody", "TH", "TD", "Span"))  # fmt: skip


def install() -> None:
    """Have WeasyPrint make its tags this way; to do so again changes nothing."""
    weasy_tags._build_box_tree = build_box_tree


def build_box_tree(box, parent, pdf, page_number, nums, annotations, tags) -> Iterator[Any]:
    """Yield the elements of a box, made under `parent`: plain ones here, others as WeasyPrint does."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    name = None if box.element is None else box.element_tag
    kind = weasy_tags._get_pdf_tag(name)
    if kind == "Table" and box.is_table_wrapper and box.get_wrapped_table():
        table = box.get_wrapped_table()
        inside = [
            part for child in box.children for part in (child.children if child is table else [child])
        ]
    elif (
        kind in _PLAIN
        and name not in ("html", "body")
        and not isinstance(box, boxes.PageBox | boxes.MarginBox | boxes.ReplacedBox)
        and not box.link_annotation
        and not box.widget_annotation
    ):
        inside = box.children
    else:
        yield from _build_box_tree(box, parent, pdf, page_number, nums, annotations, tags)
        return
    if kind in ("TD", "TH") and parent["S"] in ("/TD", "/TH"):
        # An anonymous block within a cell.
        kind = "NonStruct"
    page = b"%d 0 R" % pdf.pages["Kids"][3 * page_number]
    element = pydyf.Dictionary(
        {"Type": "/StructElem", "S": f"/{kind}", "K": pydyf.Array(), "Pg": page, "P": parent.reference}
    )
    pdf.add_object(element)
    if kind in ("TH", "TD"):
        element["A"] = _table_attributes(box)
        element.cell = box.element
        box.mark = element
    _fill(element, inside, pdf, page_number, nums, annotations, tags)
    yield element


def _table_attributes(cell: Any) -> pydyf.Dictionary:
    attributes = pydyf.Dictionary({"O": "/Table"})
    if cell.colspan != 1:
        attributes["ColSpan"] = cell.colspan
    if cell.rowspan != 1:
        attributes["RowSpan"] = cell.rowspan
    return attributes


def _fill(element: Any, inside: list, pdf: Any, page_number: int, nums: dict, annotations: list, tags: dict) -> None:  # fmt: skip
    """Put what is in a box into its element: text by its mark, boxes as elements of their own."""
    kids, reference = element["K"], element.reference
    for child in inside:
        for one in child.children if isinstance(child, boxes.LineBox) else (child,):
            if isinstance(one, boxes.TextBox):
                mark = tags.pop(one)["mcid"]
                kids.append(mark)
                nums[mark] = reference
            else:
                # Before what a nested list adds to it meanwhile.
                at = len(kids)
                made = build_box_tree(one, element, pdf, page_number, nums, annotations, tags)
                kids[at:at] = [child.reference for child in made]
