"""填报说明: what each figure of an edition counts, and which row a single application belongs into.

Both pages are made of the edition alone: no organ's data stands behind them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from reports.editions import (
    Answer,
    Edition,
    Question,
    Row,
    Table,
    UnknownEdition,
    all_editions,
    get_edition,
)

from ..common.problems import problem


@dataclass(frozen=True)
class Origin:
    """The report and the cell, or the case of a register, from which somebody came, and goes back to.

    All may be empty. `case` is the organ and the row of a request: 3-17.
    """

    report: str = ""
    cell: str = ""
    case: str = ""

    @classmethod
    def of(cls, request: HttpRequest, edition: Edition) -> "Origin":
        """Return where `request` says that it comes from; what cannot be is left out."""
        report, cell = request.GET.get("report", ""), request.GET.get("cell", "")
        known = re.fullmatch(r"[0-9]{1,9}", report)
        case = request.GET.get("case", "")
        is_case = re.fullmatch("[0-9]{1,9}-[0-9]{1,9}", case)
        return cls(report if known else "", cell if cell in edition.cells else "", case if is_case else "")

    def back(self, cell: str = "") -> str:
        """Return the address of the report's editor, at `cell` or where one was."""
        if self.case:
            return self.with_result("")
        if not self.report:
            return ""
        place = cell or self.cell
        return reverse("editor", args=[int(self.report)]) + (f"#{place}" if place else "")

    def query(self, **more: str) -> str:
        """Return a query string that keeps where one came from."""
        kept = {"report": self.report, "cell": self.cell, "case": self.case}
        return "?" + urlencode({name: value for name, value in {**kept, **more}.items() if value})

    def with_result(self, row: str) -> str:
        """Return the address of the case with `row` chosen for its result, to be saved there."""
        organ, _, case = self.case.partition("-")
        chosen = f"?outcome={row}" if row else ""
        return reverse("register_request", args=[int(organ), int(case)]) + chosen

    def cell_in(self, table: Table, row: Row) -> str:
        """Return the cell of `row` in the column one came from; empty where there is none."""
        parts = self.cell.split(".")
        column = parts[2] if self.cell and parts[0] == table.id else ""
        cells = {cell.column.id: cell.id for cell in table.cells if cell.row.id == row.id}
        return cells.get(column, "")


def _of_an_edition(view):
    @require_GET
    @wraps(view)
    def found(request: HttpRequest, edition_id: str = "") -> HttpResponse:
        try:
            edition = get_edition(edition_id) if edition_id else all_editions()[-1]
        except UnknownEdition as unknown:
            return problem(request, 404, str(unknown), "请从“填报说明”页选择模板版本。")
        return view(request, edition)

    return found


@_of_an_edition
def guide(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Show 填报说明 of an edition, by default the newest: to read, and to print."""
    origin = Origin.of(request, edition)
    captions = {section.id: section.caption for section in edition.sections}
    tables = [(table, captions.get(table.id, table.name), list(_blocks(table)))
              for table in edition.tables if table.has_help]  # fmt: skip
    others = [one for one in reversed(all_editions()) if one is not edition]
    context = {"edition": edition, "tables": tables, "others": others, "back": origin.back(),
               "choice": _choice_address(edition, origin)}  # fmt: skip
    return render(request, "clerk/help/guide.html", context)


def _blocks(table: Table) -> Iterator[tuple[str, list[tuple[str, list]]]]:
    """Yield the heading of each block, and its rows and columns that say something."""
    for block in table.blocks:
        rows = [row for row in block.rows if row.help]
        columns = [column for column in block.columns if column.help]
        parts = [("行", rows), ("列", columns)]
        yield block.heading, [(what, found) for what, found in parts if found]


def _choice_address(edition: Edition, origin: Origin) -> str:
    if not edition.choosing:
        return ""
    return reverse("which_row", args=[edition.id]) + origin.query()


@_of_an_edition
def which_row(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Ask the questions that lead to the row of one application, one a page, each answer a link."""
    table = edition.choosing
    if table is None:
        return problem(request, 404, "这个模板版本没有逐问选择。", "请按行的标题填写。")
    questions = {question.id: question for question in edition.choice}
    ids, origin = list(questions), Origin.of(request, edition)
    asked, number = request.GET.get("at", ids[0]), request.GET.get("answer", "")
    ends = _ends(questions[asked]) if asked in questions else {}
    if asked not in questions or (number and number not in ends):
        return problem(request, 404, "没有这一问，或者没有这个回答。", "请从第一问重新选。")
    at = ids.index(asked)
    context = {
        "edition": edition,
        "question": questions[asked],
        "place": (at + 1, len(ids)),
        "back": origin.back(),
        "first": origin.query(),
        "previous": origin.query(at=ids[at - 1]) if at else "",
        "again": origin.query(at=asked),
    }
    if number:
        context |= _found(table, ends[number], origin)
        return render(request, "clerk/help/found.html", context)
    context["answers"] = [
        (answer, origin.query(at=answer.to) if answer.to else origin.query(at=asked, answer=str(n)))
        for n, answer in enumerate(questions[asked].answers, 1)
    ]
    return render(request, "clerk/help/question.html", context)


def _ends(question: Question) -> dict[str, Answer]:
    """Return the answers by their numbers that no other question follows."""
    return {str(n): answer for n, answer in enumerate(question.answers, 1) if not answer.to}


def _found(table: Table, answer: Answer, origin: Origin) -> dict:
    """Return the row that an answer leads to, and the way back to the cell in it."""
    row = next((row for row in table.rows if row.id == answer.row), None)
    cell = origin.cell_in(table, row) if row else ""
    back = origin.with_result(row.id) if origin.case and row else origin.back(cell)
    return {"answer": answer, "row": row, "table": table, "back": back, "cell": cell, "case": origin.case}
