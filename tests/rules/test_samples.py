"""The samples come out as their README says (only where the samples are)."""

import json
import re
from decimal import Decimal
from pathlib import Path

from reports.document import Document
from reports.rules import check

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"


def city(year: int, *sentences: str) -> Document:
    value = json.loads((SAMPLES / f"real-figures-{year}.json").read_text(), parse_float=Decimal)
    words = {"overview": "<h3>（二）依申请公开</h3>" + "".join(f"<p>{s}</p>" for s in sentences)}
    value = {key: value[key] for key in ("organ", "year", "edition", "cells")}
    return Document.from_json(value | {"organ_type": "city", "sections": words})


def ids(findings, *prefixes: str) -> list[str]:
    return [f.id for f in findings if f.id.startswith(prefixes)]


def seed_words() -> Document:
    page = (SAMPLES / "seed-posted-page.txt").read_text()
    overview = re.split("一、\\s*总体情况", page)[1].split("二、主动公开政府信息情况")[0]
    problems = page.split("五、存在的主要问题及改进情况")[1].split("六、其他需要报告的事项")[0]
    return Document.from_json(
        {
            "organ": "瀍河回族区文化和旅游局",
            "organ_type": "department",
            "year": 2020,
            "sections": {"overview": overview, "problems": problems},
            "cells": dict.fromkeys(seed_cells(), 0),
        }
    )


def seed_cells():
    return Document.from_json({"organ": "某局", "year": 2020}).edition.cells


if SAMPLES.exists():

    def test_the_real_figures_break_no_rule_about_figures():
        findings = check(city(2024), city(2023))

        # What the office in charge has to ask about is no broken rule.
        found = ids(findings, "requests.", "review.", "proactive.", "cell.")
        assert set(found) <= {"requests.other_high"}

    def test_new_and_carried_over_together_are_no_finding():
        assert ids(check(city(2023, "全年共收到和办理申请3607件。")), "text.count") == []
        assert ids(check(city(2024, "全年共收办政府信息公开申请3646件。")), "text.count") == []

    def test_cases_put_on_record_are_a_warning():
        words = "2024年，全市政府信息公开行政复议案件备案134件，行政诉讼案件备案57件。"
        found = [f for f in check(city(2024, words)) if f.id == "text.count"]

        assert [f.severity for f in found] == ["warning", "warning"]
        assert "170" in found[0].message and "77" in found[1].message

    def test_the_seed_has_its_slips_and_its_empty_section():
        found = {(f.id, f.quote) for f in check(seed_words())}

        assert ("text.typo", "。。") in found
        assert ("text.typo", "新 资") in found
        assert {("text.typo", "("), ("text.typo", ",")} <= found
        assert ("text.empty.other_matters", "") in found

    def test_the_seed_has_no_wrong_count_and_no_false_denial():
        assert ids(check(seed_words()), "text.count", "text.denial", "text.sum", "text.year") == []
