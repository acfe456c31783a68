"""Charts of figures by year: the drawing that pygal makes, fit for a page of ours."""

from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.rendering.charts.standing import Part, Shares
from reports.rendering.charts.years import Chart, apart

FIGURES = st.none() | st.decimals(0, 10**12, places=0)


def chart(*series: tuple[int | None, ...], stacked: bool = True) -> Chart:
    """Return a chart from 2021 on, its series called <0>, <1>, …"""
    values = [tuple(v if v is None else Decimal(v) for v in numbers) for numbers in series]
    names = ((f"<{n}>", numbers) for n, numbers in enumerate(values))
    return Chart(
        "received", "收到", tuple(range(2021, 2021 + len(series[0]))), tuple(names), stacked
    )


def drawn(made: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(made.svg)


def heights(made: Chart, tone: str) -> list[float]:
    """Return how high each column of a series is."""
    columns = drawn(made).findall(f".//g[@class='series {tone}']//rect")
    return [float(column.get("height")) for column in columns]


def texts(made: Chart, of: str) -> list[str]:
    return [text.text for text in drawn(made).findall(f".//g[@class='{of}']//text")]


@pytest.mark.parametrize("stacked", [True, False])
def test_a_column_is_as_high_as_its_number(stacked):
    low, high = heights(chart((1000, 3000), (500, 200), stacked=stacked), "s0")

    assert abs(high - 3 * low) < 0.1


def test_a_year_of_other_organs_is_pale_and_starred():
    made = replace(chart((3511, 2965), (96, 108)), apart=((2022, "只有3个机关的报告"),))

    pale = [
        rect.get("fill-opacity") for rect in drawn(made).findall(".//g[@class='series s0']//rect")
    ]
    assert pale == [None, ".3"]
    assert made.heads == ["2021", "2022*"] == texts(made, "axis x")
    assert made.notes == ["2022年：只有3个机关的报告，不能比较。"]


def test_the_year_with_the_most_organs_is_what_others_are_measured_by():
    sets = {
        2021: frozenset({1, 2}),
        2022: frozenset({1, 3}),
        2023: frozenset({1, 3}),
        2024: frozenset({3}),
    }

    odd = apart(sets)

    assert list(odd) == [2021, 2024]
    assert "有1个机关的报告，与2023年（2个）不是同一批机关" in odd[2024]
    assert apart({}) == {}


def test_the_axis_has_even_values_and_the_years():
    made = chart((3511, 2965), (96, 108))

    assert texts(made, "axis y always_show") == ["0", "1000", "2000", "3000", "4000"]
    assert texts(made, "axis x") == ["2021", "2022"]


def test_a_stack_has_its_total_and_a_row_of_columns_has_none():
    assert [t.text for t in drawn(chart((3511, 0), (96, 0))).iter("text")][-1] == "3607"
    assert "3607" not in chart((3511, 0), (96, 0), stacked=False).svg


def test_totals_that_would_meet_are_left_to_the_table():
    few, many = chart((1_573_179,) * 3), chart((1_573_179,) * 7)

    assert few.svg.count(">1573179</text>") == 3
    assert ">1573179</text>" not in many.svg


def test_of_many_years_some_are_written_the_last_among_them():
    years = texts(chart((1,) * 12), "axis x")

    assert years[-1] == "2032" and 5 < len(years) < 12


def test_a_column_says_what_it_is():
    assert "<title>2022年 &lt;0&gt;：3511件</title>" in chart((1, 3511)).svg


def test_what_is_nothing_or_unknown_is_no_column():
    assert len(heights(chart((0, None, 5)), "s0")) == 1
    assert len(heights(chart((0, None, 5), stacked=False), "s0")) == 1


@given(st.lists(st.tuples(FIGURES, FIGURES, FIGURES), min_size=1, max_size=12), st.booleans())
def test_any_figures_can_be_drawn(series, stacked):
    made = chart(*series, stacked=stacked)

    assert texts(made, "axis x") == ["2021", "2022", "2023"]
    assert len(list(drawn(made).iter("rect"))) == sum(bool(v) for line in series for v in line)


@pytest.mark.parametrize("made", [chart((3, 4)), Shares("found", "结果", (Part("好", 3, "well"),))])
def test_a_drawing_has_nothing_that_the_security_policy_refuses(made):
    root = ElementTree.fromstring(made.svg)

    assert not [node.tag for node in root.iter() if node.tag in {"style", "script", "a", "image"}]
    assert not [node for node in root.iter() if {"style", "href", "onclick"} & set(node.attrib)]
    assert "<!--" not in made.svg and "http" not in made.svg


def test_a_drawing_is_named_for_a_screen_reader_and_always_the_same():
    root = drawn(chart((3, 4)))

    assert root.get("role") == "img"
    assert root.find("title").get("id") == root.get("aria-labelledby") == "chart-received"
    assert root.find("title").text == "收到，数字见下表"
    assert (
        Shares("a", "b", (Part("c", 1, "well"),)).svg
        == Shares("a", "b", (Part("c", 1, "well"),)).svg
    )
