"""Help beside the captions: what a figure counts, where that follows from, which row a case is in."""

import pytest

from reports.editions import all_editions, get_edition
from reports.editions.browser import edition_json
from reports.editions.helps.proactive import PROACTIVE_2019, PROACTIVE_2021
from reports.editions.helps.requests import REQUESTS
from reports.editions.helps.review import REVIEW
from tests.editions.test_third_edition import EDITION as THIRD

EDITIONS = pytest.mark.parametrize("edition", all_editions(), ids=lambda edition: edition.id)


def helps(edition):
    for table in edition.tables:
        columns = [column for block in table.blocks for column in block.columns]
        yield from (part.help for part in (table, *table.rows, *columns) if part.help)


@EDITIONS
def test_every_row_that_is_typed_says_what_it_counts(edition):
    typed = [cell for cell in edition.cells.values() if cell.id not in edition.computed]
    assert [cell.id for cell in typed if not cell.row.help] == []


@EDITIONS
def test_every_help_has_a_source_or_says_that_it_is_practice(edition):
    silent = [one.words for one in helps(edition) if not one.source and not one.is_practice]
    assert silent == []
    said = {one.basis for one in helps(edition) if one.is_practice}
    assert all(basis.startswith("没有统一规定") for basis in said)


@EDITIONS
def test_help_is_short_and_ends_as_a_sentence(edition):
    assert [one.words for one in helps(edition) if len(one.words) > 100 or one.words[-1] != "。"] == []


@pytest.mark.parametrize(
    ("words", "tables"),
    [(PROACTIVE_2019, ["2019"]), (PROACTIVE_2021, ["2021"]),
     (REQUESTS, ["2019", "2021"]), (REVIEW, ["2019", "2021"])],
)  # fmt: skip
def test_no_help_is_for_a_row_or_column_that_is_nowhere(words, tables):
    rows, columns = set(), set()
    for table in (one for edition in tables for one in get_edition(edition).tables):
        rows |= {row.id for row in table.rows}
        columns |= {column.id for block in table.blocks for column in block.columns}

    assert set(words.rows) <= rows and set(words.columns) <= columns


@EDITIONS
def test_the_six_questions_lead_to_every_result_and_never_in_circles(edition):
    questions = [question.id for question in edition.choice]
    seen = set()
    for n, question in enumerate(edition.choice):
        for answer in question.answers:
            assert answer.row or answer.to or answer.remark
            assert not answer.to or questions.index(answer.to) > n
            seen |= {answer.row}

    results = {row.id for row in edition.choosing.rows if row.groups and row.role != "total"}
    assert len(questions) == 6
    assert seen - {""} == results | {"carried_forward"}


@EDITIONS
def test_every_answer_that_ends_the_questions_names_its_article(edition):
    answers = [answer for question in edition.choice for answer in question.answers]
    assert [one.caption for one in answers if not one.to and not one.source] == []


def test_the_browser_gets_each_help_once_and_its_cells_name_it():
    sent = edition_json(get_edition("2021"))

    row, column = sent["cells"]["requests.new.business"]["help"]
    assert sent["helps"][row]["name"] == "一、本年新收"
    assert sent["helps"][column]["basis"].startswith("没有统一规定")
    assert len({said["words"] for said in sent["helps"]}) == len(sent["helps"])
    assert "help" not in sent["cells"]["requests.processed.total"]


def test_an_edition_without_help_says_nothing():
    sent = edition_json(THIRD)

    assert sent["helps"] == []
    assert not any("help" in cell for cell in sent["cells"].values())
    assert not any(table.has_help for table in THIRD.tables)
    assert THIRD.choosing is None
