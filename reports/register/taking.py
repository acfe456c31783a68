"""From the register into a report: tables 三 and 四 as one revision, their origin kept."""

from collections.abc import Iterable

from django.db import transaction

from reports import access, aggregation
from reports.models import Report, TakenTable
from reports.refusals import Refused
from reports.writing import intake


@transaction.atomic
def take(report_id: int, tables: Iterable[str], *, by, seen: int, stamp: str) -> Report:
    """Put what the register counts into the report's chosen tables, as one revision.

    `seen` is the report's revision and `stamp` the counts that `by` looked at. From now on a figure
    that differs from the register is found (requests.register). Raise Http404, access.Frozen, and
    Refused when the report or the register is another by now, or no table was chosen.
    """
    report = access.report_to_edit(by, report_id)
    found = aggregation.registered(by, report_id)
    if found.stamp != stamp:
        raise Refused("核对期间，台账有了变化，没有填入。请按新的件数再核对一次。")
    counts = {cell: one.text for cell, one in found.counts.items()}
    wanted = sorted(set(tables) & {one.cell.table for one in found.counts.values()})
    if not wanted:
        raise Refused("没有勾选要填入的表。", 422)
    origin = f"台账：{report.year}年申请 {found.requests} 件（含上年结转）"
    intake.put_counts(report, counts, wanted, origin, by=by, seen=seen)
    for table in wanted:
        TakenTable.objects.get_or_create(report=report, table=table, revision=report.revision)
    return report
