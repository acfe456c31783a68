"""What the figures count, for those who count them: data of the editions, beside their captions.

Words of our own; each says where it follows from. The short names of the sources stand here once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ..structure import Help, Table

ACT = "《政府信息公开条例》"
NOTICE_2019 = "国办公开办函〔2019〕60号"
NOTICE_2021 = "国办公开办函〔2021〕30号"
FEES = "国办函〔2020〕109号"
# Forwarded to the whole country by the State Council's office on 2020-01-10, for reference.
ANSWERS = "《江苏省政府信息公开申请办理答复规范》（国务院办公厅转发参考）"
COURTS = "法释〔2025〕8号"
RECONSIDERATION_DOCUMENTS = "国办函〔2021〕132号"
REVIEW_COUNTS = "国办公开办函〔2016〕201号"
ENFORCEMENT = "行政执法统计年报填报说明"


@dataclass(frozen=True)
class TableHelp:
    """The help of a table as a whole, of its rows and of its columns, by their ids."""

    whole: Help | None = None
    rows: Mapping[str, Help] = field(default_factory=dict)
    columns: Mapping[str, Help] = field(default_factory=dict)


def helped(table: Table, words: TableHelp) -> Table:
    """Return `table` with help at itself, its rows and its columns, where there is any."""
    blocks = (
        replace(
            block,
            rows=tuple(replace(row, help=words.rows.get(row.id)) for row in block.rows),
            columns=tuple(replace(one, help=words.columns.get(one.id)) for one in block.columns),
        )
        for block in table.blocks
    )
    return replace(table, blocks=tuple(blocks), help=words.whole)
