"""Sums in the layout of the official tables, for screens."""

from collections.abc import Container, Mapping

from reports.aggregation import Aggregate, CellSum
from reports.editions import Edition, Section
from reports.editions.grid import GridCell, printed_grids
from reports.forms.report import column_classes


def sum_parts(sums: Aggregate, wrong: Container[str] = ()) -> list[dict]:
    """Return the tables with their sums; `wrong` are cells of equations that do not hold."""
    return parts(sums.edition, sums.sums, wrong=wrong)


def parts(
    edition: Edition,
    sums: Mapping[str, CellSum],
    *,
    wrong: Container[str] = (),
    present: Mapping[str, str] | None = None,
) -> list[dict]:
    """Return each table's section with its grids: in every place the sum and what is `present`."""

    def place(printed: GridCell) -> tuple:
        name = printed.cell.id if printed.cell else ""
        return printed, sums.get(name), name in wrong, (present or {}).get(name)

    return [
        {
            "section": section,
            "grids": [
                (grid, column_classes(grid), [[place(c) for c in line] for line in grid.body])
                for grid in printed_grids(edition.table(section.id))
            ],
            "partial": _partial(edition, section, sums),
        }
        for section in edition.sections
        if section.kind == "table"
    ]


def _partial(edition: Edition, section: Section, sums: Mapping[str, CellSum]) -> int:
    cells = edition.table(section.id).cells
    return sum(cell.id in sums and sums[cell.id].partial for cell in cells)
