"""What stands behind a sum: the reports, each with its value, and all of them as lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, FilteredRelation, Q, Value, When

from reports.document import format_figure
from reports.editions import all_editions
from reports.models import Report, states
from reports.models.fields import MillionthsField
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
    cell = one.cell.id
    # A report has a figure for each cell of its edition; a nought is not looked up (figure_written).
    having = [edition.id for edition in all_editions() if cell in edition.cells]
    written = _OF_FIGURE & Q(figures__cell=cell)
    value = Case(
        When(one__cell__isnull=True, then=Value(Decimal(0), output_field=MillionthsField())), default=F("one__value")
    )
    rows = reports.filter(edition__in=having).alias(one=FilteredRelation("figures", condition=written))
    rows = rows.annotate(value=value).order_by(F("value").desc(nulls_last=True), "organ__path")
    found = Paginator(rows.values_list("pk", "value"), PAGE).get_page(page)
    values = dict(found.object_list)
    shown = Report.objects.select_related("organ").in_bulk(values)
    found.object_list = [Part(shown[pk], of, _share(of, one.value)) for pk, of in values.items() if pk in shown]
    return found


_OF_FIGURE = Q(figures__value__isnull=True) | Q(figures__value__gt=0) | Q(figures__value__lt=0)  # WRITTEN


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
