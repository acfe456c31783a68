"""A district that is summed: a government, organs below it with reports, their supervisor."""

import pytest

from reports import access, aggregation
from reports.editions import get_edition
from tests import factories

YEAR = 2025


@pytest.fixture
def government(db):
    """The government at the top."""
    return factories.organ("瀍水区人民政府", type="county")


@pytest.fixture
def wang(government):
    """The supervisor of the district."""
    return factories.give(factories.clerk("wang", "芳", "王"), government, "supervisor")


@pytest.fixture
def zhang(db):
    """Somebody who writes every report of the district."""
    return factories.clerk("zhang", "明", "张")


@pytest.fixture
def write(zhang, government):
    """Return a function that makes an organ below the government and its report.

    `figures` are those that are not 0; without any, the report stays blank.
    """

    def made(name: str, figures: dict | None = None, *, year=YEAR, under=None, type="department"):
        organ = factories.organ_named(name) or factories.organ(
            name, zhang, under=under or government, type=type
        )
        report = factories.report(organ, year, by=zhang)
        if figures is not None:
            factories.with_figures(report, figures)
        return report

    return made


@pytest.fixture
def on_old_edition(monkeypatch):
    """Let new reports be written on the edition of 2019, whatever their year."""
    return lambda: monkeypatch.setattr("reports.writing.editing.edition_for", lambda _: get_edition("2019"))


@pytest.fixture
def gather(government, wang):
    """Return a function from a choice to its organs and reports."""

    def gathered(**choice):
        wanted = aggregation.Choice(government, YEAR, **choice)
        organs = aggregation.chosen_organs(access.organs_supervised(wang), wanted)
        return organs, aggregation.counted_reports(organs, wanted)

    return gathered


@pytest.fixture
def total(gather):
    """Return a function from a choice to its sums."""
    return lambda **choice: aggregation.summed(gather(**choice)[1], YEAR)
