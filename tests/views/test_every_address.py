"""Whatever is sent to whatever address, by whomever and in whatever form: never a failure of ours."""

import io
import json
import re
from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.test.client import FakePayload
from django.urls import get_resolver
from django.utils import timezone

from reports import bulk, directory, gathering, workflow
from reports.access import Role
from reports.writing import assigning
from reportsite.operation.encoding import Utf8Request
from tests import factories

HUGE = 2**64
# What pages and scripts ask for and send, by name.
NAMES = (
    "organ", "year", "under", "at", "answer", "report", "state", "states", "page", "roles", "reason", "note", "cell", "key",
    "revision", "section", "address", "name", "active", "q", "region", "base", "since", "place", "from", "to",
    "forms", "formats", "email", "username", "password", "password1", "password2", "code", "text",
    "action", "since", "until", "type", "kind", "issued", "index_number", "follow", "title",
    "edits", "shown", "side", "typed", "row", "waiting", "writer", "seen", "words", "signer", "steps", "clear", "queue", "by", "way", "version", "mode", "due", "source", "origin", "answers", "user", "remark", "per_page", "sort", "organs", "years", "next", "old", "new",
    "_selected_action", "id", "pk", "e", "o", "p", "_to_field", "_popup", "all", "term",
)  # fmt: skip
ODD = (
    str(HUGE),
    str(-HUGE),
    "9" * 5000,
    "\0",
    "字" * 3000,
    "1e999",
    "NaN",
    "²",
    "[]",
    "'",
    "\ud800",
)
# What is refused before a database is asked is refused on each alike: it is sent on SQLite alone.
ON_POSTGRESQL = connection.vendor == "postgresql"
if ON_POSTGRESQL:
    ODD = (str(HUGE), "\0", "NaN", "\ud800")
PLAIN = "multipart/form-data; boundary=b"
FORM = "application/x-www-form-urlencoded"


def part(head: str, body: str = "x") -> bytes:
    return f"--b\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n--b--\r\n".encode()


def fields(value: str) -> str:
    return "&".join(f"{name}={quote(value, errors='surrogatepass')}" for name in NAMES)


