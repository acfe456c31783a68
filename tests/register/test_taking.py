"""From the register into the report: taken as one, undone as one, marked when they part."""

import pytest
from django.http import Http404

from reports import access, aggregation, history, register
from reports.refusals import Refused
from reports.writing import accepting, editing, intake, judging, tallies
from tests import factories

from .conftest import DAY

NEW = "requests.new.natural_person"
BOTH = ["requests", "review"]


def take(report, by, tables=BOTH, **changed):
    found = aggregation.registered(by, report.pk)
    seen = {"seen": report.revision, "stamp": found.stamp} | changed
    return register.take(report.pk, tables, by=by, **seen)


def register_findings(report) -> list:
    return [f for f in judging.findings_of(report) if ".register." in f.id]


def test_the_counts_go_into_the_report_as_one_revision(some, report, zhang):
    taken = take(report, zhang)

    cells = taken.document().cells
    assert taken.revision == report.revision + 1
    assert [cells[f"requests.{row}.total"] for row in ("new", "carried_over", "granted", "carried_forward")] == [2, 1, 2, 1]  # fmt: skip
    assert cells["review.reconsideration.upheld"] == 1
    assert history.last_import(taken).headline == "台账：2025年申请 3 件（含上年结转）"


def test_only_the_chosen_table_is_taken_and_watched(some, report, zhang):
    taken = take(report, zhang, ["review"])

    assert taken.document().cells[NEW] is None
    assert set(aggregation.from_register(taken)) == {
        f"review.{group}.{column}" for group in ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
        for column in ("upheld", "corrected", "other", "pending")
    }  # fmt: skip


def test_a_figure_that_later_differs_is_found_and_may_be_kept(some, enter, report, zhang):
    taken = take(report, zhang)
    assert register_findings(taken) == []

    enter("2025-3", DAY(2025, 12, 31))

    found = register_findings(taken)
    assert [f.id for f in found] == [
        "requests.register.new.natural_person",
        "requests.register.carried_forward.natural_person",
    ]
    accepting.accept(taken.pk, found[0].key, "上级口径", by=zhang)
    assert taken.acceptances.get().rule == found[0].id


def test_a_review_that_is_closed_later_is_found(some, sue, report, zhang):
    taken = take(report, zhang)

    sue("复2", DAY(2025, 12, 1))

    assert [f.id for f in register_findings(taken)] == ["review.register.reconsideration.pending"]


def test_a_report_that_took_nothing_is_not_held_to_the_register(some, report, zhang):
    editing.save(report.pk, [factories.edit(report, NEW, "7")], by=zhang)

    assert register_findings(report) == []


def test_it_is_undone_as_one_and_watched_no_more(some, enter, report, zhang):
    editing.save(report.pk, [factories.edit(report, NEW, "7")], by=zhang)
    report.refresh_from_db()
    before = report.document().cells
    taken = take(report, zhang)

    intake.undo(taken.pk, taken.revision, by=zhang)

    assert report.document().cells == before
    enter("2025-3", DAY(2025, 12, 31))
    assert register_findings(report) == []


def test_a_list_judges_a_report_anew_when_its_register_has_changed(some, enter, report, zhang):
    take(report, zhang)
    tallies.bring_up_to_date([fetched(report)])
    before = fetched(report).warning_count

    enter("2025-3", DAY(2025, 12, 31))
    tallies.bring_up_to_date([fetched(report)])

    assert fetched(report).warning_count == before + 2


def fetched(report):
    return type(report).objects.get(pk=report.pk)


def test_a_register_that_changed_meanwhile_is_refused(some, enter, report, zhang):
    stamp = aggregation.registered(zhang, report.pk).stamp
    enter("2025-3", DAY(2025, 12, 31))

    with pytest.raises(Refused, match="台账有了变化"):
        take(report, zhang, stamp=stamp)


def test_what_a_colleague_wrote_meanwhile_is_not_overwritten(some, report, zhang):
    editing.save(report.pk, [factories.edit(report, NEW, "7")], by=zhang)

    with pytest.raises(Refused, match="修改了其中"):
        take(report, zhang)


def test_without_a_table_nothing_is_taken(some, report, zhang):
    with pytest.raises(Refused, match="没有勾选"):
        take(report, zhang, ["proactive"])


def test_a_locked_report_takes_nothing(some, report, zhang):
    type(report).objects.filter(pk=report.pk).update(status="submitted")

    with pytest.raises(access.Frozen):
        take(report, zhang)


def test_who_does_not_write_the_report_takes_nothing(some, report, zhao, wang):
    for person in (zhao, wang):
        with pytest.raises(Http404):
            aggregation.registered(person, report.pk)


def test_without_a_script_every_figure_that_was_taken_leads_to_its_cases(client_of, some, report, zhang):
    editor = client_of(zhang)
    before = editor.get(f"/reports/{report.pk}/").content.decode()
    take(report, zhang, ["requests"])

    page = editor.get(f"/reports/{report.pk}/").content.decode()

    cells = [cell.id for cell in report.template.table("requests").cells]
    assert "cell-source" not in before and page.count("cell-source") == len(cells)
    assert f'href="/reports/{report.pk}/register/{cells[0]}/"' in page
    behind = editor.get(f"/reports/{report.pk}/register/{cells[0]}/")
    assert behind.status_code == 200 and f'href="/reports/{report.pk}/register/#{cells[0]}"' in behind.content.decode()
