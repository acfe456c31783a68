"""Where the heads of a sheet stand, and which column holds what."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..words import is_kind, is_vague, plain, result_of
from .dates import date_of
from .heads import PRIVATE, REVIEW, bare, meaning_of, title_of
from .values import Sheet

DEEPEST = 3  # lines of a head
LEAST = 3  # different meanings that make a row a head
SAMPLE = 300  # rows that are looked at where a head alone does not tell
_DAYS = {"received", "closed"}
_REQUEST_ONLY = {"kind", "applicant", "result", "basis"}


@dataclass
class Layout:
    """The columns of a register, by meaning, from a head on; columns count from 0.

    `kinds`, `results` and `details` are in the order in which they are asked. `reviews` has, for
    each group of table 四, the columns of its parts. `heads` are the words of every column.
    """

    row: int
    depth: int
    heads: dict[int, tuple[str, str]]
    meanings: dict[int, str]
    one: dict[str, int] = field(default_factory=dict)
    kinds: list[int] = field(default_factory=list)
    names: list[int] = field(default_factory=list)
    results: list[int] = field(default_factory=list)
    details: list[int] = field(default_factory=list)
    ticks: list[tuple[int, str, str]] = field(default_factory=list)
    reviews: dict[str, dict[str, int]] = field(default_factory=dict)
    is_review: bool = False
    # 申请人 alone: kinds, and names among them.
    mixed: bool = False
    title: str = ""

    def head(self, column: int) -> str:
        """Return the words over a column, those of its group before its own."""
        own, group = self.heads[column]
        return f"{group}{own}" if group and len(own) < 5 else own


def find_layout(sheet: Sheet, start: int = 0, looked_at: int = 60, title: str = "") -> Layout | None:
    """Return the layout of the first head at or after the row at `start`; None: there is none."""
    for index in range(start, min(len(sheet.rows), start + looked_at)):
        cells = sheet.rows[index][1]
        if title_of(cells):
            title = f"{title} {title_of(cells)}".strip()
        elif found := _layout(sheet, index, title):
            return found
    return None


def _layout(sheet: Sheet, index: int, title: str) -> Layout | None:
    best: tuple[int, dict[int, tuple[str, str]], dict[int, tuple[str, int]], int] | None = None
    is_review = bool(REVIEW.search(f"{sheet.name} {title}"))
    for depth in range(1, DEEPEST + 1):
        window = sheet.rows[index : index + depth]
        if len(window) < depth or not _may_be_head(window[-1][1]):
            break
        heads = _heads(sheet, index, depth)
        meanings = {column: meaning_of(*head) for column, head in heads.items()}
        if is_review and not any(_is_of_requests(*heads[c], meaning) for c, (meaning, _) in meanings.items()):
            meanings = {column: meaning_of(*head, True) for column, head in heads.items()}
        score = _score(meanings)
        if score >= LEAST and (best is None or score > best[0]):
            best = score, heads, meanings, depth
    if best is None:
        return None
    _, heads, meanings, depth = best
    of_reviews = not any(meaning == "received" for meaning, _ in meanings.values())
    layout = Layout(index, depth, heads, {c: m for c, (m, _) in meanings.items()}, is_review=of_reviews, title=title)
    _assign(sheet, layout, meanings)
    return layout


def _is_of_requests(head: str, group: str, meaning: str) -> bool:
    """Whether a column can only be one of requests, whatever the title says."""
    return meaning in _REQUEST_ONLY and bool(re.search("申请人|答复|公开|办理", f"{group}{head}"))


def _score(meanings: dict[int, tuple[str, int]]) -> int:
    told = {meaning for meaning, _ in meanings.values() if meaning}
    parts = {meaning.split(".")[1] for meaning in told if meaning.startswith("review.")}
    dates = bool(told & _DAYS) or {"received", "closed", "day"} & parts and parts & {"outcome", "group"}
    if not dates or not ("received" in told or parts):
        return 0
    return len(told)


def _may_be_head(cells: list[str]) -> bool:
    written = [cell for cell in cells if cell]
    return bool(written) and not any(_is_value(cell) for cell in written)


def _is_value(cell: str) -> bool:
    return len(cell) > 60 or bool(re.fullmatch("[0-9.,%]+", plain(cell))) or bool(date_of(cell))


def _heads(sheet: Sheet, index: int, depth: int) -> dict[int, tuple[str, str]]:
    """Return for each column its own head and the words that stand over that."""
    lines = [_filled(sheet, at, at < index + depth - 1) for at in range(index, index + depth)]
    heads = {}
    for column in range(max(map(len, lines))):
        parts = [line[column] for line in lines if column < len(line) and line[column]]
        if parts:
            over = [part for part in dict.fromkeys(parts[:-1]) if part != parts[-1]]
            heads[column] = (parts[-1], "".join(over))
    return heads


def _filled(sheet: Sheet, index: int, is_upper: bool) -> list[str]:
    """Return a line of a head: what is merged over several columns stands over each of them."""
    number, cells = sheet.rows[index]
    line = list(cells)
    for left, right in sheet.across.get(number, ()):
        if left <= len(cells):
            line.extend([""] * (right - len(line)))
            line[left - 1 : right] = [cells[left - 1]] * (right - left + 1)
    if is_upper and not sheet.merged:
        below = sheet.rows[index + 1][1]
        for column in range(1, len(below)):
            line.extend([""] * (column + 1 - len(line)))
            line[column] = line[column] or (line[column - 1] if below[column] else "")
    return line


def _assign(sheet: Sheet, layout: Layout, meanings: dict[int, tuple[str, int]]) -> None:
    by_rank = sorted(meanings.items(), key=lambda item: item[1][1])
    for column, (meaning, _) in by_rank:
        if meaning.startswith("tick."):
            _, what, words = meaning.split(".", 2)
            layout.ticks.append((column, what, words))
        elif meaning.startswith("review."):
            _, what, group = meaning.split(".", 2)
            layout.reviews.setdefault(group, {}).setdefault(what, column)
        elif meaning == "basis":
            layout.details.append(column)
        elif meaning not in ("", PRIVATE, "kind", "name", "applicant", "result"):
            layout.one.setdefault(meaning, column)
    _find_kinds(sheet, layout, by_rank)
    _find_results(sheet, layout, by_rank)
    layout.ticks.sort()


def _find_kinds(sheet: Sheet, layout: Layout, by_rank: list) -> None:
    layout.kinds = sorted(column for column, (meaning, _) in by_rank if meaning == "kind")
    layout.names = sorted(column for column, (meaning, _) in by_rank if meaning in ("name", "applicant"))
    has_own = layout.kinds or any(what == "kind" for _, what, _ in layout.ticks)
    if has_own or layout.is_review:
        return
    for column, (meaning, _) in sorted(by_rank):
        may = meaning == "applicant" or not meaning and re.search("类|型|性质|身份|属性", layout.heads[column][0])
        if may and _share(_values(sheet, layout, column), is_kind) >= (0.5 if meaning else 0.8):
            layout.kinds = [column]
            layout.meanings[column], layout.mixed = "kind", bool(meaning)
            return


def _find_results(sheet: Sheet, layout: Layout, by_rank: list) -> None:
    found = [(rank, column) for column, (meaning, rank) in by_rank if meaning == "result"]
    if not found and not layout.details and not any(what == "result" for _, what, _ in layout.ticks):
        found = [(2, c) for c, (meaning, _) in by_rank if not meaning and _share(_values(sheet, layout, c), _says_result) >= 0.6]
    shares = {column: _share(_values(sheet, layout, column), _says_result) for _, column in found}
    told = [(rank, column) for rank, column in found if rank == 0 or shares[column] or len(found) == 1]
    told.sort(key=lambda one: (shares[one[1]] < 0.5, one[0], one[1]))
    if layout.details and told and told[0][0] and not shares[told[0][1]]:
        told = []
    layout.results = [column for _, column in told[:1]]
    layout.details += [column for _, column in told[1:] if shares[column] >= 0.5]
    if layout.results:
        layout.meanings[layout.results[0]] = "result"


def _says_result(text: str) -> bool:
    return bool(result_of(text)) or is_vague(text)


def _values(sheet: Sheet, layout: Layout, column: int) -> list[str]:
    first = layout.row + layout.depth
    rows = (cells for _, cells in sheet.rows[first : first + SAMPLE])
    return [cells[column] for cells in rows if column < len(cells) and cells[column]]


def _share(values: Iterable[str], says) -> float:
    values = list(values)
    return sum(1 for value in values if says(value)) / len(values) if values else 0


def is_head_again(cells: list[str], layout: Layout) -> bool:
    """Whether a row repeats the words of its heads, as on every printed page."""
    same = [c for c, (own, _) in layout.heads.items() if c < len(cells) and bare(cells[c]) == bare(own)]
    return len(same) >= LEAST
