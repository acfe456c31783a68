"""Checking a report of a package: whose it is here, what is new in it, what today's rules find."""

import json
from dataclasses import dataclass

from django.db.models import Q

from reports import access
from reports.archive.parcel import digest_of, wide
from reports.document import Document, NotAReport
from reports.editions import Edition
from reports.gathering.matching import Directory, match
from reports.models import FormerName, Narrative, Parcel, ParcelReport, Report, states
from reports.refusals import Refused
from reports.rules import check, with_blanks_together
from reports.workflow import RECEIVED, UNRECEIVED
from reports.writing import editing

_NOT_OURS = "系统里已有这个机关这一年度的报告，不是从上报包来的。不会改动它，这一份请勾“不收”。"
_PUBLIC = "这份报告已由本系统发布，内容不能换。需要时先在这里发起更正，或这一份勾“不收”。"
DOUBLED = "包里有两份这个机关同一年度的报告，没有收。请把其中一份勾“不收”，或请对方核对。"
_DAMAGED = "内容读不出来，或与包上写的摘要不符。请对方重新打包。"
_OWN_STEPS = (RECEIVED, UNRECEIVED)


@dataclass(frozen=True)
class Difference:
    """Where two reports differ: their figures by cell, their words and details by id."""

    cells: tuple[str, ...]
    words: tuple[str, ...]
    details: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.cells) + len(self.words) + len(self.details)


def difference(old: Document, new: Document) -> Difference:
    """Return where `new` differs from `old`."""
    edition = new.edition
    return Difference(
        tuple(cell for cell in edition.cells if old.cells.get(cell) != new.cells.get(cell)),
        tuple(s.id for s in _written(edition) if old.narrative(s.id) != new.narrative(s.id)),
        tuple(n for n in ("title", "issued", "index_number") if getattr(old, n) != getattr(new, n)),
    )


def _written(edition: Edition):
    return (edition.preface, *edition.narratives)


def document_of(row: ParcelReport) -> Document:
    """Return what the package says; raise Refused where that is no report, or not the one told of."""
    try:
        content = wide(bytes(row.content))
        document = Document.from_json(json.loads(content))
        edition = editing.edition_of(row.year)
    except NotAReport as fault:
        raise Refused(str(fault)[:500], 400) from None
    except Refused:
        raise
    except (ValueError, RecursionError):
        raise Refused(_DAMAGED, 400) from None
    if digest_of(content) != row.digest or document.year != row.year:
        raise Refused(_DAMAGED, 400)
    if document.edition_id != edition.id:
        raise Refused(f"是按“{document.edition.caption}”填的，{row.year}年度应当用“{edition.caption}”。", 400)
    return document


def directory_of(parcel: Parcel) -> Directory:
    """Return the names of the organs that the package may be about."""
    organs = access.organs_parcelled(parcel)
    former = FormerName.objects.filter(organ__in=organs.order_by().values("pk"))
    rows = organs.values_list("pk", "name", "code", "type")
    return Directory.of(rows, former.values_list("organ", "name"))


def aim(row: ParcelReport, directory: Directory) -> None:
    """Say which organ the report is of: as its name or code says, or as a person said before."""
    found = match(directory, row.organ_name, row.code)
    row.organ_id, row.certain, row.how = found.organ, found.certain, found.how[:500]
    if not row.certain and (before := _settled_before(row)):
        row.organ_id, row.certain, row.how = before, True, "上次的上报包里这样定的"


def _settled_before(row: ParcelReport) -> int | None:
    same = ParcelReport.objects.filter(
        parcel__key__organ=row.parcel.key.organ, parcel__stage=Parcel.Stage.TAKEN,
        organ_name=row.organ_name, code=row.code, revision__isnull=False,
    ).order_by("-parcel")  # fmt: skip
    organs = access.organs_parcelled(row.parcel).order_by().values("pk")
    return same.filter(organ__in=organs).values_list("organ", flat=True).first()


