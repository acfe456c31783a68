"""Saving: exact, merged, never overwriting in silence."""

from decimal import Decimal

import pytest
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports import access, workflow
from reports.document import Document
from reports.editions import get_edition
from reports.models import Change
from reports.refusals import Refused
from reports.writing import editing
from tests import factories

CELL = "requests.new.natural_person"
TOTAL = "requests.new.total"


def put(report, place, text, *, by, writer="", **kwargs):
    edit = factories.edit(report, place, text, **kwargs)
    return editing.save(report.pk, [edit], by=by, writer=writer)


def value(report, cell):
    return report.figures.get(cell=cell).value


def fill_row(report, row, numbers, *, by):
    columns = ["natural_person", "business", "research", "public_interest", "legal_service",
               "other"]  # fmt: skip
    cells = zip(columns, numbers, strict=True)
    edits = [factories.edit(report, f"requests.{row}.{c}", str(n)) for c, n in cells]
    return editing.save(report.pk, edits, by=by)


def test_a_typed_figure_is_stored_and_remembered(report, zhang):
    outcome = put(report, CELL, "３４", by=zhang)

    assert value(report, CELL) == 34
    assert outcome.revision == 1
    change = Change.objects.get()
    assert (change.user, change.place, change.old, change.new) == (zhang, CELL, "", "34")


def test_a_total_fills_itself_when_every_part_is_answered(report, zhang):
    outcome = fill_row(report, "new", [3, 1, 0, 0, 0, 2], by=zhang)

    assert value(report, TOTAL) == 6
    assert outcome.saved[TOTAL].value == 6


def test_a_total_stays_blank_while_a_part_is_blank(report, zhang):
    put(report, CELL, "3", by=zhang)

    assert value(report, TOTAL) is None


def test_a_total_taken_over_by_hand_stays_as_typed(report, zhang):
    fill_row(report, "new", [3, 1, 0, 0, 0, 2], by=zhang)
    put(report, TOTAL, "7", by=zhang, manual=True)
    put(report, CELL, "4", by=zhang)

    assert value(report, TOTAL) == 7


def test_a_total_given_back_is_computed_again(report, zhang):
    fill_row(report, "new", [3, 1, 0, 0, 0, 2], by=zhang)
    put(report, TOTAL, "9", by=zhang, manual=True)
    put(report, TOTAL, "", by=zhang, manual=False)

    assert value(report, TOTAL) == 6
    assert not report.figures.get(cell=TOTAL).manual


def test_an_unreadable_figure_is_refused_and_the_old_one_stands(report, zhang):
    put(report, CELL, "3", by=zhang)
    outcome = put(report, CELL, "三个", by=zhang)

    assert "不是数字" in outcome.refused[CELL]
    assert value(report, CELL) == 3


def test_one_refused_cell_does_not_hold_up_the_others(report, zhang):
    edits = [
        factories.edit(report, CELL, "x"),
        factories.edit(report, "proactive.fees.amount", "2"),
    ]

    outcome = editing.save(report.pk, edits, by=zhang)

    assert set(outcome.refused) == {CELL}
    assert value(report, "proactive.fees.amount") == 2


PLACES = st.sampled_from(sorted(get_edition("2021").cells))
EDITS = st.lists(
    st.tuples(PLACES, st.sampled_from(["", "0", "3", "41"]), st.booleans()), max_size=9
)


def test_figures_that_make_a_total_too_large_are_refused_and_the_rest_is_saved(report, zhang):
    fill_row(report, "new", [3, 1, 0, 0, 0, 2], by=zhang)
    revision = report.figures.get(cell=CELL).revision
    edits = [
        factories.edit(report, CELL, "999999999999"),
        factories.edit(report, "requests.new.business", "1"),
        factories.edit(report, "requests.carried_over.other", "5"),
    ]

    outcome = editing.save(report.pk, edits, by=zhang)

    assert "合计过大" in outcome.refused[CELL]
    assert (value(report, CELL), value(report, TOTAL)) == (3, 6)
    assert report.figures.get(cell=CELL).revision == revision
    assert value(report, "requests.carried_over.other") == 5
    assert CELL not in Change.objects.filter(revision=outcome.revision).values_list(
        "place", flat=True
    )


