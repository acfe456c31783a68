"""In no workbook that the product writes is a long number shown as ### or as a power of ten."""

import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from reports.directory.workbook import blank_workbook
from reports.editions import all_editions
from reports.publishing import catalogue
from reports.rendering.office.entry import entry_xlsx
from reports.rendering.office.lists import Sheet, lists_xlsx
from reports.rendering.office.workbook import document_xlsx
from reports.views.public import data
from tests import factories

ROOT = Path(__file__).parents[2]
HUGE = Decimal("987654321987")
# An amount of fifteen digits, the most that a workbook keeps exactly.
HUGE_AMOUNT = Decimal("987654321987.125")
# Who writes workbooks; each has its test here.
WRITERS = {
    "reports/rendering/office/workbook.py",
    "reports/rendering/office/lists.py",
    "reports/directory/workbook.py",
    "reports/views/public/data.py",
}


def huge_cells(edition) -> dict[str, Decimal]:
    return {c.id: HUGE_AMOUNT if c.kind == "amount" else HUGE for c in edition.cells.values()}


def numbers(book):
    return (
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int | float) or str(cell.value or "").startswith("=")
    )


def unseen(cell) -> bool:
    """Whether a spreadsheet could show a number as ###, or in its general form as 9.9E+11."""
    column = cell.parent.column_dimensions.get(get_column_letter(cell.column))
    width = column.width if column else cell.parent.sheet_format.defaultColWidth or 8.43
    value = cell.value if isinstance(cell.value, int | float) else 0
    fits = cell.alignment.shrink_to_fit or len(str(value)) + 1 <= width
    return not fits or (abs(value) >= 10**11 and cell.number_format == "General")


def hidden(content: bytes) -> tuple[int, list[str]]:
    """Return how many long numbers a workbook has, and the cells that do not show theirs."""
    found = list(numbers(load_workbook(io.BytesIO(content))))
    long = [cell for cell in found if isinstance(cell.value, int | float) and cell.value > 10**11]
    return len(long), [f"{cell.parent.title}!{cell.coordinate}" for cell in found if unseen(cell)]


@pytest.mark.parametrize("edition", all_editions(), ids=lambda edition: edition.id)
@pytest.mark.parametrize("made", [document_xlsx, entry_xlsx])
def test_a_report_shows_its_numbers(edition, made):
    document = replace(factories.filled(edition), cells=huge_cells(edition))

    count, not_seen = hidden(made(document))

    # Sums of such numbers agree with nothing, so no formula stands in place of a total.
    assert (count, not_seen) == (len(edition.cells), [])


def test_a_report_to_be_filled_in_shows_what_is_typed_into_it():
    edition = all_editions()[0]
    book = load_workbook(io.BytesIO(document_xlsx(replace(factories.filled(edition), cells={}))))

    open_cells = [
        c for sheet in book for row in sheet.iter_rows() for c in row if c.number_format == "0"
    ]

    assert len(open_cells) > len(edition.cells) / 2
    assert all(cell.alignment.shrink_to_fit for cell in open_cells)


@pytest.fixture
def wang(db):
    """The supervisor of a district with a report of huge figures."""
    government = factories.organ("瀍水区人民政府", type="county")
    bureau = factories.organ("教育局", under=government)
    writer = factories.give(factories.clerk("zhang"), bureau, "clerk")
    report = factories.report(bureau, 2025, by=writer)
    factories.with_figures(report, huge_cells(report.template))
    return factories.give(factories.clerk("wang"), government, "supervisor")


def test_sums_show_their_numbers(wang, client_of):
    answer = client_of(wang).get("/aggregation/sums.xlsx?year=2025")

    count, not_seen = hidden(answer.content)

    assert not_seen == []
    # As printed, by cell, by organ; totals as printed are formulas where they follow.
    assert count > 2 * len(all_editions()[-1].cells)


def test_what_is_published_shows_its_numbers(bureau, zhang, quick_files):
    factories.published(bureau, 2024, by=zhang)
    ((posting, content),) = catalogue.contents(catalogue.postings(catalogue.Wish(year=2024)))
    report = json.loads(content)
    edition = next(e for e in all_editions() if e.id == posting.publication.edition)
    report["cells"] = {
        cell: int(value) if value == int(value) else str(value)
        for cell, value in huge_cells(edition).items()
    }

    count, not_seen = hidden(data.workbook([(posting, json.dumps(report).encode())]))

    assert (count, not_seen) == (len(edition.cells), [])


def test_a_list_shows_its_numbers():
    sheet = Sheet(
        "问题", ["机关", "数", "差"], [["甲", int(HUGE), 12], ["乙", None, -5]], (5, 4, 3)
    )

    count, not_seen = hidden(lists_xlsx([sheet]))

    assert (count, not_seen) == (1, [])


def test_a_list_of_organs_to_be_filled_in_has_no_numbers(db):
    assert list(numbers(load_workbook(io.BytesIO(blank_workbook())))) == []


def test_whoever_writes_a_workbook_is_tested_here():
    writing = re.compile(r"\bWorkbook\(")
    found = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "reports").rglob("*.py")
        if writing.search(path.read_text())
    }

    assert found == WRITERS


def test_a_number_that_is_not_shown_is_noticed():
    book = load_workbook(io.BytesIO(blank_workbook()))
    sheet = book["机关"]
    sheet["A2"], sheet["B2"], sheet["B3"] = 12, float(HUGE), float(HUGE)
    sheet["B2"].number_format, sheet["B3"].number_format = "General", "0"
    sheet.column_dimensions["D"].width = 5
    sheet["D2"] = 12345678

    assert [cell.coordinate for cell in numbers(book) if unseen(cell)] == ["B2", "D2"]
