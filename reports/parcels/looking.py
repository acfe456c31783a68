"""Packages as their supervisors see them: lists, one report of one, what differs in it."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from reports import access
from reports.archive.told import Origin
from reports.document import Document
from reports.models import Parcel, ParcelReport, states
from reports.refusals import Refused
from reports.rules import SEVERITY_NAMES, Finding
from reports.workflow.versions import Comparison, Version, compare

from . import checking

PAGE = 50
News = ParcelReport.News
# What a list can be narrowed to, in the order in which it is to be dealt with.
SHOWN = {
    "open": ("要处理", Q(left_out=False) & (~Q(fault="") | Q(organ=None) | Q(certain=False))),
    "noted": ("要留意", Q(left_out=False) & ~Q(warning="")),
    "wrong": ("有错误", Q(left_out=False, errors__gt=0)),
    News.NEW: ("新增", Q(left_out=False, news=News.NEW)),
    News.CHANGED: ("有改动", Q(left_out=False, news=News.CHANGED)),
    News.SAME: ("没有变化", Q(left_out=False, news=News.SAME)),
    "left": ("不收", Q(left_out=True)),
}


def parcels_seen_by(user) -> list[Parcel]:
    """Return the newest packages, each with `count`, how many reports are in it."""
    return list(access.parcels_of(user).annotate(count=Count("reports")).order_by("-pk")[:50])


def counted(parcel: Parcel) -> dict[str, int]:
    """Return how many reports of a package each list has, and `all`."""
    found = {name: Count("pk", filter=q) for name, (_, q) in SHOWN.items()}
    return parcel.reports.aggregate(all=Count("pk"), **found)


def page_of_reports(parcel: Parcel, shown: str, page: int) -> Page:
    """Return a page of a package's reports: those of one list, or all, each with its `state`."""
    rows = parcel.reports.defer("content", "findings").select_related("organ", "report")
    if shown in SHOWN:
        rows = rows.filter(SHOWN[shown][1])
    found = Paginator(rows.order_by("position"), PAGE).get_page(page)
    for row in found.object_list:
        row.state = state_of(row)
        row.is_open = bool(row.fault) or not row.certain or row.organ_id is None
    return found


def state_of(row: ParcelReport) -> str:
    """Return what the state of a report is called where it came from."""
    return states.CAPTIONS.get(row.status, "")


def without_report(parcel: Parcel) -> list[str]:
    """Return the organs of the package's tree that owe a report and have none in it."""
    there = set(parcel.reports.values_list("organ_name", flat=True))
    return [one["name"] for one in parcel.organs if one["name"] not in there and not one["duty"]]


@dataclass(frozen=True)
class Look:
    """A report of a package: its document, what it is compared with and where it differs."""

    document: Document | None
    comparison: Comparison | None
    findings: list[tuple[str, Finding]]
    origins: list[Origin]
    beside: str = ""


def look_at(row: ParcelReport) -> Look:
    """Return all about a report of a package."""
    findings = [Finding.from_json(value) for value in row.findings]
    named = [(SEVERITY_NAMES[found.severity], found) for found in findings]
    origins = [Origin(**one) for one in row.origins]
    try:
        document = checking.document_of(row)
    except Refused:
        return Look(None, None, named, origins)
    old, beside = _before(row)
    comparison = old and compare(Version("old", beside, old), Version("new", "这个包", document))
    return Look(document, comparison, named, origins, beside)


def _before(row: ParcelReport) -> tuple[Document | None, str]:
    """Return what stood here before the package: the earlier package's content, or what is here now."""
    if row.organ_id is None:
        return None, ""
    earlier = ParcelReport.objects.filter(
        organ=row.organ_id, year=row.year, kind=row.kind, revision__isnull=False,
        parcel__stage=Parcel.Stage.TAKEN,
    ).exclude(parcel=row.parcel_id)  # fmt: skip
    if row.revision is None:
        report = checking.report_here(row)
        if report is None or checking.is_blank(report) or access.received_from(report) is None:
            return None, ""
        return report.document(), "现在系统里的"
    last = earlier.filter(parcel__lt=row.parcel_id).order_by("-parcel").first()
    if last is None:
        return None, ""
    try:
        return checking.document_of(last), "上次收下的"
    except Refused:
        return None, ""
