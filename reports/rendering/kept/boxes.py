"""Shorter ways through WeasyPrint's layout, for what nearly every box of a report is.

WeasyPrint works out, for every box and again for every page that is made again, what its style alone
decides; asks each line for floats that no report has; and goes through its whole machinery of inlines
for a line that is one piece of text. Each function here does the plain case with the same arithmetic.
What is worked out from a style is kept on the style (styles.py).
"""

from typing import Any

from weasyprint.formatting_structure import boxes, build
from weasyprint.layout import background, float, inline, percent

from .replacing import Pair

_LENGTHS = (
    "margin_left", "margin_right", "margin_top", "margin_bottom",
    "padding_left", "padding_right", "padding_top", "padding_bottom",
    "width", "min_width", "max_width", "height", "min_height", "max_height",
)  # fmt: skip
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_RADII = tuple(
    f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
)

_resolve_percentages = percent.resolve_percentages
_avoid_collisions = float.avoid_collisions
_get_next_linebox = inline.get_next_linebox
_table_boxes_children = build.table_boxes_children
_layout_box_backgrounds = background.layout_box_backgrounds
_is_in_normal_flow = boxes.Box.is_in_normal_flow


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Set a box's used lengths: where nothing is a share of something, they are its style's."""
    style = box.style
    try:
        kept = style.lengths
    except AttributeError:
        kept = style.lengths = _lengths(style)
    if kept is None or isinstance(box, boxes.PageBox | boxes.MarginBox):
        _resolve_percentages(box, containing_block)
        return
    lengths, borders, collapses, sizing = kept
    used = vars(box)
    used.update(lengths)
    if collapses:
        for name, width in borders.items():
            if name not in used:
                used[name] = width
    else:
        used.update(borders)
    if sizing:
        percent.adjust_box_sizing(box, "width")
        percent.adjust_box_sizing(box, "height")


def _lengths(style: Any) -> tuple[dict, dict, bool, bool] | None:
    """Return the lengths and borders that a style sets, or None where one is a share."""
    lengths = {}
    for name in _LENGTHS:
        value = style[name]
        if value == "auto":
            lengths[name] = 0 if name in ("min_width", "min_height") else value
        elif getattr(value, "unit", None) == "px":
            lengths[name] = value.value
        else:
            return None
    borders = {name: style[name] for name in _BORDERS}
    collapses = style["border_collapse"] == "collapse"
    return lengths, borders, collapses, style["box_sizing"] != "content-box"


def is_in_normal_flow(self: Any) -> bool:
    """Whether a box is in normal flow, asked of each style once."""
    style = self.style
    try:
        return style.flows
    except AttributeError:
        style.flows = _is_in_normal_flow(self)
        return style.flows


def avoid_collisions(context: Any, box: Any, containing_block: Any, outer: bool = True):
    """Return where a box stands, and its room: the whole of it where nothing floats."""
    if context.excluded_shapes or not isinstance(box, boxes.LineBox) or outer:
        return _avoid_collisions(context, box, containing_block, outer)
    if containing_block.style["direction"] != "ltr" or box.style["float"] != "none":
        return _avoid_collisions(context, box, containing_block, outer)
    left = containing_block.content_box_x()
    right = left + containing_block.width
    left += box.margin_left
    right -= box.margin_right
    return left - box.margin_left, box.border_box_y() - box.margin_top, right - left


def get_next_linebox(
    context, linebox, position_y, bottom_space, skip_stack, containing_block,
    absolute_boxes, fixed_boxes, first_letter_style, first_line_style,
):  # fmt: skip
    """Return a line and where to go on: by ourselves where it is of one piece of text."""
    if not _is_plain(context, linebox, containing_block, first_letter_style, first_line_style):
        return _get_next_linebox(
            context, linebox, position_y, bottom_space, skip_stack, containing_block,
            absolute_boxes, fixed_boxes, first_letter_style, first_line_style,
        )  # fmt: skip
    skip_stack = inline.skip_first_whitespace(linebox, skip_stack)
    if skip_stack == "continue":
        return None, None
    (child,) = linebox.children
    linebox.position_y = position_y
    linebox.width = linebox.height = 0
    left, position_y, room = avoid_collisions(context, linebox, containing_block, outer=False)
    linebox.position_x, linebox.position_y = left, position_y
    start = left + linebox.text_indent
    most = (left + room) * (1 + 1e-9)
    child.position_x, child.position_y = start, position_y
    resolve_percentages(child, containing_block)
    skip = (next(iter(skip_stack[0] or {0: None})) or 0) if skip_stack else 0
    text, skip, is_kept = inline.split_text_box(context, child, most - start, skip)
    resume_at = None if skip is None else {0: {skip: None}}
    line = linebox.copy_with_children([text] if text is not None else [])
    line.remove_decoration(start=skip_stack is not None, end=resume_at is not None)
    line.width = 0
    if text is not None:
        line.width = text.position_x + text.margin_width() - line.content_box_x()
    inline._adjust_line_height(line)
    linebox.width, linebox.height = line.width, line.height
    if text is None and not is_kept:
        line.height = 0
        return line, resume_at
    inline.remove_last_whitespace(context, line)
    _place(context, line, left, position_y, room, is_last=resume_at is None or is_kept)
    return line, resume_at


def _is_plain(context, linebox, containing_block, first_letter_style, first_line_style) -> bool:
    """Whether a line is one piece of text in normal flow, from left to right, and nothing floats."""
    children = linebox.children
    if len(children) != 1 or type(children[0]) is not boxes.TextBox or context.excluded_shapes:
        return False
    if first_letter_style or first_line_style or children[0].style["vertical_align"] != "baseline":
        return False
    style = linebox.style
    spaces = (
        linebox.margin_left, linebox.margin_right, linebox.padding_left, linebox.padding_right,
        linebox.border_left_width, linebox.border_right_width, linebox.margin_top,
    )  # fmt: skip
    return (
        not any(spaces)
        and style["direction"] == "ltr"
        and style["position"] == "static"
        and containing_block.style["direction"] == "ltr"
        and style["float"] == "none"
        and is_in_normal_flow(children[0])
    )


def _place(context, line, left: float, position_y: float, room: float, is_last: bool) -> None:
    """Put a line and its text where they stand, as the line's alignment has it."""
    offset = inline.text_align(context, line, room, last=is_last)
    bottom, top = inline.line_box_verticality(line)
    line.baseline = -top
    line.position_y = top
    line.height = bottom - top
    line.margin_top = line.margin_bottom = 0
    line.translate(offset, position_y - top)
    line.position_y = position_y


