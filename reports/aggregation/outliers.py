"""Reports that stand out among those of a set, each with a sentence why.

Judgements are pure functions of figures, and cautious: an organ whose figure was much the same last
year is left in peace, for it is simply like that.
"""

import math
import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reports.document import format_figure
from reports.editions import Cell, Edition, get_edition, organ_type, shared_cells
from reports.models import Report, states
from reports.models.report import ReportQuerySet
from reports.rules.tables.previous_year import is_swing

from .sums import figures_of

# A comparison needs company, and small numbers vary by themselves.
_FEWEST_ALIKE, _FEWEST_PARTS, _LEAST = 8, 5, Decimal(50)
# How many robust deviations of the logarithm stand out; the deviation is taken as at least so wide.
_SCORE, _NARROWEST = 6, 0.6
_NORMAL = 1.4826  # makes the median deviation comparable to a standard deviation
_MOSTLY = 0.8
_SIMILAR = 3

Figures = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class Member:
    """A report of the set: its headline figures, and those of the year before (None: no report)."""

    report: Report
    figures: Figures
    previous: Figures | None = None

    @property
    def type(self) -> str:
        """The kind of organ: what it is compared within."""
        return self.report.organ.type

    @property
    def state(self) -> str:
        """The caption of the report's state."""
        return states.CAPTIONS[self.report.status]


@dataclass(frozen=True)
class Outlier:
    """A report that stands out, and why: the cell (None: the whole report) and a sentence each."""

    member: Member
    reasons: tuple[tuple[Cell | None, str], ...]


def outliers(reports: ReportQuerySet) -> list[Outlier]:
    """Return the reports of the set that stand out, in the order of the tree."""
    members, cells = _members(reports)
    reasons: dict[int, list] = {}
    for member, cell, sentence in _found(members, cells):
        reasons.setdefault(member.report.pk, []).append((cell, sentence))
    return [Outlier(m, tuple(reasons[m.report.pk])) for m in members if m.report.pk in reasons]


def _members(reports: ReportQuerySet) -> tuple[list[Member], list[Cell]]:
    reports = reports.main()
    rows = list(reports.select_related("organ").order_by("organ__path"))
    editions = {row.edition: row.template for row in rows}
    cells = _headlines(list(editions.values()))
    names = [cell.id for cell in cells]
    figures = figures_of(reports, names)
    before = _year_before(reports, rows, cells) if rows else {}
    members = [
        Member(row, _whole(figures.get(row.pk, {}), names), before.get(row.organ_id))
        for row in rows
    ]
    return members, cells


def _headlines(editions: list[Edition]) -> list[Cell]:
    editions.sort(key=lambda edition: edition.first_year)
    shared = set(shared_cells(editions))
    return [cell for cell in editions[-1].headlines if cell.id in shared] if editions else []


def _whole(written: Figures, names: list[str]) -> Figures:
    # Noughts are not fetched.
    return {name: written.get(name, Decimal(0)) for name in names}


def _year_before(reports: ReportQuerySet, rows: list[Report], cells: list[Cell]) -> dict:
    """Return the figures of each organ's report of the year before, where its edition has them."""
    last = Report.objects.main().filter(organ__in=reports.values("organ"), year=rows[0].year - 1)
    figures = figures_of(last, [cell.id for cell in cells])
    found = {}
    for pk, organ, edition in last.order_by().values_list("pk", "organ_id", "edition"):
        own = get_edition(edition).cells
        names = [cell.id for cell in cells if cell.id in own and own[cell.id].kind == cell.kind]
        found[organ] = _whole(figures.get(pk, {}), names)
    return found


Found = Iterator[tuple[Member, Cell | None, str]]


def _found(members: list[Member], cells: list[Cell]) -> Found:
    yield from all_zero(members)
    alike: dict[str, list[Member]] = {}
    for member in members:
        alike.setdefault(member.type, []).append(member)
    for cell in cells:
        swung = list(swings(members, cell))
        yield from swung
        told = {member.report.pk for member, *_ in swung}
        for kind in alike.values():
            yield from (one for one in far_apart(kind, cell) if one[0].report.pk not in told)
        yield from dominant(members, cell)


def all_zero(members: list[Member]) -> Found:
    """Yield the reports that answer everything with 0 while most of their kind have figures."""
    for kind in {member.type: None for member in members}:
        full = [m for m in members if m.type == kind and None not in m.figures.values()]
        empty = [m for m in full if not any(m.figures.values())]
        busy = len(full) - len(empty)
        if empty and len(full) >= _FEWEST_PARTS and busy >= _MOSTLY * len(full):
            for member in empty:
                yield (
                    member,
                    None,
                    f"三张表全部填 0，而同类机关（{organ_type(kind).caption}）的 {len(full)} 份报告"
                    f"中有 {busy} 份填了数字。请核对是否漏填。",
                )


def swings(members: list[Member], cell: Cell) -> Found:
    """Yield the reports whose figure is at least tenfold, or a tenth of, last year's."""
    for member in members:
        now, then = member.figures.get(cell.id), (member.previous or {}).get(cell.id)
        if None not in (now, then) and is_swing(now, then):
            yield (
                member,
                cell,
                f"{_place(cell)}上年为 {format_figure(then)}，本年为 {format_figure(now)}，"
                "相差十倍以上。请核对。",
            )


def far_apart(alike: list[Member], cell: Cell) -> Found:
    """Yield the reports of one kind whose figure is far above the others'.

    Compared are logarithms, by their median and the median deviation from it: counts of organs
    spread over powers of ten, and one wrong figure must not hide itself by widening the scale.
    """
    known = [(m, v) for m in alike if (v := m.figures.get(cell.id)) is not None and v >= 0]
    if len(known) < _FEWEST_ALIKE:
        return
    logs = [math.log1p(value) for _, value in known]
    middle = statistics.median(logs)
    deviation = statistics.median(abs(log - middle) for log in logs)
    far = middle + _SCORE * max(_NORMAL * deviation, _NARROWEST)
    typical = statistics.median(value for _, value in known)
    for (member, value), log in zip(known, logs, strict=True):
        if value >= _LEAST and log > far and not _usual(member, cell, value):
            yield (
                member,
                cell,
                f"{_place(cell)}填了 {format_figure(value)}，远高于同类机关"
                f"（{organ_type(member.type).caption}，{len(known)} 份报告，中位数"
                f" {format_figure(typical)}）。请核对位数和单位。",
            )


def dominant(members: list[Member], cell: Cell) -> Found:
    """Yield the report that alone makes more than half of a sum of many."""
    known = [(m, v) for m in members if (v := m.figures.get(cell.id)) and v > 0]
    whole = sum((value for _, value in known), Decimal(0))
    for member, value in known if len(known) >= _FEWEST_PARTS else ():
        if value >= _LEAST and 2 * value > whole and not _usual(member, cell, value):
            yield (
                member,
                cell,
                f"{_place(cell)}填了 {format_figure(value)}，一份报告占 {len(known)} 份之和"
                f" {format_figure(whole)} 的一半以上。请核对。",
            )


def _usual(member: Member, cell: Cell, value: Decimal) -> bool:
    then = (member.previous or {}).get(cell.id)
    return bool(then) and value / _SIMILAR <= then <= value * _SIMILAR


def _place(cell: Cell) -> str:
    return cell.place