BODIES = {
    "nothing": ("", b""),
    "JSON, deep": ("application/json", b"[" * 100_000),
    "JSON, deep and whole": ("application/json", b'{"edits":' * 900 + b"1" + b"}" * 900),
    "JSON, huge numbers": ("application/json", json.dumps(dict.fromkeys(NAMES, HUGE)).encode()),
    "JSON, endless number": ("application/json", b'{"since":' + b"9" * 10_000 + b"}"),
    "JSON, infinite": ("application/json", b'{"since": 1e999, "edits": [{"base": NaN}]}'),
    "JSON, half characters": ("application/json", b'{"place": "\\ud800", "writer": "\\u0000"}'),
    "JSON, lists": ("application/json", json.dumps(dict.fromkeys(NAMES, [[HUGE]])).encode()),
    "JSON, no UTF-8": ("application/json", b'{"place": "\xff\xfe"}'),
    "JSON that is a form": ("application/json", part('name="csrfmiddlewaretoken"')),
    "a form that is JSON": (FORM, b'{"since": 1}'),
    "fields, huge": (FORM, fields(str(HUGE)).encode()),
    "fields, below zero": (FORM, fields(str(-HUGE)).encode()),
    "fields, zero characters": (FORM, fields("a\0b").encode()),
    "fields, no UTF-8": (FORM, b"&".join(name.encode() + b"=%ff%fe" for name in NAMES)),
    "fields, half characters": (FORM, fields("\ud800").encode()),
    "fields, ill-coded": (FORM, b"%=%&%zz=%&&&=&organ"),
    "fields, a lot of them": (FORM, b"&".join(b"a%d=1" % n for n in range(2000))),
    "fields, long": (FORM, fields("字" * 1000).encode()),
    "parts": (PLAIN, part('name="organ"', str(HUGE))),
    "parts, zero characters": (PLAIN, part('name="reason"', "a\0b")),
    "parts without an end": (PLAIN, part('name="organ"')[:-8]),
    "parts without a boundary": ("multipart/form-data", part('name="organ"')),
    "parts, empty boundary": ("multipart/form-data; boundary=", part('name="organ"')),
    "parts, odd boundary": ("multipart/form-data; boundary=\xe5\xad\x97", part('name="organ"')),
    "parts, long boundary": ("multipart/form-data; boundary=" + "b" * 300, part('name="organ"')),
    "parts, no name": (PLAIN, part('filename="a.docx"')),
    "files, odd": (PLAIN, b"".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"; filename="../\0{name}.docx"\r\n'
        f"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%\r\n".encode()
        for name in ("file", "picture", "workbook", "organs")) + b"--b--\r\n"),
    "files without content": (PLAIN, part('name="file"; filename=""', "")),
    "parts in parts": (PLAIN, part('name="file"\r\nContent-Type: multipart/mixed; boundary=b')),
    "charset rot13": (f"{FORM}; charset=rot13", fields("1").encode()),
    "charset hex": ("multipart/form-data; boundary=b; charset=hex", part('name="organ"')),
    "charset UTF-16": ("application/json; charset=utf-16", '{"since": 1}'.encode("utf-16")),
    "charset idna": (f"{FORM}; charset=idna", fields("x" * 100).encode()),
    "charset of a part": (PLAIN, part('name="organ"\r\nContent-Type: text/plain; charset=hex')),
    "no type at all": ("////;;;===", b"\0\xff"),
    "a long type": ("x" * 3000, b"x"),
}  # fmt: skip
if ON_POSTGRESQL:
    DATABASES_OWN = ("JSON, huge numbers", "JSON, half characters", "fields, huge", "fields, below zero",
                     "fields, zero characters", "fields, half characters", "parts, zero characters")  # fmt: skip
    BODIES = {name: BODIES[name] for name in DATABASES_OWN}


class Watched(Utf8Request):
    """A request as reportsite/wsgi.py has it read; `looked` are the parts that any was asked for."""

    looked: ClassVar[set[str]] = set()

    def __getattribute__(self, name: str):
        Watched.looked.add(name)
        return super().__getattribute__(name)


QUERY, BODY = {"GET"}, {"POST", "FILES", "body", "read", "readline"}


@pytest.fixture(autouse=True)
def _as_served(monkeypatch):
    """Read requests as reportsite/wsgi.py has them read."""
    monkeypatch.setattr("django.test.client.WSGIRequest", Watched)


def looks_at(part: set[str], client: Client, *request) -> bool:
    """Return whether what answers a request looks at that part of it: where not, nothing in it matters."""
    Watched.looked.clear()
    send(client, *request)
    return bool(Watched.looked & part)


