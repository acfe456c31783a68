"""A file laid beside its report: what would change, and what the file says nothing of."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.document import Document
from reports.editions import COUNT, get_edition
from reports.importing import keeping
from reports.importing.fitting.cell_words import read_cell
from reports.importing.fitting.fitting import Look
from reports.importing.ours.document import reading_of
from tests import factories

EDITION = get_edition("2021")
FEES = "proactive.fees.amount"


@pytest.fixture
def present():
    """A report with details, figures and words."""
    made = factories.filled(EDITION, year=2025, sections={"overview": "<p>甲。</p>"})
    return replace(made, index_number="YX-1", title="甲局年度报告")


def look(present: Document, **file) -> Look:
    """Return a file that is like the report but for some of it, beside the report."""
    return Look(reading_of(replace(present, **file)), present)


def test_a_file_like_the_report_changes_nothing(present):
    same = look(present)

    assert (same.changes, same.words, same.details, same.replaced) == ({}, {}, [], 0)


def test_a_detail_that_the_file_lacks_is_not_offered(present):
    assert look(present, index_number="", issued=None).details == []


def test_a_detail_that_is_another_is_offered_with_both(present):
    assert look(present, index_number="YX-2").details == [("索引号", "YX-1", "YX-2")]


def test_a_blank_of_the_file_is_counted_and_changes_nothing(present):
    blank = look(present, cells={**present.cells, FEES: None})

    assert (blank.emptied, blank.changes) == (1, {})


def test_a_section_without_words_in_the_file_changes_nothing(present):
    assert look(present, sections={"overview": ""}).words == {}


@pytest.mark.parametrize(("typed", "state"), [(None, "missing"), (Decimal(7), "sure")])
def test_a_figure_put_right_is_sure_and_one_taken_out_is_missing(present, typed, state):
    settled = keeping.settled(reading_of(present), {FEES: typed})

    assert (settled.cells[FEES].state, settled.cells[FEES].value) == (state, typed)
    assert settled.document.cells[FEES] == typed


@pytest.mark.parametrize("typed", ["3万元", "3元", "0.5亿元"])
def test_an_amount_is_no_count(typed):
    figure = read_cell(typed, COUNT)

    assert figure.value is None and f"“{typed}”是金额" in figure.message


@pytest.mark.parametrize("typed", ["\u202e12\u202c", "1\u202e2"])
def test_digits_that_are_shown_turned_around_are_told_and_not_read(typed):
    figure = read_cell(typed, COUNT)

    assert figure.value is None and "次序可能相反" in figure.message
