"""Dates and the papers cited: when the report was signed, as of when papers are in force, which notice."""

import datetime
import re
from collections.abc import Iterator

from reports.editions import organ_type

from ..case import Case, Text
from ..findings import Finding

_FORMAT = "国办公开办函〔2021〕30号"
_SIGNED = re.compile(r"(?P<y>20\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日")
_AS_OF = re.compile(
    r"截[至止到](?P<y>20\d\d)?年?(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日|底)?[^。；\n]{0,40}(?:现行有效|继续有效)"
)
_NOTICE = re.compile(r"(?P<from>国办[一-鿿]{0,6}?函)[〔\[（【](?P<y>20\d\d)[〕\]）】](?P<n>\d{1,3})号")
_OLD_ORDER = re.compile("国务院令第492号")


def signed_days(case: Case) -> Iterator[Finding]:
    """Yield a finding when the date under the report is before its period ends, or after it was due."""
    document, last = case.document, case.passages[-1:]
    ends = datetime.date(document.year, 12, 31)
    for day, place in [*_signed_in(last), *([(document.issued, None)] if document.issued else [])]:
        due = organ_type(document.organ_type).due(document.year)
        if day < ends:
            fact = f"早于统计期限的最后一天（{document.year}年12月31日），报告不会在那一天以前写成"
            yield _of_day(place, day, fact, "warning")
        elif day > due and document.organ_type:
            fact = f"晚于应当公布的最后一天（{due.year}年{due.month}月{due.day}日）"
            yield _of_day(place, day, fact, "hint")


def _signed_in(passages: list[Text]) -> Iterator[tuple[datetime.date, tuple[Text, int, int]]]:
    """Yield the date that stands alone on one of the last three lines of the report."""
    for passage in passages:
        lines = passage.canon.split("\n")
        at = len(passage.canon) - sum(len(line) + 1 for line in lines[-3:]) + 1
        for line in lines[-3:]:
            told = _SIGNED.fullmatch(line)
            if told and (day := _date(told)):
                yield day, (passage, at, at + len(line))
            at += len(line) + 1


def _date(told: re.Match) -> datetime.date | None:
    try:
        return datetime.date(int(told["y"]), int(told["m"]), int(told["d"]))
    except ValueError:
        return None


def _of_day(place, day: datetime.date, fact: str, severity: str) -> Finding:
    told = f"落款日期{day.year}年{day.month}月{day.day}日{fact}。请核对年份和月日。"
    if place is None:
        return Finding("text.date", severity, told, source="《政府信息公开条例》第四十九条")
    passage, start, end = place
    message = f"{{where}}末尾的{told}"
    return passage.finding("text.date", severity, message, start, end, source="《政府信息公开条例》第四十九条")


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
