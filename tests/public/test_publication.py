"""What the clerk does to publish, correct and take down."""

import pytest

from reports.models import Posting
from tests import factories

DETAILS = {"issued": "2025-01-20", "index_number": "YX-1"}


def page(report) -> str:
    return f"/reports/{report.pk}/publication/"


@pytest.fixture
def frozen(bureau, zhang):
    return factories.approved(bureau, 2024, by=zhang)


def test_a_clerk_publishes(client_of, zhang, frozen):
    answer = client_of(zhang).post(f"{page(frozen)}publish/", DETAILS)

    assert answer.status_code == 302
    assert str(Posting.objects.get().publication.issued) == "2025-01-20"
    assert "已公开第 1 版" in client_of(zhang).get(page(frozen)).content.decode()


def test_a_correction_asks_for_a_note(client_of, zhang, published):
    factories.mend(published.report, "proactive.fees.amount", "12.5", by=zhang)
    client = client_of(zhang)

    without = client.post(f"{page(published.report)}publish/", DETAILS)
    client.post(f"{page(published.report)}publish/", DETAILS | {"note": "更正表二"})

    assert without.status_code == 400
    assert Posting.objects.get().publication.note == "更正表二"


def test_a_clerk_takes_a_report_down(client_of, zhang, published):
    client_of(zhang).post(f"{page(published.report)}withdraw/", {"reason": "误发"})

    assert Posting.objects.get().withdrawal_reason == "误发"


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
        f"{page(published.report)}publish/", DETAILS | {"note": "更正\x01表二\x7f"}
    )

    assert Posting.objects.get().publication.note == "更正表二"
    assert citizen.get("/open/feed.xml").status_code == 200
