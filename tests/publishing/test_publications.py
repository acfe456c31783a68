"""A published version is for good; a correction stands beside what it corrects."""

import datetime
import hashlib
import json

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from reports import workflow
from reports.models import AuditEvent, Notice, Organ, Posting, Publication, PublishedFile, Report
from reports.publishing import publications
from reports.refusals import Already, Refused
from reports.rendering.formats import FORMATS
from tests import factories


@pytest.fixture
def published(bureau, zhang) -> Publication:
    return factories.published(bureau, 2024, by=zhang)


def test_a_publication_holds_every_form_with_its_hash(published):
    files = {file.form: file for file in published.files.all()}

    assert set(files) == set(FORMATS)
    for file in files.values():
        assert file.sha256 == hashlib.sha256(bytes(file.content)).hexdigest()
        assert file.size == len(file.content)


def test_all_forms_carry_the_same_date_and_index_number(bureau, zhang):
    report = factories.approved(bureau, 2024, by=zhang)

    publication = publications.publish(
        report.pk, by=zhang, issued=datetime.date(2025, 1, 20), index_number="YX-2025-01"
    )

    document = json.loads(bytes(publication.files.get(form="json").content))
    page = bytes(publication.files.get(form="html").content).decode()
    report.refresh_from_db()
    assert (document["issued"], document["index_number"]) == ("2025-01-20", "YX-2025-01")
    assert "2025年1月20日" in page and "YX-2025-01" in page
    assert (report.issued, report.index_number) == (publication.issued, "YX-2025-01")


def test_a_report_without_a_date_is_signed_today(published):
    assert published.issued == timezone.localdate()


def test_a_draft_is_not_published(report, zhang):
    with pytest.raises(Refused, match="审核通过后才能发布"):
        publications.publish(report.pk, by=zhang)

    assert not Publication.objects.exists()


def test_a_stranger_cannot_publish_correct_or_withdraw(published, zhao):
    for step in (
        lambda: publications.publish(published.report_id, by=zhao),
        lambda: publications.publish(published.report_id, by=zhao, note="改"),
        lambda: publications.withdraw(published.report_id, "撤", by=zhao),
    ):
        with pytest.raises(Http404):
            step()


def test_a_report_is_published_once(published, zhang):
    with pytest.raises(Refused, match="已经发布"):
        publications.publish(published.report_id, by=zhang)


def test_a_correction_keeps_the_version_before(published, zhang):
    factories.mend(published.report, "proactive.fees.amount", "12.5", by=zhang)

    second = publications.publish(published.report_id, by=zhang, note="更正表二收费金额")

    assert (second.version, second.note) == (2, "更正表二收费金额")
    assert Posting.objects.get().publication == second
    assert Publication.objects.filter(version=1).exists()


@pytest.mark.parametrize("note", ["", "   ", "字" * 501])
def test_a_correction_says_what_it_corrects(published, zhang, note):
    factories.mend(published.report, "proactive.fees.amount", "12.5", by=zhang)

    with pytest.raises(Refused, match="写明更正了什么"):
        publications.publish(published.report_id, by=zhang, note=note)


def test_a_correction_that_corrects_nothing_is_refused(published, zhang):
    with pytest.raises(Refused, match="完全相同"):
        publications.publish(published.report_id, by=zhang, note="更正")


def test_what_is_public_changes_only_by_a_correction_that_was_approved(published, zhang):
    with pytest.raises(Refused, match="发起更正"):
        publications.publish(published.report_id, by=zhang, index_number="YX-9", note="改索引号")


def test_what_was_never_published_cannot_be_withdrawn(bureau, zhang):
    report = factories.approved(bureau, 2024, by=zhang)

    with pytest.raises(Refused, match="没有发布"):
        publications.withdraw(report.pk, "误发", by=zhang)


def test_a_withdrawn_report_comes_back_as_the_next_version(published, zhang):
    publications.withdraw(published.report_id, "误发", by=zhang)

    again = publications.publish(published.report_id, by=zhang)

    assert (again.version, again.note) == (2, "撤下后重新发布")
    assert Posting.objects.live().get().publication == again


DIFFERENCES = {
    "the date": lambda report: {"issued": datetime.date(2025, 3, 1)},
    "the index number": lambda report: {"index_number": "YX-2"},
    "the title": lambda report: Report.objects.filter(pk=report.pk).update(title="另一个标题"),
    "the organ's name": lambda report: Organ.objects.filter(pk=report.organ_id).update(name="新局"),
    "a figure": lambda report: report.figures.filter(cell="proactive.fees.amount").update(value=7),
    "a picture": lambda report: report.narratives.filter(section="overview").update(
        html=f'<p><img src="/reports/{report.pk}/pictures/{"ab" * 32}" alt="图"></p>'
    ),
}


