"""Tables of a PDF that go over a page's edge without a rule there."""

import pytest

from reports.importing.readers.paper.ruled_tables import Character, Ruled, ruled_tables

XS, YS = (50, 150, 200, 250), (100, 120, 140)


def rules(heights, low: float, high: float) -> list[Ruled]:
    lying = [Ruled(XS[0], y - 0.4, XS[-1], y + 0.4) for y in heights]
    return [*lying, *(Ruled(x - 0.4, low, x + 0.4, high) for x in XS)]


def characters(rows) -> list[Character]:
    return [
        Character(text, x, x + 8, base, 10, False)
        for base, texts in rows
        for x, text in zip((60, 170, 220), texts, strict=True)
    ]


WORDS = characters([(126, "甲12"), (106, "乙34"), (86, "丙56")])


def cells(table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.grid.rows]


@pytest.mark.parametrize(
    ("heights", "low", "high", "rows"),
    [
        ((80, 100, 120, 140), 80, 140, ["甲12", "乙34", "丙56"]),
        ((100, 120, 140), 80, 140, ["甲12", "乙34", "丙56"]),
        ((80, 100, 120), 80, 140, ["甲12", "乙34", "丙56"]),
        ((100, 120, 140), 100, 140, ["甲12", "乙34"]),
        ((100, 120, 140), 98, 142, ["甲12", "乙34"]),
    ],
    ids=["closed", "open below", "open above", "ends at its rule", "rules a little longer"],
)
def test_the_row_at_a_pages_edge_is_one_where_most_upright_rules_go_on(heights, low, high, rows):
    (table,) = ruled_tables(rules(heights, low, high), WORDS, "第1页")

    assert cells(table) == [list(row) for row in rows]


def test_one_rule_that_goes_on_makes_no_row():
    longer = Ruled(XS[0] - 0.4, 60, XS[0] + 0.4, 140)

    (table,) = ruled_tables([*rules((100, 120, 140), 100, 140), longer], WORDS, "第1页")

    assert cells(table) == [list("甲12"), list("乙34")]
