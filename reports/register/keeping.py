"""One case at a time: entered, changed, closed, taken out; each kept in the register's history."""

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from reports import access, history
from reports.models import Register, RegisteredRequest, RegisteredReview
from reports.models.authoring.register import (
    FIRST_DAY,
    GROUPS,
    LAST_DAY,
    LONGEST_NUMBER,
    LONGEST_WORDS,
    REVIEW_OUTCOMES,
)
from reports.refusals import Refused

from .captions import applicants, outcomes

Row = RegisteredRequest | RegisteredReview
Fields = dict[str, Any]
_LAST_DIGITS = re.compile(r"(\d+)(?!.*\d)")
# Kept apart from the history, which stays for good.
_UNTOLD = {"matter"}


@dataclass(frozen=True)
class Typed:
    """A request as somebody typed it; empty `outcome` and no `closed_on`: open."""

    number: str
    received_on: datetime.date
    applicant: str
    outcome: str = ""
    closed_on: datetime.date | None = None
    corrected_on: datetime.date | None = None
    extended: bool = False
    third_party: bool = False
    matter: str = ""
    body: str = ""


@dataclass(frozen=True)
class TypedReview:
    """A review as somebody typed it; empty `outcome` and no `closed_on`: pending."""

    number: str
    group: str
    received_on: datetime.date
    outcome: str = ""
    closed_on: datetime.date | None = None
    request: str = ""


@transaction.atomic
def save_request(
    organ_id: int, typed: Typed, *, by, pk: int | None = None, seen: int | None = None
) -> RegisteredRequest:
    """Enter a request, or change the one with that `pk`; raise Http404, Refused.

    `seen`: the register's revision that `by` looked at; a case that somebody else has changed since
    is not overwritten.
    """
    register = locked(organ_id, by)
    matter = typed.matter if register.keeps_matter else ""
    fields = {name: getattr(typed, name) for name in RegisteredRequest.FIELDS} | {"matter": matter}
    _check(fields, ("number", "matter", "body"))
    if typed.applicant not in applicants():
        raise Refused("请选择申请人类型。", 422)
    if typed.outcome and typed.outcome not in outcomes():
        raise Refused("请从表三的各行里选择办理结果。", 422)
    if typed.corrected_on and typed.corrected_on < typed.received_on:
        raise Refused("补正日期早于收到日期，请核对。", 422)
    return _store(register, register.requests, "request", fields, pk, seen, by)


@transaction.atomic
def save_review(
    organ_id: int, typed: TypedReview, *, by, pk: int | None = None, seen: int | None = None
) -> RegisteredReview:
    """Enter a review, or change the one with that `pk`; raise Http404, Refused."""
    register = locked(organ_id, by)
    fields = {name: getattr(typed, name) for name in RegisteredReview.FIELDS}
    _check(fields, ("number", "request"))
    if typed.group not in GROUPS or typed.outcome not in ("", *REVIEW_OUTCOMES):
        raise Refused("请选择途径和结果。", 422)
    return _store(register, register.reviews, "review", fields, pk, seen, by)


def locked(organ_id: int, by) -> Register:
    """Return the register that `by` keeps, made where there is none yet, its row locked; Http404."""
    organ = access.organ_to_write_for(by, organ_id)
    Register.objects.get_or_create(organ=organ)
    return Register.objects.select_for_update(of=("self",)).select_related("organ").get(organ=organ)


def _check(fields: dict, texts: tuple[str, ...]) -> None:
    """Refuse what cannot be counted, in a sentence; tidy the texts."""
    for name in texts:
        fields[name] = "".join(filter(str.isprintable, " ".join(fields[name].split())))
        most = LONGEST_WORDS if name in ("matter", "body") else LONGEST_NUMBER
        if len(fields[name]) > most:
            raise Refused(f"“{fields[name][:10]}…”超过{most}字，请写得简短些。", 422)
    if not fields["number"]:
        raise Refused("请填写编号。", 422)
    _check_days(fields)


