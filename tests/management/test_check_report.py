"""`manage.py check_report`, as a person runs it, without a database."""

import json
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from openpyxl import load_workbook

from reports.document import Document
from reports.editions import all_editions, get_edition
from reports.rendering.page.html import document_html
from reports.rules import Finding
from tests import factories
from tests.commands import manage, manage_apart
from tests.importing.test_scans import document_of_pictures

TOTAL = "requests.new.total"


def check(*arguments) -> CompletedProcess:
    """Run the command; these tests have no database."""
    return manage("check_report", *arguments)


@pytest.fixture
def file(tmp_path):
    """Return a writer of report files."""

    def write(value, name="report.json") -> Path:
        path = tmp_path / name
        path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
        return path

    return write


def good(edition="2021", **changes) -> dict:
    """Return a report without an error, some cells changed."""
    document = factories.filled(get_edition(edition), seed=3, sections=factories.WORDS).to_json()
    document["cells"] |= changes
    return document


@pytest.mark.parametrize("edition", all_editions(), ids=lambda edition: edition.id)
def test_a_report_without_an_error_ends_with_0(file, edition):
    done = check(file(good(edition.id)))

    assert (done.returncode, done.stderr) == (0, "")
    assert "错误】" not in done.stdout


@pytest.mark.parametrize(("organ", "asked"), [("青溪镇人民政府", True), ("青溪市人民政府", False)])
def test_a_page_is_checked_as_of_the_kind_of_organ_that_its_name_tells(file, organ, asked):
    fees = {"proactive.fees.amount": 152790}
    page = document_html(Document.from_json(good(**fees) | {"organ": organ, "title": ""}))

    done = check(file(page.encode(), "report.html"))

    assert ("对乡镇政府、街道办事处明显过大" in done.stdout) is asked


def test_a_scan_is_not_checked_and_the_way_is_told(file):
    done = check(file(document_of_pictures(), "扫描.pdf"))

    assert done.returncode == 2
    assert "扫描.pdf：这是扫描件或照片" in done.stderr


def test_an_error_is_a_sentence_and_ends_with_1(file):
    done = check(file(good(**{TOTAL: 1})))

    assert done.returncode == 1
    assert "【错误】表三“一、本年新收”行的总计应为" in done.stdout
    assert "（requests.total.new）" in done.stdout


def test_json_is_one_object_of_the_documented_shape(file):
    done = check(file(good(**{TOTAL: 1})), "--json")

    value = json.loads(done.stdout)
    assert set(value) == {"findings", "errors", "warnings", "hints"}
    counted = {
        s: sum(f["severity"] == s for f in value["findings"]) for s in ("error", "warning", "hint")
    }
    assert (value["errors"], value["warnings"], value["hints"]) == tuple(counted.values())
    finding = next(f for f in value["findings"] if f["id"] == "requests.total.new")
    assert set(finding) == set(Finding._fields)
    assert finding["source"] and finding["rule"] == "表三各行的总计"
    assert {"id", "severity", "cells", "section", "quote", "message"} <= set(finding)
    assert finding["cells"][0] == TOTAL


def test_blanks_are_errors_not_zeros(file):
    done = check(file({"organ": "瀍水区档案局", "year": 2025, "edition": "2021"}), "--json")

    blank = [f for f in json.loads(done.stdout)["findings"] if f["id"] == "cell.blank"]
    assert done.returncode == 1
    assert len(blank) == 200


@pytest.mark.parametrize(("cell", "value", "rule"), [
    (TOTAL, -1, "cell.negative"),
    (TOTAL, "1.5", "cell.whole"),
    ("proactive.fees.amount", "0.1234567", "cell.whole"),
    (TOTAL, 10**13, "cell.range"),
])  # fmt: skip
def test_figures_that_no_cell_may_hold_are_named(file, cell, value, rule):
    done = check(file(good(**{cell: value})), "--json")

    found = {(f["id"], *f["cells"]) for f in json.loads(done.stdout)["findings"]}
    assert done.returncode == 1
    assert (rule, cell) in found


