"""Who may do what to which report: the only door to a report for a view.

Whatever a person may not see does not exist for them: 404.
"""

from django.db.models import prefetch_related_objects
from django.http import Http404

from reports.document import Document
from reports.models import Acceptance, Organ, Picture, Posting, Report
from reports.models.report import ReportQuerySet


class Frozen(Exception):
    """The report is handed in; nobody writes in it now. The text is a Chinese sentence."""

    def __init__(self):
        super().__init__("报告已提交审核，内容已锁定。需要修改时，请先“撤回修改”。")


def person_name(user) -> str:
    """Return what a colleague is called on screen: family name first, else the log-in name."""
    return f"{user.last_name}{user.first_name}" or user.get_username()


def organs_of(user):
    """Return the organs that `user` writes reports for."""
    return Organ.objects.filter(membership__user=user)


def organ_to_write_for(user, organ_id: int) -> Organ:
    """Return the organ if `user` writes its reports; Http404 for everyone else."""
    organ = organs_of(user).filter(pk=organ_id).first()
    if organ is None:
        raise Http404
    return organ


def reports_of(user) -> ReportQuerySet:
    """Return the reports that `user` may see, newest first."""
    reports = Report.objects.of_people(user).select_related("organ", "changed_by")
    return reports.order_by("-year", "organ__name")


def report_to_read(user, report_id: int) -> Report:
    """Return the report if `user` works for its organ; Http404 for everyone else."""
    report = reports_of(user).filter(pk=report_id).first()
    if report is None:
        raise Http404
    return report


def fetch_content(report: Report) -> None:
    """Have the report's figures and words fetched once for whatever asks for them from now on."""
    prefetch_related_objects([report], "figures", "narratives")


def report_to_edit(user, report_id: int) -> Report:
    """Return the report, its row locked until the transaction ends; Http404, Frozen."""
    report = locked_report(user, report_id)
    if report.is_frozen:
        raise Frozen
    return report


def locked_report(user, report_id: int) -> Report:
    """Return the report that `user` works on, its row locked until the transaction ends."""
    rows = Report.objects.of_people(user).select_for_update(of=("self",)).select_related("organ")
    report = rows.filter(pk=report_id).first()
    if report is None:
        raise Http404
    return report


def report_of(user, organ_id: int, year: int) -> Report | None:
    """Return the organ's report for `year`, if there is one that `user` may see."""
    return reports_of(user).filter(organ=organ_id, year=year).first()


def picture_to_read(user, report_id: int, sha256: str) -> Picture:
    """Return a picture of a report that `user` may see; Http404."""
    pictures = Picture.objects.filter(
        report_id=report_id, sha256=sha256, report__organ__membership__user=user
    )
    picture = pictures.first()
    if picture is None:
        raise Http404
    return picture


def acceptances_of(report: Report) -> dict[str, Acceptance]:
    """Return the warnings of the report that somebody keeps for a reason, by key."""
    return {row.key: row for row in report.acceptances.select_related("by")}


def previous_document(report: Report) -> Document | None:
    """Return the same organ's report of the year before as a plain value, if there is one."""
    previous = Report.objects.year_before(report).select_related("organ").first()
    return previous.document() if previous else None


def live_posting(report: Report) -> Posting | None:
    """Return where the report stands on the public site, if it does."""
    found = Posting.objects.live().filter(report=report)
    return found.select_related("publication").first()
