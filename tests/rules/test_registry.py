"""The registry, its examples, the handbook and the rules of the specification hold together."""

import re
from pathlib import Path

import pytest

from reports.rules import RULES, SEVERITIES, check, rule_of
from reports.rules.handbook import markdown

ROOT = Path(__file__).resolve().parents[2]
SPECIFICATION = ROOT.parent / "shared" / "domain" / "report-template.md"
BY_PATTERN = pytest.mark.parametrize("rule", RULES, ids=[rule.pattern for rule in RULES])


def found(example):
    return check(example.document(), example.last_year())


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


if SPECIFICATION.exists():

    def test_all_rules_of_the_specification_exist():
        text = SPECIFICATION.read_text().split("## Rules")[1].split("\n## ")[0]
        first_cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
        wanted = {name for cell in first_cells for name in re.findall(r"`([^`]+)`", cell)}

        assert wanted - {rule.pattern for rule in RULES} == set()
