"""The API: pages, addresses that do not exist, and not too often."""

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command

from reports.document import Document, format_figure
from reports.publishing import publications
from reports.views.public.api import api, licence_info


@pytest.fixture(autouse=True)
def _limited(settings, tmp_path):
    settings.RATE_LIMITS, settings.DATA_DIR = {"public_api": 120}, tmp_path


def test_reports_come_in_pages(citizen, published, bureau):
    answer = citizen.get("/open/api/reports", {"year": 2024, "q": "图解"}).json()

    assert (answer["count"], answer["pages"]) == (1, 1)
    assert answer["items"][0]["id"] == f"{bureau.pk}-2024"


def test_a_report_comes_whole(citizen, published, bureau):
    answer = citizen.get(f"/open/api/reports/{bureau.pk}-2024").json()

    assert Document.from_json(answer).cells == published.report.document().cells
    assert answer["version"] == 1


@pytest.mark.parametrize("given", ["api/reports/{}-2024", "data/2024/reports.jsonl"])
def test_the_import_reads_what_is_given(citizen, published, bureau, tmp_path, given):
    answer = citizen.get(f"/open/{given.format(bureau.pk)}")
    file = tmp_path / f"given{Path(given).suffix or '.json'}"
    file.write_bytes(b"".join(answer) if answer.streaming else answer.content)

    out = io.StringIO()
    with pytest.raises(SystemExit, match="0"):
        call_command("import_report", str(file), stdout=out)

    read = Document.from_json(json.loads(out.getvalue(), parse_float=Decimal))
    assert read.cells == published.report.document().cells
    assert read.sections == published.report.document().sections


def test_versions_name_their_hashes(citizen, corrected, bureau):
    versions = citizen.get(f"/open/api/reports/{bureau.pk}-2024/versions").json()

    assert [version["version"] for version in versions] == [2, 1]
    assert versions[0]["sha256"]["pdf"] == corrected.files.get(form="pdf").sha256


def test_figures_are_summed_by_year(citizen, published, bureau):
    answer = citizen.get("/open/api/figures", {"organ": bureau.pk}).json()

    new = published.report.document().cells["requests.new.total"]
    assert answer["2024"]["requests.new.total"] == format_figure(new)
    assert answer["2024"]["reports"] == "1"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("reports?page=0", 422),
        ("reports?page=99", 404),
        ("reports?page=x", 422),
        ("reports?per_page=1000", 422),
        ("reports?year=abc", 422),
        ("reports?year=1888", 422),
        ("reports?organ=99999999999999999999", 422),
        ("reports?q=" + "字" * 10_000, 422),
        ("reports?q=***", 400),
        ("reports?region=%00", 200),
        ("reports/1-1888", 404),
        ("reports/x", 422),
        ("reports/１-2024", 422),
        ("reports/999999999999999999-2024", 404),
        ("organs?page=9", 404),
        ("figures?organ=999999999", 404),
        ("nothing", 404),
    ],
)
def test_a_bad_request_gets_a_clear_answer(citizen, published, address, status):
    assert citizen.get(f"/open/api/{address}").status_code == status


def test_a_withdrawn_report_is_gone(citizen, published, zhang, bureau):
    publications.withdraw(published.report_id, "误发", by=zhang)

    answer = citizen.get(f"/open/api/reports/{bureau.pk}-2024")

    assert (answer.status_code, answer.json()["message"]) == (410, "这份报告已经撤下。")


def test_who_asks_too_often_waits(citizen, published):
    statuses = [citizen.get("/open/api/cells").status_code for _ in range(121)]

    assert statuses[:120] == [200] * 120
    last = citizen.get("/open/api/cells")
    assert last.status_code == 429
    assert int(last.headers["Retry-After"]) > 0
    assert "太频繁" in last.json()["message"]


def test_behind_our_proxy_each_visitor_is_counted_alone(citizen, published, settings):
    settings.TRUSTED_PROXIES = 1

    def ask(visitor: str) -> int:
        chain = {"X-Forwarded-For": f"6.6.6.6, {visitor}"}
        return citizen.get("/open/api/cells", headers=chain).status_code

    assert [ask("10.1.2.3") for _ in range(121)][-1] == 429
    assert ask("10.1.2.4") == 200


def test_chinese_comes_as_it_is_written(citizen, published, bureau):
    for address in ("reports", f"reports/{bureau.pk}-2024", "reports/1-1888", "nothing"):
        assert "\\u" not in citizen.get(f"/open/api/{address}").content.decode()


def test_a_head_asks_for_what_a_get_would_bring(citizen, published):
    head = citizen.head("/open/api/reports")

    assert (head.status_code, head.content) == (200, b"")


def test_an_answer_that_is_known_is_not_sent_again(citizen, published):
    etag = citizen.get("/open/api/reports").headers["ETag"]

    assert citizen.get("/open/api/reports", headers={"If-None-Match": etag}).status_code == 304


def test_the_description_names_the_licence_that_the_office_has_set(settings):
    settings.DATA_LICENCE, settings.DATA_LICENCE_URL = "", ""
    assert licence_info() == {}

    settings.DATA_LICENCE_URL = "https://example.gov.cn/licence"
    assert licence_info()["license"]["url"] == "https://example.gov.cn/licence"


def test_the_description_says_what_comes_back_and_what_a_refusal_is():
    for path, methods in json.loads(json.dumps(api.get_openapi_schema()))["paths"].items():
        answers = methods["get"]["responses"]
        assert {"200", "400", "404", "410", "422", "429"} == set(answers), path
        assert all("schema" in said["content"]["application/json"] for said in answers.values())


def test_the_guide_explains_every_operation(citizen, db):
    guide = citizen.get("/open/api/guide/").content.decode()

    for path in api.get_openapi_schema()["paths"]:
        assert path in guide
    assert "//cdn" not in guide and '<script src="http' not in guide


@pytest.mark.parametrize(("page", "status"), [(1, 200), (2, 404), (3, 404)])
def test_a_page_beyond_the_last_is_not_there(citizen, published, page, status):
    answer = citizen.get(f"/open/api/reports?page={page}")

    assert answer.status_code == status
