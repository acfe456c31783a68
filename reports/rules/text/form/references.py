"""The notices and the regulation that the words cite, and the day that papers are told for."""

import re
from collections.abc import Iterator

from ...case import Case
from ...findings import Finding

_FORMAT = "国办公开办函〔2021〕30号"
_AS_OF = re.compile(
    r"截[至止到](?P<y>20\d\d)?年?(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日|底)?[^。；\n]{0,40}(?:现行有效|继续有效)"
)
_NOTICE = re.compile(r"(?P<from>国办[一-鿿]{0,6}?函)[〔\[（【](?P<y>20\d\d)[〕\]）】](?P<n>\d{1,3})号")
_OLD_ORDER = re.compile("国务院令第492号")


def as_of(case: Case) -> Iterator[Finding]:
    """Yield a finding when papers are told as in force on another day than the last of the year."""
    year = case.document.year
    for passage in case.passages:
        for told in _AS_OF.finditer(passage.canon):
            last_day = int(told["m"]) == 12 and told["d"] in ("31", None)
            if not last_day:  # another year is told by text.year
                message = (
                    f"{{where}}“{{quote}}”：现行有效的件数应当截至{year}年12月31日。"
                    "请核对日期，按年末的件数填写。"
                )
                yield passage.finding("text.asof", "warning", message, *told.span(), source=_FORMAT)


def references(case: Case) -> Iterator[Finding]:
    """Yield a finding for a wrong number of the national notice or of the regulation."""
    for passage in case.passages:
        for told in _NOTICE.finditer(passage.canon):
            if right := _right_notice(told, case.document.year):
                message = f"{{where}}引用的文号“{{quote}}”有误，应为“{right}”。请改正。"
                yield passage.finding("text.reference", "warning", message, *told.span(), source=_FORMAT)
        for told in _OLD_ORDER.finditer(passage.canon):
            if "711号" not in passage.canon:
                message = (
                    "{where}引用的“{quote}”是修订前的《政府信息公开条例》，现行条例为国务院令第711号"
                    "（2019年5月15日起施行）。请改正。"
                )
                yield passage.finding("text.reference", "warning", message, *told.span(),
                                      source="国务院令第711号")  # fmt: skip


def _right_notice(told: re.Match, year: int) -> str:
    """Return the number that was meant, nothing where the number is right or is of another notice."""
    right = "国办公开办函"
    number = (told["y"], told["n"])
    if number == ("2021", "30"):
        return "" if told["from"] == right else f"{right}〔2021〕30号"
    if number == ("2019", "60"):
        if year >= 2021:
            return f"{right}〔2021〕30号"
        return "" if told["from"] == right else f"{right}〔2019〕60号"
    if number == ("2020", "109"):
        return "" if told["from"] == "国办函" else "国办函〔2020〕109号"
    return ""
