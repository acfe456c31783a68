"""What the clerk does to publish, correct and take down."""

import re

import pytest

from reports import workflow
from reports.models import Posting, Report
from tests import factories

DETAILS = {"issued": "2025-01-20", "index_number": "YX-1"}
CONFIRMED = DETAILS | {"confirmed": "1", "act": "publish"}


def page(report) -> str:
    return f"/reports/{report.pk}/publication/"


@pytest.fixture
def frozen(bureau, zhang):
    return factories.approved(bureau, 2024, by=zhang)


def test_a_clerk_publishes(client_of, zhang, frozen):
    answer = client_of(zhang).post(f"{page(frozen)}publish/", CONFIRMED)

    assert answer.status_code == 302
    assert str(Posting.objects.get().publication.issued) == "2025-01-20"
    assert "已公开第 1 版" in client_of(zhang).get(page(frozen)).content.decode()


def test_nothing_is_published_before_it_is_confirmed(client_of, zhang, frozen):
    workflow.return_(frozen.pk, by=zhang, reason="看批注")
    workflow.add_remark(frozen.pk, "overview", "再核一遍", by=zhang)
    workflow.submit(frozen.pk, by=zhang)
    workflow.approve(frozen.pk, by=zhang)

    shown = client_of(zhang).post(f"{page(frozen)}publish/", DETAILS)
    unticked = client_of(zhang).post(f"{page(frozen)}publish/", DETAILS | {"act": "publish"})

    said = shown.content.decode()
    assert all(
        fact in said for fact in (frozen.title, "2025年1月20日", "YX-1", "第 1 版", "再核一遍")
    )
    assert "1 条批注没有销号" in said and 'class="is-' in said
    assert (shown.status_code, unticked.status_code) == (200, 400)
    assert "没有发布。请先核对并勾选" in unticked.content.decode()
    assert not Posting.objects.exists()


def test_who_goes_back_finds_what_was_typed(client_of, zhang, frozen):
    answer = client_of(zhang).post(f"{page(frozen)}publish/", CONFIRMED | {"back": "1"})

    said = answer.content.decode()
    assert 'value="2025-01-20"' in said and 'value="YX-1"' in said
    assert not Posting.objects.exists()


def test_a_second_click_is_told_that_it_is_done(client_of, zhang, frozen):
    seen = {"seen": Report.objects.get(pk=frozen.pk).revision}
    client = client_of(zhang)
    client.post(f"{page(frozen)}publish/", CONFIRMED | seen)

    second = client.post(f"{page(frozen)}publish/", CONFIRMED | seen, follow=True)

    assert "已发布第1版，没有再发布一次" in second.content.decode()
    assert Posting.objects.get().publication.version == 1


def test_a_correction_shows_what_it_changes(client_of, zhang, published):
    factories.mend(published.report, "proactive.fees.amount", "12.5", by=zhang)
    wanted = DETAILS | {"note": "更正表二"}

    shown = client_of(zhang).post(f"{page(published.report)}publish/", wanted).content.decode()

    assert "与第1版相比" in shown and "→ 12.5" in shown and "索引号：没有 → YX-1" in shown


def test_the_office_finds_its_way_from_the_review_page(client_of, zhang, published):
    review = client_of(zhang).get(f"/reports/{published.report_id}/review/").content.decode()
    editor = client_of(zhang).get(f"/reports/{published.report_id}/").content.decode()

    assert page(published.report) in review and page(published.report) in editor
    assert f"/reports/{published.report_id}/move/publish/" not in review
    assert client_of(zhang).post(f"/reports/{published.report_id}/move/publish/").status_code == 404


def test_a_correction_asks_for_a_note(client_of, zhang, published):
    factories.mend(published.report, "proactive.fees.amount", "12.5", by=zhang)
    client = client_of(zhang)

    without = client.post(f"{page(published.report)}publish/", CONFIRMED)
    client.post(f"{page(published.report)}publish/", CONFIRMED | {"note": "更正表二"})

    assert without.status_code == 400
    assert Posting.objects.get().publication.note == "更正表二"


def test_a_clerk_takes_a_report_down(client_of, zhang, published):
    asked = client_of(zhang).get(f"{page(published.report)}withdraw/").content.decode()
    client_of(zhang).post(f"{page(published.report)}withdraw/", {"reason": "误发"})

    assert Posting.objects.get().withdrawal_reason == "误发"
    act = re.search(r'<input[^>]*value="撤下这份报告"[^>]*>', asked)[0]
    assert "btn-outline-danger" in act and "btn-primary" not in act
    assert "已撤下" in client_of(zhang).get(page(published.report)).content.decode()


@pytest.mark.parametrize("issued", ["", "昨天", "2025-02-30", "99999-01-01"])
def test_a_date_that_is_none_is_refused(client_of, zhang, frozen, issued):
    answer = client_of(zhang).post(f"{page(frozen)}publish/", DETAILS | {"issued": issued})

    assert answer.status_code == 400
    assert not Posting.objects.exists()


def test_a_draft_cannot_be_published(client_of, zhang, report):
    answer = client_of(zhang).post(f"{page(report)}publish/", DETAILS)

    assert answer.status_code == 400
    assert "审核通过后才能发布" in answer.content.decode()


def test_a_reason_is_needed_to_take_a_report_down(client_of, zhang, published):
    answer = client_of(zhang).post(f"{page(published.report)}withdraw/", {"reason": " "})

    assert answer.status_code == 400
    assert Posting.objects.get().withdrawn_at is None


def test_a_stranger_finds_nothing(client_of, zhao, frozen):
    client = client_of(zhao)

    assert client.get(page(frozen)).status_code == 404
    for step in ("publish/", "withdraw/"):
        assert client.post(f"{page(frozen)}{step}", DETAILS).status_code == 404
    assert not Posting.objects.exists()


def test_controls_in_a_note_do_not_break_the_feed(client_of, zhang, published, citizen):
    factories.mend(published.report, "proactive.fees.amount", "12.5", by=zhang)

    client_of(zhang).post(
        f"{page(published.report)}publish/", CONFIRMED | {"note": "更正\x01表二\x7f"}
    )

    assert Posting.objects.get().publication.note == "更正表二"
    assert citizen.get("/open/feed.xml").status_code == 200
