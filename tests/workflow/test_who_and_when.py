"""Whom a step concerns, when it fits, and what it leaves of the last check."""

import pytest

from reports import access, workflow
from reports.models import Notice, Report
from reports.publishing import publications
from reports.refusals import Refused
from reports.rules import check
from reports.writing import editing, tallies
from tests import factories


@pytest.fixture
def province(db):
    """The government above the district."""
    return factories.organ("某省人民政府", type="province")


@pytest.fixture
def government(province):
    """The government above the bureau."""
    return factories.organ("瀍水区人民政府", type="county", under=province)


@pytest.fixture
def zhou(province):
    """The supervisor of the province."""
    return factories.give(factories.clerk("zhou", "敏", "周"), province, "supervisor")


@pytest.fixture
def report(bureau, zhang):
    """A report of the bureau for 2025 without errors."""
    return factories.sound_report(bureau, 2025, by=zhang)


def shut_out(user) -> None:
    """Close a person's account."""
    user.is_active = False
    user.save()


def told() -> set[str]:
    """Return who has a notice."""
    return set(Notice.objects.values_list("user__username", flat=True))


def look(report, user) -> Report:
    """Judge the report as the review page does; return it as that person reads it."""
    read = access.report_to_read(user, report.pk)
    tallies.keep(read, check(read.document(), access.previous_document(read)))
    return read


def as_known(report) -> bool:
    """Return whether what is kept of the report's findings speaks of it as it is."""
    read = Report.objects.get(pk=report.pk)
    access.previous_document(read)
    return tallies.is_current(read)


def test_a_report_handed_in_concerns_the_nearest_supervisors_alone(report, li, wang, zhou):
    workflow.submit(report.pk, by=li)

    assert told() == {"wang"}


def test_where_the_nearest_supervisor_is_shut_out_the_next_above_is_told(report, li, wang, zhou):
    shut_out(wang)

    workflow.submit(report.pk, by=li)

    assert told() == {"zhou"}


def test_where_the_only_supervisor_is_shut_out_the_reviewer_approves(report, li, wang):
    shut_out(wang)
    workflow.submit(report.pk, by=li)

    offered = workflow.moves_open_to(li, access.report_to_read(li, report.pk))

    assert "approve" in offered
    assert workflow.approve(report.pk, by=li).status == "approved"


def test_what_was_not_handed_over_cannot_be_sent_back(report, li):
    with pytest.raises(Refused, match="不能退回填报人"):
        workflow.move(report.pk, "send_back", by=li, reason="请改")

    assert "send_back" not in workflow.moves_open_to(li, report)
    assert not report.transitions.exists()


def test_what_was_handed_over_is_sent_back_once(report, zhang, li):
    workflow.hand_over(report.pk, by=zhang)

    workflow.move(report.pk, "send_back", by=li, reason="请改")

    again = workflow.moves_open_to(li, Report.objects.get(pk=report.pk))
    assert "send_back" not in again


def test_taking_down_what_is_public_leaves_a_correction_with_its_reviewer(
    quick_files, report, zhang, li, wang
):
    workflow.submit(report.pk, by=li)
    workflow.approve(report.pk, by=wang)
    publications.publish(report.pk, by=li)
    workflow.correct(report.pk, by=li, reason="有误")
    workflow.hand_over(report.pk, by=zhang)

    publications.withdraw(report.pk, "误发", by=li)

    assert "send_back" in workflow.moves_open_to(li, Report.objects.get(pk=report.pk))


@pytest.mark.parametrize("step", ["approve", "return"])
def test_a_step_leaves_what_the_last_check_found(report, li, wang, step):
    workflow.submit(report.pk, by=li)
    look(report, wang)

    workflow.move(report.pk, step, by=wang, reason="请看")

    assert as_known(report)


def test_a_step_does_not_make_an_old_check_speak_of_new_words(report, zhang, li):
    workflow.hand_over(report.pk, by=zhang)
    editing.save(report.pk, [factories.edit(report, "problems", "<p>无</p>")], by=zhang)

    workflow.move(report.pk, "send_back", by=li, reason="请改")

    assert not as_known(report)


def test_nobody_is_told_of_their_own_step(report, zhang, li, bureau):
    factories.give(zhang, bureau, "reviewer")

    workflow.hand_over(report.pk, by=zhang)

    assert told() == {"li"}


def test_a_reason_is_as_long_as_its_place(report, li, wang):
    workflow.submit(report.pk, by=li)

    with pytest.raises(Refused, match="超过500字"):
        workflow.return_(report.pk, by=wang, reason="字" * 501)

    assert workflow.return_(report.pk, by=wang, reason="字" * 500).status == "returned"


def test_what_was_approved_is_not_remarked_on(report, li, wang):
    workflow.submit(report.pk, by=li)
    workflow.approve(report.pk, by=wang)

    with pytest.raises(Refused, match="已审核通过，不再批注"):
        workflow.add_remark(report.pk, "overview", "请改", by=wang)

    assert not report.remarks.exists()
