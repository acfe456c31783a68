"""What stands behind a sum: the reports, each with its value, and all of them as lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from django.core.paginator import Page, Paginator
from django.db.models import F

from reports.document import format_figure
from reports.models import Figure, Report, states
from reports.models.report import ReportQuerySet

from .sums import CellSum, figures_of

PAGE = 100
_AT_ONCE = 500  # reports whose figures are read together


@dataclass(frozen=True)
class Part:
    """A report behind a sum: its value and its share of the sum in percent, None when blank."""

    report: Report
    value: Decimal | None
    share: Decimal | None

    @property
    def text(self) -> str:
        """The value as it is printed, empty when blank."""
        return format_figure(self.value)

    @property
    def state(self) -> str:
        """The caption of the report's state."""
        return states.CAPTIONS[self.report.status]


def parts_of(reports: ReportQuerySet, one: CellSum, page: int = 1) -> Page:
    """Return a page of the parts of a sum, the largest first, the blanks last."""
    figures = Figure.objects.filter(cell=one.cell.id, report__in=reports.values("pk"))
    figures = figures.select_related("report__organ").order_by(
        F("value").desc(nulls_last=True), "report__organ__path"
    )
    found = Paginator(figures, PAGE).get_page(page)
    found.object_list = [Part(f.report, f.value, _share(f.value, one.value)) for f in found]
    return found


def _share(value: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return None if value is None or not whole else round(100 * value / whole, 1)


@dataclass(frozen=True)
class Line:
    """A report with all its figures: those of `cells`, in their order; None for a blank."""

    report: Report
    values: list[Decimal | None]

    @property
    def state(self) -> str:
        """The caption of the report's state."""
        return states.CAPTIONS[self.report.status]


def lines_of(reports: ReportQuerySet, cells: list[str]) -> Iterator[Line]:
    """Yield a line a report, in the order of the tree; only some reports are in memory at a time."""
    every = reports.select_related("organ").order_by("organ__path", "pk").iterator(chunk_size=_AT_ONCE)
    while some := list(islice(every, _AT_ONCE)):
        figures = figures_of(Report.objects.filter(pk__in=[report.pk for report in some]))
        for report in some:
            own = figures.get(report.pk, {})
            yield Line(report, [own.get(cell, Decimal(0)) for cell in cells])
