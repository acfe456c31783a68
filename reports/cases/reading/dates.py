"""Dates as registers write them, and the year of a sheet."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from ..articles import number_of

_CHINESE = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_FULL = re.compile(r"(?<![0-9])((?:20|19|21)[0-9]{2})\s*[-./年]\s*([0-9]{1,2})\s*[-./月]\s*([0-9]{1,2})(?![0-9])")
_SHORT_YEAR = re.compile(r"(?<![0-9])([12][0-9])[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})(?![0-9])")
_RUN = re.compile(r"(?<![0-9])((?:20|19|21)[0-9]{2})([01][0-9])([0-3][0-9])(?:[0-9]{6})?(?![0-9])")
_AMERICAN = re.compile(r"(?<![0-9])([0-9]{1,2})/([0-9]{1,2})/((?:20|19|21)[0-9]{2})(?![0-9])")
_NO_YEAR = re.compile(r"(?<![0-9./-])([0-9]{1,2})\s*[-./月]\s*([0-9]{1,2})(?![0-9:.年/-])")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_FIRST_DAY = date(1899, 12, 30)
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?=\s*(?:年|$|[^0-9]))")
_MONTH = re.compile(r"(?<![0-9])(?:(20[0-9]{2})\s*[年.\-/])?\s*([0-9]{1,2}|[一二三四五六七八九十]{1,2})\s*月(?!\s*[0-9])份?")
LONGEST = 60  # characters in which a date is looked for


@lru_cache(maxsize=8192)
def date_of(text: str) -> str | None:
    """Return the one date of a cell as ISO, `--03-05` when it has no year; None: none, or several."""
    if len(text) > LONGEST:
        return None
    words = unicodedata.normalize("NFKC", text).strip()
    if _SERIAL.fullmatch(words):
        return (_FIRST_DAY + timedelta(int(float(words)))).isoformat()
    if re.search("[年月]", words) and re.search("[一二三四五六七八九十]", words):
        words = _figures(words)
    found = {iso for iso in _dates(words) if iso}
    return found.pop() if len(found) == 1 else None


def _dates(words: str) -> Iterator[str | None]:
    for pattern in (_FULL, _RUN):
        for match in pattern.finditer(words):
            yield _iso(int(match[1]), int(match[2]), int(match[3]))
        words = pattern.sub("|", words)
    for match in _AMERICAN.finditer(words):
        yield _american(int(match[3]), int(match[1]), int(match[2]))
    words = _AMERICAN.sub("|", words)
    for match in _SHORT_YEAR.finditer(words):
        yield _iso(2000 + int(match[1]), int(match[2]), int(match[3]))
    words = _SHORT_YEAR.sub("|", words)
    for match in _NO_YEAR.finditer(words):
        # 2024 is a leap year: 29 February is a day of some year.
        if iso := _iso(2024, int(match[1]), int(match[2])):
            yield "-" + iso[4:]


def _american(year: int, one: int, other: int) -> str | None:
    """3/25/2024 is a date in one way only; of 3/5/2024 nobody knows which."""
    first, second = _iso(year, one, other), _iso(year, other, one)
    return first or second if not first or not second or first == second else None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _figures(words: str) -> str:
    """Return Chinese numerals of a date as figures: 二〇二四年三月二十五日."""

    def part(match: re.Match[str]) -> str:
        tens, ten, ones = match[0].partition("十")
        if not ten:
            return match[0].translate(_CHINESE)
        ones = ones.translate(_CHINESE) or "0"
        return f"{tens.translate(_CHINESE) or '1'}{ones}"

    return re.sub("[〇零○一二三四五六七八九十]+", part, words)


def year_in(text: str) -> str:
    """Return the one year that a title or a sheet's name tells, empty when it tells none or several."""
    years = set(_YEAR.findall(unicodedata.normalize("NFKC", text)))
    return years.pop() if len(years) == 1 else ""


def month_in(text: str) -> tuple[str, str]:
    """Return the year (perhaps empty) and month that begin a sheet or a part of one; empty: none."""
    match = _MONTH.search(unicodedata.normalize("NFKC", text))
    if not match:
        return "", ""
    month = number_of(match[2])
    return (match[1] or "", f"{month:02d}") if 1 <= month <= 12 else ("", "")
