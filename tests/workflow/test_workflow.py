"""A report's way: who moves it, when, and what is kept of it."""

from dataclasses import replace

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.http import Http404

from reports import access, history, workflow
from reports.document import Document
from reports.models import AuditEvent, Notice, Report, Transition
from reports.refusals import Already, Refused
from reports.rules import check
from reports.writing import editing, judging
from tests import factories


@pytest.fixture
def report(bureau, zhang, wang):
    """A report of the bureau for 2025 without errors."""
    return factories.sound_report(bureau, 2025, by=zhang)


@pytest.fixture
def submitted(report, li):
    """The report, handed in by 李."""
    return workflow.submit(report.pk, by=li)


def status(report: Report) -> str:
    return Report.objects.get(pk=report.pk).status


def test_the_whole_way_of_a_report(report, zhang, li, wang):
    workflow.hand_over(report.pk, by=zhang)
    workflow.submit(report.pk, by=li)
    workflow.return_(report.pk, by=wang, reason="第三部分请核对")
    workflow.submit(report.pk, by=li)
    workflow.approve(report.pk, by=wang)
    workflow.publish(report.pk, by=li)
    workflow.correct(report.pk, by=li, reason="收费金额有误")

    steps = [(step.action, step.to_status) for step in report.transitions.all()]
    assert steps == [
        ("hand_over", "draft"), ("submit", "submitted"), ("return", "returned"),
        ("submit", "submitted"), ("approve", "approved"), ("publish", "published"),
        ("correct", "correcting"),
    ]  # fmt: skip


