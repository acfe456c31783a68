"""A warning can be kept for a written reason; it comes back when its words or numbers change."""

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from reports import access, workflow
from reports.models import Acceptance
from reports.refusals import Refused
from reports.rules import check
from reports.writing import accepting, editing, judging
from tests import factories

WORDS = "<p>本年度主动公开政府信息465条，其中政策文件65条、工作动态399条。</p>"


@pytest.fixture
def warned(report, zhang):
    """The bureau's report with a sum in its words that does not add up."""
    editing.save(report.pk, [factories.edit(report, "overview", WORDS)], by=zhang)
    return report


def finding(report, rule="text.sum"):
    """Return the report's finding of a rule."""
    return next(found for found in check(report.document()) if found.id == rule)


def test_a_reason_stays_with_the_report(warned, zhang):
    key = finding(warned).key

    accepting.accept(warned.pk, key, "  另有\n1条未归类 ", by=zhang)

    row = access.acceptances_of(warned)[key]
    assert (row.reason, row.by, row.rule) == ("另有 1条未归类", zhang, "text.sum")


def test_another_reason_replaces_the_first(warned, zhang):
    key = finding(warned).key
    accepting.accept(warned.pk, key, "一", by=zhang)
    accepting.accept(warned.pk, key, "二", by=zhang)

    assert [row.reason for row in warned.acceptances.all()] == ["二"]


def test_every_step_is_in_the_history(warned, zhang):
    key = finding(warned).key
    accepting.accept(warned.pk, key, "口径不同", by=zhang)
    accepting.withdraw(warned.pk, key, by=zhang)

    steps = warned.changes.filter(place="acceptance.text.sum").order_by("pk")
    assert [(step.old, step.new) for step in steps] == [("", "口径不同"), ("口径不同", "")]


def test_what_no_database_keeps_is_left_out_of_a_reason(warned, zhang):
    row = accepting.accept(warned.pk, finding(warned).key, "口径\0不同\x07", by=zhang)
    accepting.withdraw(warned.pk, "\0", by=zhang)

    assert row.reason == "口径不同"


def test_a_withdrawn_reason_is_gone(warned, zhang):
    key = finding(warned).key
    accepting.accept(warned.pk, key, "口径不同", by=zhang)

    accepting.withdraw(warned.pk, key, by=zhang)

    assert access.acceptances_of(warned) == {}


def test_the_warning_comes_back_when_its_words_change(warned, zhang):
    accepting.accept(warned.pk, finding(warned).key, "口径不同", by=zhang)
    changed = WORDS.replace("399", "398")
    editing.save(warned.pk, [factories.edit(warned, "overview", changed)], by=zhang)

    assert finding(warned).key not in access.acceptances_of(warned)


def test_the_reason_still_holds_when_other_words_change(warned, zhang):
    accepting.accept(warned.pk, finding(warned).key, "口径不同", by=zhang)
    more = "<p>前面加了一段。</p>" + WORDS
    editing.save(warned.pk, [factories.edit(warned, "overview", more)], by=zhang)

    assert finding(warned).key in access.acceptances_of(warned)


def test_the_warning_comes_back_when_its_number_changes(report, zhang):
    place = "proactive.rules.in_force"
    editing.save(report.pk, [factories.edit(report, place, "2")], by=zhang)
    accepting.accept(report.pk, finding(report, "proactive.power").key, "代市政府起草", by=zhang)
    editing.save(report.pk, [factories.edit(report, place, "3")], by=zhang)

    assert finding(report, "proactive.power").key not in access.acceptances_of(report)


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [("cell.blank", "错误须改正，不能保留。"), ("text.typo", "提示只供参考，不需要说明理由。")],
)
def test_errors_and_hints_cannot_be_kept(report, zhang, rule, sentence):
    edit = factories.edit(report, "overview", "<p>不断提高公开质量。。</p>")
    editing.save(report.pk, [edit], by=zhang)

    with pytest.raises(Refused, match=sentence):
        accepting.accept(report.pk, finding(report, rule).key, "理由", by=zhang)


@pytest.mark.parametrize(
    ("reason", "sentence"), [(" \n ", "请写明保留的理由"), ("长" * 501, "理由超过500字")]
)
def test_a_reason_is_written_and_short(warned, zhang, reason, sentence):
    with pytest.raises(Refused, match=sentence):
        accepting.accept(warned.pk, finding(warned).key, reason, by=zhang)


def test_a_warning_that_has_changed_meanwhile_is_not_kept(warned, zhang):
    with pytest.raises(Refused, match="已经改动"):
        accepting.accept(warned.pk, "0" * 16, "口径不同", by=zhang)


def test_a_report_that_is_handed_in_keeps_its_reasons_as_they_are(warned, zhang):
    key = finding(warned).key
    warned.status = "submitted"
    warned.save()

    with pytest.raises(access.Frozen):
        accepting.accept(warned.pk, key, "口径不同", by=zhang)
    with pytest.raises(access.Frozen):
        accepting.withdraw(warned.pk, key, by=zhang)


def test_a_stranger_keeps_nothing(warned, zhao):
    with pytest.raises(Http404):
        accepting.accept(warned.pk, finding(warned).key, "口径不同", by=zhao)
    with pytest.raises(Http404):
        accepting.withdraw(warned.pk, "0" * 16, by=zhao)


def test_the_database_refuses_an_empty_reason_and_a_second_one(report, zhang):
    row = {"report": report, "key": "k", "rule": "text.sum", "by": zhang}
    with pytest.raises(IntegrityError), transaction.atomic():
        Acceptance.objects.create(**row, reason="")
    Acceptance.objects.create(**row, reason="口径不同")
    with pytest.raises(IntegrityError), transaction.atomic():
        Acceptance.objects.create(**row, reason="再说一遍")


def test_warnings_do_not_stand_in_the_way_of_handing_in(complete, zhang):
    assert workflow.submit(complete.pk, by=zhang).is_frozen


def test_a_reason_is_kept_only_for_the_revision_that_was_judged(warned, zhang, monkeypatch):
    key, texts = finding(warned).key, [WORDS.replace("399", "398")]

    def disturbed(*args):
        if texts:
            editing.save(warned.pk, [factories.edit(warned, "overview", texts.pop())], by=zhang)
        return check(*args)

    monkeypatch.setattr(judging, "check", disturbed)

    with pytest.raises(Refused, match="已经改动"):
        accepting.accept(warned.pk, key, "口径不同", by=zhang)

    assert access.acceptances_of(warned) == {}
