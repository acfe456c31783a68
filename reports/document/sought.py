"""What a reader can find of a report: its words, and the rows of its tables that have figures."""

from collections.abc import Iterator

from reports.editions import Table

from .figures import format_figure
from .grams import searchable, shown
from .prose import plain_text
from .value import Document


def head_of(title: str, organ: str) -> str:
    """Return a report's title and organ as they are searched: found there, it comes first."""
    return searchable(f"{title}\n{organ}")


def words_of(document: Document) -> str:
    """Return what a report says, as it is written: the narratives, and a sentence a table row.

    Rows without a figure say nothing: every report has their captions.
    """
    said = [plain_text(document.preface)]
    for section in document.edition.sections:
        said.append(section.caption)
        if section.kind == "table":
            said += _rows(document, document.edition.table(section.id))
        else:
            said.append(plain_text(document.narrative(section.id)))
    return shown("\n".join(said))


def _rows(document: Document, table: Table) -> Iterator[str]:
    for block in table.blocks:
        rows = []
        for row in block.rows:
            cells = ((c, document.cells.get(f"{table.id}.{row.id}.{c.id}")) for c in block.columns)
            figures = [f"{c.caption}{format_figure(value)}" for c, value in cells if value]
            if figures:
                rows.append(f"{' '.join(row.path)}：{'，'.join(figures)}。")
        if rows and block.heading:
            yield block.heading
        yield from rows