@pytest.fixture
def site(complete, zhang, quick_files):
    """A site with one of everything, published too; where each thing is, by its name in addresses."""
    organ, report = complete.organ, complete
    factories.published(organ, 2023, by=zhang)
    chief = factories.superuser("chief")
    factories.give(chief, organ, Role.SUPERVISOR, Role.ADMINISTRATOR)
    job = bulk.create(2025, None, [report.status], ["json"], by=chief)
    lot = gathering.create([("a.txt", io.BytesIO(b"x"))], by=chief)
    remark = workflow.add_remark(report.pk, "overview", "写得不清楚", by=chief)
    signature = factories.signed_on_paper(report, by=zhang, chief=chief)
    invitation = directory.invite(organ.pk, name="孙", roles=["clerk"], email="", by=chief)
    part, _ = assigning.give(report.pk, ["requests", "problems"], person_id=zhang.pk, day=timezone.localdate(), by=zhang)
    carried = factories.parcel(organ, by=chief)
    return {
        "graphic_id": factories.waiting_graphic(report, by=zhang).pk, "parcel_id": carried.pk, "row_id": carried.reports.get().pk, "key_id": carried.key_id,
        "assignment_id": part.pk,
        "organ_id": organ.pk, "edition_id": "2021", "report_id": report.pk, "year": 2023, "person_id": zhang.pk,
        "job_id": job.pk, "lot_id": lot.pk, "file_id": lot.items.get().pk, "remark_id": remark.pk, "invitation_id": invitation.pk,
        "token": invitation.link.split("/join/")[1].strip("/"), "revision": report.revision,
        "cell": "requests.new.natural_person", "region": "瀍水区", "suffix": ".html", "version": 1,
        "name": "reports.csv", "sha256": "ab" * 32, "page": 1, "form": "json", "move_id": "submit", "step_id": "drafting",
        "object_id": organ.pk, "id": zhang.pk, "pk": 1, "content_type_id": 1, "app_label": "auth",
        "url": "nowhere", "signature_id": signature.pk, "pair_id": factories.alike(report, factories.report(factories.organ("瀍水区图书馆", zhang, under=organ), 2025, by=zhang)).pk, "check_id": factories.site_check(report, by=zhang).pk, "act": "ask",
        "act_id": "close", "rectification_id": factories.rectification(report, by=chief).pk,
        "kept_id": factories.kept_warning(report, by=zhang).pk, "secret": directory.subscribe(by=chief),
    }  # fmt: skip


@pytest.fixture(params=["stranger", "clerk", "office"])
def browser(request, site, zhang, client_of):
    """Somebody's browser that shows failures as a visitor sees them."""
    return browser_of(request.param, zhang, client_of)


@pytest.fixture
def insiders(site, zhang, client_of):
    """The browsers of those who are logged in."""
    return [browser_of(who, zhang, client_of) for who in ("clerk", "office")]


def browser_of(who: str, zhang, client_of) -> Client:
    chief = User.objects.get(username="chief")
    client = Client() if who == "stranger" else client_of(zhang if who == "clerk" else chief)
    client.raise_request_exception = False
    return client


def routes() -> list[str]:
    """Return every address of the site, its places as `<organ_id>`."""
    return sorted(set(_walk(get_resolver(), "")))


def own_routes() -> list[str]:
    """Return those that are ours; the back office is Django's."""
    return [route for route in routes() if not route.startswith("/admin/")]


def asking(client: Client, site: dict) -> list[str]:
    """Return the addresses that look at what stands behind their question mark."""
    asked = [route for route in own_routes() if looks_at(QUERY, client, "GET", filled(route, site))]
    assert len(asked) > 30
    return asked


def taking_forms(client: Client, site: dict) -> list[str]:
    """Return the addresses that look at what is sent to them, of whatever kind."""
    kinds = [BODIES[name] for name in ("JSON, huge numbers", "fields, huge", "parts, zero characters")]
    taken = [
        route for route in own_routes()
        if any(looks_at(BODY, client, "POST", filled(route, site), body, kind) for kind, body in kinds)
    ]  # fmt: skip
    assert len(taken) > 40
    return taken


def in_turn(insiders: list[Client], site: dict, addresses, things) -> Iterator[tuple]:
    """Yield each address with each odd thing, and who sends it: in turn all whom the address hears.

    So any two of the three meet: whom an address hears it hears with every other thing.
    """
    with transaction.atomic():
        heard = [(one, set(addresses(one, site))) for one in insiders]
        transaction.set_rollback(True)  # what was sent to find out changes nothing
    for at, route in enumerate(sorted(set().union(*(known for _, known in heard)))):
        senders = [one for one, known in heard if route in known]
        for turn, thing in enumerate(things, at):
            yield route, thing, senders[turn % len(senders)]


def _walk(resolver, prefix: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from _walk(entry, route)
        elif "logout" not in route:
            plain = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route)
            yield "/" + re.sub(r"<\w+:(\w+)>", r"<\1>", plain).strip("^$")


PLACES = re.compile(r"<(\w+)>")


