"""汇总: the sums of what stands below a supervisor, and what stands behind them."""

from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from reports import access, aggregation
from reports.aggregation import Aggregate, Choice
from reports.editions import ORGAN_TYPES
from reports.oversight import supervision
from reports.rendering.charts.years import charts_of

from ...common.paging import number, page_of
from .sum_tables import sum_parts

MOST_OUTLIERS = 200
MOST_COMPARED = 5000  # reports of a set, each with each: more would take memory and a minute


@dataclass(frozen=True)
class Asked:
    """What an address asks for: the set, its organs and reports, and the addresses around it."""

    choice: Choice
    organs: object
    reports: object

    @property
    def query(self) -> str:
        """The set as the query of an address."""
        return query_of(self.choice)

    def summed(self, only: str = "") -> Aggregate:
        """Return the sums of the set, of all cells or of one."""
        return aggregation.summed(self.reports, self.choice.year, only)


def asked(request: HttpRequest) -> Asked:
    """Return what the address asks for, within what the person supervises; Http404 for others."""
    scope = access.organs_supervised(request.user)
    choice = _choice(request.GET, request.user)
    organs = aggregation.chosen_organs(scope, choice)
    return Asked(choice, organs, aggregation.counted_reports(organs, choice))


def _choice(given, user) -> Choice:
    """Return the set; what makes no sense is as if it were not there, a foreign organ is 404."""
    under, year = number(given.get("under")), number(given.get("year"))
    scope = access.organs_supervised(user)
    tops = access.trees_supervised(user)
    root = scope.filter(pk=under).first() if under else tops[0] if len(tops) == 1 else None
    if not tops or (under and root is None):
        raise Http404
    years = supervision.report_years()
    return Choice(
        root=root,
        tops=tops,
        year=year if year in years else supervision.current_year(),
        reach=_known(given.get("reach"), aggregation.REACHES, "once"),
        own="own" in given or (root is not None and root.is_leaf()),
        type=_known(given.get("type"), ORGAN_TYPES, ""),
        stage=_known(given.get("stage"), aggregation.STAGES, ""),
        organs=_organs(given.getlist("organ")),
    )


def _known(text: str | None, among, otherwise: str) -> str:
    return text if text in among else otherwise


def _organs(texts: list[str]) -> tuple[int, ...]:
    ids = dict.fromkeys(pk for text in texts if (pk := number(text)))
    return tuple(ids)[: aggregation.MOST_CHOSEN]


def _pairs(choice: Choice) -> list[tuple[str, object]]:
    pairs = [("organ", pk) for pk in choice.organs]
    pairs += [("under", choice.under)] if choice.root else []
    pairs += [("year", choice.year), ("reach", choice.reach)]
    pairs += [(name, v) for name in ("type", "stage") if (v := getattr(choice, name))]
    return pairs + [("own", 1)] * choice.own


def query_of(choice: Choice) -> str:
    """Return the set as the query of an address."""
    return urlencode(_pairs(choice))


@require_GET
def aggregation_page(request: HttpRequest) -> HttpResponse:
    """Show the sums in the official layout."""
    wanted = asked(request)
    sums = wanted.summed()
    wrong = aggregation.broken(sums, wanted.reports)
    choice = wanted.choice
    context = _frame(request, wanted) | {
        "sums": sums,
        "broken": wrong,
        "absent": aggregation.absent(wanted.organs, choice),
        "excused": aggregation.excused(access.organs_supervised(request.user), choice),
        "twice": aggregation.counted_twice(wanted.reports),
        "once": query_of(replace(choice, reach="once", own=False, organs=())),
        "parts": sum_parts(sums, {cell for one in wrong for cell in one.cells}),
    }
    return render(request, "aggregation/sums.html", context)


def _frame(request: HttpRequest, wanted: Asked) -> dict:
    """Return what every page of a set shows: the set, and what else could be chosen."""
    return {
        "asked": wanted,
        "choice": wanted.choice,
        "branches": aggregation.branches(request.user),
        "all_of_them": len(wanted.choice.tops) > 1 and aggregation.ALL,
        "years": supervision.report_years(),
        "types": ORGAN_TYPES.values(),
        "reaches": aggregation.REACHES,
        "stages": aggregation.STAGE_CAPTIONS,
    }