def _check_days(fields: dict) -> None:
    received, closed = fields["received_on"], fields["closed_on"]
    if bool(fields["outcome"]) != bool(closed):
        raise Refused("结果和办结日期要一起填，没有办结的都不填。", 422)
    for day in filter(None, (received, closed, fields.get("corrected_on"))):
        if not FIRST_DAY <= day <= LAST_DAY:
            raise Refused(f"日期{day}不对，请核对。", 422)
        if day > timezone.localdate():
            raise Refused(f"日期{day}在今天以后，请核对年份。", 422)
    if closed and closed < received:
        raise Refused("办结日期早于收到日期，请核对。", 422)


def _store(register: Register, rows, kind: str, fields: dict, pk, seen, by) -> Row:
    row = rows.filter(pk=pk).first() if pk else rows.model(register=register)
    if row is None:
        raise Http404
    twin = rows.filter(number=fields["number"]).exclude(pk=pk).first()
    if twin:
        raise Refused(f"台账里已有编号“{twin.number}”，收到日期{twin.received_on}。请核对编号。")
    if pk and seen is not None:
        _must_be_seen(register, kind, row.number, seen)
    old, matter = (as_text(row) if pk else ""), getattr(row, "matter", "")
    place = f"{kind}:{row.number if pk else fields['number']}"
    for name, value in fields.items():
        setattr(row, name, value)
    new = as_text(row) + ("；事由有改动" if getattr(row, "matter", "") != matter else "")
    if old != new:
        row.save()
        advance(register)
        # A new number: told under both, so that whoever has the page of the old one is not let over it.
        places = dict.fromkeys([place, f"{kind}:{row.number}"])
        history.record_in_register(register, [history.Step(one, old, new) for one in places], by=by)
    return row


def _must_be_seen(register: Register, kind: str, number: str, seen: int) -> None:
    later = register.changes.filter(place=f"{kind}:{number}"[:80], revision__gt=seen)
    change = later.select_related("user").first()
    if change:
        name = access.person_name(change.user)
        raise Refused(f"{name}刚刚修改了编号“{number}”，没有保存。请按现在的内容再改一次。")


def remove_request(organ_id: int, pk: int, *, by) -> None:
    """Take a request out of the register, entered by mistake; raise Http404."""
    _remove(organ_id, "request", pk, by)


def remove_review(organ_id: int, pk: int, *, by) -> None:
    """Take a review out of the register, entered by mistake; raise Http404."""
    _remove(organ_id, "review", pk, by)


@transaction.atomic
def _remove(organ_id: int, kind: str, pk: int, by) -> None:
    register = locked(organ_id, by)
    rows = register.requests if kind == "request" else register.reviews
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    step = history.Step(f"{kind}:{row.number}", as_text(row), "")
    row.delete()
    advance(register)
    history.record_in_register(register, [step], by=by)


def advance(register: Register) -> None:
    """Count a change of the locked register."""
    register.revision += 1
    register.save(update_fields=["revision"])


def as_text(row: Row) -> str:
    """Return a case as the history has it: its fields in one line, without what it is about."""
    return text_of({name: getattr(row, name) for name in row.FIELDS})


def text_of(fields: Fields) -> str:
    """Return the fields of a case, in their order, as `as_text` does."""
    return "；".join(f"{name}={value}" for name, value in fields.items() if value and name not in _UNTOLD)


def proposed_number(register: Register, today: datetime.date) -> str:
    """Return the number after the last one entered; of a new year the first one: 2025-001."""
    last = register.requests.order_by("-pk").first() if register.pk else None
    year = str(today.year)
    if last is None or (str(last.received_on.year) in last.number and year not in last.number):
        return f"{year}-001" if last is None else _first_of(last, year)
    return _after(last.number)


def _first_of(last: RegisteredRequest, year: str) -> str:
    head = last.number.replace(str(last.received_on.year), year)
    return _LAST_DIGITS.sub(lambda digits: "1".zfill(len(digits[1])), head)


def _after(number: str) -> str:
    grown = _LAST_DIGITS.sub(lambda d: str(int(d[1]) + 1).zfill(len(d[1])), number)
    return (grown if grown != number else f"{number}-1")[:LONGEST_NUMBER]
