"""What two editions share: the same id and the same kind of figure."""

from dataclasses import replace

from reports.editions import AMOUNT, COUNT, get_edition, shared_cells

FEES = "proactive.fees.amount"


def counting(edition):
    """Return the edition with its amounts as plain counts."""

    def block(one):
        columns = (replace(c, kind=COUNT) if c.kind == AMOUNT else c for c in one.columns)
        return replace(one, columns=tuple(columns))

    tables = (replace(t, blocks=tuple(map(block, t.blocks))) for t in edition.tables)
    return replace(edition, tables=tuple(tables))


def test_an_amount_and_a_count_of_the_same_id_are_not_shared():
    edition = get_edition("2021")

    shared = shared_cells([counting(edition), edition])

    assert FEES not in shared
    assert set(shared) == {c.id for c in edition.cells.values() if c.kind != AMOUNT}


def test_an_edition_shares_everything_with_itself():
    edition = get_edition("2021")

    assert shared_cells([edition, edition]) == list(edition.cells)
