"""The report as a form: a field a place, drawn from its edition, whatever the edition."""

import dataclasses
import json

import pytest
from crispy_forms.utils import render_crispy_form
from django.template import Context

from reports.editions import Block, Column, Row, Table, all_editions, get_edition
from reports.forms.report import ReportForm

EDITION = get_edition("2021")


def posted(**entries) -> ReportForm:
    """Return the form as it comes back with a few places filled in."""
    form = ReportForm(EDITION, data={name.replace("__", "."): v for name, v in entries.items()})
    form.is_valid()
    return form


@pytest.mark.parametrize("edition", all_editions(), ids=lambda edition: edition.id)
def test_the_form_has_a_field_for_every_place(edition):
    sections = [section.id for section in (edition.preface, *edition.narratives)]
    assert list(ReportForm(edition).fields) == [*edition.cells, *sections, "base"]


@pytest.mark.parametrize("edition", all_editions(), ids=lambda edition: edition.id)
def test_the_page_prints_every_caption_and_an_input_for_every_cell(edition):
    page = render_crispy_form(ReportForm(edition), context=Context())
    for cell in edition.cells.values():
        assert f'id="{cell.id}"' in page
        assert all(caption in page for caption in (*cell.row.path, *cell.column.path))
    for section in edition.sections:
        assert section.caption in page


def test_a_made_up_edition_is_drawn_without_a_line_of_code():
    block = Block((Column("online", "网上"), Column("paper", "书面")), (Row("letters", "来信"),))
    table = Table("requests", "表一", (block,))
    edition = dataclasses.replace(
        EDITION, tables=(table,), equations=(), sections=EDITION.sections[2:3]
    )

    page = render_crispy_form(ReportForm(edition), context=Context())

    assert 'name="requests.letters.paper"' in page and "书面" in page


def test_figures_are_shown_as_stored_and_as_posted():
    assert (
        ReportForm(EDITION, initial={"requests.new.other": "5"}).typed("requests.new.other") == "5"
    )
    assert posted(requests__new__other="3/4").typed("requests.new.other") == "3/4"


def test_a_bad_figure_is_refused_with_its_own_sentence():
    form = posted(requests__new__other="1.5", requests__new__business="12")

    assert form.errors == {"requests.new.other": ["这里填整数，不能有小数。"]}
    assert form.entries() == {"requests.new.business": "12"}


def test_open_points_name_the_place_and_the_remedy():
    [(place, label, sentence)] = posted(proactive__fees__amount="251000元").open_points()
    assert place == "proactive.fees.amount"
    assert label.startswith("表二：行政事业性收费")
    assert sentence.endswith("25.1万元。")


def test_a_place_that_was_not_posted_is_not_emptied():
    assert posted(requests__new__other="1").entries() == {"requests.new.other": "1"}


@pytest.mark.parametrize("base", ["", "x", "[]", "3", '{"a": 5}', '{"a": ["1"]}', "[" * 5000])
def test_a_damaged_base_is_as_good_as_none(base):
    assert posted(base=base).base() == {}


def test_the_base_says_what_the_page_showed():
    base = {"requests.new.other": ["5", 3], "problems": [None, 2]}
    assert posted(base=json.dumps(base)).base() == {
        "requests.new.other": ("5", 3),
        "problems": (None, 2),
    }


def test_a_frozen_form_has_nothing_to_write_in_and_nothing_to_save():
    page = render_crispy_form(ReportForm(EDITION, frozen=True), context=Context())
    assert page.count("readonly") == len(EDITION.cells)
    assert 'type="submit"' not in page


def test_totals_that_fill_themselves_are_locked():
    page = render_crispy_form(ReportForm(EDITION), context=Context())
    assert page.count("readonly") == len(EDITION.computed)
