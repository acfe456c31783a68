"""What section 六 says of the charges for handling information."""

import re

from ...case import Case, Found
from ...sources import FEES
from .empty import says_nothing

_FEE = re.compile(r"信息处理费|处理费|信息公开.{0,6}(?:费|收费)|收费|费用")
_ZERO = r"(?<![\d.])(?:0|零)(?:\.0+)?(?:元|件|万元|次|笔)?(?![\d.])"
_NO_FEE = re.compile(
    r"(?:未|没有|没|无|不|从未|尚未|并未|均未)[^，。；\n]{0,14}?(?:收取|收费|收到|产生|发生|涉及|征收)"
    rf"|(?:收取|收费|征收|产生)[^，。；\n]{{0,24}}?(?:为?{_ZERO}|情况为?：?无|：无)"
    rf"|费[^，。；\n]{{0,14}}?(?:为?{_ZERO}|：无|均?未|没有|不收)"
    rf"|(?:无|没有)[^，。；\n]{{0,14}}?(?:费|收费)|免费|不收费|未收|(?:金额|总额)[为：]*{_ZERO}"
)
_FEE_SUM = re.compile(r"(?<![\d.])(\d{1,12}(?:，\d{3})*(?:\.\d{1,6})?)(万?元)")
_ASKED = re.compile(
    r"(?:收取|收费|收缴|征收|计收|缴纳|实收|应收|费用?(?:共计|合计|总计|金额|总额|[为：]))"
)
_OTHER_TIME = re.compile(
    r"标准|每件|每页|/件|/页|以下|以上的|除|其余|其他(?:申请|均)|外|上年|去年|减免|退"
)


def fee_statement(case: Case) -> Found:
    """Yield a finding when section 六 does not say what was charged, or says both (edition 2021)."""
    section = case.document.edition.narratives[-1]
    passage = case.passage(section.id)
    asked = any(topic.id == "fee" for topic in section.topics)
    if not asked or passage is None or says_nothing(passage, section.id):
        return
    year = case.document.year
    clauses = [c for c in re.split(r"[。；\n]", passage.canon) if _FEE.search(c)]
    told = [c for c in clauses if _charged(c) or _NO_FEE.search(c)]
    now = [c for c in told if _year_told(c, year) != year - 1]
    charged = [c for c in now if _charged(c)]
    free = [c for c in now if _NO_FEE.search(c) and not _OTHER_TIME.search(c)]
    if not told:
        fact = "写到了信息处理费，但没有写收没收、收了多少" if clauses else "没有写信息处理费的收取情况"
        message = f"{{where}}{fact}，2021年起每年都应当写明。请写明本年度收取的件数和金额；没有收取的，写明没有收取。"
        yield passage.at("text.fee", "error", message, 0, len(passage.text.split("\n")[0]), source=FEES)
    elif not now:
        message = f"{{where}}写的是{year - 1}年信息处理费的收取情况，没有写{year}年的。请写明本年度是否收取、收了多少。"
        start = passage.canon.index(f"{year - 1}年")
        yield passage.finding("text.fee", "error", message, start, start + 5, source=FEES)
    elif charged and free and set(charged).isdisjoint(free):
        start, said = passage.canon.index(charged[0]), free[0][:30]
        message = f"{{where}}一处写“{{quote}}”，另一处写“{said}”，前后矛盾。请核对本年度是否收取了信息处理费。"
        yield passage.finding("text.fee", "warning", message, start, start + len(charged[0]), source=FEES)


def _charged(clause: str) -> bool:
    """Whether a clause says that money was taken."""
    if not _ASKED.search(clause) or re.search(r"标准|每件|每页|元/", clause):
        return False
    return any(float(m[1].replace("，", "")) > 0 for m in _FEE_SUM.finditer(clause))


# Right before what was charged: 2023年度，我局未收取信息处理费. Not 与2023年持平, 2023年起.
_YEAR_TOLD = re.compile(
    r"^(?:截[至止到])?(20\d\d)年(?:全年|度)?，?(?:[我本全各][一-鿿]{1,8}|[一-鿿]{0,8}[局委办府处镇乡院])?"
    r"(?:共|总计|累计|均|都|暂|实际|依法|按照?规定)*(?:未|没有|没|无|不|收取|收到|产生|发生|信息(?:公开)?处理费)"
)


def _year_told(clause: str, year: int) -> int:
    """Return the year of which a clause tells what was charged: the report's unless it says another."""
    told = _YEAR_TOLD.search(clause)
    return int(told[1]) if told and not re.search(rf"{year}年|[本今]年", clause) else year
