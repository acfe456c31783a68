"""开放数据: everything that is published, for machines: CSV, JSON Lines, XLSX, a dictionary."""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from reports.editions import all_editions
from reports.publishing import catalogue
from reports.publishing.catalogue import Wish
from reports.rendering.office import numbers

from .common import public, public_bytes, show
from .pages import known_year

_BOM = "\ufeff"  # Excel and WPS read UTF-8 only behind it
REPORT_COLUMNS = (
    ("id", "稳定的编号：机关编号-年度，不会改变"),
    ("organ_id", "机关编号"),
    ("organ", "机关名称（发布时的名称）"),
    ("organ_type", "机关类型"),
    ("region", "行政区划"),
    ("year", "报告年度"),
    ("edition", "模板版本"),
    ("version", "第几版；大于 1 的是更正过的"),
    ("title", "标题"),
    ("issued", "落款日期"),
    ("index_number", "索引号"),
    ("first_published_at", "首次发布时间"),
    ("published_at", "本版发布时间"),
    ("correction", "更正说明"),
    ("sha256", "本版 JSON 文件的 SHA-256"),
)
CELL_COLUMNS = (
    ("id", "报告的编号，同报告表"),
    ("organ", "机关名称"),
    ("year", "报告年度"),
    ("edition", "模板版本"),
    ("cell", "单元格的编号：表.行.列，见数据字典"),
    ("value", "数值；空白表示没有填写，不是 0"),
)
DICTIONARY_COLUMNS = (
    ("edition", "模板版本"),
    ("cell", "单元格的编号"),
    ("table", "所在的表"),
    ("row", "行的名称，外层在前"),
    ("column", "列的名称，外层在前"),
    ("unit", "单位"),
    ("kind", "count 非负整数；signed 可为负的整数；amount 最多六位小数"),
)


@public
def data(request: HttpRequest) -> HttpResponse:
    """Say what there is, what the columns mean and what one may do with it."""
    context = {
        "heading": "开放数据",
        "years": catalogue.years(),
        "tables": (
            ("reports.csv", "报告表：一行一份报告", REPORT_COLUMNS),
            ("cells.csv", "数字表：一行一个单元格", CELL_COLUMNS),
            ("dictionary.csv", "数据字典：各版模板的单元格", DICTIONARY_COLUMNS),
        ),
        "editions": all_editions(),
        "place": "data",
    }
    return show(request, "data.html", context)


@public
def dictionary(request: HttpRequest) -> HttpResponse:
    """Return the cells of every edition, as they are printed."""
    lines = _csv([name for name, _ in DICTIONARY_COLUMNS], dictionary_rows())
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")


def dictionary_rows() -> Iterator[list[str]]:
    """Yield a row for every cell of every edition."""
    for edition in all_editions():
        for cell in edition.cells.values():
            row, column = " > ".join(cell.row.path), " > ".join(cell.column.path)
            unit = "万元" if cell.kind == "amount" else "件"
            yield [edition.id, cell.id, cell.table_name, row, column, unit, cell.kind]


@public_bytes
def table(request: HttpRequest, name: str, year: int | None = None) -> HttpResponse:
    """Return all published reports, or one year's, in one of the forms; 304 when nothing changed."""
    if name not in _TABLES:
        raise Http404
    if year is not None:
        known_year(year)
    etag = f'W/"{catalogue.stamp()}"'.replace(" ", "")
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    if name == "reports.xlsx" and year is None:
        raise Http404  # a workbook of everything would be too big for anybody's Excel
    media_type, made = _TABLES[name]
    content = made(catalogue.contents(catalogue.postings(Wish(year=year))))
    answer = HttpResponse if isinstance(content, bytes) else StreamingHttpResponse
    return answer(
        content,
        content_type=media_type,
        headers={
            "ETag": etag,
            "Content-Disposition": content_disposition_header(
                True, f"{year}-{name}" if year else name
            ),
        },
    )


Contents = Iterable[tuple[catalogue.Posting, bytes]]


def report_row(posting, sha256: str) -> list:
    """Return a report's line of the table of reports."""
    publication = posting.publication
    return [
        posting.stable_id, posting.organ_id, posting.organ_name, posting.kind.caption,
        posting.region, posting.year, publication.edition, publication.version, posting.title,
        publication.issued.isoformat(), publication.index_number,
        posting.first_published_at.isoformat(), posting.published_at.isoformat(),
        publication.note, sha256,
    ]  # fmt: skip


def _report_rows(contents: Contents) -> Iterator[list]:
    for posting, _ in contents:
        yield report_row(posting, posting.sha256)


def _cell_rows(contents: Contents) -> Iterator[list]:
    for posting, content in contents:
        head = [posting.stable_id, posting.organ_name, posting.year, posting.publication.edition]
        for cell, value in json.loads(content)["cells"].items():
            yield [*head, cell, "" if value is None else value]


class _Echo:
    def write(self, text: str) -> str:
        return text


def _csv(head: list[str], rows: Iterable[list]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield _BOM + writer.writerow(head)
    for row in rows:
        yield writer.writerow([harmless(value) for value in row])


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(value):
    """Return a value of a CSV; a text that begins like a formula is made plain text.

    A spreadsheet that opens the file would run it.
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _reports_csv(contents: Contents) -> Iterator[str]:
    return _csv([name for name, _ in REPORT_COLUMNS], _report_rows(contents))


def _cells_csv(contents: Contents) -> Iterator[str]:
    return _csv([name for name, _ in CELL_COLUMNS], _cell_rows(contents))


def _json_lines(contents: Contents) -> Iterator[str]:
    for posting, content in contents:
        yield json.dumps(as_json(posting, content), ensure_ascii=False) + "\n"


def as_json(posting, content: bytes) -> dict:
    """Return a published report with its id and version; the rest is the documented JSON form."""
    frame = {
        "id": posting.stable_id,
        "version": posting.publication.version,
        "published_at": posting.published_at.isoformat(),
        "correction": posting.publication.note,
    }
    return frame | json.loads(content)


def workbook(contents: Contents) -> bytes:
    """Return a workbook: a row a report with a column a cell, and the dictionary."""
    cells = list(dict.fromkeys(cell for edition in all_editions() for cell in edition.cells))
    book = Workbook(write_only=True)
    sheet = book.create_sheet("报告")
    sheet.sheet_format.defaultColWidth = numbers.WIDTH
    sheet.append([*(name for name, _ in REPORT_COLUMNS), *cells])
    for posting, content in contents:
        figures = json.loads(content)["cells"]
        row = report_row(posting, posting.sha256)
        # An amount with decimals is a text in JSON, for exactness; a sheet's numbers are floats.
        sheet.append([*map(harmless, row), *(_number(sheet, figures.get(cell)) for cell in cells)])
    sheet = book.create_sheet("数据字典")
    sheet.append([name for name, _ in DICTIONARY_COLUMNS])
    for row in dictionary_rows():
        sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _number(sheet, value: int | str | None):
    value = float(value) if isinstance(value, str) else value
    if numbers.number_format(value) == "General":
        return value
    cell = WriteOnlyCell(sheet)
    numbers.set_fitted(cell, value)
    return cell


_CSV = "text/csv; charset=utf-8"
_TABLES = {
    "reports.csv": (_CSV, _reports_csv),
    "cells.csv": (_CSV, _cells_csv),
    "reports.jsonl": ("application/jsonl; charset=utf-8", _json_lines),
    "reports.xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        workbook,
    ),
}
