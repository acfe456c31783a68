"""A city's figures of two years, and a bureau's posted page: what the rules make of whole reports."""

import json
from decimal import Decimal

from reports.document import Document
from reports.importing import read
from reports.management.commands.load_demo import DEMO_FILES
from reports.rules import check
from tests.factories import posted_page


def city(year: int, *sentences: str) -> Document:
    value = json.loads((DEMO_FILES / f"city-{year}.json").read_text(), parse_float=Decimal)
    words = {"overview": "<h3>（二）依申请公开</h3>" + "".join(f"<p>{s}</p>" for s in sentences)}
    value = {key: value[key] for key in ("organ", "year", "edition", "cells")}
    return Document.from_json(value | {"organ_type": "city", "sections": words})


def ids(findings, *prefixes: str) -> list[str]:
    return [f.id for f in findings if f.id.startswith(prefixes)]


def test_the_figures_of_two_years_break_no_rule_about_figures():
    findings = check(city(2024), city(2023))

    # What the office in charge has to ask about is no broken rule.
    found = ids(findings, "requests.", "review.", "proactive.", "cell.")
    assert set(found) <= {"requests.other_high"}


def test_new_and_carried_over_together_are_no_finding():
    assert ids(check(city(2023, "全市一年收到和办理申请合计3607件。")), "text.count") == []
    assert ids(check(city(2024, "各级机关收办信息公开申请共3646件。")), "text.count") == []


def test_cases_put_on_record_are_a_warning():
    words = "2024年，全市备案政府信息公开行政复议案件134件，政府信息公开行政诉讼案件57件。"
    found = [f for f in check(city(2024, words)) if f.id == "text.count"]

    assert [f.severity for f in found] == ["warning", "warning"]
    assert "170" in found[0].message and "77" in found[1].message


def test_a_posted_page_has_its_slips_and_its_empty_section():
    found = {(f.id, f.quote) for f in check(read(posted_page().encode()).document)}

    assert {("text.typo", "。。"), ("text.typo", "理 过")} <= found
    assert {("text.typo", "("), ("text.typo", ",")} <= found
    assert ("text.empty.other_matters", "") in found


def test_a_posted_page_has_no_wrong_count_and_no_false_denial():
    findings = check(read(posted_page().encode()).document)

    assert ids(findings, "text.count", "text.denial", "text.sum", "text.year") == []
