"""Open data: what a machine gets is what was published."""

import csv
import io
import json
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from reports.document import Document
from reports.editions import all_editions
from reports.views.public.data import CELL_COLUMNS, REPORT_COLUMNS, harmless


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def table(response) -> list[dict]:
    return list(csv.DictReader(io.StringIO(body(response).decode("utf-8-sig"))))


def test_the_table_of_reports_has_a_row_a_report(citizen, corrected, bureau):
    (row,) = table(citizen.get("/open/data/reports.csv"))

    assert list(row) == [name for name, _ in REPORT_COLUMNS]
    assert row["id"] == f"{bureau.pk}-2024"
    assert (row["version"], row["correction"]) == ("2", "更正表二的收费金额")


def test_the_table_of_cells_has_a_row_a_cell(citizen, corrected):
    rows = table(citizen.get("/open/data/2024/cells.csv"))

    figures = {row["cell"]: row["value"] for row in rows}
    assert list(rows[0]) == [name for name, _ in CELL_COLUMNS]
    assert set(figures) == set(corrected.report.template.cells)
    assert Decimal(figures["proactive.fees.amount"]) == Decimal("12.5")


def test_a_json_line_is_read_back_by_the_import(citizen, published):
    (line,) = body(citizen.get("/open/data/reports.jsonl")).decode().splitlines()

    document = Document.from_json(json.loads(line, parse_float=Decimal))

    assert document.cells == published.report.document().cells


def test_the_workbook_has_a_column_a_cell(citizen, published):
    book = load_workbook(io.BytesIO(body(citizen.get("/open/data/2024/reports.xlsx"))))

    head, row = book["报告"].iter_rows(values_only=True)
    stored = published.report.document().cells
    assert row[head.index("requests.new.total")] == stored["requests.new.total"]
    assert book["数据字典"].max_row == 1 + sum(len(e.cells) for e in all_editions())


def test_the_dictionary_knows_every_cell_of_every_edition(citizen, db):
    rows = table(citizen.get("/open/data/dictionary.csv"))

    assert {(row["edition"], row["cell"]) for row in rows} == {
        (edition.id, cell) for edition in all_editions() for cell in edition.cells
    }


def test_unchanged_data_is_not_sent_again(citizen, published):
    first = citizen.get("/open/data/cells.csv")

    again = citizen.get("/open/data/cells.csv", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304


@pytest.mark.parametrize("address", ["/open/data/", "report"])
def test_a_licence_is_named_only_where_the_office_has_set_one(
    citizen, published, place, settings, address
):
    page = place if address == "report" else address
    settings.DATA_LICENCE = settings.DATA_LICENCE_URL = ""
    without = body(citizen.get(page)).decode()

    settings.DATA_LICENCE_URL = "https://example.gov.cn/licence"

    assert "licence" not in without and '"license"' not in without
    assert "https://example.gov.cn/licence" in body(citizen.get(page)).decode()


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1+cmd", "@SUM(A1)", "\r=1"])
def test_a_text_is_never_a_formula(text):
    assert harmless(text).startswith("'")
