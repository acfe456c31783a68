"""What the list counts by what organs have in common is what it counts organ by organ."""

import datetime
import random
from collections import Counter

import pytest

from reports.document.which import OFFICE
from reports.models import Report
from reports.oversight import supervision
from reports.oversight.days import Calendars
from tests import factories

pytestmark = pytest.mark.django_db
YEAR = 2025


def a_day(dice: random.Random) -> str:
    return f"{datetime.date(2026, 1, 1) + datetime.timedelta(dice.randrange(90))}"


def settle(dice: random.Random, zhang) -> list:
    """Return the organs of a city with counties and towns, calendars at some, for some alone."""
    city = factories.organ("某市人民政府", zhang, type="city")
    organs = [city]
    for c in range(3):
        county = factories.organ(f"第{c}县人民政府", zhang, type="county", under=city)
        organs.append(county)
        for n in range(3):
            kind = dice.choice(["town", "department", "department"])
            organs.append(factories.organ(f"第{c}县第{n}处", zhang, under=county, type=kind))
    for organ in dice.sample(organs, dice.randrange(5)):
        for _ in range(dice.randrange(1, 3)):
            below = [one for one in organs if one.path.startswith(organ.path)]
            kind = dice.choice(["own", "area"])
            which = dice.choice([{}, {"type": "department"}, {"only": dice.choice(below)}])
            step = dice.choice(["report", "publish"])
            with_line = organ.calendars.filter(year=YEAR, lines__kind=kind).exists()
            if not with_line:
                factories.calendar(organ, YEAR, kind=kind, **which, **{step: a_day(dice)})
    for organ in organs:
        status = dice.choice([None, "draft", "submitted", "returned", "approved", "elsewhere"])
        if status:
            report = factories.report(organ, YEAR, by=zhang)
            Report.objects.filter(pk=report.pk).update(status=status)
    return organs


@pytest.mark.parametrize("seed", range(12))
def test_counts_and_days_are_those_of_the_organs_one_by_one(seed, on_day):
    dice = random.Random(seed)
    zhang, wang = factories.clerk("zhang"), factories.clerk("wang")
    organs = settle(dice, zhang)
    factories.give(wang, organs[0], "supervisor")
    on_day(f"2026-0{dice.randrange(1, 5)}-15")
    for kind in ("", OFFICE):
        choice = supervision.Choice(YEAR, kind=kind)
        calendars = Calendars([YEAR], [organs[0].path])

        seen = supervision.overview(wang, choice)

        listed = list(supervision.rows(wang, choice))
        days = Counter(calendars.of(o, YEAR, supervision.days_kind(kind)).report for o in listed)
        late = [o for o in listed if o.undone and o.days_late > 0]
        unposted = [
            o for o in listed
            if o.state not in ("published", "elsewhere") and o.days.publish < supervision.timezone.localdate()
        ]  # fmt: skip
        assert (seen.owing, seen.overdue, seen.unposted) == (len(listed), len(late), len(unposted))
        assert set(seen.due) <= set(days) and len(seen.due) == min(4, len(days))
        assert sorted(days[day] for day in seen.due) == sorted(days.values())[-4:]
        for state, theirs in (("overdue", late), ("unposted", unposted)):
            chosen = supervision.overview(wang, supervision.Choice(YEAR, kind=kind, state=state))
            assert [o.pk for o in chosen.page] == [o.pk for o in theirs]
            assert chosen.page.paginator.count == len(theirs)


def test_pages_follow_on_each_other_whatever_they_are_sorted_by(monkeypatch):
    monkeypatch.setattr(supervision, "PAGE", 4)
    dice = random.Random(1)
    zhang, wang = factories.clerk("zhang"), factories.clerk("wang")
    organs = settle(dice, zhang)
    factories.give(wang, organs[0], "supervisor")
    for sort in supervision.SORTS:
        choice = supervision.Choice(YEAR, sort=sort)
        pages = [
            supervision.overview(wang, supervision.Choice(YEAR, sort=sort, page=n)).page for n in (1, 2, 3, 4)
        ]
        shown = [organ.pk for page in pages for organ in page]
        assert shown == [organ.pk for organ in supervision.rows(wang, choice)]
        assert [page.number for page in pages] == [1, 2, 3, 4] and pages[-1].paginator.count == len(organs)
