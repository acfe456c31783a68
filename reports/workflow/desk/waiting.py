"""What waits in many reports at once: who gave one back and why, which remarks are open."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from reports import access
from reports.models import Remark, Report, Transition

from ..moves import MOVES

GIVEN_BACK = ("return", "send_back", "correct")


@dataclass
class Waiting:
    """What waits in one report: the step that gave it back, its open remarks by id."""

    returned: Transition | None = None
    remarks: list[int] = field(default_factory=list)


def waiting_in(reports: Iterable[Report]) -> dict[int, Waiting]:
    """Return what waits in each report that is still written in, by id; two queries."""
    waiting = {report.pk: Waiting() for report in reports if not report.is_frozen}
    for pk, report in Remark.objects.open().filter(report__in=waiting).values_list("pk", "report"):
        waiting[report].remarks.append(pk)
    steps = Transition.objects.filter(report__in=waiting).select_related("user").defer("document")
    for step in steps.exclude(action="take_down").order_by("pk"):
        waiting[step.report_id].returned = named(step) if step.action in GIVEN_BACK else None
    return waiting


def named(step: Transition) -> Transition:
    """Return the step with the `caption` of what was done and `by`, the name of who did it."""
    step.caption, step.by = MOVES[step.action].done, access.person_name(step.user)
    return step
