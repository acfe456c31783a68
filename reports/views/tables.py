"""Lists as CSV files that Excel and WPS open as they are."""

import csv
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header


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
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
