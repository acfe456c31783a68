"""`manage.py import_report`, as a person runs it, without a database."""

import json

from reports.document import Document
from reports.importing import LARGEST
from tests.commands import ROOT, manage, manage_apart
from tests.factories import FIXTURES

PASTED = FIXTURES / "pasted-page.txt"
CITY = ROOT / "reports" / "management" / "commands" / "demo" / "city-2024.json"


def test_one_file_gives_a_report_with_notices(tmp_path):
    done = manage_apart("import_report", PASTED, folder=tmp_path)

    value = json.loads(done.stdout)
    assert done.returncode == 0
    assert value["cells"]["proactive.penalties.change"] == -3
    assert value["cells"]["requests.new.total"] is None
    assert set(value["notices"][0]) == {"where", "read", "message"}
    assert Document.from_json(value).organ == "清溪区水务局"


def test_what_was_imported_can_be_checked_and_so_can_the_file(tmp_path):
    report = tmp_path / "report.json"
    report.write_text(manage("import_report", PASTED).stdout)

    from_json, from_text = manage("check_report", report), manage("check_report", PASTED)

    # Of a file that had to be recognised it first says what was hard to read.
    assert from_text.stdout.endswith(from_json.stdout)
    assert "表三还有14格没有填" in from_text.stdout
    assert "text.typo" in from_text.stdout


def test_many_files_give_a_summary():
    done = manage("import_report", PASTED, CITY)

    assert done.returncode == 0
    assert "共2个文件，读出2份报告。" in done.stdout
    assert "200\t0\t0\t2024" in done.stdout


def test_json_lines_are_a_report_a_line(tmp_path):
    line = json.dumps(json.loads(CITY.read_text()), ensure_ascii=False)
    file = tmp_path / "reports.jsonl"
    file.write_text(f"{line}\n{line}\n{{]\n")

    done = manage("import_report", file)

    assert done.returncode == 2
    assert "共3个文件，读出2份报告。" in done.stdout
    assert "reports.jsonl:3：" in done.stderr


def test_many_files_can_be_json():
    reports = json.loads(manage("import_report", PASTED, CITY, "--json").stdout)["reports"]

    assert [report["year"] for report in reports] == [2020, 2024]


def test_a_file_that_is_no_report_is_said_with_status_2(tmp_path):
    note = tmp_path / "通知.txt"
    note.write_text("会议通知")

    done = manage("import_report", PASTED, note)

    assert done.returncode == 2
    assert "通知.txt：没有认出" in done.stderr
    assert "读出1份报告" in done.stdout


def test_a_file_that_is_not_there_is_said():
    done = manage("import_report", "nowhere.docx")

    assert (done.returncode, done.stdout) == (2, "")
    assert "文件无法读取" in done.stderr


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(25 * LARGEST)

    assert "超过20MB" in manage("import_report", huge).stderr


def test_the_year_asked_for_serves_where_none_is_told(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "<h1>云溪市水务局政府信息公开工作年度报告</h1><h2>一、总体情况</h2><p>平稳。</p>"
    )

    value = json.loads(manage("import_report", page, "--year", "2023").stdout)

    assert (value["year"], value["edition"]) == (2023, "2021")


def test_a_folder_gives_every_report_in_it_as_json(tmp_path):
    inner = tmp_path / "2024" / "水务局"
    inner.mkdir(parents=True)
    (inner / "报告.json").write_bytes(CITY.read_bytes())
    (tmp_path / "坏.docx").write_bytes(b"PK\3\4 broken")
    (tmp_path / ".hidden.json").write_text("{}")
    (tmp_path / "notes.exe").write_text("")

    done = manage("import_report", tmp_path, "--json")

    reports = json.loads(done.stdout)["reports"]
    assert [report["file"] for report in reports] == [
        str(inner / "报告.json"),
        str(tmp_path / "坏.docx"),
    ]
    assert reports[0]["year"] == 2024
    assert "文件损坏" in reports[1]["refusal"]
    assert done.returncode == 2
