"""What a workbook's formulas give, written beside them: previews and phones do not calculate.

Here also long lists are put in.
"""

import io
import re
import zipfile
from decimal import Decimal
from xml.sax.saxutils import escape

from reports.document import format_figure

_FORMULA = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)><f>(.*?)</f><v\s*/?>(?:</v>)?</c>')
_CREATED = re.compile(rb"<dcterms:created[^>]*>([^<]*)")
_DIMENSION = re.compile(rb"<dimension [^>]*/>")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
Results = dict[tuple[str, str], str | Decimal]


def with_results(
    content: bytes, sheets: list[str], results: Results, rows: dict[str, bytes] | None = None
) -> bytes:
    """Return a workbook as openpyxl wrote it, with the result beside every formula.

    `rows` are lines of a sheet, by its name, to stand below its own.
    """
    parts = {f"xl/worksheets/sheet{n}.xml": name for n, name in enumerate(sheets, 1)}
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "docProps/core.xml":
                data = _undated(data)
            if sheet := parts.get(entry.filename):
                data = _filled(data, sheet, results)
                data = _with_rows(data, rows[sheet]) if rows and sheet in rows else data
            new.writestr(zipfile.ZipInfo(entry.filename), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _with_rows(data: bytes, rows: bytes) -> bytes:
    # The stated extent would cut the list off for who believes it.
    return _DIMENSION.sub(b"", data).replace(b"</sheetData>", rows + b"</sheetData>")


def _undated(properties: bytes) -> bytes:
    # openpyxl writes the moment of saving: the same report must give the same bytes.
    created = _CREATED.search(properties)
    return _MODIFIED.sub(rb"\g<1>" + created[1], properties) if created else properties


def _filled(data: bytes, sheet: str, results: Results) -> bytes:
    def formula(match: re.Match) -> bytes:
        result = results.get((sheet, match[1].decode()), "")
        if isinstance(result, Decimal):
            kind, text = b"", format_figure(result)
        else:
            kind, text = b' t="str"', escape(result)
        return b'<c r="%s"%s%s><f>%s</f><v>%s</v></c>' % (
            match[1], match[2].replace(b' t="n"', b""), kind, match[3], text.encode(),
        )  # fmt: skip

    return _FORMULA.sub(formula, data)
