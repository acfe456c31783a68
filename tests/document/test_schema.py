"""docs/report.schema.json agrees with what we write and with what we read."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from reports.document import Document, NotAReport
from reports.document.schema import printed, report_schema
from reports.editions import all_editions
from tests import factories

FILE = Path(__file__).resolve().parents[2] / "docs" / "report.schema.json"
SCHEMA = Draft202012Validator(report_schema(), format_checker=FormatChecker())
SMALLEST = {"organ": "瀍水区档案局", "year": 2025, "edition": "2021"}
CELL = "requests.new.business"


def test_the_file_is_made_from_the_editions():
    assert FILE.read_text() == printed()
    Draft202012Validator.check_schema(json.loads(FILE.read_text()))


@pytest.mark.parametrize("edition", all_editions(), ids=lambda edition: edition.id)
def test_what_we_write_is_valid(edition):
    for seed in range(5):
        document = factories.filled(edition, seed, sections=factories.WORDS, issued="2026-01-20")
        # By way of text, as a file: Python's tuples and decimals are not JSON.
        SCHEMA.validate(json.loads(json.dumps(document.to_json())))


@pytest.mark.parametrize("edition", all_editions(), ids=lambda edition: edition.id)
def test_a_blank_report_is_valid_both_ways(edition):
    blank = Document("瀍水区档案局", edition.first_year, edition.id, "").to_json()

    SCHEMA.validate(blank)
    assert Document.from_json(blank).answered == 0


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"organ_type": None},
        {"organ_type": "county"},
        {"title": None, "issued": None, "preface": None, "index_number": None},
        {"issued": "2026-01-20"},
        {"sections": {"overview": "<p>主动公开</p>", "problems": None}},
        {"cells": {CELL: 3, "proactive.fees.amount": "0.5"}},
        {"cells": {CELL: None}},
        {"cells": {CELL: -3}},
        {"cells": {CELL: 10**29}},
        {"edition": "2019", "year": 2020, "cells": {"proactive.penalties.change": -2}},
    ],
)
def test_what_is_valid_is_read(change):
    SCHEMA.validate(SMALLEST | change)
    assert Document.from_json(SMALLEST | change).organ == "瀍水区档案局"


@pytest.mark.parametrize(
    "change",
    [
        {"organ": ""},
        {"organ": "　"},
        {"organ": 3},
        {"year": 1999},
        {"year": 3000},
        {"year": "2025"},
        {"edition": "1998"},
        {"title": "长" * 201},
        {"issued": "2026-02-30"},
        {"sections": []},
        {"sections": {"summary": "x"}},
        {"sections": {"overview": 3}},
        {"cells": []},
        {"cells": {"proactive.procurement.items": 1}},
        {"cells": {CELL: "三"}},
        {"cells": {CELL: "1,234"}},
        {"cells": {CELL: True}},
        {"cells": {CELL: [1]}},
        {"cells": {CELL: 10**30}},
    ],
)
def test_what_is_not_valid_is_refused(change):
    assert not SCHEMA.is_valid(SMALLEST | change)
    with pytest.raises(NotAReport):
        Document.from_json(SMALLEST | change)
