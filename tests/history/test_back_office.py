"""What an administrator does in Django's admin: in the audit too, and never more than was asked."""

import pytest

from reports import history
from reports.models import AuditEvent, Organ
from tests import factories

NO_PEOPLE = {"membership_set-TOTAL_FORMS": "0", "membership_set-INITIAL_FORMS": "0"}


@pytest.fixture
def office(client_of, db):
    """The browser of a superuser; faults of ours are answers, as they are for people."""
    browser = client_of(factories.superuser("chief"))
    browser.raise_request_exception = False
    return browser


def last_event() -> AuditEvent:
    return AuditEvent.objects.order_by("-number").first()


def test_a_role_given_in_the_back_office_is_audited(office, bureau, zhang):
    organ = {"name": bureau.name, "type": bureau.type} | NO_PEOPLE
    given = {"membership_set-TOTAL_FORMS": "1", "membership_set-0-user": zhang.pk,
             "membership_set-0-role": "administrator"}  # fmt: skip

    answer = office.post(f"/admin/reports/organ/{bureau.pk}/change/", organ | given)

    event = last_event()
    assert answer.status_code == 302
    assert (event.name, event.organ, event.address) == ("chief", bureau, "127.0.0.1")
    assert event.detail.startswith("后台（机关）：") and "zhang" in event.detail


def test_a_password_set_in_the_back_office_is_audited(office, bureau, zhang):
    office.post(f"/admin/auth/user/{zhang.pk}/password/",
                {"password1": "Luohe-2025-nb", "password2": "Luohe-2025-nb"})  # fmt: skip

    assert (last_event().name, last_event().organ) == ("chief", bureau)
    assert "zhang" in last_event().detail and "Luohe" not in last_event().detail


def test_an_organ_made_and_deleted_in_the_back_office_is_audited(office):
    office.post("/admin/reports/organ/add/", {"name": "新局", "type": "department"} | NO_PEOPLE)
    made = last_event().detail
    answer = office.post(f"/admin/reports/organ/{Organ.objects.get().pk}/delete/", {"post": "yes"})

    assert "新局" in made and "新局" in last_event().detail and made != last_event().detail
    assert answer.status_code == 302 and not Organ.objects.exists()
    assert list(history.verify_events()) == []


def test_an_organ_with_others_below_is_not_deleted(office, zhang):
    government = factories.organ("区政府")
    school = factories.organ("小学", under=government)
    factories.report(school, 2025, by=zhang)

    one = office.post(f"/admin/reports/organ/{government.pk}/delete/", {"post": "yes"})
    many = {"action": "delete_selected", "_selected_action": [government.pk], "post": "yes"}
    office.post("/admin/reports/organ/", many)

    assert one.status_code == 403
    assert {organ.name for organ in Organ.objects.all()} >= {"区政府", "小学"}
