"""The process that shows what stands in a stranger's file: `python -m reports.importing.apart.showing_process`.

In: four bytes of length, so many bytes of JSON (page: a number or null, LibreOffice's program and a
folder for it), the file. Out: {"pages": count}, {"picture": PNG in base64} or {"tables": …} as JSON,
or {"refusal": sentence}.
"""

import base64
import io
import json
import struct
import sys

import pypdfium2

from reports.guarded import limit

from ..door import MOST_ENCLOSED, read_source
from ..old_office import Office, modern
from ..readers.file_kinds import kind_of
from ..readers.mail import parts_of
from ..readers.paper.printed_page import MOST_PAGES
from ..source import Grid, Line, Source
from ..values import Unreadable
from .guard import SECONDS

LONGEST = 1700  # pixels of a page's side: its smallest figures can be read
_INCH, _DOTS = 72, 110
MOST_TABLES, MOST_CELLS, LONGEST_WORDS = 40, 6000, 200
MOST_LINES, LONGEST_LINE = 2000, 400


def answer(request: bytes, *, offline: bool) -> dict:
    """Return what to say to a request; LibreOffice is used only where it has no network."""
    (length,) = struct.unpack(">I", request[:4])
    asked = json.loads(request[4 : 4 + length])
    office = Office(asked["office"], asked["folder"]) if offline and asked["office"] else None
    try:
        return shown(request[4 + length :], asked["page"], office)
    except Unreadable as refusal:
        return {"refusal": str(refusal)}


def shown(content: bytes, page: int | None, office: Office | None) -> dict:
    """Return a page's picture, how many pages there are, or a file's tables as they stand; raise Unreadable."""
    kind = kind_of(content)
    if kind == "mail":
        return _of_letter(content, page, office)
    if kind == "json":
        raise Unreadable("这是本系统的数据文件，没有另外的原文。")
    if kind == "pdf":
        return _of_pdf(content, page)
    if page is not None:
        raise Unreadable("这种文件没有页的图片。")
    if kind == "old":
        content = modern(content, office)
    source = read_source(content)
    tables = _tables(source)
    return {"tables": tables} if tables else {"tables": [], "lines": _words(source)}


def _words(source: Source) -> list[str]:
    """Return the lines of a file that has no tables: a text, in which figures stand all the same."""
    lines = [block.text[:LONGEST_LINE] for block in source.blocks if isinstance(block, Line)]
    return lines[:MOST_LINES]


def _of_letter(content: bytes, page: int | None, office: Office | None) -> dict:
    """Return what the first part of a letter shows that shows anything."""
    refusal = Unreadable("邮件里没有可以对照的原文。")
    for part in parts_of(content)[:MOST_ENCLOSED]:
        try:
            if kind_of(part.content) != "mail":
                return shown(part.content, page, office)
        except Unreadable as reason:
            refusal = reason
    raise refusal


def _of_pdf(content: bytes, page: int | None) -> dict:
    try:
        document = pypdfium2.PdfDocument(content)
        count = min(len(document), MOST_PAGES)
        if page is None:
            return {"pages": count}
        if not 0 <= page < count:
            raise Unreadable("没有这一页。")
        sides = document[page].get_size()
        scale = min(_DOTS / _INCH, LONGEST / max(*sides, 1.0))
        made = document[page].render(scale=scale).to_pil().convert("L")
    except pypdfium2.PdfiumError:
        raise Unreadable("PDF 的这一页画不出来，请下载原文件对照。") from None
    picture = io.BytesIO()
    made.quantize(16).save(picture, "PNG", optimize=True)
    return {"picture": base64.b64encode(picture.getvalue()).decode()}


def _tables(source: Source) -> list[dict]:
    """Return each table: where it stands, and its lines of cells with their words and spans."""
    grids = [block for block in source.blocks if isinstance(block, Grid)]
    tables, cells = [], 0
    for grid in grids[:MOST_TABLES]:
        lines = [_line(grid, row) for row in range(len(grid.rows))]
        cells += sum(map(len, lines))
        if cells > MOST_CELLS:
            break
        tables.append({"where": grid.where, "lines": lines})
    return tables


def _line(grid: Grid, row: int) -> list[list]:
    """Return [words, columns, lines] of each cell that begins in a line."""
    above = set(grid.rows[row - 1]) if row else set()
    line = grid.rows[row]
    begun = [cell for cell in grid.anchors(row) if cell not in above]
    return [
        [cell.text[:LONGEST_WORDS], line.count(cell), _height(grid, row, line.index(cell))]
        for cell in begun
    ]


def _height(grid: Grid, row: int, at: int) -> int:
    cell, height = grid.rows[row][at], 1
    while row + height < len(grid.rows):
        line = grid.rows[row + height]
        if at >= len(line) or line[at] is not cell:
            break
        height += 1
    return height


def main() -> None:
    """Answer the one request on the standard input, within bounds."""
    alone = limit(SECONDS)
    json.dump(answer(sys.stdin.buffer.read(), offline=alone), sys.stdout)


if __name__ == "__main__":
    main()
