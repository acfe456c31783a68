"""What is said of all published reports together, kept up as they are published and withdrawn.

One row a year and region: how many reports, and of every drawn figure in how many of them it stands
and its sum. Reading the public site so asks for some rows, not for every report (catalogue).
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from reports.document.which import MAIN
from reports.models import Posting, PublicSum

Figures = Iterable[tuple[str, Decimal]]


def count_in(shown: Iterable[tuple[Posting, Figures]]) -> None:
    """Add reports that now stand on the public site, each with its drawn figures."""
    _change(shown, 1)


def count_out(posting: Posting, figures: Figures) -> None:
    """Take a report's counted version away, before anything in the posting changes."""
    _change([(posting, figures)], -1)


@transaction.atomic  # a row stays locked until it is written
def _change(shown: Iterable[tuple[Posting, Figures]], sign: int) -> None:
    reports: dict[tuple[int, str], int] = defaultdict(int)
    cells: dict[tuple[int, str], dict[str, list]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for posting, figures in shown:
        place = posting.year, posting.region
        reports[place] += sign
        if posting.report_kind != MAIN:
            continue  # the report of the whole area counts it
        for cell, value in figures:
            kept = cells[place][cell]
            kept[0] += sign
            kept[1] += sign * value
    for place in sorted(reports):  # in one order, so that no two wait for each other
        _change_row(*place, reports[place], cells[place])


def _change_row(year: int, region: str, reports: int, cells: dict[str, list]) -> None:
    rows = PublicSum.objects.select_for_update()
    row, _ = rows.get_or_create(year=year, region=region)
    row.reports += reports
    for cell, (count, value) in cells.items():
        before = row.figures.get(cell, [0, "0"])
        now = before[0] + count
        if now:
            row.figures[cell] = [now, str(Decimal(before[1]) + value)]
        else:
            row.figures.pop(cell, None)
    row.changes += 1
    row.changed_at = timezone.now()
    row.save()
