"""The register as its keepers see it: a page of it, days left, what each month brought."""

import datetime
from dataclasses import dataclass
from functools import lru_cache

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, Q
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
    found = Paginator(chosen(register, wanted).order_by("-received_on", "-pk"), PAGE).get_page(page)
    today = timezone.localdate()
    for row in found.object_list:
        give_days(row, today)
    return found


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
        rows = rows.filter(late_before(timezone.localdate()))
    elif wanted.state == "closed":
        rows = rows.filter(closed_on__isnull=False)
    if wanted.year:
        rows = rows.filter(Q(received_on__range=span(wanted.year)) | Q(closed_on__range=span(wanted.year)))
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


def counts_now(register: Register) -> dict[str, int]:
    """Return how many requests there are, open and late ones; one query."""
    if register.pk is None:
        return {"all": 0, "open": 0, "late": 0}
    return register.requests.aggregate(
        all=Count("pk"),
        open=Count("pk", filter=Q(closed_on=None)),
        late=Count("pk", filter=late_before(timezone.localdate())),
    )


def years_of(register: Register) -> list[int]:
    """Return the years from the first receipt to the last receipt or end, the newest first."""
    if register.pk is None:
        return []
    ends = register.requests.order_by().aggregate(
        first=Min("received_on"), last=Max("received_on"), closed=Max("closed_on")
    )
    if ends["first"] is None:
        return []
    last = max(day for day in (ends["last"], ends["closed"]) if day)
    return list(range(last.year, ends["first"].year - 1, -1))


def bodies_of(register: Register) -> list[str]:
    """Return the 承办单位 that the register names."""
    if register.pk is None:
        return []
    rows = register.requests.exclude(body="").order_by("body")
    return list(rows.values_list("body", flat=True).distinct()[:200])


@dataclass(frozen=True)
class Period:
    """A month or a quarter: what came in, what was closed, what was open at its end."""

    caption: str
    received: int
    closed: int
    left: int
    is_quarter: bool = False


def periods(register: Register, year: int, body: str = "") -> list[Period]:
    """Return the months of a year, each quarter after its last; three queries."""
    rows = register.requests.all() if register.pk else RegisteredRequest.objects.none()
    rows = (rows.filter(body=body) if body else rows).order_by()
    left = rows.carried_into(year).count()
    received = _by_month(rows.new_in(year), "received_on")
    closed = _by_month(rows.closed_in(year), "closed_on")
    found: list[Period] = []
    for month in range(1, 13):
        left += received.get(month, 0) - closed.get(month, 0)
        found.append(Period(f"{month}月", received.get(month, 0), closed.get(month, 0), left))
        if month % 3 == 0:
            three = found[-3:]
            came, went = sum(p.received for p in three), sum(p.closed for p in three)
            found.append(Period(f"{'一二三四'[month // 3 - 1]}季度", came, went, left, True))
    return found


def _by_month(rows: CaseQuerySet, name: str) -> dict[int, int]:
    # By days, put together here: SQLite would call a function of Python for every row.
    found: dict[int, int] = {}
    for day, count in rows.values_list(name).annotate(Count("pk")):
        found[day.month] = found.get(day.month, 0) + count
    return found


def reviews_of(register: Register) -> CaseQuerySet:
    """Return the reviews of the register, the newest first."""
    rows = register.reviews.all() if register.pk else RegisteredReview.objects.none()
    return rows.order_by("-received_on", "-pk")


def changes_of(register: Register, kind: str, number: str) -> list:
    """Return what was done to a case, the newest first, each with its person."""
    rows = register.changes.filter(place=f"{kind}:{number}"[:80])
    return list(rows.select_related("user").order_by("-number")[:50])
