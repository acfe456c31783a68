"""Sums of parts that are kept come to what adding every figure comes to, whatever has changed."""

import random
from decimal import Decimal

import pytest
from django.db import OperationalError

from reports.aggregation import kept, summed
from reports.editions import get_edition
from reports.models import Figure, KeptSum, Organ, Report
from reports.writing import editing
from tests import factories

pytestmark = pytest.mark.django_db
YEAR = 2024


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    monkeypatch.setattr(kept, "FEWEST", 1)
    monkeypatch.setattr(kept, "LARGEST", 3)


@pytest.fixture
def zhang():
    return factories.clerk("zhang")


@pytest.fixture
def reports(zhang):
    """Three levels of organs, each with a report."""
    city = factories.organ("某市人民政府", zhang, type="city")
    organs = [city]
    for c in range(2):
        county = factories.organ(f"第{c}县人民政府", zhang, type="county", under=city)
        organs += [county, *(factories.organ(f"第{c}县{n}局", zhang, under=county) for n in range(4))]
    return [factories.report(organ, YEAR, by=zhang) for organ in organs]


def plainly(reports) -> dict[str, tuple]:
    """Return each cell's sum and how many answered, added here figure by figure."""
    found: dict[str, tuple] = {}
    for cell, value in Figure.objects.filter(report__in=reports).values_list("cell", "value"):
        total, answered = found.get(cell, (Decimal(0), 0))
        found[cell] = (total + (value or 0), answered + (value is not None))
    return {cell: (total if answered else None, answered) for cell, (total, answered) in found.items()}


def as_kept(reports) -> dict[str, tuple]:
    return {cell: (one.value, one.answered) for cell, one in summed(reports, YEAR).sums.items()}


def change(report: Report, dice: random.Random, by) -> None:
    """Write some figures of a report, or take one back, as a clerk does."""
    cells = [cell for cell in report.template.cells if cell not in report.template.computed]
    for cell in dice.sample(cells, 3):
        signed = report.template.cells[cell].kind == "signed"
        amount = report.template.cells[cell].kind == "amount"
        number = dice.choice(("", "0", str(dice.randrange(10**9)), f"{dice.randrange(10**6)}.000001"))
        text = number.split(".")[0] if not amount else number
        text = f"-{text}" if signed and text not in ("", "0") and dice.random() < 0.5 else text
        row = Figure.objects.get(report=report, cell=cell)
        editing.save(report.pk, [editing.Edit(cell, text, row.revision)], by=by)


@pytest.mark.parametrize("seed", range(8))
def test_the_kept_sums_are_the_plain_sums(reports, zhang, seed):
    dice, every = random.Random(seed), Report.objects.filter(year=YEAR)
    for _ in range(12):
        for report in dice.sample(reports, dice.randrange(3)):
            change(report, dice, zhang)
        below = every.filter(organ__path__startswith=dice.choice(reports).organ.path)
        chosen = dice.choice((every, below, every.exclude(answered_count=0)))

        assert as_kept(chosen) == dict.fromkeys(get_edition("2021").cells, (None, 0)) | plainly(chosen)


def test_only_the_part_that_changed_is_added_again(reports, zhang, monkeypatch):
    every, asked = Report.objects.filter(year=YEAR), []
    added = kept.added
    monkeypatch.setattr(kept, "added", lambda of, only="": asked.append(of.count()) or added(of, only))

    summed(every, YEAR)
    whole, asked[:] = sum(asked), []
    summed(every, YEAR)
    assert (whole, asked) == (11, [])

    change(reports[-1], random.Random(1), zhang)
    found = as_kept(every)
    assert 0 < sum(asked) <= 4 and found == plainly(every)


def test_a_report_that_goes_or_comes_counts(reports, zhang):
    every = Report.objects.filter(year=YEAR)
    for report in reports:
        change(report, random.Random(report.pk), zhang)
    summed(every, YEAR)

    assert as_kept(every.exclude(pk=reports[3].pk)) == plainly(every.exclude(pk=reports[3].pk))
    new = factories.report(factories.organ("新局", zhang, under=Organ.objects.get(depth=1)), YEAR, by=zhang)
    change(new, random.Random(5), zhang)
    assert as_kept(every) == plainly(every)


def test_one_cell_alone_is_the_same(reports, zhang):
    every = Report.objects.filter(year=YEAR)
    for report in reports:
        change(report, random.Random(report.pk), zhang)
    whole = summed(every, YEAR).sums

    for cell in list(whole)[:20]:
        assert summed(every, YEAR, cell).sums[cell] == whole[cell]


def test_what_cannot_be_kept_is_added_all_the_same(reports, monkeypatch):
    def full(*args, **more):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(kept, "insert", full)

    assert summed(Report.objects.filter(year=YEAR), YEAR).reports == 11
    assert not KeptSum.objects.exists()


def test_small_sets_are_added_at_once(reports, monkeypatch):
    monkeypatch.setattr(kept, "FEWEST", 100)

    assert summed(Report.objects.filter(year=YEAR), YEAR).reports == 11
    assert not KeptSum.objects.exists()


def test_a_place_is_kept_once(reports, zhang):
    every = Report.objects.filter(year=YEAR)
    summed(every, YEAR)
    rows = KeptSum.objects.count()

    for seed in range(3):
        change(reports[2], random.Random(seed), zhang)
        summed(every.filter(answered_count=0), YEAR)
        summed(every, YEAR)

    assert KeptSum.objects.count() <= 4 * rows


def test_no_more_rows_are_kept_than_there_is_room_for(reports, zhang, monkeypatch):
    monkeypatch.setattr(kept, "MOST_KEPT", 6)
    every = Report.objects.filter(year=YEAR)
    for report in reports:
        change(report, random.Random(report.pk), zhang)

    for report in reports:
        assert as_kept(every.exclude(pk=report.pk)) == plainly(every.exclude(pk=report.pk))
        assert 0 < KeptSum.objects.count() <= 6


def test_parts_follow_the_tree():
    paths = ["0001", *(f"0001000{n}" for n in range(1, 4)), *(f"00010004000{n}" for n in range(1, 8))]
    rows = [kept.Row(n, 0, path, n, "2021", 0) for n, path in enumerate(paths)]

    parts = list(kept._parts(rows))

    assert [row for part in parts for row in part] == rows
    assert max(map(len, parts)) <= 3 and len(parts) < len(rows)
