"""The rules of a table are joined once for each table of the same cells in the same styles.

The three tables of an edition are the same in every report; WeasyPrint asks each side of each cell
anew which border wins, and composing.py joins the pieces of a straight line.
"""

from itertools import count
from typing import Any

from weasyprint.draw import color
from weasyprint.layout import table as tables

from ..typesetting import composing
from .replacing import Pair, Store

# Of some ten tables in a report those in prose differ; what is kept of one is some 30 kB.
_GRIDS, _RULES = 100, 200
_SIDES = ("border_top_width", "border_bottom_width", "border_left_width", "border_right_width")
_LOOKS = 1000
_PROPERTIES = tuple(
    f"border_{side}_{what}"
    for side in ("top", "right", "bottom", "left")
    for what in ("style", "width", "color")
)
_get_color = color.get_color
_collapse_table_borders = tables.collapse_table_borders
_rules = composing.rules
_grids = Store(_GRIDS)
_joined = Store(_RULES)
_looks = Store(_LOOKS)
_numbers = count()


def get_color(style, key):
    """Return a colour; to compare it with a word takes long, and it is none."""
    value = style[key]
    return style["color"] if isinstance(value, str) and value == "currentcolor" else value


def collapse_table_borders(table, grid_width, grid_height):
    """Return a table's borders, vertical and horizontal, and give its boxes their widths."""
    boxes = list(_boxes(table))
    looks = [_look(box.style) for box in boxes]
    key = (table.style["direction"], grid_width, grid_height, *looks, *_shape(table))
    kept = _grids.get(key)
    if kept is None:
        grid = _collapse_table_borders(table, grid_width, grid_height)
        widths = [{side: vars(box)[side] for side in _SIDES if side in vars(box)} for box in boxes]
        _grids.keep(key, (grid, widths))
        return grid
    grid, widths = kept
    for box, width in zip(boxes, widths, strict=True):
        vars(box).update(width)
    return grid


def _look(style: Any) -> int:
    """Return a number that styles with the same borders have."""
    try:
        return style.borders_look
    except AttributeError:
        told = (*(style[name] for name in _PROPERTIES), style["color"])
        number = _looks.get(told)
        style.borders_look = _looks.keep(told, next(_numbers)) if number is None else number
        return style.borders_look


def _boxes(table: Any):
    yield table
    for group in table.column_groups:
        yield group
        yield from group.children
    for group in table.children:
        yield group
        for row in group.children:
            yield row
            yield from row.children


def _shape(table: Any):
    """Yield where the cells of a table stand and how far they reach."""
    for group in table.column_groups:
        yield group.grid_x, group.span, len(group.children)
        for column in group.children:
            yield column.grid_x
    for group in table.children:
        yield len(group.children)
        for row in group.children:
            yield len(row.children)
            for cell in row.children:
                yield cell.grid_x, cell.colspan, cell.rowspan


def rules(table):
    """Return the lines of a table's rules, each whole."""
    grid = table.collapsed_border_grid
    rows = [row for group in table.children for row in group.children]
    key = (
        *map(id, grid), *(row.height for row in rows), *(row.position_y for row in rows),
        *table.column_widths, *table.column_positions, table.skipped_rows,
        *(getattr(table, f"skip_cell_border_{side}") for side in ("top", "bottom")),
        *((len(group.children), group.is_header, group.is_footer) for group in table.children),
    )  # fmt: skip
    kept = _joined.get(key)
    if kept is None:
        # The grid is held with what is kept for it: no number of its is given to another.
        kept = _joined.keep(key, (_rules(table), grid))
    return kept[0]


PAIRS = (
    Pair(_get_color, get_color),
    Pair(_collapse_table_borders, collapse_table_borders),
    Pair(_rules, rules),
)
