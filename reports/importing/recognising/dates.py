"""Years and dates as reports write them."""

import datetime
import re
import unicodedata

_ZERO = "〇零○ΟO0oО"
_DIGITS = dict.fromkeys(_ZERO, "0") | {c: str(n) for n, c in enumerate("一二三四五六七八九", 1)}
_CHINESE_YEAR = re.compile(r"[二2][〇零○Ο0OoО][〇零○Ο0OoО一二三四五六七八九]{2}(?=年)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*(?=年|\s)")
_DATE = re.compile(r"(?<!\d)(20\d\d)\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})(?!\d)\s*日?")
_CHINESE_DATE = re.compile(
    r"([二][〇零○Ο0OoО一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)


def _flat(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text[:500]).split())


def years_in(text: str) -> list[int]:
    """Return the years that a text names, in digits or in Chinese numerals."""
    bare = _flat(text)
    spelled = [int("".join(_DIGITS.get(c, c) for c in m[0])) for m in _CHINESE_YEAR.finditer(bare)]
    return [int(m[1]) for m in _YEAR.finditer(bare)] + spelled


def without_years(text: str) -> str:
    """Return a title without its year (2022年度, 二〇二二年) and without spaces, else as written."""
    bare = "".join(text[:500].split())
    bare = re.sub(r"[2２][0０][0-9０-９]{2}(?:年度?)*", "", bare)
    return re.sub(_CHINESE_YEAR.pattern + r"(?:年度?)*", "", bare)


_PERIOD = re.compile(r"(20\d\d)年?1月1日(?:0时)?(?:起|开始)?[至到—\-~]+(?:(20\d\d)年)?12月31日")


def year_of_period(text: str) -> int | None:
    """Return the year of the reporting period that a text states: 1 January to 31 December."""
    bare = "".join(unicodedata.normalize("NFKC", text[:5000]).split())
    years = {int(year) for match in _PERIOD.finditer(bare) for year in match.groups() if year}
    return years.pop() if len(years) == 1 else None


def date_in(text: str) -> datetime.date | None:
    """Return the first date that a text names."""
    bare = _flat(text)
    # A time may follow the day: 2024-01-26 10:20.
    if match := _DATE.search(unicodedata.normalize("NFKC", text[:500])):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _CHINESE_DATE.search(bare):
        year = int("".join(_DIGITS.get(c, c) for c in match[1]))
        return _date(year, _number(match[2]), _number(match[3]))
    return None


def is_date(text: str) -> bool:
    """Whether a line is a date and nothing else."""
    bare = _flat(text).strip("()")
    return bool(_DATE.fullmatch(bare) or _CHINESE_DATE.fullmatch(bare))


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _number(words: str) -> int:
    tens, ten, ones = words.rpartition("十")
    value = int(_DIGITS.get(ones, 0)) if ones else 0
    if not ten:
        return value
    return value + 10 * (int(_DIGITS[tens]) if tens else 1)
