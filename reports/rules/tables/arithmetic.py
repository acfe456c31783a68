"""The 勾稽关系 of the edition, and the figures that no organ of its kind can have."""

from collections.abc import Iterator
from decimal import Decimal

from reports.document import SENTENCES, Document, broken_sentence, faults, format_figure
from reports.editions import AMOUNT, Edition, Row, edition_for, organ_type
from reports.editions.structure import OTHER, TOTAL

from ..findings import Finding

_CELL_SENTENCES = {
    "cell.negative": "不能是负数，现为 {value}。请核对。",
    "cell.whole": "小数位数超出规定（件数为整数，金额最多六位小数），现为 {value}。请核对。",
    "cell.range": "数字过大（应小于一万亿），现为 {value}。请核对。",
}


def broken_equations(document: Document) -> Iterator[Finding]:
    """Yield a finding for each equation of the edition that does not hold (report-template § Rules)."""
    for equation in document.edition.equations:
        if told := broken_sentence(equation, document.cells):
            yield Finding(
                equation.id,
                equation.severity,
                told,
                cells=equation.cells,
                source=document.edition.source,
            )


def blank_cells(document: Document) -> Iterator[Finding]:
    """Yield a finding for each cell that nobody has answered."""
    for cell in document.edition.cells.values():
        if document.cells.get(cell.id) is None:
            message = SENTENCES["unanswered"].format(place=cell.place)
            yield Finding("cell.blank", "error", message, cells=(cell.id,))


def impossible_cells(document: Document) -> Iterator[Finding]:
    """Yield a finding for each figure that its cell cannot hold: negative, fractional, too large."""
    for cell in document.edition.cells.values():
        value = document.cells.get(cell.id)
        for rule in faults(value, cell) if value is not None else ():
            text = _CELL_SENTENCES[rule].format(value=format_figure(value))
            yield Finding(rule, "error", f"{cell.place}{text}", cells=(cell.id,))


def outdated_edition(document: Document) -> Iterator[Finding]:
    """Yield a finding when the tables are of another edition than the report year asks for."""
    due = edition_for(document.year)
    if due.id != document.edition_id:
        message = (
            f"表格用的是{document.edition.caption}，{document.year}年度报告应当使用{due.caption}。"
            "请按应用的版本重新填写表格。"
        )
        yield Finding("edition.outdated", "error", message, source=due.source)


def rules_without_power(document: Document) -> Iterator[Finding]:
    """Yield a finding when an organ that cannot make 规章 reports some (《立法法》)."""
    kind = organ_type(document.organ_type)
    cells = [c for c in document.edition.rulemaking_cells if document.cells.get(c)]
    if cells and document.organ_type and not kind.rulemaking:
        row = _row_below(document.edition, cells[0])
        message = (
            f"表二“规章”行填了数字，而{kind.caption}没有规章制定权（只有国务院部门、省级政府、"
            f"设区的市和自治州政府可以制定规章）。请核对是否应填在“{row.caption}”一行，规章填 0。"
        )
        yield Finding("proactive.power", "warning", message, tuple(cells), source="《立法法》")


def _row_below(edition: Edition, cell: str) -> Row:
    """Return the row under that of a cell: what is made without the power goes there."""
    rows = edition.table(edition.cells[cell].table).rows
    return rows[rows.index(edition.cells[cell].row) + 1]


# 万元 above which an amount of that kind of organ is plausible only as yuan: 5 亿元 of fees or
# purchases is beyond any town or bureau, while cities and provinces do reach such sums.
_PLAUSIBLE = {"town": Decimal(5_000), "other": Decimal(50_000), "department": Decimal(50_000),
              "county": Decimal(500_000)}  # fmt: skip


def amounts_in_yuan(document: Document) -> Iterator[Finding]:
    """Yield a finding for each amount in 万元 that can only be yuan for an organ of its kind."""
    limit = _PLAUSIBLE.get(document.organ_type)
    for cell in document.edition.cells.values():
        value = document.cells.get(cell.id)
        if limit and cell.kind == AMOUNT and value is not None and value > limit:
            message = (
                f"{cell.place}填的是 {format_figure(value)}，即"
                f"{format_figure(value * 10_000)}元，对{organ_type(document.organ_type).caption}明显过大。"
                f"若原数是元，请换算成万元：{format_figure(value / 10_000)}。"
            )
            yield Finding("proactive.unit", "warning", message, cells=(cell.id,))


_MANY, _SHARE = 5, Decimal("0.05")


def many_others(document: Document) -> Iterator[Finding]:
    """Yield a hint when the row 其他 of what was handled otherwise is high: the office in charge has to ask.

    Source: 国办公开办函〔2019〕60号 part 一(三).
    """
    rows = [row for table in document.edition.tables for row in table.rows]
    others, totals = ([row for row in rows if row.role == role] for role in (OTHER, TOTAL))
    if len(others) < 2 or not totals:
        return
    cell, whole = (f"requests.{row.id}.total" for row in (others[-1], totals[0]))
    count, done = document.cells.get(cell), document.cells.get(whole)
    if count is not None and done and count >= _MANY and count > done * _SHARE:
        message = (
            f"{document.edition.cells[cell].place}为 {format_figure(count)}，占办理结果总计 {format_figure(done)} 的"
            f"{count / done:.0%}。这一项偏高的，主管部门会询问原因：请核对能否归入前面各项，并备好说明。"
        )
        yield Finding("requests.other_high", "hint", message, cells=(cell,))
