"""The registry, its examples, the handbook and the rules of the specification hold together."""

import re
from pathlib import Path

import pytest

from reports.rules import RULES, SEVERITIES, check, rule_of
from reports.rules.handbook import markdown

ROOT = Path(__file__).resolve().parents[2]
BY_PATTERN = pytest.mark.parametrize("rule", RULES, ids=[rule.pattern for rule in RULES])


def found(example):
    return check(example.document(), example.last_year(), example.register, example.enforcement)


@BY_PATTERN
def test_its_example_fires(rule):
    findings = [finding for finding in found(rule.fires) if rule.covers(finding.id)]

    assert findings
    assert {finding.severity for finding in findings} <= set(rule.severities)


@BY_PATTERN
def test_its_counter_example_stays_silent(rule):
    assert found(rule.silent) == []


def test_no_id_belongs_to_two_rules():
    for rule in RULES:
        for finding in found(rule.fires):
            assert [other.pattern for other in RULES if other.covers(finding.id)] == [
                rule_of(finding.id).pattern
            ]


def test_every_rule_is_explained_in_chinese():
    for rule in RULES:
        for words in (rule.title, rule.why, rule.source, rule.fires.shows, rule.silent.shows):
            assert re.search("[一-鿿]", words)
        assert rule.severities and set(rule.severities) <= set(SEVERITIES)


def test_the_handbook_is_the_registry():
    written = (ROOT / "docs" / "rules.md").read_text()

    assert written == markdown(), "python -m reports.rules.handbook > docs/rules.md"


# What the template and the practice of reviewers ask for; a rule that goes must go from here, too.
ASKED_FOR = {
    "cell.blank", "cell.negative", "cell.range", "cell.whole", "edition.outdated",
    "proactive.disclosed.{row}", "proactive.in_force.{row}", "proactive.items.{row}",
    "proactive.power", "proactive.previous.{row}", "proactive.unit", "requests.balance.{column}",
    "requests.carried.{column}", "requests.other_high", "requests.processed.{column}",
    "requests.total.{row}", "review.total.{group}", "swing.{cell}", "text.agreement", "text.asof",
    "text.count", "text.date", "text.denial", "text.empty.{section}", "text.fee",
    "text.fee_tariff", "text.fee_unpaid", "text.organ", "text.parts", "text.period",
    "text.private", "text.reference", "text.repeat", "text.sensitive", "text.share", "text.sum",
    "text.topic.{topic}", "text.typo", "text.unit", "text.year",
}  # fmt: skip


def test_every_rule_that_is_asked_for_exists():
    assert ASKED_FOR - {rule.pattern for rule in RULES} == set()
