"""What the organs below a government give for its own report."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from reports import access
from reports.models import Organ, Report, states
from reports.models.report import ReportQuerySet

from .gathering import Absent, Choice, absent, chosen_organs, counted_reports
from .sums import Aggregate, CellSum, summed


@dataclass(frozen=True)
class Below:
    """The sums over the organs below a report's own, of what they have handed in."""

    report: Report
    choice: Choice
    organs: tuple[Organ, ...]
    reports: ReportQuerySet
    aggregate: Aggregate
    absent: tuple[Absent, ...]

    @cached_property
    def sums(self) -> dict[str, CellSum]:
        """The sums that the report's own edition has a cell for."""
        own = self.report.template.cells
        return {
            cell: one for cell, one in self.aggregate.sums.items()
            if cell in own and own[cell].kind == one.cell.kind
        }  # fmt: skip

    @property
    def unshared(self) -> int:
        """How many cells of the report's own edition have no sum."""
        return len(self.report.template.cells) - len(self.sums)

    @property
    def names(self) -> str:
        """The organs whose reports are added, in the order of the tree."""
        return "、".join(organ.name for organ in self.organs)

    @property
    def stamp(self) -> str:
        """A text that changes when a sum or the set of reports does."""
        shown = [self.choice.stage, self.names, *(f"{c}={s.text}" for c, s in self.sums.items())]
        return sha256("\n".join(shown).encode()).hexdigest()


def below(user, report: Report, stage: str) -> Below:
    """Return what stands below the report's organ, each report once; Http404 for who may not write."""
    scope = access.organs_counted_in(user, report.organ_id)
    choice = Choice(
        report.organ, report.year, stage=stage if stage in states.HANDED_IN else states.HANDED_IN[0]
    )
    organs = chosen_organs(scope, choice)
    reports = counted_reports(organs, choice)
    counted = Organ.objects.filter(pk__in=reports.values("organ"))
    missing = tuple(absent(organs, choice))
    return Below(report, choice, tuple(counted), reports, summed(reports, report.year), missing)
