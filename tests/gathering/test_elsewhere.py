"""Old reports that are public elsewhere: known as such everywhere, and never published here."""


import pytest
from django.urls import reverse

from reports import access, gathering, workflow
from reports.access import Frozen
from reports.models import AuditEvent, Posting, Publication, Report
from reports.models.states import Status
from reports.oversight import supervision
from reports.oversight.supervision import Choice
from reports.refusals import Refused
from tests.gathering.conftest import old_report


def test_a_report_that_is_public_elsewhere_is_locked_and_no_publication(taken_elsewhere, bureau, wang, zhang):
    report = Report.objects.get()

    assert (report.organ, report.status) == (bureau, Status.ELSEWHERE)
    assert report.answered_count == len(report.template.cells)
    assert not Publication.objects.exists() and not Posting.objects.exists()
    with pytest.raises(Frozen, match="已在别处发布"):
        access.report_to_edit(zhang, report.pk)
    step = report.transitions.get()
    assert (step.action, step.user, step.reason) == ("taken_elsewhere", wang, "2023/文旅.json")
    assert AuditEvent.objects.filter(report=report, action="taken_elsewhere").exists()
    assert "（已在别处发布）" in AuditEvent.objects.get(report=report, action="gathered").detail


def test_in_the_list_of_progress_it_is_neither_late_nor_unposted(taken_elsewhere, bureau, wang):
    seen = supervision.overview(wang, Choice(2023))

    assert seen.counts[Status.ELSEWHERE] == 1 and seen.counts[Status.PUBLISHED] == 0
    late = supervision.overview(wang, Choice(2023, state="unposted"))
    assert bureau not in late.page.object_list
    found = supervision.overview(wang, Choice(2023, state=Status.ELSEWHERE)).page.object_list
    assert [(o.pk, o.state_caption) for o in found] == [(bureau.pk, "已在别处发布")]


def test_undone_it_is_a_blank_draft_that_may_be_taken_again(taken_elsewhere, work, wang):
    gathering.undo_all(taken_elsewhere.pk, by=wang)
    work(taken_elsewhere)

    report = Report.objects.get()
    assert (report.status, report.answered_count) == (Status.DRAFT, 0)
    assert list(report.transitions.values_list("action", flat=True)) == [
        "taken_elsewhere", "undone_elsewhere",
    ]  # fmt: skip

    gathering.take_ready(taken_elsewhere.pk, by=wang)
    work(taken_elsewhere)
    report.refresh_from_db()
    assert (report.status, report.answered_count) == (Status.DRAFT, len(report.template.cells))


def test_opened_again_it_is_written_in_and_undone_all_the_same(taken_elsewhere, work, wang, zhang):
    report = Report.objects.get()
    with pytest.raises(Refused, match="写明原因"):
        workflow.move(report.pk, "reopen", by=wang)
    workflow.move(report.pk, "reopen", by=wang, reason="表二读错一行")

    assert access.report_to_read(zhang, report.pk).status == Status.DRAFT
    gathering.undo_all(taken_elsewhere.pk, by=wang)
    work(taken_elsewhere)
    report.refresh_from_db()
    assert (report.status, report.answered_count) == (Status.DRAFT, 0)


def test_a_government_s_own_report_is_taken_so_too(bring, work, government, wang):
    lot = bring({"a.json": old_report(government.name, 2022)})
    work(lot)

    gathering.take_ready_elsewhere(lot.pk, by=wang)
    work(lot)

    states = list(Report.objects.values_list("status", flat=True))
    assert states == [Status.ELSEWHERE], lot.items.get().error


def test_the_step_cannot_be_taken_by_its_address(client, taken_elsewhere, wang):
    report = Report.objects.get()
    client.force_login(wang)

    assert client.post(reverse("move", args=[report.pk, "undone_elsewhere"])).status_code == 404
    assert client.post(reverse("move", args=[report.pk, "taken_elsewhere"])).status_code == 404


def test_the_page_of_a_lot_offers_both_ways(client, bring, work, wang, bureau):
    lot = bring({"a.json": old_report(bureau.name, 2023)})
    work(lot)
    client.force_login(wang)

    page = client.get(reverse("gathering", args=[lot.pk])).content.decode()
    assert "导入 1 份为草稿" in page and "导入 1 份为“已在别处发布”" in page
    client.post(reverse("gathering_move", args=[lot.pk, "take_elsewhere"]))
    assert lot.items.get().elsewhere


def test_the_review_page_says_what_it_is_and_opens_it_again(client, taken_elsewhere, wang):
    report = Report.objects.get()
    client.force_login(wang)

    page = client.get(reverse("review", args=[report.pk])).content.decode()
    assert "已在别处发布" in page and "改回草稿的原因" in page and "去发布" not in page
    client.post(reverse("move", args=[report.pk, "reopen"]), {"reason": "读错"})
    report.refresh_from_db()
    assert report.status == Status.DRAFT


def test_the_organ_s_list_and_the_public_site_say_the_truth(client, taken_elsewhere, zhang):
    report = Report.objects.get()
    assert report.title not in client.get("/").content.decode()
    client.force_login(zhang)

    assert "已在别处发布" in client.get(reverse("my_reports")).content.decode()
    assert client.get(reverse("editor", args=[report.pk])).status_code == 200
    assert client.get(reverse("publication", args=[report.pk])).status_code in (404, 200)
