"""Cells of a file with the same doubt: which they are, and what one answer writes into them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.document import Document
from reports.editions import get_edition
from reports.importing.fitting.doubts import doubts
from reports.importing.fitting.fitting import Look
from reports.importing.ours.document import reading_of
from reports.importing.values import CellReading
from tests import factories

EDITION = get_edition("2021")
PARTS = [c for c in EDITION.cells if c.startswith("requests.") and c not in EDITION.computed]
TOTAL = next(c for c in EDITION.computed if c.startswith("requests."))
FULL = factories.filled(EDITION, year=2025)
BLANK = replace(FULL, cells={})


def looked(present: Document = BLANK, **cells: CellReading) -> list:
    """Return the doubts of a file that is read for certain but for some cells."""
    reading = reading_of(FULL)
    return doubts(Look(replace(reading, cells={**reading.cells, **cells}), present))


def marked(*cells: str, read: str = "-") -> dict[str, CellReading]:
    return dict.fromkeys(cells, CellReading("unsure", None, read))


def answers(doubt) -> dict[str, dict[str, str]]:
    return {answer.name: answer.texts for answer in doubt.answers}


def test_the_same_mark_is_one_doubt_and_becomes_zero_or_blank():
    (doubt,) = looked(**marked(*PARTS[:3]))

    assert doubt.sentence == "3 格写的是“-”"
    assert answers(doubt) == {"zero": dict.fromkeys(PARTS[:3], "0"),
                              "blank": dict.fromkeys(PARTS[:3], "")}  # fmt: skip


def test_other_marks_are_other_doubts_and_one_cell_alone_is_none():
    cells = marked(*PARTS[:2]) | marked(*PARTS[2:4], read="/") | marked(PARTS[4], read="无")

    assert [d.sentence for d in looked(**cells)] == ["2 格写的是“-”", "2 格写的是“/”"]


def test_blanks_are_a_doubt_of_their_table():
    blank = dict.fromkeys((*PARTS[:2], *[c.id for c in EDITION.tables[0].cells][:2]),
                          CellReading("missing", None, ""))  # fmt: skip
    names = [table.name for table in EDITION.tables]

    assert [d.sentence for d in looked(**blank)] == [
        f"{names[0]}有 2 格是空白，或没有读到",
        f"{names[1]}有 2 格是空白，或没有读到",
    ]


def test_a_total_never_becomes_zero_with_its_parts():
    (doubt,) = looked(**marked(*PARTS[:2], TOTAL))

    assert answers(doubt)["zero"][TOTAL] == ""
    assert "合计留空，由各项算出" in doubt.sentence


def test_a_figure_of_the_report_is_not_made_zero_by_a_mark():
    present = replace(BLANK, cells={PARTS[0]: Decimal(7)})
    (doubt,) = looked(present, **marked(*PARTS[:3]))

    assert doubt.cells == tuple(PARTS[1:3])


def test_figures_with_a_note_are_taken_as_read_each_its_own():
    notes = {
        PARTS[0]: CellReading("unsure", Decimal(22), "22（其中修订16件）"),
        PARTS[1]: CellReading("unsure", Decimal(5), "5（含转办）"),
    }
    (doubt,) = looked(**notes)

    assert doubt.sentence.startswith("2 格有同样的疑问，例如：")
    assert answers(doubt)["take"] == {PARTS[0]: "22", PARTS[1]: "5"}


def test_words_that_are_no_figure_can_only_be_left_blank():
    (doubt,) = looked(**marked(*PARTS[:2], read="若干"))

    assert list(answers(doubt)) == ["blank"]


def test_figures_of_an_uncertain_place_are_one_doubt():
    uncertain = dict.fromkeys(PARTS[:2], CellReading("unsure", Decimal(3), "3"))
    unplaced = dict.fromkeys(PARTS[2:4], CellReading("unsure", None, "3"))
    first, second = looked(**uncertain, **unplaced)

    assert (list(answers(first)), list(answers(second))) == (["take", "blank"], ["blank"])


def test_what_was_typed_by_hand_stays():
    (doubt,) = looked(**marked(*PARTS[:3]))
    typed = {PARTS[0]: "", PARTS[1]: "12", PARTS[2]: "0"}

    assert doubt.changes("zero", typed.get) == {PARTS[0]: "0", PARTS[2]: "0"}


@pytest.mark.parametrize("answer", ["", "take", "everything"])
def test_an_answer_that_is_not_offered_changes_nothing(answer):
    (doubt,) = looked(**marked(*PARTS[:3]))

    assert doubt.changes(answer, lambda cell: "") == {}
