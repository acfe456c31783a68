"""By which day a report has to be public: the law's outer limit, and what is ordered inside it.

A government at county level or above has two reports (`KINDS`): of itself and its office, and of
its whole area. Everybody else has one, its own.
Sources: 《政府信息公开条例》 art. 49; 国办公开办函〔2019〕60号 and 〔2021〕30号, part 二.
"""

import datetime
from collections.abc import Mapping

OWN, AREA = "own", "area"
KINDS = {AREA: "本级政府汇总", OWN: "机关本级"}

# (month, day) of the year after the report year.
MonthDay = tuple[int, int]
END_OF_JANUARY: MonthDay = (1, 31)
# What the two notices order alike; whatever is not here: by the end of January.
CASCADE: Mapping[tuple[str, str], MonthDay] = {
    ("county", AREA): (2, 20),
    ("city", AREA): (3, 10),
    ("province", AREA): (3, 31),
}


def on(year: int, month_day: MonthDay) -> datetime.date:
    """Return the day on which something about the report for `year` is due."""
    return datetime.date(year + 1, *month_day)


def caption(day: datetime.date) -> str:
    """Return a day as people write it, without its year: 2月20日."""
    return f"{day.month}月{day.day}日"


def dated(day: datetime.date, today: datetime.date) -> str:
    """Return a day as people write it, with its year where that is not the current one."""
    return caption(day) if day.year == today.year else f"{day.year}年{caption(day)}"