def look(row: ParcelReport) -> None:
    """Find out all about a row, what can be taken of it and what is new; nothing is stored."""
    row.is_checked, row.fault, row.warning, row.news, row.different = True, "", "", "", 0
    row.findings, row.errors, row.warnings = [], 0, 0
    try:
        document = document_of(row)
    except Refused as fault:
        row.fault = str(fault)
        return
    _judge(row, document)
    if row.organ_id is None:
        return
    if _is_doubled(row):
        row.fault = DOUBLED
        return
    _compare(row, document)


def _judge(row: ParcelReport, document: Document) -> None:
    before = Report.objects.filter(organ=row.organ_id, year=row.year - 1, kind=row.kind).first()
    beside = before.document(pictures=False) if row.organ_id and before else None
    findings = [found for found in check(document, beside) if found.severity in ("error", "warning")]
    told = with_blanks_together(findings, document.edition)
    row.findings = [found.to_json() for found in told]
    row.errors = sum(found.severity == "error" for found in told)
    row.warnings = len(told) - row.errors


def _is_doubled(row: ParcelReport) -> bool:
    rivals = row.parcel.reports.filter(organ=row.organ_id, kind=row.kind, left_out=False)
    return rivals.exclude(pk=row.pk).exists()


def _compare(row: ParcelReport, document: Document) -> None:
    report = report_here(row)
    if report is None or is_blank(report):
        row.news = ParcelReport.News.NEW
        row.different = document.answered
        return
    row.fault = fault_here(report)
    before = access.received_from(report)
    if before is None or row.fault:
        return
    here = report.document()
    differs = difference(here, document) if row.digest != before.digest or is_touched(report, before) else ()
    row.different = len(differs)
    row.news = ParcelReport.News.CHANGED if row.different else ParcelReport.News.SAME
    row.warning = "".join((_rewritten(row, before), _touched(report, before)))[:500]


def report_here(row: ParcelReport) -> Report | None:
    """Return the report of that organ, year and kind here, None where there is none."""
    rows = Report.objects.filter(organ=row.organ_id, year=row.year, kind=row.kind)
    return rows.select_related("organ").first()


def is_blank(report: Report) -> bool:
    """Whether nothing stands in the report, or no more: a draft that a package may fill."""
    words = Narrative.objects.filter(report=report).exclude(html="")
    return report.status == states.Status.DRAFT and not report.answered_count and not words.exists()


def fault_here(report: Report) -> str:
    """Return why a package may not change the report, "" where it may."""
    if report.status in states.PUBLIC_SOMEWHERE:
        return _PUBLIC
    return "" if access.received_from(report) else _NOT_OURS


def is_touched(report: Report, before: ParcelReport) -> bool:
    """Whether somebody here has written in the report since the package put it there."""
    return bool(_places_touched(report, before))


def _places_touched(report: Report, before: ParcelReport) -> set[str]:
    later = report.changes.filter(revision__gt=before.revision).exclude(place="status")
    return set(later.values_list("place", flat=True))


def _touched(report: Report, before: ParcelReport) -> str:
    places = _places_touched(report, before)
    return f"收下以后本系统里有人改过{len(places)}处，收下这一份会换成包里的内容（改动留在流转记录里）。" if places else ""


def _rewritten(row: ParcelReport, before: ParcelReport) -> str:
    """Say where the other side's history does not go on from what it told before."""
    if row.changes < before.changes:
        return f"对方的留痕比上次少（{row.changes}条，上次{before.changes}条），可能恢复过备份，请问清楚。"
    if row.changes == before.changes and row.head != before.head:
        return "对方的留痕条数没变、链尾变了，可能改写过，请问清楚。"
    return ""


def gone_since(parcel: Parcel) -> list[ParcelReport]:
    """Return the reports of the last package of that sender and year which this one does not have."""
    last = Parcel.objects.filter(
        key__organ=parcel.key.organ, year=parcel.year, sender=parcel.sender,
        stage=Parcel.Stage.TAKEN, serial__lt=parcel.serial,
    ).order_by("-serial").first()  # fmt: skip
    if last is None:
        return []
    here = set(parcel.reports.values_list("organ_name", "code", "kind"))
    rows = last.reports.filter(~Q(revision=None)).defer("content", "findings")
    return [row for row in rows if (row.organ_name, row.code, row.kind) not in here]
