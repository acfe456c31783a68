"""What must never be, the database refuses."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from reports.models import Figure, Narrative, Report
from tests import factories

FEES = "proactive.fees.amount"


def store(report: Report, cell: str, value) -> None:
    with transaction.atomic():
        Figure.objects.filter(report=report, cell=cell).update(value=value)


def test_a_new_report_has_a_blank_figure_for_every_cell(report):
    figures = report.figures.all()

    assert {figure.cell for figure in figures} == set(report.template.cells)
    assert {figure.value for figure in figures} == {None}


def test_an_organ_has_one_report_a_year(report):
    with pytest.raises(IntegrityError):
        Report.objects.create(organ=report.organ, year=2025, edition="2021", title="又一份")


@pytest.mark.parametrize("year", [1999, 2018, 2100, 3000])
def test_a_year_without_a_template_is_refused(bureau, year):
    with pytest.raises(IntegrityError):
        Report.objects.create(organ=bureau, year=year, edition="2021", title="年份不对")


def test_a_cell_has_one_figure(report):
    with pytest.raises(IntegrityError):
        Figure.objects.create(report=report, cell=FEES)


def test_a_section_stands_once(report):
    with pytest.raises(IntegrityError):
        Narrative.objects.create(report=report, section="overview")


@pytest.mark.parametrize("cell", ["requests.new.nobody", "proactive.procurement.items"])
def test_a_cell_that_the_edition_does_not_have_is_refused(report, cell):
    with pytest.raises(IntegrityError):
        Figure.objects.create(report=report, cell=cell, value=1)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("requests.new.business", -1),
        ("requests.new.business", Decimal("1.5")),
        ("requests.new.business", 10**12),
        (FEES, -1),
    ],
)
def test_a_figure_that_its_cell_cannot_hold_is_refused(report, cell, value):
    with pytest.raises(IntegrityError):
        store(report, cell, value)


def test_a_change_may_be_negative_in_the_edition_of_2019(bureau, zhang):
    old = factories.report(bureau, 2020, by=zhang)

    store(old, "proactive.penalties.change", -2)

    assert old.figures.get(cell="proactive.penalties.change").value == -2


def test_a_report_keeps_its_edition(report):
    report.edition = "2019"
    with pytest.raises(IntegrityError):
        report.save()


def test_amounts_are_exact_to_the_sixth_decimal(report):
    largest = Decimal("999999999999.999999")
    store(report, FEES, largest)

    assert report.figures.get(cell=FEES).value == largest


def test_amounts_are_summed_exactly(bureau, zhang):
    for year in (2021, 2022, 2023):
        store(factories.report(bureau, year, by=zhang), FEES, Decimal("0.1"))

    assert Figure.objects.filter(cell=FEES).aggregate(sum=Sum("value"))["sum"] == Decimal("0.3")


def test_a_seventh_decimal_is_not_rounded_away(report):
    with pytest.raises(ValueError, match="decimals"):
        store(report, FEES, Decimal("0.1234567"))


def test_a_blank_is_not_zero(report):
    store(report, FEES, 0)

    document = report.document()

    assert document.cells[FEES] == 0
    assert document.cells["proactive.rules.issued"] is None
    assert document.answered == 1
