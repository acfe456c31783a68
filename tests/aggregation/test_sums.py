"""Sums are exact on every database, say how many answered, and are held to the equations."""

from decimal import Decimal
from importlib import import_module

import pytest

from reports import aggregation
from reports.editions import all_editions, get_edition, shared_cells
from tests import factories

from .conftest import YEAR

FEES, NEW = "proactive.fees.amount", "requests.new.natural_person"
CHANGE = "proactive.licensing.change"
LARGEST = Decimal(10) ** 12 - Decimal("0.000001")
BALANCED = {NEW: 3, "requests.new.total": 3, "requests.granted.natural_person": 3,
            "requests.granted.total": 3, "requests.processed.natural_person": 3,
            "requests.processed.total": 3}  # fmt: skip


def test_amounts_are_added_without_a_float(write, total):
    for number in range(10):
        write(f"{number}局", {FEES: "0.1"})
    write("十局", {FEES: "0.000001"})

    assert total().sums[FEES].value == Decimal("1.000001")


def test_a_sum_may_be_larger_than_the_database_s_integers(write, total):
    for number in range(12):
        write(f"{number}局", {FEES: LARGEST})

    assert total().sums[FEES].value == 12 * LARGEST  # in millionths over 2 ** 63


def test_negative_numbers_are_added_exactly(write, gather, government):
    for number, change in enumerate((-5, 2, -1)):
        write(f"{number}局", {CHANGE: change}, year=2020)
    choice = aggregation.Choice(government, 2020)

    reports = aggregation.counted_reports(gather()[0], choice)

    assert aggregation.summed(reports, 2020).sums[CHANGE].value == -4


def test_every_cell_is_the_sum_that_python_makes(zhang, government, total):
    documents = []
    for number in range(4):
        organ = factories.organ(f"{number}局", zhang, under=government)
        documents.append(factories.sound_report(organ, YEAR, by=zhang).document())

    sums = total().sums

    assert {c: s.value for c, s in sums.items()} == {
        cell: sum(document.cells[cell] for document in documents) for cell in sums
    }
    assert set(sums) == set(get_edition("2021").cells)


def test_a_blank_cell_stays_visible(write, total):
    write("甲局", {NEW: 2})
    write("乙局", {NEW: None})

    one = total().sums[NEW]

    assert (one.value, one.answered, one.of, one.partial) == (2, 1, 2, True)


def test_what_nobody_answered_is_not_zero(write, total):
    write("甲局")

    assert (total().sums[NEW].value, total().sums[NEW].text) == (None, "")


def test_everybody_s_zero_is_zero(write, total):
    write("甲局", {})

    assert (total().sums[NEW].value, total().sums[NEW].answered) == (0, 1)


def test_without_reports_there_is_nothing(total):
    assert (total().reports, total().sums[NEW].of) == (0, 0)


def test_mixed_editions_are_added_over_what_both_have(write, total, on_old_edition):
    write("甲局", {NEW: 2, "requests.other_other.total": 1})
    on_old_edition()
    write("乙局", {})

    sums = total()

    assert [edition.id for edition in sums.editions] == ["2019", "2021"]
    assert sums.sums[NEW].value == 2
    assert "requests.other_other.total" not in sums.sums
    assert set(sums.sums) == set(shared_cells(all_editions()))
    assert sums.unshared == len(get_edition("2021").cells) - len(sums.sums)


def test_the_same_id_of_another_kind_is_not_shared():
    old, new = get_edition("2019"), get_edition("2021")

    assert all(old.cells[cell].kind == new.cells[cell].kind for cell in shared_cells([old, new]))


def test_sums_that_agree_are_said_to(write, total, gather):
    write("甲局", BALANCED)
    write("乙局", BALANCED)

    assert aggregation.broken(total(), gather()[1]) == []
    assert len(total().checked) == len(get_edition("2021").equations)


def test_a_broken_equation_names_where_it_starts(write, total, gather):
    write("甲局", BALANCED)
    wrong = write("乙局", BALANCED | {"requests.new.natural_person": 4})

    found = aggregation.broken(total(), gather()[1])

    assert {broken.reports for broken in found} == {(wrong,)}
    assert any("自然人" in broken.sentence and "不平衡" in broken.sentence for broken in found)


def test_a_report_with_a_blank_is_not_held_to_the_equations(write, total, gather):
    write("甲局", BALANCED)
    write("乙局", BALANCED | {"requests.granted.natural_person": None})

    assert (total().whole, aggregation.broken(total(), gather()[1])) == (1, [])


def test_the_parts_of_a_sum_are_all_of_its_reports_in_order(write, gather, government, monkeypatch):
    """A nought stands before a number below it, and nothing that stands in the database is left out."""
    monkeypatch.setattr(import_module("reports.aggregation.behind"), "PAGE", 3)
    values = [Decimal(5), None, Decimal(0), Decimal(-3), Decimal(7), Decimal(0), None, Decimal(-1)]
    for number, value in enumerate(values):
        write(f"第{number}局", {CHANGE: value}, year=2020)
    reports = aggregation.counted_reports(gather()[0], aggregation.Choice(government, 2020))
    one = aggregation.summed(reports, 2020).sums[CHANGE]

    pages = [aggregation.parts_of(reports, one, page) for page in (1, 2, 3)]

    found = [(part.value, part.report.organ.name) for page in pages for part in page]
    assert found == [
        (Decimal(7), "第4局"), (Decimal(5), "第0局"), (Decimal(0), "第2局"), (Decimal(0), "第5局"),
        (Decimal(-1), "第7局"), (Decimal(-3), "第3局"), (None, "第1局"), (None, "第6局"),
    ]  # fmt: skip
    assert pages[0].paginator.count == len(values)


@pytest.mark.parametrize("cell", ["requests.new.total", NEW])
def test_a_sum_opens_to_its_parts_the_largest_first(write, total, gather, cell):
    write("甲局", {cell: 1})
    write("乙局", {cell: 3})
    write("丙局", {cell: None})

    parts = aggregation.parts_of(gather()[1], total().sums[cell])

    assert [(p.report.organ.name, p.text, p.share) for p in parts] == [
        ("乙局", "3", 75), ("甲局", "1", 25), ("丙局", "", None),
    ]  # fmt: skip