@require_GET
def cell(request: HttpRequest, cell: str) -> HttpResponse:
    """Show the reports behind one sum."""
    wanted = asked(request)
    one = wanted.summed(cell).sums.get(cell)
    if one is None:
        raise Http404
    context = {
        "asked": wanted,
        "choice": wanted.choice,
        "one": one,
        "page": aggregation.parts_of(wanted.reports, one, page_of(request)),
        "absent": aggregation.absent(wanted.organs, wanted.choice),
        "opens": True,
    }
    return render(request, "aggregation/cell.html", context)


@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Show the organs of a branch, to choose some of them."""
    wanted = asked(request)
    search = " ".join(request.GET.get("search", "").replace("\0", "").split())[:100]
    every = replace(wanted.choice, organs=(), reach="all", own=True)
    organs = aggregation.chosen_organs(access.organs_supervised(request.user), every)
    kept = organs.filter(pk__in=wanted.choice.organs)
    found = organs.exclude(pk__in=wanted.choice.organs)
    found = found.filter(name__icontains=search) if search else found
    count, room = found.count(), aggregation.MOST_CHOSEN - len(kept)
    context = _frame(request, wanted) | {
        "search": search,
        "count": count,
        "room": room,
        "kept": kept,
        "organs": found if count <= room else [],
    }
    return render(request, "aggregation/organs.html", context)


@require_GET
def years(request: HttpRequest) -> HttpResponse:
    """Show the sums of several years side by side."""
    wanted = asked(request)
    found = compared(request, wanted)
    known = aggregation.years_with_reports(wanted.organs)
    pairs = [("with", year) for year in found.years] + [("same", 0)] * (not found.same)
    context = _frame(request, wanted) | {
        "known": [year for year in known if year != wanted.choice.year],
        "picked": found.years,
        "same": found.same,
        "query": f"{wanted.query}&{urlencode(pairs)}",
        "found": found,
        "tables": _by_table(found),
        "charts": charts_of(found.sums, found.apart),
        "left_out": _left_out(wanted, found),
    }
    return render(request, "aggregation/years.html", context)


def compared(request: HttpRequest, wanted: Asked) -> aggregation.Comparison:
    """Return the years that the address asks for, or else the two before, beside the set's own."""
    known = aggregation.years_with_reports(wanted.organs)
    picked = [year for text in request.GET.getlist("with") if (year := number(text)) in known]
    picked = sorted({*picked, wanted.choice.year})[-aggregation.MOST_YEARS :]
    if len(picked) == 1:
        earlier = [year for year in known if year < wanted.choice.year]
        picked = sorted([*earlier[:2], *picked])
    # Different organs are no trend: the same ones unless somebody asks for all.
    same = request.GET.get("same") != "0"
    return aggregation.compared(wanted.organs, wanted.choice, picked, same=same)


def _left_out(wanted: Asked, found: aggregation.Comparison) -> int:
    """Return how many reports of the set's own year are not compared, because of the same organs."""
    return wanted.reports.count() - found.aggregates[wanted.choice.year].reports


def _by_table(found: aggregation.Comparison) -> list[tuple[str, list]]:
    """Return the changes of the headline cells, table by table."""
    shown = {cell.id for cell in found.edition.headlines}
    tables = {table.id: (table.name, []) for table in found.edition.tables}
    for change in found.changes:
        if change.cell.id in shown:
            tables[change.cell.table][1].append(change)
    return [table for table in tables.values() if table[1]]


@require_GET
def outliers(request: HttpRequest) -> HttpResponse:
    """Show the reports whose figures stand out in the set."""
    wanted = asked(request)
    count = wanted.reports.count()
    too_many = count > MOST_COMPARED
    found = [] if too_many else aggregation.outliers(wanted.reports)
    context = _frame(request, wanted) | {
        "count": count,
        "too_many": too_many and MOST_COMPARED,
        "found": found[:MOST_OUTLIERS],
        "more": len(found) - MOST_OUTLIERS,
    }
    return render(request, "aggregation/outliers.html", context)
