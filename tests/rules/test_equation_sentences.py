"""The very words of a broken equation: signs, sums and a difference that is never negative."""

from decimal import Decimal

import pytest

from reports.document import Document
from reports.editions import all_editions, get_edition
from reports.rules import equation_findings

ROWS = {"new": 3, "carried_over": 2, "processed": 4, "carried_forward": 9}


def sentences(cells: dict[str, int]) -> dict[str, str]:
    """Return the sentence of each equation that figures break; cells not named are 0."""
    edition = get_edition("2021")
    figures = dict.fromkeys(edition.cells, Decimal(0)) | {c: Decimal(n) for c, n in cells.items()}
    document = Document("某局", 2025, edition.id, "", cells=figures)
    return {finding.id: finding.message for finding in equation_findings(document)}


def row_id(part: str) -> str:
    """Return the id of the row of table 三 that has a part in its balance."""
    edition = get_edition("2021")
    balance = next(e for e in edition.equations if e.id == "requests.balance.business")
    return balance.cells[list(ROWS).index(part)]


def test_a_column_out_of_balance_is_told_with_all_four_numbers_added():
    found = sentences({row_id(part): number for part, number in ROWS.items()})

    assert found["requests.balance.business"].startswith(
        "表三“商业企业”列不平衡：一 3＋二 2＝5，三 4＋四 9＝13，相差 8。"
    )


@pytest.mark.parametrize("total", [5, 9])
def test_a_difference_has_no_sign_whichever_side_is_larger(total):
    found = sentences({"review.reconsideration.upheld": 7, "review.reconsideration.total": total})

    assert f"应为 7，现为 {total}，相差 2。" in found["review.total.reconsideration"]


@pytest.mark.parametrize("edition", all_editions(), ids=lambda edition: edition.id)
def test_the_line_under_a_column_adds_both_sides(edition):
    balances = [e for e in edition.equations if e.summary]

    assert balances
    for equation in balances:
        assert len(equation.left) == len(equation.right) == 2
        assert equation.summary.format(1, 2, 3, 4) == "一 1＋二 2＝三 3＋四 4"
