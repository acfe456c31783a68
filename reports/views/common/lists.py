"""Lists: what an address asks of them, and CSV files that Excel and WPS open as they are."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from reports.document import format_figure


def searched(given: Mapping[str, str]) -> str:
    """Return what somebody searches for: one line without what no database takes."""
    return " ".join(given.get("search", "").replace("\0", "").split())[:100]


def number(text: str | None) -> int | None:
    """Return the number that an address has; None where it has none that can be one."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


class _Echo:
    def write(self, line: str) -> str:
        return line


def csv_file(name: str, head: list[str], rows: Iterable[list]) -> StreamingHttpResponse:
    """Return the rows as a download, in UTF-8 with the mark that office programs look for."""
    answer = StreamingHttpResponse(csv_lines(head, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Cache-Control"] = "no-store"
    return answer


def csv_lines(head: list[str], rows: Iterable[list]) -> Iterator[str]:
    """Yield the file line by line, beginning with the mark."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(head)
    for row in rows:
        yield writer.writerow([_plain(value) for value in row])


def _plain(value) -> str:
    """Return a value as text; what a spreadsheet would run as a formula is quoted."""
    if isinstance(value, Decimal):
        return format_figure(value)
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