def test_a_step_that_fails_halfway_is_no_step(report, li, monkeypatch):
    monkeypatch.setattr("reports.workflow.moves.notices.tell", lambda *a, **k: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        workflow.submit(report.pk, by=li)

    assert status(report) == "draft"
    assert not report.transitions.exists()
    assert not AuditEvent.objects.filter(action="submit").exists()


def test_a_clerk_alone_cannot_hand_in(report, zhang):
    with pytest.raises(Http404):
        workflow.submit(report.pk, by=zhang)

    assert status(report) == "draft"


def test_a_clerk_who_is_also_reviewer_hands_in_alone(report, zhang, bureau):
    factories.give(zhang, bureau, "reviewer")

    assert workflow.submit(report.pk, by=zhang).status == "submitted"


def test_a_report_with_errors_is_not_handed_in(bureau, zhang, li):
    blank = factories.report(bureau, 2024, by=zhang)

    with pytest.raises(workflow.NotReady) as refusal:
        workflow.submit(blank.pk, by=li)

    assert all(finding.severity == "error" for finding in refusal.value.findings)
    assert not blank.transitions.exists()


def test_what_is_handed_in_is_frozen(submitted, zhang):
    edit = factories.edit(submitted, "requests.new.business", "9")

    with pytest.raises(access.Frozen, match="撤回修改"):
        editing.save(submitted.pk, [edit], by=zhang)


def test_returning_needs_a_reason(submitted, wang):
    with pytest.raises(Refused, match="原因"):
        workflow.return_(submitted.pk, by=wang, reason="  ")

    assert status(submitted) == "submitted"


@pytest.mark.parametrize("move", ["approve", "return", "publish", "correct", "withdraw"])
def test_a_step_that_does_not_fit_the_state_is_refused(report, li, wang, move):
    by = li if move in ("publish", "correct", "withdraw") else wang

    with pytest.raises(Refused, match="草稿"):
        workflow.move(report.pk, move, by=by, reason="改")


TWICE = {
    "hand_over": (lambda r, li, wang: None, "zhang"),
    "submit": (lambda r, li, wang: None, "li"),
    "approve": (lambda r, li, wang: workflow.submit(r.pk, by=li), "wang"),
    "return": (lambda r, li, wang: workflow.submit(r.pk, by=li), "wang"),
    "correct": (lambda r, li, wang: published(r, li, wang), "li"),
}


def published(report, li, wang):
    workflow.submit(report.pk, by=li)
    workflow.approve(report.pk, by=wang)
    workflow.publish(report.pk, by=li)


@pytest.mark.parametrize("move", TWICE)
def test_a_step_taken_twice_is_taken_once_and_says_so(report, zhang, li, wang, move):
    prepare, who = TWICE[move]
    prepare(report, li, wang)
    by = {"zhang": zhang, "li": li, "wang": wang}[who]
    workflow.move(report.pk, move, by=by, reason="改")
    before = (report.transitions.count(), Notice.objects.count())

    with pytest.raises(Already, match=r"\d\d:\d\d 已.*没有再做一次"):
        workflow.move(report.pk, move, by=by, reason="改")

    assert (report.transitions.count(), Notice.objects.count()) == before


def test_of_two_supervisors_the_second_is_told_what_the_first_did(submitted, wang, government):
    qian = factories.give(factories.clerk("qian", "伟", "钱"), government, "supervisor")
    workflow.return_(submitted.pk, by=wang, reason="请核对表三")

    with pytest.raises(Already, match="王芳 .*没有发出：请核对表二"):
        workflow.return_(submitted.pk, by=qian, reason="请核对表二")
    with pytest.raises(Refused, match="已退回"):
        workflow.approve(submitted.pk, by=qian)


def test_who_has_mended_something_hands_over_anew(report, zhang, li, wang):
    workflow.hand_over(report.pk, by=zhang)
    editing.save(report.pk, [factories.edit(report, "overview", "<p>改。</p>")], by=zhang)

    workflow.hand_over(report.pk, by=zhang)

    assert report.transitions.filter(action="hand_over").count() == 2


def test_a_correction_taken_back_is_a_correction_still(submitted, li, wang):
    workflow.approve(submitted.pk, by=wang)
    workflow.publish(submitted.pk, by=li)
    workflow.correct(submitted.pk, by=li, reason="有误")
    workflow.submit(submitted.pk, by=li)

    assert workflow.withdraw(submitted.pk, by=li).status == "correcting"


def test_where_nobody_supervises_the_reviewer_approves(zhang):
    alone = factories.organ("云溪市档案馆", zhang)
    report = factories.sound_report(alone, 2025, by=zhang)
    workflow.submit(report.pk, by=zhang)

    assert workflow.approve(report.pk, by=zhang).status == "approved"


def test_a_step_is_kept_with_its_document(submitted, li):
    step = submitted.transitions.get()

    assert (step.user, step.revision) == (li, submitted.revision)
    assert Document.from_json(step.document).cells == submitted.document().cells
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        Transition.objects.update(reason="x")


def test_a_step_is_audited(submitted, li):
    event = AuditEvent.objects.filter(action="submit").get()

    assert (event.user, event.report, event.get_action_display()) == (li, submitted, "提交审核")
    assert list(history.verify_changes()) == []


def test_a_return_tells_clerk_and_reviewer(submitted, zhang, li, wang,
                                           django_capture_on_commit_callbacks):  # fmt: skip
    zhang.email = "zhang@example.gov.cn"
    zhang.save()

    with django_capture_on_commit_callbacks(execute=True):
        workflow.return_(submitted.pk, by=wang, reason="请核对第三部分")

    told = Notice.objects.filter(text__contains="请核对第三部分")
    assert {notice.user for notice in told} == {zhang, li}
    assert [letter.to for letter in mail.outbox] == [["zhang@example.gov.cn"]]
    assert told.get(user=zhang).mailed_at is not None


def test_a_failing_mail_server_fails_no_step(submitted, zhang, wang, settings,
                                             django_capture_on_commit_callbacks):  # fmt: skip
    zhang.email = "zhang@example.gov.cn"
    zhang.save()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    with django_capture_on_commit_callbacks(execute=True):
        workflow.return_(submitted.pk, by=wang, reason="请核对")

    assert status(submitted) == "returned"
    assert Notice.objects.to_mail().get().user == zhang


def test_a_remark_is_answered_and_closed(report, zhang, li):
    remark = workflow.add_remark(report.pk, "requests.new.total", "与正文不一致", by=li)
    workflow.answer_remark(report.pk, remark.pk, "已改正文", by=zhang)
    workflow.close_remark(report.pk, remark.pk, by=li)

    kept = workflow.remarks_of(report, zhang)[0]
    assert (kept.answer, kept.closed_by) == ("已改正文", li)
    assert "表三" in kept.where
    with pytest.raises(Refused, match="已经销号"):
        workflow.answer_remark(report.pk, remark.pk, "再答", by=zhang)


@pytest.mark.parametrize(
    ("place", "text", "sentence"),
    [
        ("nowhere", "请改", "没有这个位置"),
        ("overview", " ", "请写明"),
        ("", "字" * 501, "超过500字"),
    ],
)
def test_a_remark_that_makes_no_sense_is_refused(report, li, place, text, sentence):
    with pytest.raises(Refused, match=sentence):
        workflow.add_remark(report.pk, place, text, by=li)


def test_versions_are_compared_by_figures_and_words(submitted, zhang, li):
    workflow.withdraw(submitted.pk, by=li)
    cell = "proactive.penalties.decisions"
    old = submitted.document().cells[cell]
    overview = submitted.document().narrative("overview")
    edits = [factories.edit(submitted, cell, str(old + 5)),
             factories.edit(submitted, "overview", overview + "<p>新增一段。</p>")]  # fmt: skip
    editing.save(submitted.pk, edits, by=zhang)

    versions = workflow.versions_of(submitted)
    found = workflow.compare(
        workflow.version_of(submitted, versions[-1][0]), workflow.version_of(submitted, "now")
    )

    assert [(c.id, growth) for c, _, _, growth in found.figures] == [(cell, "+5")]
    assert ("mine", "\n新增一段。") in found.words[0][1]


def test_the_rules_are_asked_before_the_row_is_locked(report, li, monkeypatch):
    locked = []
    monkeypatch.setattr(
        access,
        "locked_report",
        lambda *args, own=access.locked_report: locked.append(1) or own(*args),
    )
    monkeypatch.setattr(judging, "check", lambda *args: locked.append("check") or check(*args))

    workflow.submit(report.pk, by=li)

    assert locked == ["check", 1]


def test_a_report_that_changes_while_it_is_judged_is_judged_again(report, zhang, li, monkeypatch):
    texts = ["9", "8"]

    def disturbed(*args):
        if texts:
            edit = factories.edit(report, "requests.new.total", texts.pop())
            editing.save(report.pk, [replace(edit, manual=True)], by=zhang)
        return check(*args)

    monkeypatch.setattr(judging, "check", disturbed)

    with pytest.raises(workflow.NotReady) as refusal:
        workflow.submit(report.pk, by=li)

    assert "requests.balance.total" in {finding.id for finding in refusal.value.findings}
    assert not texts and status(report) == "draft"


def test_a_report_that_never_stands_still_is_not_handed_in(report, zhang, li, monkeypatch):
    numbers = iter(range(100))

    def disturbed(*args):
        edit = factories.edit(report, "overview", f"<p>第{next(numbers)}次改动。</p>")
        editing.save(report.pk, [edit], by=zhang)
        return check(*args)

    monkeypatch.setattr(judging, "check", disturbed)

    with pytest.raises(Refused, match="同事正在修改这份报告"):
        workflow.submit(report.pk, by=li)

    assert next(numbers) == 3 and status(report) == "draft"


def test_what_a_refused_report_lacks_is_kept_for_the_lists(report, zhang, li):
    edit = factories.edit(report, "problems", "<p>无</p>")
    editing.save(report.pk, [edit], by=zhang)

    with pytest.raises(workflow.NotReady):
        workflow.submit(report.pk, by=li)

    assert Report.objects.get(pk=report.pk).error_count == 1
