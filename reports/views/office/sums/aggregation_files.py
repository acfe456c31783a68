"""Sums as files: a workbook in the official layout, and CSV by cell and by organ."""

from collections.abc import Iterator
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from reports import aggregation, history
from reports.aggregation import Aggregate
from reports.document import Document
from reports.rendering.office.lists import Sheet
from reports.rendering.office.sums import sums_xlsx

from ...common.lists import csv_file
from .aggregation import Asked, asked, compared

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 5000  # reports that a workbook lists: it is made in memory, the CSV is streamed
CELL_HEAD = ["单元格", "表", "行", "列", "合计", "已填报告", "报告"]
ORGAN_HEAD = ["机关", "代码", "类型", "行政区划", "年度", "状态", "已填"]


@require_GET
def workbook(request: HttpRequest) -> HttpResponse:
    """Return the sums as XLSX: the tables as printed, the sums by cell, a row an organ."""
    wanted = asked(request)
    sums = wanted.summed()
    title = f"{wanted.choice.name}{wanted.choice.year}年度汇总"
    document = Document(
        wanted.choice.name, wanted.choice.year, sums.edition.id, title, cells=sums.cells
    )
    sheets = [Sheet("逐格合计", CELL_HEAD, cell_rows(sums), (44, 7, 48, 34, 16, 10, 10))]
    if sums.reports <= MOST_ROWS:
        sheets.append(Sheet("各机关", _organ_head(sums), organ_rows(wanted, sums), (34, 20, 20, 18)))
    content = sums_xlsx(document, _facts(wanted, sums), sheets)
    _note(request, wanted, "XLSX")
    name = content_disposition_header(True, f"{title}.xlsx")
    return HttpResponse(content, content_type=_XLSX, headers={"Content-Disposition": name})


def _facts(wanted: Asked, sums: Aggregate) -> list[tuple[str, str]]:
    choice, missing = wanted.choice, aggregation.absent(wanted.organs, wanted.choice)
    facts = [
        ("范围", choice.scope),
        ("年度", f"{choice.year}年度"),
        ("计算方法", aggregation.REACHES[choice.reach] if not choice.organs else "只加所选机关"),
        ("本级自己的报告", "计入" if choice.own or choice.organs else "不计入"),
        ("状态", aggregation.STAGE_CAPTIONS[choice.stage]),
        ("报告份数", f"{sums.reports}"),
        ("有机关未填的格", f"{sums.partial}，见“逐格合计”"),
        ("勾稽关系", _agreement(sums, aggregation.broken(sums, wanted.reports))),
        ("未计入的机关", "、".join(f"{one.organ.name}（{one.state}）" for one in missing) or "无"),
    ]
    if sums.reports > MOST_ROWS:
        facts.append(("各机关", f"报告超过 {MOST_ROWS} 份，不在这里逐份列出：请下载“各机关 CSV”，或分下级下载"))
    if sums.unshared:
        facts.append(
            ("模板版本", f"各报告的模板版本不同，{sums.unshared} 格不是各版都有，没有汇总")
        )
    return facts


def _agreement(sums: Aggregate, broken: list[aggregation.Broken]) -> str:
    if not sums.whole:
        return "还没有填完的报告，没有核对"
    words = f"在 {sums.whole} 份填完的报告之和上核对 {len(sums.checked)} 条，"
    return words + (f"{len(broken)} 条不成立" if broken else "全部成立")


def cell_rows(sums: Aggregate) -> Iterator[list]:
    """Yield a row a cell: where it stands, its sum, how many answered of how many."""
    for one in sums.sums.values():
        cell = one.cell
        row, column = " > ".join(cell.row.path), " > ".join(cell.column.path)
        yield [cell.id, cell.table_name, row, column, one.value, one.answered, one.of]


def _organ_head(sums: Aggregate) -> list[str]:
    return [
        *ORGAN_HEAD,
        *(f"{one.cell.table_name}：{one.cell.label}" for one in sums.sums.values()),
    ]


def organ_rows(wanted: Asked, sums: Aggregate) -> Iterator[list]:
    """Yield a row a report that is added: its organ, its state, its figures."""
    for line in aggregation.lines_of(wanted.reports, list(sums.sums)):
        report, organ = line.report, line.report.organ
        head = [organ.name, organ.code, organ.kind.caption, organ.region, report.year, line.state]
        yield [*head, report.answered_count, *line.values]


@require_GET
def sums_csv(request: HttpRequest) -> HttpResponse:
    """Return the sums by cell as CSV."""
    wanted = asked(request)
    _note(request, wanted, "CSV")
    name = f"{wanted.choice.name}{wanted.choice.year}年度汇总.csv"
    return csv_file(name, CELL_HEAD, cell_rows(wanted.summed()))


@require_GET
def organs_csv(request: HttpRequest) -> HttpResponse:
    """Return a row a report that is added as CSV."""
    wanted = asked(request)
    sums = wanted.summed()
    _note(request, wanted, "各机关 CSV")
    name = f"{wanted.choice.name}{wanted.choice.year}年度各机关.csv"
    return csv_file(name, _organ_head(sums), organ_rows(wanted, sums))


@require_GET
def years_csv(request: HttpRequest) -> HttpResponse:
    """Return the sums of several years by cell as CSV: every cell that all of them have."""
    wanted = asked(request)
    found = compared(request, wanted)
    _note(request, wanted, "年度比较 CSV")
    sums = [f"{year}年{caption}" for year in found.years for caption in CELL_HEAD[4:]]
    name = f"{wanted.choice.name}{found.years[0]}—{wanted.choice.year}年度比较.csv"
    return csv_file(
        name, [*CELL_HEAD[:4], *sums, "增减", "增减率（%）", "说明"], _years_rows(found)
    )


def _years_rows(found: aggregation.Comparison) -> Iterator[list]:
    by_year = [{row[0]: row for row in cell_rows(sums)} for sums in found.aggregates.values()]
    notes = "；".join(f"{year}年：{why}，不能比较" for year, why in sorted(found.apart.items()))
    for change in found.changes:
        rows = [rows[change.cell.id] for rows in by_year]
        sums = [value for row in rows for value in row[4:]]
        percent = Decimal(change.percent.removesuffix("%")) if change.percent else None
        difference = change.difference if change.comparable else change.difference_text
        yield [*rows[-1][:4], *sums, difference, percent, notes]


def _note(request: HttpRequest, wanted: Asked, form: str) -> None:
    detail = f"{wanted.choice.year}年度汇总 {form}"
    action = history.Action.EXPORTED
    history.note_over(action, wanted.choice.roots, by=request.user, detail=detail)