def test_results_that_make_the_sum_of_sums_too_large_are_refused(report, zhang):
    rows = report.template.computed["requests.processed.other"].right
    columns = [
        t.replace("requests.new", "requests.granted") for t in report.template.computed[TOTAL].right
    ]
    nil = [
        e
        for row in rows
        for e in (
            factories.edit(report, f"{row[: -len('other')]}{c.split('.')[2]}", "0") for c in columns
        )
    ]
    editing.save(report.pk, nil, by=zhang)
    huge = [factories.edit(report, cell, "400000000000") for cell in columns[:3]]

    outcome = editing.save(report.pk, huge, by=zhang)

    assert set(outcome.refused) == set(columns[:3])
    assert value(report, "requests.processed.total") == 0


def test_a_huge_total_taken_over_cannot_be_given_back(report, zhang):
    put(report, TOTAL, "7", by=zhang, manual=True)
    fill_row(report, "new", [999999999999, 1, 0, 0, 0, 0], by=zhang)

    outcome = put(report, TOTAL, "", by=zhang, manual=False)

    assert list(outcome.refused) == [TOTAL]
    assert value(report, TOTAL) == 7
    assert report.figures.get(cell=TOTAL).manual


@settings(max_examples=40,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(saves=st.lists(EDITS, max_size=4))
def test_whatever_is_saved_totals_and_progress_are_those_of_the_whole(report, zhang, saves):
    for edits in saves:
        fresh = [factories.edit(report, cell, text, manual=manual) for cell, text, manual in edits]
        editing.save(report.pk, fresh, by=zhang)

    figures = {figure.cell: figure for figure in report.figures.all()}
    report.refresh_from_db()
    assert report.answered_count == sum(f.value is not None for f in figures.values())
    for cell, equation in report.template.computed.items():
        parts = [figures[part].value for part in equation.right]
        total = None if None in parts else sum(parts)
        assert figures[cell].manual or figures[cell].value == total


def test_two_clerks_fill_different_cells(report, zhang, li):
    put(report, CELL, "3", by=zhang, base=0)
    outcome = put(report, "requests.new.business", "1", by=li, base=0)

    assert not outcome.conflicts
    assert (value(report, CELL), value(report, "requests.new.business")) == (3, 1)


def test_the_second_clerk_sees_both_versions_of_one_cell(report, zhang, li):
    put(report, CELL, "35", by=li, base=0)
    outcome = put(report, CELL, "34", by=zhang, base=0)

    conflict = outcome.conflicts[0]
    assert (conflict.mine, conflict.theirs, conflict.by) == ("34", "35", "李红")
    assert value(report, CELL) == 35


def test_ones_own_other_window_is_told_as_such(report, zhang):
    put(report, CELL, "35", by=zhang, writer="one", base=0)

    (conflict,) = put(report, CELL, "34", by=zhang, writer="two", base=0).conflicts

    assert (conflict.theirs, conflict.by) == ("35", "你在另一个窗口")


def test_the_same_value_from_two_clerks_is_no_conflict(report, zhang, li):
    put(report, CELL, "35", by=li, base=0)
    outcome = put(report, CELL, "35", by=zhang, base=0)

    assert not outcome.conflicts


def test_a_save_whose_answer_got_lost_is_no_conflict_with_itself(report, zhang):
    put(report, CELL, "3", by=zhang, base=0, writer="tab-1")
    outcome = put(report, CELL, "34", by=zhang, base=0, writer="tab-1")

    assert not outcome.conflicts
    assert value(report, CELL) == 34


@pytest.mark.parametrize(
    ("place", "early", "late"), [(CELL, "3", "34"), ("overview", "<p>甲</p>", "<p>甲乙</p>")]
)
def test_a_request_that_comes_late_does_not_undo_what_was_typed_after(report, zhang, place, early, late):  # fmt: skip
    first = editing.Edit(place, early, 0, at=1_000)
    editing.save(report.pk, [editing.Edit(place, late, 0, at=2_000)], by=zhang, writer="tab-1")

    outcome = editing.save(report.pk, [first], by=zhang, writer="tab-1")

    assert not outcome.conflicts
    assert report.document().figure(CELL) == ("34" if place == CELL else "")
    assert report.document().narrative("overview") == ("" if place == CELL else late)


def test_a_take_over_that_comes_late_does_not_undo_the_giving_back(report, zhang):
    fill_row(report, "new", [3, 1, 0, 0, 0, 2], by=zhang)
    taken = editing.Edit(TOTAL, "9", 1, manual=True, at=1_000)
    for edit in (taken, editing.Edit(TOTAL, "", 1, at=2_000), taken):
        outcome = editing.save(report.pk, [edit], by=zhang, writer="tab-1")

    assert not outcome.conflicts
    assert (value(report, TOTAL), report.figures.get(cell=TOTAL).manual) == (6, False)


def test_a_total_that_a_colleague_took_over_anew_is_not_given_back_in_silence(report, zhang, li):
    fill_row(report, "new", [3, 1, 0, 0, 0, 2], by=zhang)
    put(report, TOTAL, "9", by=zhang, manual=True)
    seen = report.figures.get(cell=TOTAL).revision
    put(report, TOTAL, "8", by=li, manual=True)

    outcome = put(report, TOTAL, "", by=zhang, base=seen)

    [conflict] = outcome.conflicts
    assert (conflict.theirs, conflict.manual, conflict.gives_back) == ("8", True, True)
    assert value(report, TOTAL) == 8


def test_giving_back_a_total_that_says_nothing_asks_nothing(report, zhang, li):
    fill_row(report, "new", [3, 1, 0, 0, 0, 2], by=zhang)
    put(report, TOTAL, "", by=li, manual=True)

    outcome = put(report, TOTAL, "", by=zhang, base=0)

    assert not outcome.conflicts
    assert value(report, TOTAL) == 6


def test_taking_over_a_total_as_it_stands_asks_nothing(report, zhang, li):
    fill_row(report, "new", [3, 1, 0, 0, 0, 2], by=li)

    outcome = put(report, TOTAL, "6", by=zhang, base=0, manual=True)

    assert not outcome.conflicts
    assert report.figures.get(cell=TOTAL).manual


def test_the_second_writer_of_a_section_sees_what_it_said_before(report, zhang, li):
    put(report, "overview", "<p>甲</p>", by=zhang)
    base = report.narratives.get(section="overview").revision
    put(report, "overview", "<p>甲。乙</p>", by=li, base=base)
    outcome = put(report, "overview", "<p>甲。丙</p>", by=zhang, base=base)

    conflict = outcome.conflicts[0]
    assert (conflict.before, conflict.theirs) == ("<p>甲</p>", "<p>甲。乙</p>")
    assert report.narratives.get(section="overview").html == "<p>甲。乙</p>"


def test_words_are_stored_sanitised(report, zhang):
    put(report, "overview", "<p onclick='x()'>主动公开<script>x()</script></p>", by=zhang)

    assert report.narratives.get(section="overview").html == "<p>主动公开</p>"


def test_a_place_that_the_template_does_not_have_is_refused(report, zhang):
    outcome = editing.save(report.pk, [editing.Edit("requests.x.y", "1", 0)], by=zhang)

    assert "没有这个位置" in outcome.refused["requests.x.y"]


def test_an_unchanged_save_makes_no_revision(report, zhang):
    put(report, CELL, "3", by=zhang)
    outcome = put(report, CELL, "3", by=zhang)

    assert outcome.revision == 1
    assert Change.objects.count() == 1


def test_a_stranger_cannot_save(report, zhao):
    with pytest.raises(Http404):
        put(report, CELL, "3", by=zhao)
    assert value(report, CELL) is None


def test_a_report_handed_in_is_locked(report, zhang):
    type(report).objects.filter(pk=report.pk).update(status="submitted")
    with pytest.raises(access.Frozen, match="已提交审核"):
        put(report, CELL, "3", by=zhang)


def test_a_document_comes_back_as_it_was_taken(report, zhang):
    document = factories.filled(report.template, year=2025, organ=report.organ.name)
    editing.take_document(report, document, by=zhang)
    report.refresh_from_db()

    assert dict(report.document().cells) == dict(document.cells)


def test_a_printed_total_that_does_not_add_up_is_kept_as_printed(report, zhang):
    document = factories.filled(report.template, year=2025)
    wrong = Document.from_json(document.to_json() | {"cells": {**_json(document), TOTAL: 99999}})
    editing.take_document(report, wrong, by=zhang)

    figure = report.figures.get(cell=TOTAL)
    assert (figure.value, figure.manual) == (Decimal(99999), True)


def _json(document):
    return document.to_json()["cells"]


def test_a_blank_report_is_not_ready(report, zhang):
    with pytest.raises(workflow.NotReady) as refusal:
        workflow.submit(report.pk, by=zhang)
    assert "cell.blank" in {finding.id for finding in refusal.value.findings}


def test_a_second_report_of_the_year_is_refused_with_a_sentence(report, zhang):
    with pytest.raises(Refused, match="已经建立"):
        editing.create_report(report.organ, 2025, by=zhang)
