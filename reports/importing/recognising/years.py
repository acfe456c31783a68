"""Which year a report is of: what names it, in which order, and what is said where it is not certain."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from reports.editions import FIRST_YEAR, LAST_YEAR

from ..values import Unreadable
from .dates import years_in

Told = tuple[str, int]  # what names a year, and the year


def year_of(
    told: Sequence[Told], asked: int | None, words: Iterable[str], note: Callable[[str], None]
) -> int:
    """Return the year of the first of `told`, else the one asked for, else what `words` name most.

    `note` takes a sentence for each doubt. The year may be one that no template is for.
    """
    if not told:
        return _guessed(asked, words, note)
    source, year = told[0]
    if source != "标题":
        note(f"标题里没有年度，按{source}读作{year}年，请核对。")
    if others := [(name, other) for name, other in told[1:] if other != year]:
        told_too = "、".join(f"{name}是{other}年" for name, other in others)
        note(f"文件里的年度不一致：{source}是{year}年，{told_too}。按{year}年读入，请核对。")
    if asked and asked != year:
        note(f"文件是{year}年的报告，要的是{asked}年的，请核对。")
    return year


def with_a_template(
    year: int, asked: int | None, has_tables: bool, note: Callable[[str], None]
) -> int:
    """Return `year`, or one near it that a template is for; raise Unreadable for a report of before.

    A report with the tables of a template is of a year that has one, whatever its title says.
    """
    if is_covered(year):
        return year
    if not has_tables and year < FIRST_YEAR:
        raise Unreadable(
            f"这是{year}年度的报告，没有读入：{FIRST_YEAR}年度起才有全国统一的六个部分、三张表。"
        )
    instead = asked if asked and is_covered(asked) else _last_year()
    note(f"文件里的年度{year}年没有可用的模板，暂作{instead}年，请核对。")
    return instead


def is_covered(year: int) -> bool:
    """Whether a template is for the year."""
    return FIRST_YEAR <= year <= LAST_YEAR


def _guessed(asked: int | None, words: Iterable[str], note: Callable[[str], None]) -> int:
    year, reason = asked, "按要导入的年度读作"
    if not year:
        named = Counter(filter(is_covered, (year for text in words for year in years_in(text))))
        year = next((year for year, _ in named.most_common(1)), None)
        reason = "按正文读作"
    if not year:
        # The template is no evidence: old ones are still passed around.
        year, reason = _last_year(), "暂作"
    note(f"标题里没有年度，{reason}{year}年，请核对。")
    return year


def _last_year() -> int:
    return datetime.date.today().year - 1
