"""The geometry of the printed tables: every figure is tied to the captions over and beside it."""

import pytest

from reports.editions import all_editions
from reports.editions.grid import printed_grids

GRIDS = [
    pytest.param(grid, id=f"{edition.id} {grid.id}")
    for edition in all_editions()
    for table in edition.tables
    for grid in printed_grids(table)
]


@pytest.mark.parametrize("grid", GRIDS)
def test_every_figure_names_captions_that_are_there(grid):
    ids = {cell.id for line in (*grid.head, *grid.body) for cell in line if cell.id}
    figures = [cell for line in grid.body for cell in line if cell.kind == "figure"]

    assert figures
    for figure in figures:
        assert figure.headers
        assert set(figure.headers) <= ids


@pytest.mark.parametrize("grid", [g for g in GRIDS if g.values[0].heading])
def test_the_caption_of_a_block_heads_each_of_its_figures(grid):
    figures = [cell for line in grid.body for cell in line if cell.kind == "figure"]

    assert {figure.headers[0] for figure in figures} == {grid.head[0][0].id}


@pytest.mark.parametrize("grid", GRIDS)
def test_every_place_of_a_table_is_covered_once(grid):
    places = [
        (cell.line + down, cell.at + along)
        for line in (*grid.head, *grid.body)
        for cell in line
        for down in range(cell.rowspan)
        for along in range(cell.colspan)
    ]

    lines = len(grid.head) + len(grid.body)
    assert sorted(places) == [(line, at) for line in range(lines) for at in range(grid.width)]
