"""`manage.py render_report`, as its users run it, without a database."""

import json
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.commands import manage, manage_apart

from .conftest import FIXTURES
from .reading import Sheets

REPORT = FIXTURES / "report-2019.json"


def render_report(*arguments) -> CompletedProcess:
    """Run the command; these tests have no database."""
    return manage("render_report", *arguments)


@pytest.fixture
def out(tmp_path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def report_file(tmp_path):
    """Return a maker of files with other contents."""

    def make(content: str | bytes) -> Path:
        file = tmp_path / "report.json"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return make


def test_it_prints_a_pdf_and_says_nothing(out, tmp_path):
    run = manage_apart("render_report", REPORT, "-o", out, folder=tmp_path)

    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert Sheets(out.read_bytes()).failures() == []


def test_it_writes_a_web_page(out):
    run = render_report(REPORT, "--format", "html", "-o", out)

    assert run.returncode == 0
    assert out.read_text().startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "不是 JSON 文件"),
        ("{", "不是 JSON 文件"),
        (b"\xff\xfe\x00", "不是 JSON 文件"),
        ("[" * 100_000, "不是 JSON 文件"),
        ("[]", "这不是一份年度报告"),
        ('{"year": 2024}', "缺少机关名称"),
        ('{"organ": "甲局", "year": "2024"}', "年度（year）应当是整数"),
        ('{"organ": "甲局", "year": 1999}', "1999"),
        ('{"organ": "甲局", "year": 3000}', "3000"),
        ('{"organ": "甲局", "year": 2024, "edition": "x"}', "x"),
        ('{"organ": "甲局", "year": 2024, "cells": {"a.b": 1}}', "没有“a.b”这个单元格"),
        ('{"organ": "甲局", "year": 2024, "cells": {"requests.new.total": "1/2"}}', "不是数字"),
        ('{"organ": "甲局", "year": 2024, "issued": "2024-13-01"}', "发布日期"),
    ],
    ids=range(13),
)
def test_what_is_no_report_is_refused_with_a_sentence(report_file, out, content, sentence):
    run = render_report(report_file(content), "-o", out)

    assert run.returncode == 2
    assert sentence in run.stderr
    assert "Traceback" not in run.stderr
    assert not out.exists()


def test_a_file_that_is_not_there_is_named(tmp_path, out):
    run = render_report(tmp_path / "none.json", "-o", out)

    assert run.returncode == 2
    assert f"文件无法读写：{tmp_path / 'none.json'}" in run.stderr


def test_a_folder_is_no_report(tmp_path, out):
    assert render_report(tmp_path, "-o", out).returncode == 2


def test_an_output_that_cannot_be_written_is_named(tmp_path):
    out = tmp_path / "none" / "report.pdf"

    run = render_report(REPORT, "-o", out)

    assert run.returncode == 2
    assert f"文件无法读写：{out}" in run.stderr


def test_an_unknown_format_is_refused(out):
    run = render_report(REPORT, "--format", "exe", "-o", out)

    assert run.returncode == 2
    assert "pdf" in run.stderr and "html" in run.stderr
    assert not out.exists()


def test_a_character_without_glyph_is_named_and_nothing_is_written(report_file, out):
    report = json.loads(REPORT.read_text())
    report["sections"]["overview"] = "<p>负责人\ue123。</p>"

    run = render_report(report_file(json.dumps(report)), "-o", out)

    assert run.returncode == 2
    assert "报告里有印不出的字：“\ue123”（U+E123）" in run.stderr
    assert not out.exists()


def test_an_old_file_stays_when_the_new_one_is_refused(report_file, out):
    out.write_text("旧")

    render_report(report_file("{}"), "-o", out)

    assert out.read_text() == "旧"
