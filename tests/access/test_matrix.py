"""Every address × every role × own, parent, sibling, child and unrelated organ.

What is not allowed is a 404 or 403 and writes nothing. An address without an entry fails.
"""

import copy
import datetime
import io
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse
from django.utils import timezone

from reports import bulk, directory, gathering, register, workflow
from reports.models import Organ, Report
from reports.register import Typed, TypedReview
from reports.urls import urlpatterns
from reports.writing import assigning
from tests import factories

from .matrix import EVERYBODY, MATRIX, ROLES, Entry

# What comes without a log-in: the rest sends a stranger to the log-in page.
DOOR = {"login", "logout", "password_change", "password_change_done"}
PUBLIC = {"login", "join", "robots", "days_feed", *(name for name in MATRIX if name.startswith("unit"))}


@dataclass
class World:
    """A target organ with a report, organs around it, and the values that addresses take."""

    organs: dict[str, Organ]
    report: Report
    values: dict[str, object]


@pytest.fixture
def world(db):
    """The bureau, its government, a sibling, a child, and an organ elsewhere."""
    government = factories.organ("瀍水区人民政府", type="county")
    bureau = factories.organ("瀍水区文化和旅游局", under=government)
    organs = {
        "own": bureau,
        "parent": government,
        "sibling": factories.organ("瀍水区教育局", under=government),
        "child": factories.organ("瀍水区图书馆", under=bureau),
        "unrelated": factories.organ("云溪市档案馆"),
    }
    author = factories.give(factories.clerk("author"), bureau, "clerk", "reviewer")
    # With nobody above, the organ's own reviewer would approve.
    wang = factories.give(factories.clerk("wang"), government, "supervisor")
    chief = factories.superuser("chief")
    report = factories.report(bureau, 2025, by=author)
    invitation = directory.invite(bureau.pk, name="孙", roles=["clerk"], email="", by=chief)
    lot = gathering.create([("a.txt", io.BytesIO(b"x"))], by=wang)
    day = datetime.date(2025, 5, 1)
    asked = register.save_request(bureau.pk, Typed("1", day, "other"), by=author)
    sued = register.save_review(bureau.pk, TypedReview("复1", "reconsideration", day), by=author)
    given = {"day": timezone.localdate(), "by": author}
    part, _ = assigning.give(report.pk, ["proactive-2"], person_id=author.pk, **given)
    unit, key = assigning.give(report.pk, ["proactive-3"], unit="执法科", **given)
    carried = factories.parcel(bureau, by=wang)
    row = carried.reports.get()
    values = {
        "parcel": carried.pk,
        "row": row.pk,
        "parcel_file": row.files.get().pk,
        "key": carried.key_id,
        "kept": factories.kept_warning(report, by=author).pk,
        "site_check": factories.site_check(report, by=author).pk,
        "graphic": factories.waiting_graphic(report, by=author).pk,
        "pair": factories.alike(report, factories.report(organs["sibling"], 2025, by=author)).pk,
        "signature": factories.signed_on_paper(report, by=author, chief=chief).pk,
        "report": report.pk,
        "rectification": factories.rectification(report, by=wang).pk,
        "organ": bureau.pk,
        "person": author.pk,
        "remark": workflow.add_remark(report.pk, "overview", "请写具体", by=author).pk,
        "invitation": invitation.pk,
        "token": invitation.link.split("/")[-2],
        "sha256": factories.picture(report).sha256,
        "revision": 1,
        "year": 2025,
        "secret": directory.subscribe(by=author),
        "page": 1,
        "cell": "requests.new.total",
        "edition": "2021",
        "form": "json",
        "lot": lot.pk,
        "part": part.pk,
        "assignment": unit.pk,
        "unit": key.path.split("/")[2],
        "file": lot.items.get().pk,
        "request": asked.pk,
        "review_row": sued.pk,
        "job": bulk.create(2025, None, ["draft"], ["json"], by=wang).pk,
    }
    return World(organs, report, values)


def names() -> set[str]:
    # What stands under open/ is for everybody: tests/publishing sees that nothing else is there.
    # Log-in and health know nothing of reports: tests/accounts, tests/operation.
    return DOOR | {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}


def url(world: World, name: str, entry: Entry) -> str:
    return reverse(name, args=[world.values.get(arg, arg) for arg in entry.args])


def ask(client: Client, address: str, entry: Entry):
    """Ask and roll back, cookies too; return the response and whether anything was written."""
    cookies = copy.deepcopy(client.cookies)
    json_body = {"content_type": "application/json"} if isinstance(entry.data, str) else {}
    with (
        transaction.atomic(),
        CaptureQueriesContext(connection) as queries,
    ):
        response = getattr(client, entry.method)(address, entry.data, **json_body)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response, [q["sql"] for q in queries if is_write(q["sql"])]


def is_write(sql: str) -> bool:
    return sql.startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql


def test_every_address_has_an_entry():
    assert names() - set(MATRIX) == set()


def test_every_entry_has_an_address():
    assert set(MATRIX) - names() == set()


def test_every_move_is_in_the_matrix():
    assert {entry.args[1] for entry in MATRIX["move"]} == set(workflow.MOVES)


@pytest.mark.parametrize(("role", "place"), sorted(EVERYBODY))
def test_roles_open_their_own_doors_only(world, client_of, role, place):
    person = factories.give(factories.clerk("person"), world.organs[place], role)
    client, wrong = client_of(person), []
    for name, entry in ((n, e) for n, entries in MATRIX.items() for e in entries):
        address = url(world, name, entry)
        response, written = ask(client, address, entry)
        refused = response.status_code in (403, 404)
        if refused == ((role, place) in entry.allowed) or (refused and written):
            wrong.append((name, entry.args[1:], entry.method, response.status_code, written))

    assert wrong == []


def test_a_stranger_is_sent_to_the_door(world):
    inside = {n: e for n, e in MATRIX.items() if n not in PUBLIC | {"logout", "home"}}
    for name, entries in inside.items():
        response, written = ask(Client(), url(world, name, entries[0]), entries[0])

        assert (response.status_code, written) == (302, []), name
        assert response.url.startswith("/login/")


def test_a_person_without_any_role_sees_nothing(world, client_of):
    client = client_of(factories.clerk("nobody"))
    for name, entries in MATRIX.items():
        for entry in entries:
            response, _ = ask(client, url(world, name, entry), entry)

            assert response.status_code in (403, 404) or entry.allowed == EVERYBODY, name


def test_a_person_who_was_shut_out_is_out_at_once(world, client_of):
    person = factories.give(factories.clerk("person"), world.organs["own"], "clerk")
    browser = client_of(person)
    directory.set_active(person.pk, False, by=factories.superuser("root"))

    assert browser.get(reverse("editor", args=[world.report.pk])).status_code == 302


def test_the_back_office_is_for_superusers(world, client_of):
    for role in ROLES:
        person = factories.give(factories.clerk(role), world.organs["parent"], role)

        assert client_of(person).get("/admin/reports/organ/").status_code == 302


def test_the_walk_bites(world, client_of):
    planted = Entry(frozenset(), ("report",))
    person = factories.give(factories.clerk("person"), world.organs["own"], "clerk")

    response, _ = ask(client_of(person), url(world, "editor", planted), planted)

    assert response.status_code == 200
