"""The register as its keepers see it: a page of it, and the days left."""

import datetime
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils import timezone

from reports.cases import days
from reports.cases.case import Request, Review
from reports.models import Register, RegisteredRequest, RegisteredReview
from reports.models.authoring.register import CaseQuerySet, span

PAGE = 50
STATES = {"": "全部", "open": "在办", "overdue": "已超期", "closed": "已办结"}
PRESSING = 5  # working days before the last one from which a request is pressing


@dataclass(frozen=True)
class Wanted:
    """What of a register is looked at; empty asks for nothing."""

    state: str = ""
    year: int | None = None
    outcome: str = ""
    applicant: str = ""
    body: str = ""
    search: str = ""


def as_request(row: RegisteredRequest) -> Request:
    """Return a row as the value that reports/cases counts."""
    fields = {name: getattr(row, name) for name in RegisteredRequest.FIELDS}
    return Request(**fields | {"outcome": row.outcome or None})


def as_review(row: RegisteredReview) -> Review:
    """Return a row as the value that reports/cases counts."""
    fields = {name: getattr(row, name) for name in RegisteredReview.FIELDS}
    return Review(**fields | {"outcome": row.outcome or None})


def page_of_requests(register: Register, wanted: Wanted, page: int) -> Page:
    """Return a page of requests, the newest first, each with `due` and `left` while it is open."""
    rows = chosen(register, wanted).order_by("-received_on", "-pk")
    found = _Counted(rows, PAGE, how_many=lambda: _count(register.pk, register.change_head, wanted, timezone.localdate()))
    found = found.get_page(page)
    today = timezone.localdate()
    for row in found.object_list:
        give_days(row, today)
    return found


class _Counted(Paginator):
    """Pages of rows that are counted elsewhere."""

    def __init__(self, rows, size: int, how_many):
        super().__init__(rows, size)
        self.how_many = how_many

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return self.how_many()


@lru_cache(maxsize=256)
def _count(pk: int | None, state: str, wanted: Wanted, today: datetime.date) -> int:
    """Return how many requests are wanted; `state` as in summing.py."""
    return chosen(Register.objects.get(pk=pk), wanted).count() if pk else 0


def give_days(row: RegisteredRequest, today: datetime.date) -> None:
    """Set the last day and how many working days are left, both None for what is closed."""
    request = as_request(row)
    row.due = None if row.closed_on else days.due(request)
    row.left = days.days_left(request, today)
    row.late = -row.left if row.left is not None and row.left < 0 else 0
    row.is_pressing = row.left is not None and row.left <= PRESSING


def chosen(register: Register, wanted: Wanted) -> CaseQuerySet:
    """Return the requests of the register that are wanted."""
    rows = register.requests.all() if register.pk else RegisteredRequest.objects.none()
    if wanted.state == "open":
        rows = rows.still_open()
    elif wanted.state == "overdue":
        rows = rows.still_open().filter(late_before(timezone.localdate()))
    elif wanted.state == "closed":
        rows = rows.filter(closed_on__isnull=False)
    if wanted.year:
        # Nothing is closed before it came: the first condition is for the index.
        rows = rows.filter(received_on__lte=span(wanted.year)[1])
        rows = rows.filter(Q(received_on__gte=span(wanted.year)[0]) | Q(closed_on__range=span(wanted.year)))
    exact = {name: getattr(wanted, name) for name in ("outcome", "applicant", "body")}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.search:
        words = wanted.search
        rows = rows.filter(
            Q(number__icontains=words) | Q(matter__icontains=words) | Q(body__icontains=words)
        )
    return rows


def late_before(today: datetime.date) -> Q:
    """Return which open requests were due before `today`: as days.due has it, in SQL."""
    late = Q(pk__in=[])
    for extended in (False, True):
        for third in (False, True):
            term = days.TERM + extended * days.EXTENSION + third * days.THIRD_PARTY
            last = _last_start(today, term)
            begun = Q(corrected_on__lte=last) | Q(corrected_on=None, received_on__lte=last)
            late |= Q(begun, extended=extended, third_party=third)
    return late & Q(closed_on=None)


@lru_cache(maxsize=16)
def _last_start(today: datetime.date, term: int) -> datetime.date:
    """Return the last day of receipt whose answer was due before `today`."""
    day = today - datetime.timedelta(days=term)
    while days.after(day, term) >= today:
        day -= datetime.timedelta(days=1)
    return day


def reviews_of(register: Register) -> CaseQuerySet:
    """Return the reviews of the register, the newest first."""
    rows = register.reviews.all() if register.pk else RegisteredReview.objects.none()
    return rows.order_by("-received_on", "-pk")


def changes_of(register: Register, kind: str, number: str) -> list:
    """Return what was done to a case, the newest first, each with its person."""
    rows = register.changes.filter(place=f"{kind}:{number}"[:80])
    return list(rows.select_related("user").order_by("-number")[:50])