def filled(route: str, site: dict, **other) -> str:
    """Return an address of that route where things are, or with `other` in its places."""
    if "report_id" in route and "api" in route:
        site = site | {"report_id": f"{site['organ_id']}-2023"}
    return PLACES.sub(lambda place: quote(str((site | other)[place[1]]), safe=""), route)


def send(client: Client, method: str, address: str, body: bytes = b"", kind: str = "", **headers):
    """Send a request as it is, past the test client's own ideas of forms."""
    environment = {
        "CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body)), "wsgi.input": FakePayload(body),
    }  # fmt: skip
    path, _, query = address.partition("?")
    return client.generic(
        method, path, **(environment | {"QUERY_STRING": query, "headers": headers})
    )


def failures(answers) -> list:
    """Return what was answered by a failure of ours."""
    return [(said, answer.status_code) for said, answer in answers if answer.status_code >= 500]


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_every_address_answers_every_method(browser, site, method):
    asked = ((route, send(browser, method, filled(route, site))) for route in routes())
    assert failures(asked) == []


def test_no_number_in_an_address_is_too_large(site, zhang, client_of):
    browsers = [browser_of(who, zhang, client_of) for who in ("stranger", "clerk", "office")]
    numbers = {name for name in site if isinstance(site[name], int)}
    places = [(route, name) for route in routes() for name in sorted(set(PLACES.findall(route)) & numbers)]
    # Everyone comes to each place with each number, reading or sending: the next time the other way.
    asked = (
        (f"{method} {route} {name} {huge}", send(browser, method, filled(route, site, **{name: huge})))
        for at, (route, name) in enumerate(places)
        for nth, huge in enumerate((2**63 - 1, 2**63, HUGE))
        for who, browser in enumerate(browsers)
        for method in [("GET", "POST")[(at + nth + who) % 2]]
    )
    assert failures(asked) == []


def test_nothing_that_is_asked_is_too_odd(insiders, site):
    asked = (
        (f"{route} {odd[:12]!a}", send(insider, "GET", f"{filled(route, site)}?{asking_for(odd)}"))
        for route, odd, insider in in_turn(insiders, site, asking, ODD)
    )
    assert failures(asked) == []


def asking_for(odd: str) -> str:
    """Return a query that asks for it under every name, or under two where it is too long for that."""
    query = "&".join(f"{name}={quote(odd, errors='surrogatepass')}" for name in NAMES)
    return query if len(query) < 3000 else f"organ={quote(odd)}&q={quote(odd)}"[:3900]


def test_no_body_in_whatever_form_is_too_odd(insiders, site):
    asked = (
        (f"{what} {route}", send(insider, "POST", filled(route, site), *reversed(BODIES[what])))
        for route, what, insider in in_turn(insiders, site, taking_forms, BODIES)
    )
    assert failures(asked) == []


@pytest.mark.parametrize(
    "kind", ["////;;;===", f"{FORM}; charset=hex", "text/html; charset=utf-16"]
)
def test_no_type_of_a_body_breaks_the_reading_of_a_page(site, zhang, client_of, kind):
    client = browser_of("office", zhang, client_of)
    asked = (
        (route, send(client, "GET", f"{filled(route, site)}?q=%D6%D0&page=1", b"", kind))
        for route in own_routes()
    )
    assert failures(asked) == []


def test_the_token_in_the_body_of_a_save_is_no_failure(site, client_of, zhang):
    client = client_of(zhang, enforce_csrf_checks=True)
    client.get("/password/")
    token = client.cookies["csrftoken"].value
    body = part('name="csrfmiddlewaretoken"', token)

    for act in ("save", "pulse"):
        answer = send(client, "POST", f"/reports/{site['report_id']}/{act}/", body, PLAIN)
        assert answer.status_code == 400
        assert "无法识别" in answer.json()["message"]


def test_what_is_no_utf8_is_refused_in_words(browser, site):
    answer = send(browser, "POST", "/login/", b"username=x", f"{FORM}; charset=rot13")

    assert answer.status_code == 415
    assert "请使用 UTF-8 编码" in answer.content.decode()
