"""Charts of how organs stand: shares as a bar, hand-ins as a line toward the deadline."""

import datetime
import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from reports.rendering.charts.drawing import WIDTH
from reports.rendering.charts.standing import Pace, Part, Shares

DUE = datetime.date(2026, 1, 31)


def shares(*counts: int) -> Shares:
    parts = tuple(Part(f"<{n}>", count, "draft") for n, count in enumerate(counts))
    return Shares("states", "各状态", parts)


def pace(*days: datetime.date, today=DUE, owing=4) -> Pace:
    return Pace("pace", "进度", owing, (("已提交", days),), (DUE,), today)


def day(month: int, of: int) -> datetime.date:
    return datetime.date(2026, month, of)


@given(st.lists(st.integers(0, 4000), min_size=1, max_size=7))
def test_a_bar_is_as_wide_as_the_drawing_and_hides_nobody(counts):
    root = ElementTree.fromstring(shares(*counts).svg)
    bars = sorted((float(bar.get("x")), float(bar.get("width"))) for bar in root.iter("rect"))

    assert len(bars) == sum(count > 0 for count in counts)
    assert all(width >= 1.99 for _, width in bars)
    assert not bars or abs(sum(bars[-1]) - WIDTH) < 0.1
    assert all(abs(sum(one) - two[0]) < 0.1 for one, two in pairwise(bars))


def test_a_part_has_its_colour_its_number_and_its_meaning():
    root = ElementTree.fromstring(shares(3, 1).svg)
    series = root.findall(".//g[@class='series t-draft']")

    assert [title.text for one in series for title in one.iter("title")] == [
        "<0>：3个机关，75.0%",
        "<1>：1个机关，25.0%",
    ]
    assert [text.text for one in series for text in one.iter("text")] == ["3", "1"]


def test_a_name_is_text_not_mark_up():
    assert "&lt;0&gt;：3个机关" in shares(3).svg


def test_the_table_beneath_says_what_is_drawn():
    assert [(part.count, words) for part, words in shares(3, 1).lines] == [
        (3, "75.0%"),
        (1, "25.0%"),
    ]


def test_nobody_is_no_share():
    assert [words for _, words in shares(0, 0).lines] == ["—", "—"]


def test_the_table_counts_week_by_week_up_to_today():
    lines = pace(day(1, 5), day(1, 20), day(1, 20), today=day(1, 22)).lines

    assert [(d.day, row[0]) for d, row in lines] == [
        (8, (1, "25.0%")), (15, (1, "25.0%")), (22, (3, "75.0%")),
    ]  # fmt: skip


def corners(chart: Pace) -> list[tuple[float, float]]:
    """Return the corners of the first line, as they are drawn."""
    line = ElementTree.fromstring(chart.svg).find(".//g[@class='series curve c0']/path")
    numbers = [float(number) for number in re.findall(r"[-.0-9]+", line.get("d"))]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def test_the_line_climbs_in_steps():
    drawn = corners(pace(day(1, 5), day(1, 20), day(1, 20)))

    assert all(one[0] == two[0] or one[1] == two[1] for one, two in pairwise(drawn))
    rises = [one[1] - two[1] for one, two in pairwise(drawn) if one[1] != two[1]]
    assert abs(rises[1] - 2 * rises[0]) < 0.1


def test_the_line_ends_today_not_at_the_deadline():
    assert corners(pace(day(1, 5), today=day(1, 11)))[-1][0] < WIDTH / 2


def captions(chart: Pace) -> list[tuple[str, bool]]:
    """Return the days at the axis, and whether each is a deadline."""
    axis = ElementTree.fromstring(chart.svg).find(".//g[@class='axis x']")
    return [(text.text, text.get("class") == "major") for text in axis.iter("text")]


def test_the_deadlines_stand_at_the_axis_and_whoever_is_too_near_yields():
    assert captions(pace()) == [("1月1日", False), ("1月31日", True)]
    assert captions(pace(today=day(2, 4))) == [("1月1日", False), ("1月31日", True)]
    assert captions(pace(today=day(2, 28)))[2:] == [("2月28日", False)]


def test_of_deadlines_close_together_the_first_is_named_and_all_are_marked():
    chart = replace(pace(today=day(12, 1)), due=(day(1, 20), DUE, day(3, 31)))

    assert captions(chart)[:3] == [("1月20日", True), ("\u200b", True), ("3月31日", True)]


def test_who_is_late_and_who_was_early_are_on_the_chart():
    assert pace(day(2, 20), today=day(3, 1)).span == (day(1, 1), day(2, 20) + datetime.timedelta(9))
    assert pace(datetime.date(2025, 12, 20)).span == (datetime.date(2025, 12, 20), DUE)


def test_before_the_new_year_there_is_nothing_to_show_unless_somebody_was_early():
    november = datetime.date(2025, 11, 25)
    assert not pace(today=november).has_begun
    assert pace(datetime.date(2025, 11, 20), today=november).has_begun


def test_a_year_long_past_ends_soon_after_its_deadline():
    assert pace(today=datetime.date(2031, 1, 1)).span[1] == DUE + datetime.timedelta(weeks=4)


@given(st.lists(st.dates(datetime.date(2025, 10, 1), datetime.date(2026, 6, 1)), max_size=30),
       st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 1, 1)))  # fmt: skip
def test_any_pace_can_be_drawn(days, today):
    chart = pace(*days, today=today, owing=max(len(days), 1))

    assert all(0 <= x <= WIDTH for x, _ in corners(chart))
    assert captions(chart)
