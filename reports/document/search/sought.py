"""What a reader can find of a report: its words, and the rows of its tables that have figures."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from reports.editions import Table

from ..figures import format_figure
from ..narrative.text import plain_text
from ..value import Document
from .grams import Places, is_number, searchable, shown


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


_SENTENCE_END = re.compile(r"[。！？；!?;]\s*")
_MOST_LOOKED_AT = 200  # places of each word
Piece = tuple[str, bool]  # words, and whether they were looked for


def passage(words: str, wanted: Sequence[str], around: int) -> list[Piece]:
    """Return a passage of `words` with as many of the folded runs `wanted` as stand together.

    About `around` characters on both sides of the first; where none is there, the beginning.
    """
    found = _found(words, wanted)
    if not found:
        return [(words[: 2 * around] + "…" * (len(words) > 2 * around), False)]
    start, end, _ = max(found, key=lambda at: (_together(found, at, around), -at[0]))
    begin, stop = _begin(words, start, around), max(end, min(end + around, len(words)))
    pieces = [("…" * (begin > 0 and not _opens(words, begin)), False)]
    for at, until, _ in found:
        if begin <= at and until <= stop:
            pieces += [(words[begin:at], False), (words[at:until], True)]
            begin = until
    pieces.append((words[begin:stop] + "…" * (stop < len(words)), False))
    return [piece for piece in pieces if piece[0]]


def _found(words: str, wanted: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return where the runs stand in `words`, in order, none over another: start, end, run."""
    places, taken, found = Places(words), -1, []
    for start, end, run in sorted(
        (places.back(match.start()), places.back(match.end() - 1) + 1, one)
        for one in wanted
        for match in islice(_pattern(one).finditer(places.folded), _MOST_LOOKED_AT)
    ):
        if start >= taken:
            found.append((start, end, run))
            taken = end
    return found


def _pattern(run: str) -> re.Pattern:
    # 3050 is not in 13050, nor in 0.3050.
    return re.compile(
        rf"(?<![0-9])(?<![0-9]\.){re.escape(run)}(?!\.?[0-9])" if is_number(run) else re.escape(run)
    )


def _together(found: list[tuple[int, int, str]], first: tuple[int, int, str], around: int) -> int:
    return len({run for start, end, run in found if first[0] <= start and end <= first[1] + around})


def _begin(words: str, start: int, around: int) -> int:
    begin = max(0, start - around)
    ended = _SENTENCE_END.search(words, max(0, begin - 2), start) if begin else None
    return ended.end() if ended else begin


def _opens(words: str, begin: int) -> bool:
    return bool(_SENTENCE_END.search(words, max(0, begin - 2), begin))
