"""Judging many reports: what each brings to the desk, and passing those with nothing open."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from reports import access
from reports.access import Power
from reports.models import Acceptance, Remark, Report, Transition, states
from reports.refusals import Refused
from reports.writing import tallies

from ..moves import RECEIVED, move
from .waiting import named

MOST = 50  # reports that are passed at once: a page of the list


@dataclass
class Docket:
    """A report on the desk: since when it waits, how often and why it came back, what is open."""

    report: Report
    handed_in: datetime.datetime | None = None
    returns: int = 0
    returned: Transition | None = None
    remarks: int = 0
    kept: int = 0

    @property
    def days(self) -> int:
        """For how many days it has been waiting."""
        return (timezone.now() - self.handed_in).days if self.handed_in else 0

    @property
    def waits(self) -> bool:
        """Whether it can be judged now."""
        return self.report.status == states.Status.SUBMITTED

    @property
    def obstacles(self) -> list[str]:
        """What is open, so that it is to be read before it passes."""
        report = self.report
        if not report.is_tallied:
            return ["还没有校核完"]
        counts = ((report.error_count, "处错误"), (report.warning_count, "处提醒没有说明"),
                  (self.remarks, "条批注没有销号"))  # fmt: skip
        return [f"{count}{what}" for count, what in counts if count]


def dockets_of(reports: list[Report]) -> list[Docket]:
    """Return what each report brings to the desk; four queries, and a check of what was not checked."""
    tallies.bring_up_to_date(reports)
    dockets = {report.pk: Docket(report) for report in reports}
    for pk, count in _counted(Remark.objects.open().official(), dockets).items():
        dockets[pk].remarks = count
    for pk, count in _counted(Acceptance.objects.all(), dockets).items():
        dockets[pk].kept = count
    steps = Transition.objects.filter(report__in=dockets, action__in=("submit", RECEIVED, "return"))
    for step in steps.select_related("user").defer("document").order_by("pk"):
        docket = dockets[step.report_id]
        if step.action in ("submit", RECEIVED):
            docket.handed_in = step.at
        else:
            docket.returns, docket.returned = docket.returns + 1, named(step)
    return list(dockets.values())


def _counted(rows, reports: Iterable[int]) -> Counter:
    return Counter(rows.filter(report__in=list(reports)).values_list("report", flat=True))


@dataclass
class Passed:
    """What came of passing several reports: those that passed, those that did not and why."""

    passed: list[Report] = field(default_factory=list)
    left: list[tuple[Report, str]] = field(default_factory=list)


def pass_clear(seen: dict[int, int], *, by) -> Passed:
    """Pass those of the reports (id → the revision that `by` has seen) in which nothing is open.

    Each is a step of its own. Raise Http404, before any is passed, where one is not theirs to
    judge; Refused for more than fit on a page.
    """
    if len(seen) > MOST:
        raise Refused(f"一次最多通过{MOST}份，一份也没有通过。请分几次勾选。")
    reports = [access.report_with(by, report_id, Power.JUDGE) for report_id in seen]
    found = Passed()
    for docket in dockets_of(reports):
        try:
            _pass(docket, seen[docket.report.pk], by)
            found.passed.append(docket.report)
        except Refused as refusal:
            found.left.append((docket.report, str(refusal)))
    return found


@transaction.atomic
def _pass(docket: Docket, seen: int, by) -> None:
    # Remarks are written under the report's lock, too.
    report = access.locked_report(by, docket.report.pk, Power.JUDGE)
    docket.remarks = report.remarks.open().official().count()
    if docket.obstacles and report.status == states.Status.SUBMITTED:
        raise Refused(f"还有{'、'.join(docket.obstacles)}，请打开看过再决定。")
    # What was found speaks of the revision that was read above: no other passes by it.
    move(report.pk, "approve", by=by, seen=min(seen, docket.report.revision))
