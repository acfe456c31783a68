"""The writing room for the second report of January: its numbers are kept beside the report's."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from reports import access, history
from reports.document import format_figure
from reports.importing.enforcement import MATTERS, Statistics
from reports.models import Enforcement, Report
from reports.refusals import Refused

from . import editing, intake

PLACE = "enforcement"  # in the history
LONGEST_NAME = 100


@dataclass(frozen=True)
class Told:
    """One matter as the statistics tell it, beside the figure of table 二."""

    matter: str
    cell: str
    caption: str
    count: int | None
    words: str
    where: str
    doubt: str
    now: str

    @property
    def differs(self) -> bool:
        """Whether the report has another figure, or none yet."""
        return self.count is not None and self.now != str(self.count)


def statistics_of(report: Report) -> Enforcement | None:
    """Return what is kept of the statistics beside a report, if anything is."""
    if not getattr(report, "has_enforcement", True):
        return None
    return Enforcement.objects.filter(report=report).select_related("by").first()


def told_of(report: Report) -> list[Told]:
    """Return the three matters as they are told, beside the report's figures, in its order."""
    kept = statistics_of(report)
    if kept is None:
        return []
    told = Statistics.from_json(kept.told)
    present = {f.cell: format_figure(f.value) for f in report.figures.all()}
    return [
        Told(matter, cell, MATTERS[matter], one.count(matter), one.told, one.where, one.doubt,
             present.get(cell, ""))
        for cell, matter in _cells(report).items() if (one := told.matters.get(matter))
    ]  # fmt: skip


def beside(report: Report) -> dict[str, tuple[int, str]]:
    """Return by cell what the statistics have, as a count and in words, for the rules."""
    return {one.cell: (one.count, one.words) for one in told_of(report) if one.count is not None}


def _cells(report: Report) -> dict[str, str]:
    wanted = {f"proactive.{matter}.decisions": matter for matter in MATTERS}
    return {cell: wanted[cell] for cell in report.template.cells if cell in wanted}


@transaction.atomic
def keep(report_id: int, told: Statistics, name: str, *, by) -> Report:
    """Keep the statistics beside the report, in place of earlier ones; raise Http404, Frozen, Refused."""
    report = access.report_to_edit(by, report_id)
    if told.year is not None and told.year != report.year:
        raise Refused(f"文件写的是{told.year}年度，这份报告是{report.year}年度，没有读入。", 422)
    if not told.counts:
        raise Refused("没有一项数字，没有读入。", 422)
    old = Enforcement.objects.filter(report=report).first()
    row, _ = Enforcement.objects.update_or_create(
        report=report, defaults={"told": told.to_json(), "name": name[-LONGEST_NAME:], "by": by}
    )
    _record(report, _words(old), _words(row), by)
    return report


@transaction.atomic
def forget(report_id: int, *, by) -> None:
    """Keep the statistics no longer; raise Http404, access.Frozen."""
    report = access.report_to_edit(by, report_id)
    if old := Enforcement.objects.filter(report=report).first():
        words = _words(old)
        old.delete()
        _record(report, words, "", by)


def _words(kept: Enforcement | None) -> str:
    if kept is None:
        return ""
    counts = Statistics.from_json(kept.told).counts
    said = "，".join(f"{MATTERS[matter]} {count}" for matter, count in counts.items())
    return f"{said}（{kept.name or '直接填写'}）"


def _record(report: Report, old: str, new: str, by) -> None:
    if old == new:
        return
    report.revision += 1
    report.changed_by = by
    report.save(update_fields=["revision", "changed_by", "changed_at"])
    history.record(report, [history.Step(PLACE, old, new)], by=by)


@transaction.atomic
def take(report_id: int, matters: Iterable[str], *, by, seen: int) -> Report:
    """Put the chosen matters' figures into table 二 as one revision, to be undone as one.

    `seen` is the report's revision that `by` looked at. Raise Http404, access.Frozen, Refused.
    """
    report, wanted = access.report_to_edit(by, report_id), set(matters)
    chosen = [one for one in told_of(report) if one.matter in wanted and one.count is not None]
    if not chosen:
        raise Refused("没有选要填入的数字。", 422)
    desk = editing.Desk(report, by, writer="")
    for one in chosen:
        base = intake.base_of(desk.figures[one.cell], seen, report)
        desk.take(editing.Edit(one.cell, str(one.count), base))
    name = statistics_of(report).name or "直接填写"
    intake.finish_marked(desk, f"行政执法统计年报：{name}")
    return report
