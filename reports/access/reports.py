"""Reports: the only door to one for a view."""

from django.db import connection
from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Value,
    When,
    prefetch_related_objects,
)
from django.http import Http404

from reports.document import Document
from reports.models import Acceptance, Parcel, ParcelReport, Picture, Posting, Report, states
from reports.models.report import ReportQuerySet
from reports.refusals import Refused
from reportsite.database.composed import Composed, ask_together

from .powers import Power, powers_over
from .roles import Role, supervisor_paths
from .waiting import judged_by, reviewed_by

_CARRYING = ParcelReport.objects.filter(
    report=OuterRef("pk"), parcel__stage__in=(Parcel.Stage.TAKING, Parcel.Stage.UNDOING)
)


class Frozen(Refused):
    """The report is handed in; nobody writes in it now. The text is a Chinese sentence."""

    SENTENCES = {
        Report.Status.SUBMITTED: "报告已提交审核，内容已锁定。需要修改时，由审核人“撤回修改”。",
        Report.Status.APPROVED: "报告已审核通过，内容已锁定。需要修改时，请联系审核人退回。",
        Report.Status.PUBLISHED: "报告已发布，内容已锁定。发现错误时，由审核人发起更正。",
        Report.Status.ELSEWHERE: "报告登记为已在别处发布，内容已锁定。要修改时，请主管先“改回草稿”。",
    }

    def __init__(self, state: str = Report.Status.SUBMITTED):
        super().__init__(self.SENTENCES[state], 423)


def reports_of(user) -> ReportQuerySet:
    """Return the reports of the organs that `user` works for: what waits for `user`, then newest.

    `awaits`: whether it waits for `user`, to be judged or to be handed in after the clerk has
    handed it over; `taken_down_at`: when it was withdrawn from the public site, if it is.
    """
    reviewed, judged = reviewed_by(user), judged_by(user)
    awaits = Q(status=Report.Status.SUBMITTED) & judged
    awaits |= Q(status__in=states.OPEN, handed_over_at__isnull=False) & reviewed
    reports = Report.objects.of_people(user).select_related("organ", "changed_by")
    waiting = Case(When(awaits, then=Value(1)), default=Value(0), output_field=IntegerField())
    return reports.annotate(awaits=waiting, taken_down_at=F("posting__withdrawn_at")).order_by(
        "-awaits", "-year", "organ__name"
    )


def report_to_read(user, report_id: int) -> Report:
    """Return the report if `user` works for its organ or supervises it; Http404 for all others."""
    reports = Report.objects.visible_to(user, supervisor_paths(user)).with_marks()
    report = reports.select_related("organ", "changed_by").filter(pk=report_id).first()
    if report is None:
        raise Http404
    return report


def reports_supervised(user, ids: list[int]) -> list[Report]:
    """Return those of the reports that `user` supervises, in the order of `ids`."""
    if not ids:
        return []
    over = Q(pk__in=[])
    for path in supervisor_paths(user):
        over |= Q(organ__path__startswith=path)
    found = Report.objects.filter(over, pk__in=ids).select_related("organ").in_bulk()
    return [found[pk] for pk in ids if pk in found]


def fetch_content(report: Report) -> Document | None:
    """Fetch figures and words once for whatever reads them from now on.

    Those of the year before come in the same two queries: return it as `previous_document` does.
    """
    previous = _year_before(report)
    both = [report, previous] if previous else [report]
    prefetch_related_objects(both, "figures", "narratives")
    return previous and previous.document(pictures=False)


def report_of(user, organ_id: int, year: int, kind: str = Report.Kind.MAIN) -> Report | None:
    """Return the organ's report of that kind for `year`, if there is one that `user` writes."""
    rows = Report.objects.of_people(user, Role.CLERK).select_related("organ", "changed_by")
    return rows.filter(organ=organ_id, year=year, kind=kind).first()


def report_to_write(user, report_id: int) -> Report:
    """Return the report if `user` writes it, without locking it; Http404 for all others."""
    rows = Report.objects.of_people(user, Role.CLERK).select_related("organ", "changed_by")
    report = rows.filter(pk=report_id).first()
    if report is None:
        raise Http404
    return report


