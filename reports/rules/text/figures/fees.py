"""What was charged for handling information, against its tariff and against the tables."""

import re
from decimal import Decimal

from reports.document import format_figure

from ...case import Case, Found, Text

TARIFF = "国办函〔2020〕109号《政府信息公开信息处理费管理办法》"
CHARGED = re.compile(
    r"信息(?:公开)?处理费[^。；》\n\d]{0,20}(?<![\d.])(?P<sum>\d{1,9}(?:，\d{3})*(?:\.\d{1,6})?)(?P<unit>万?元)"
)
_RATE = re.compile("标准|每件|每页|元/|减免|退|上年|去年|除|以下|以上")
_BY_COUNT = re.compile("按件(?:计|收|收取|计收)")
_FEES = "proactive.fees.amount"
_YUAN = 10_000


def charges(case: Case) -> Found:
    """Yield a finding for a charge that the tariff cannot give, or that table 二 has no room for."""
    edition = case.document.edition
    if not any(topic.id == "fee" for topic in edition.narratives[-1].topics):
        return
    seen: set[Decimal] = set()
    for passage in case.passages:
        for told in CHARGED.finditer(passage.canon):
            clause = passage.canon[max(0, told.start() - 20) : told.end() + 12]
            amount = Decimal(told["sum"].replace("，", "")) * (_YUAN if told["unit"] == "万元" else 1)
            if amount and amount not in seen and not _RATE.search(clause):
                seen.add(amount)
                yield from _judged(case, passage, told, amount, clause)


def _judged(case: Case, passage: Text, told: re.Match, amount: Decimal, clause: str) -> Found:
    step = 100 if _BY_COUNT.search(clause) else 10
    if amount % step:
        message = (
            f"{{where}}写的是“{{quote}}”，而信息处理费{'按件收取的都是100元' if step == 100 else '都是10元'}"
            "的倍数，收费标准算不出这个数。请核对金额。"
        )
        yield passage.finding("text.fee_tariff", "warning", message, *told.span(), source=TARIFF)
        return
    fees = case.document.cells.get(_FEES)
    if fees is not None and amount > fees * _YUAN:
        name = case.document.edition.cells[_FEES].place
        message = (
            f"{{where}}写的是“{{quote}}”，而{name}为 {format_figure(fees)}万元，信息处理费是其中的一部分，"
            "不会更多。请核对两处的金额和单位。"
        )
        yield passage.finding("text.fee_tariff", "warning", message, *told.span(), cells=(_FEES,),
                              source=TARIFF)  # fmt: skip