@pytest.mark.parametrize("what", DIFFERENCES)
def test_taking_down_and_publishing_again_does_not_avoid_the_note(quick_files, bureau, zhang, what):
    report = factories.published(bureau, 2024, by=zhang).report
    factories.picture(report)
    publications.withdraw(report.pk, "误发", by=zhang)
    more = DIFFERENCES[what](report)
    more = more if isinstance(more, dict) else {}

    with pytest.raises(Refused, match="写明更正了什么"):
        publications.publish(report.pk, by=zhang, **more)
    second = publications.publish(report.pk, by=zhang, note=f"更正{what}", **more)

    assert second.note == f"更正{what}"


def test_a_second_click_publishes_nothing_and_says_who_did(bureau, zhang):
    report = factories.approved(bureau, 2024, by=zhang)
    seen = Report.objects.get(pk=report.pk).revision
    publications.publish(report.pk, by=zhang, seen=seen)

    with pytest.raises(Already, match="张明 .* 已发布第1版，没有再发布一次"):
        publications.publish(report.pk, by=zhang, seen=seen)

    assert Publication.objects.count() == 1


def test_what_changed_since_it_was_confirmed_is_not_published(bureau, zhang):
    report = factories.approved(bureau, 2024, by=zhang)
    seen = Report.objects.get(pk=report.pk).revision
    workflow.return_(report.pk, by=zhang, reason="有误")
    workflow.submit(report.pk, by=zhang)
    workflow.approve(report.pk, by=zhang)

    with pytest.raises(Refused, match="新的改动"):
        publications.publish(report.pk, by=zhang, seen=seen)

    assert not Publication.objects.exists()


def test_it_is_taken_down_once(published, zhang):
    publications.withdraw(published.report_id, "误发", by=zhang)

    with pytest.raises(Already, match="张明 .* 已撤下"):
        publications.withdraw(published.report_id, "误发", by=zhang)

    assert Posting.objects.get().withdrawal_reason == "误发"


def test_publication_withdrawal_and_republication_are_in_trail_timeline_and_notices(
    published, zhang, li
):
    factories.give(li, published.report.organ, "reviewer")
    publications.withdraw(published.report_id, "误发", by=zhang)
    publications.publish(published.report_id, by=zhang)

    trail = AuditEvent.objects.filter(report=published.report_id).order_by("number")
    steps = workflow.timeline_of(published.report)
    told = Notice.objects.filter(user=li).order_by("pk")
    assert [event.get_action_display() for event in trail][-3:] == ["发布", "撤下", "重新发布"]
    assert trail.get(action="take_down").detail == "误发"
    assert [step.caption for step in steps][:3] == ["撤下后重新发布", "从公开网站撤下", "发布"]
    assert [notice.text.partition("张明")[2] for notice in told] == [
        "已从公开网站撤下。说明：误发",
        "已撤下后重新发布。说明：撤下后重新发布",
    ]


def test_a_change_while_printing_is_noticed(published, zhang, monkeypatch):
    report = factories.approved(published.report.organ, 2023, by=zhang)
    printed = publications._printed

    def disturbed(*args):
        workflow.return_(report.pk, by=zhang, reason="有误")
        return printed(*args)

    monkeypatch.setattr(publications, "_printed", disturbed)
    with pytest.raises(Refused, match="新的改动"):
        publications.publish(report.pk, by=zhang)

    assert not Publication.objects.filter(report=report).exists()


def test_a_character_that_cannot_be_printed_stops_the_publication(bureau, zhang):
    report = factories.approved(bureau, 2024, by=zhang, preface="<p>𓀀</p>")

    with pytest.raises(Refused, match="印不出"):
        publications.publish(report.pk, by=zhang)


def test_each_step_leaves_its_trace(published, zhang):
    publications.withdraw(published.report_id, "误发", by=zhang)

    steps = published.report.changes.filter(place="publication").order_by("pk")
    assert [(step.old, step.new) for step in steps] == [
        ("", "第1版"),
        ("第1版", "撤下：误发"),
    ]


@pytest.mark.parametrize(
    "crime",
    [
        lambda: Publication.objects.update(note="改"),
        lambda: Publication.objects.update(title="改"),
        lambda: PublishedFile.objects.filter(form="pdf").update(content=b"%PDF"),
        lambda: PublishedFile.objects.update(sha256="0" * 64),
        lambda: PublishedFile.objects.filter(form="pdf").delete(),
        lambda: Publication.objects.all()._raw_delete("default"),
    ],
)
def test_the_database_lets_nobody_touch_what_was_published(published, crime):
    with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
        crime()

    assert bytes(published.files.get(form="pdf").content).startswith(b"%PDF")


def test_every_view_is_counted(published):
    posting = Posting.objects.get()

    for _ in range(130):
        publications.count_view(posting.pk)
    publications.store_views()

    posting.refresh_from_db()
    assert posting.views == 130