_lock = Composed(
    lambda report: Report.objects.select_for_update().filter(pk=report).values_list("pk").order_by()
)
_locked_for = Composed(
    lambda user, report: _with_carrying(Report.objects.of_people(user, Role.CLERK)).filter(pk=report).order_by()
)


def report_to_edit(user, report_id: int) -> Report:
    """Return the report that `user` writes, its row locked; Http404, Frozen."""
    return report_to_edit_with(user, report_id)[0]


def report_to_edit_with(user, report_id: int, *beside: tuple) -> tuple:
    """Return the report as `report_to_edit` does, and the rows of each composed question about it.

    Such a one is `(question, *values)`; they are asked in one go with the report, after its lock.
    """
    asked = ((_locked_for, user.pk, report_id), *beside)
    if _locks_rows():
        _, found, *more = ask_together((_lock, report_id), *asked)
    else:
        found, *more = ask_together(*asked)
    report = _lockable(found)
    if report.is_frozen:
        raise Frozen(report.status)
    return report, *more


def report_with(user, report_id: int, *powers: Power) -> Report:
    """Return the report over which `user` has one of `powers`; Http404 for all others."""
    rows = Report.objects.select_related("organ", "changed_by").filter(pk=report_id)
    return _empowered(user, rows.first(), powers)


def locked_report(user, report_id: int, *powers: Power) -> Report:
    """Return the report over which `user` has one of `powers`, its row locked; Http404."""
    return _empowered(user, locked_in(Report.objects.all(), report_id), powers)


def _empowered(user, report: Report | None, powers: tuple[Power, ...]) -> Report:
    if report is None or not powers_over(user, report) & set(powers):
        raise Http404
    return report


def locked_in(rows: ReportQuerySet, report_id: int) -> Report:
    """Return the report of those rows, its row locked; Http404, Refused while a package carries it."""
    if _locks_rows():
        _lock(report_id)
    return _lockable(list(_with_carrying(rows).filter(pk=report_id).order_by()))


def _locks_rows() -> bool:
    """Return whether a row has to be locked first, and asked for then.

    A statement that waits for a lock sees everything but that row as it was before: a package that began
    meanwhile, a role that ended. On SQLite a transaction that writes has waited when it begins.
    """
    return connection.features.has_select_for_update


def _lockable(found: list[Report]) -> Report:
    report = found[0] if found else None
    if report is None:
        raise Http404
    if report.is_carried:
        raise Refused("这份报告正随上报包收下或撤销，要等整个包办完。请过几分钟再试，页面上的内容还在。")
    return report


def _with_carrying(rows: ReportQuerySet) -> ReportQuerySet:
    return rows.select_related("organ").annotate(is_carried=Exists(_CARRYING))


def picture_to_read(user, report_id: int, sha256: str) -> Picture:
    """Return a picture of a report that `user` may see; Http404."""
    reports = Report.objects.visible_to(user, supervisor_paths(user)).filter(pk=report_id)
    picture = Picture.objects.filter(report__in=reports, sha256=sha256).first()
    if picture is None:
        raise Http404
    return picture


def acceptances_of(report: Report) -> dict[str, Acceptance]:
    """Return the warnings of the report that somebody keeps for a reason, by key."""
    if not getattr(report, "has_acceptances", True):
        return {}
    return {row.key: row for row in report.acceptances.select_related("by")}


def previous_document(report: Report) -> Document | None:
    """Return the same organ's report of the year before as a plain value, without its pictures."""
    previous = _year_before(report)
    return previous and previous.document(pictures=False)


def _year_before(report: Report) -> Report | None:
    before = Report.objects.year_before(report).select_related("organ").first()
    report.revision_before = before and before.revision
    return before


def posting_of(report: Report) -> Posting | None:
    """Return the report's place on the public site, also where it was withdrawn from there."""
    return Posting.objects.filter(report=report).select_related("publication").first()


def live_posting(report: Report) -> Posting | None:
    """Return where the report stands on the public site, if it does."""
    posting = posting_of(report)
    return posting if posting and posting.withdrawn_at is None else None
