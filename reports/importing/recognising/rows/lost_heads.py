"""Heads of tables whose cells were lost: which column and which group each figure of a line is of.

They come one after the other, as a page's text has them: the lines of a header in one run.
"""

from collections.abc import Sequence

from reports.editions import Block, Column, Row, Table

from ...captions import align_captions, likeness
from .headers import LIKE


def columns_in_order(texts: Sequence[str], columns: Sequence[Column]) -> list[Column]:
    """Return `columns` as the heads `texts` have them; [] where heads are in an order half known.

    Where no head says otherwise, it is the template's order.
    """
    pairs = align_captions(texts, [column.caption for column in columns])
    place = {columns[column].id: at for at, column in pairs.items()}
    if _has_levels(texts, columns):
        return _by_level(columns, place)
    known = [column for column in columns if column.id in place]
    printed = sorted(known, key=lambda column: place[column.id])
    if printed == known:
        return list(columns)
    return printed if len(printed) == len(columns) else []


def _has_levels(texts: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether the captions of groups stand among the heads: then the lines follow one another."""
    deepest = max((column.groups for column in columns), key=len)
    return bool(deepest) and any(likeness(text, deepest[-1]) == 1 for text in texts)


def _by_level(columns: Sequence[Column], place: dict[str, int]) -> list[Column]:
    """Columns of one line of heads may have changed places with each other alone."""
    result = list(columns)
    for depth in {len(column.groups) for column in columns}:
        slots = [n for n, column in enumerate(columns) if len(column.groups) == depth]
        known = [columns[n] for n in slots if columns[n].id in place]
        printed = sorted(known, key=lambda column: place[column.id])
        if printed == known:
            continue
        if len(printed) != len(slots):
            return []
        for slot, column in zip(slots, printed, strict=True):
            result[slot] = column
    return result


def rows_in_order(texts: Sequence[str], table: Table) -> list[Row]:
    """Return the groups of a table printed across as its heads have them."""
    place: dict[str, tuple] = {}
    for row in table.rows:
        path = [_first(texts, caption) for caption in row.path]
        if any(at is None for at in path):
            return list(table.rows)
        place[row.id] = tuple(path)
    return sorted(table.rows, key=lambda row: place[row.id])


def _first(texts: Sequence[str], caption: str) -> int | None:
    return next((n for n, text in enumerate(texts) if likeness(text, caption) == 1), None)


def groups_of_columns(texts: Sequence[str], block: Block, groups: int) -> list[list[Column]]:
    """Return the columns of each of so many groups as the heads have them, group by group."""
    columns = block.columns
    heads = [text for text in texts if any(likeness(text, c.caption) >= LIKE for c in columns)]
    count = len(columns)
    if len(heads) not in (count, count * groups):
        return [list(columns)] * groups
    runs = [heads[n : n + count] for n in range(0, len(heads), count)]
    orders = [columns_in_order(run, columns) for run in runs]
    return orders * (groups if len(orders) == 1 else 1)
