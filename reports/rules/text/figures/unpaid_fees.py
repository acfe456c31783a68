"""Requests that ended for a fee not paid, against the fee notices that section six tells of."""

import re

from reports.document import format_figure

from ...case import Case, Finding, Found
from .fees import CHARGED, TARIFF

_NOTICE = re.compile("收费通知|缴费通知|缴纳|缴费|信息处理费通知|逾期未交")
_UNPAID = "requests.other_fee_unpaid.total"


def unpaid(case: Case) -> Found:
    """Yield a hint when requests ended for a fee not paid, and section six knows of no fee notice."""
    count, last = case.document.cells.get(_UNPAID), case.document.edition.narratives[-1]
    passage = case.passage(last.id)
    if not count or passage is None or _NOTICE.search(passage.canon) or CHARGED.search(passage.canon):
        return
    cell = case.document.edition.cells[_UNPAID]
    message = (
        f"{cell.table_name}“{cell.row.name}”一行为 {format_figure(count)}，{last.caption}没有写到收费通知。"
        "逾期未缴费的申请都发过收费通知，请写明通知了几件、收了多少，或者核对这一格。"
    )
    yield Finding("text.fee_unpaid", "hint", message, cells=(_UNPAID,), source=TARIFF)
