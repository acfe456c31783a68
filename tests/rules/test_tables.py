"""The rules about figures fire and stay silent, beyond the registry's own examples."""

import pytest

from reports.rules import check
from reports.rules.registry import Example

TOWN = {"organ": "青阳镇人民政府", "organ_type": "town"}
CITY = {"organ": "云溪市人民政府", "organ_type": "city"}
BOTH = ("natural_person", "total")


def found(cells=None, previous=None, words="", **report) -> set[str]:
    """Return the ids of the findings about figures in a report of zeros with some changes."""
    last = None if previous is None else {"cells": previous}
    if words:
        report["sections"] = {"overview": words}
    sections = report.pop("sections", {})
    example = Example("", cells=cells or {}, report=report, previous=last, sections=sections)
    return {f.id for f in check(example.document(), example.last_year(), example.register, example.enforcement) if f.cells and f.id[:5] != "text."}  # fmt: skip


def row(name: str, value: int, columns=BOTH) -> dict[str, int]:
    """Return a row of table 三 with the same number in some columns."""
    return {f"requests.{name}.{column}": value for column in columns}


HANDLED = row("new", 4) | row("granted", 4) | row("processed", 4)


@pytest.mark.parametrize(("cells", "rules"), [
    (HANDLED, set()),
    (HANDLED | row("carried_over", 2) | row("carried_forward", 2), set()),
    (HANDLED | row("carried_over", 2), {"requests.balance.natural_person", "requests.balance.total"}),
    (HANDLED | {"requests.new.total": 5}, {"requests.balance.total", "requests.total.new"}),
    (row("new", 4) | row("other_other", 4) | row("processed", 4), set()),
    (row("new", 4) | row("withheld_process", 3) | row("processed", 4),
     {"requests.processed.natural_person", "requests.processed.total"}),
    ({"review.litigation_direct.pending": 1, "review.litigation_direct.total": 1}, set()),
    ({"review.litigation_direct.pending": 1}, {"review.total.litigation_direct"}),
    ({"review.reconsideration.total": 2}, {"review.total.reconsideration"}),
])  # fmt: skip
def test_equations(cells, rules):
    assert found(cells) == rules


@pytest.mark.parametrize(("cells", "rules"), [
    ({"proactive.normative_documents.newly_disclosed": 4,
      "proactive.normative_documents.total_disclosed": 4}, set()),
    ({"proactive.rules.newly_disclosed": 1}, {"proactive.disclosed.rules", "proactive.power"}),
    ({"proactive.fees.previous_items": 3, "proactive.fees.change": -3}, set()),
    ({"proactive.fees.previous_items": 3, "proactive.fees.change": -4}, {"proactive.items.fees"}),
])  # fmt: skip
def test_the_equations_of_the_trial_edition(cells, rules):
    assert found(cells, year=2019) == rules


@pytest.mark.parametrize("cell", ["requests.new.total", "proactive.fees.amount"])
def test_a_blank_is_named_and_breaks_no_equation(cell):
    assert found({cell: None}) == {"cell.blank"}


@pytest.mark.parametrize(("value", "rules"), [
    ("0.000001", set()), ("-1", {"cell.negative"}), ("1.2345678", {"cell.whole"}),
    (str(10**12), {"cell.range", "proactive.unit"}), ("50000", set()), ("50000.01", {"proactive.unit"}),
])  # fmt: skip
def test_what_an_amount_can_be(value, rules):
    assert found({"proactive.fees.amount": value}) == rules


@pytest.mark.parametrize(("organ", "amount", "rules"), [
    (TOWN, "8040", {"proactive.unit"}), (TOWN, "4999", set()), (CITY, "1820550", set()),
    ({"organ": "云溪市某中心", "organ_type": ""}, "8040000", set()),
])  # fmt: skip
def test_an_amount_is_judged_by_the_kind_of_organ(organ, amount, rules):
    assert found({"proactive.fees.amount": amount}, **organ) == rules


@pytest.mark.parametrize(("kind", "rules"), [
    ("state_council_department", set()), ("province", set()), ("city", set()), ("", set()),
    ("county", {"proactive.power"}), ("town", {"proactive.power"}), ("department", {"proactive.power"}),
])  # fmt: skip
def test_who_can_make_rules(kind, rules):
    words = "<p>主动公开、依申请公开、信息管理、平台、监督、考核、评议、追责。</p>"
    assert found({"proactive.rules.in_force": 1}, organ_type=kind, words=words) == rules


@pytest.mark.parametrize(("then", "now", "rules"), [
    (2, 2, set()), (0, 0, set()), (None, 2, set()),
    (2, 1, {"requests.carried.natural_person", "requests.carried.total"}),
])  # fmt: skip
def test_what_was_carried_over(then, now, rules):
    this = row("carried_over", now) | row("granted", now) | row("processed", now)
    assert found(this, row("carried_forward", then)) == rules


@pytest.mark.parametrize(("now", "rules"), [
    ({"issued": 3, "repealed": 1, "in_force": 7}, set()),
    ({"issued": 3, "repealed": 1, "in_force": 8}, {"proactive.in_force.normative_documents"}),
    ({"issued": None, "repealed": 1, "in_force": 8}, {"cell.blank"}),
])  # fmt: skip
def test_what_is_in_force_follows_from_last_year(now, rules):
    cells = {f"proactive.normative_documents.{column}": n for column, n in now.items()}
    assert found(cells, {"proactive.normative_documents.in_force": 5}) == rules


def test_across_the_change_of_editions_only_common_cells_are_compared():
    report = {
        "year": 2021,
        "previous": {"proactive.licensing.decisions": 0} | row("carried_forward", 0),
    }
    assert found({"proactive.normative_documents.in_force": 9}, **report) == set()


@pytest.mark.parametrize(("then", "now", "rules"), [
    (40, 399, set()), (40, 400, {"swing.proactive.penalties.decisions"}),
    (400, 40, {"swing.proactive.penalties.decisions"}), (1, 19, set()),
    (0, 20, {"swing.proactive.penalties.decisions"}), (None, 400, set()),
])  # fmt: skip
def test_swings(then, now, rules):
    cell = "proactive.penalties.decisions"
    assert found({cell: now}, {cell: then}) == rules


def test_an_amount_ten_thousand_times_last_year_s_is_yuan():
    cell = "proactive.fees.amount"
    rules = {"proactive.unit", f"swing.{cell}"}
    assert found({cell: "20000"}, {cell: "2"}) == rules
    assert found({cell: "19"}, {cell: "2"}) == set()