def test_last_years_report_is_compared(file):
    before, now = good(), good() | {"year": 2022}
    before["cells"]["requests.carried_forward.total"] = 5000
    last, this = file(before, "last.json"), file(now)

    done = check(this, "--previous", last)

    assert done.returncode == 1
    assert "（requests.carried.total）" in done.stdout
    assert "requests.carried.total" not in check(this).stdout


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"%PDF", b"\xff", b"[" * 100_000, b'{"organ": "\xe5\xb1\x80", "year": 1999}',
     b'{"organ": "x", "year": 2025, "cells": {"requests.nobody.total": 1}}',
     b'{"organ": "x", "year": 2025, "cells": {"\\ud800": 1}}'],
)  # fmt: skip
def test_a_file_that_is_no_report_ends_with_2_and_a_sentence(file, content):
    done = check(file(content), "--json")

    assert (done.returncode, done.stdout.strip()) == (2, "")
    assert "report.json：" in done.stderr and done.stderr.strip().endswith("。")
    assert "Traceback" not in done.stderr


def test_a_web_page_is_read_and_checked(file):
    page = document_html(Document.from_json(good(**{TOTAL: 1}))).encode()

    done = check(file(page, "report.html"))

    assert done.returncode == 1, done.stderr
    assert "（requests.total.new）" in done.stdout


def test_a_page_without_a_report_ends_with_2(file):
    done = check(file("<p>通知公告</p>".encode(), "notice.html"))

    assert done.returncode == 2
    assert "notice.html：" in done.stderr and "Traceback" not in done.stderr


def test_a_missing_file_ends_with_2(tmp_path):
    done = check(tmp_path / "nothing.json")
    assert (done.returncode, "文件无法读取（没有这个文件或文件夹）" in done.stderr) == (2, True)


def test_a_previous_report_that_is_none_ends_with_2(file):
    done = check(file(good()), "--previous", file(b"{", "last.json"))
    assert (done.returncode, "last.json" in done.stderr) == (2, True)


def test_many_files_come_as_a_table_with_the_worst_status(file, tmp_path):
    files = [file(good(), "a.json"), file(good(**{TOTAL: 1}), "b.json"), file(b"{", "c.json")]

    done = manage_apart("check_report", *files, folder=tmp_path)

    assert done.returncode == 2
    assert "共3份，1份没有错误。" in done.stdout
    assert [line.split("/")[-1] for line in done.stdout.splitlines()[1:4]] == [
        "a.json",
        "b.json",
        "c.json（不是报告）",
    ]


def test_a_sentence_is_explained_word_by_word(file):
    words = "<p>全年新收政府信息公开申请3件，未发生行政复议。</p><p>举办培训2次。</p>"
    report = good()
    report["sections"]["overview"] = words

    told = check(file(report), "--explain").stdout

    assert "新收〔新收〕" in told and "表三“一、本年新收”" in told
    assert "没有：可能是 表四“行政复议”总计" in told
    assert "2次：不比较（标签里有不认识的词，或不是表里的数）" in told


def test_a_folder_gives_a_workbook_of_all_findings(file, tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "一.json").write_text(json.dumps(good(**{TOTAL: 1})))
    (folder / "二.txt").write_text("这不是报告。")
    book = tmp_path / "findings.xlsx"

    done = check(folder, "--xlsx", book)

    sheets = load_workbook(book)
    files = list(sheets["报告"].values)
    findings = list(sheets["问题"].values)
    assert done.returncode == 2
    assert [row[0] for row in files[1:]] == [str(folder / "一.json"), str(folder / "二.txt")]
    assert "没有认出" in files[2][-1]
    assert any(row[3] == "错误" and "表三" in row[5] for row in findings)


def test_an_empty_folder_is_said(tmp_path):
    done = check(tmp_path)

    assert (done.returncode, done.stderr) == (2, "文件夹里没有能读入的文件。\n")


def test_the_parts_of_a_sum_are_explained(file):
    report = good()
    report["sections"]["overview"] = "<p>全年发布信息300条，其中网站200条，公众号90条。</p>"

    told = check(file(report), "--explain").stdout

    assert "“全年发布信息…” 300条：其中列出 200＋90，相加是 290" in told
