"""Charts of how organs stand: shares as a bar, hand-ins as a line toward the deadline."""

import datetime
import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from reports.rendering.standing import WIDTH, Pace, Part, Shares

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
    widths = [float(piece.get("width")) for piece in root.iter("rect")]

    assert len(widths) == sum(count > 0 for count in counts)
    assert all(width >= 2 for width in widths)
    assert not widths or abs(sum(widths) - WIDTH) < 1


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


def test_the_line_ends_today_not_at_the_deadline():
    path = ElementTree.fromstring(pace(day(1, 5), today=day(1, 11)).svg).find(
        "path[@class='curve c0']"
    )

    assert float(path.get("d").rpartition("H")[2]) < WIDTH / 2


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
    root = ElementTree.fromstring(pace(*days, today=today, owing=len(days)).svg)
    assert all(0 <= float(text.get("x")) <= WIDTH for text in root.iter("text"))
    turns = re.findall(r"H([-.0-9]+)", root.find("path[@class='curve c0']").get("d"))
    assert all(0 <= float(x) <= WIDTH for x in turns)
