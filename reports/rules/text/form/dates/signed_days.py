"""The date under the report: after its period, before it was due; and days that no calendar has."""

import datetime
import re
from collections.abc import Iterator

from reports.document import Document, plain_text
from reports.editions import ORGAN_TYPES, organ_type
from reports.editions.days import caption

from ....case import Case, Finding, Found, Text

_DAY = re.compile(r"月(?P<d>\d{1,2})日")
_ITS_MONTH = re.compile(r"(?<!\d)(?:(?P<y>20\d\d)年)?(?P<m>\d{1,2})$")
_OF_PERIOD = re.compile("[至到~—起止-]")
_LEAP_YEAR = 2024
_SIGNED = re.compile(r"(?P<y>20\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日")


def signed_days(case: Case) -> Found:
    """Yield a finding when the date under the report is before its period ends, or after it was due."""
    document, last = case.document, case.passages[-1:]
    ends = datetime.date(document.year, 12, 31)
    for day, place in [*_signed_in(last), *([(document.issued, None)] if document.issued else [])]:
        kind = organ_type(document.organ_type)
        law = kind.law(document.year)
        asked, whose = case.due or (document.edition.ordered(kind, document.year), "")
        if day < ends:
            fact = f"早于统计期限的最后一天（{document.year}年12月31日），报告不会在那一天以前写成"
            yield _of_day(place, day, fact, "warning")
        elif not document.organ_type:
            # Nobody knows its day: a report of any kind is due by the latest.
            latest = max(kind.law(document.year) for kind in ORGAN_TYPES.values())
            if day > latest:
                fact = f"晚于各类机关应当公布的最后一天（{latest.year}年{caption(latest)}）"
                yield _of_day(place, day, fact, "hint")
        elif day <= asked:
            continue
        elif day > law >= asked:
            fact = f"晚于应当公布的最后一天（{law.year}年{caption(law)}）"
            yield _of_day(place, day, fact, "hint")
        else:
            who = f"日程（{whose}）上" if whose else "上级要求"
            fact = f"晚于{who}公布的最后一天（{asked.year}年{caption(asked)}，法定{caption(law)}）"
            yield _of_day(place, day, fact, "hint", f"{whose}的日程" if whose else document.edition.source)


def impossible_days(case: Case) -> Found:
    """Yield a finding for each day that no calendar has: 2月30日. A period's days are told by text.period."""
    for passage in case.passages:
        words = passage.canon
        for day in _DAY.finditer(words):
            month = _ITS_MONTH.search(words, max(0, day.start() - 8), day.start())
            if not month or _date(month["y"] or _LEAP_YEAR, month["m"], day["d"]):
                continue
            around = words[max(0, month.start() - 2) : month.start()] + words[day.end() : day.end() + 2]
            if not _OF_PERIOD.search(around):
                message = "{where}“{quote}”：没有这一天。请核对年月日。"
                yield passage.finding("text.date", "warning", message, month.start(), day.end())


def is_signed(document: Document) -> bool:
    """Whether a day stands under the report, or in its last words, so that its days matter."""
    last = document.edition.narratives[-1].id
    return document.issued is not None or bool(_SIGNED.search(plain_text(document.narrative(last))[-200:]))


def _signed_in(passages: list[Text]) -> Iterator[tuple[datetime.date, tuple[Text, int, int]]]:
    """Yield the date that stands alone on one of the last three lines of the report."""
    for passage in passages:
        lines = passage.canon.split("\n")
        at = len(passage.canon) - sum(len(line) + 1 for line in lines[-3:]) + 1
        for line in lines[-3:]:
            told = _SIGNED.fullmatch(line)
            if told and (day := _date(*told.groups())):
                yield day, (passage, at, at + len(line))
            at += len(line) + 1


def _date(year: str | int, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _of_day(
    place, day: datetime.date, fact: str, severity: str, source: str = "《政府信息公开条例》第四十九条"
) -> Finding:
    told = f"落款日期{day.year}年{day.month}月{day.day}日{fact}。请核对年份和月日。"
    if place is None:
        return Finding("text.date", severity, told, source=source)
    passage, start, end = place
    message = f"{{where}}末尾的{told}"
    return passage.finding("text.date", severity, message, start, end, source=source)