def layout_box_backgrounds(page, box, get_image_from_uri, layout_children=True, style=None):
    """Lay out backgrounds: of a box that has none, and no round corner, there is nothing to do."""
    kept = box.style
    try:
        is_bare = kept.bare
    except AttributeError:
        is_bare = kept.bare = _is_bare(kept)
    if not is_bare or style is not None or box is page:
        _layout_box_backgrounds(page, box, get_image_from_uri, layout_children, style)
        return
    vars(box).update(_SQUARE)
    if layout_children:
        for child in box.all_children():
            layout_box_backgrounds(page, child, get_image_from_uri)
    box.background = None


_SQUARE = dict.fromkeys(_RADII, (0, 0))


def _is_bare(style: Any) -> bool:
    return (
        all((0, "px") in style[corner] for corner in _RADII)
        and style["border_image_source"][0] == "none"
        and style["mask_border_source"][0] == "none"
        and style["visibility"] != "hidden"
        and all(kind == "none" for kind, _ in style["background_image"])
        and not style["box_shadow"]
        and getattr(style["background_color"], "alpha", 1) == 0
    )


def table_boxes_children(box, children):
    """Put boxes into a box as tables have it: where neither is of a table there is nothing to do."""
    if type(box) in _HOLDERS and all(type(child) in _WORDS for child in children):
        box.children = list(children)
        return box
    return _table_boxes_children(box, children)


_WORDS = frozenset((boxes.TextBox, boxes.InlineBox, boxes.BlockBox))
_HOLDERS = frozenset((boxes.BlockBox, boxes.InlineBox, boxes.TableCellBox))

PAIRS = (
    Pair(_resolve_percentages, resolve_percentages),
    Pair(_avoid_collisions, avoid_collisions),
    Pair(_get_next_linebox, get_next_linebox),
    Pair(_table_boxes_children, table_boxes_children),
    Pair(_layout_box_backgrounds, layout_box_backgrounds),
    Pair(_is_in_normal_flow, is_in_normal_flow, boxes.Box),
)
