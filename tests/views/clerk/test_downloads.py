"""下载: the finished report as a file."""

import json
import re
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from reports.document import Document
from reports.importing import read
from reports.views.clerk.downloads import FORMS
from reports.writing import editing
from tests import factories
from tests.rendering.reading import Sheets


@pytest.fixture
def filled(report, zhang):
    """The report with figures and words."""
    document = factories.filled(report.template, organ=report.organ.name, year=report.year)
    editing.take_document(report, document, by=zhang)
    edit = factories.edit(report, "overview", "<p>公开政府信息。</p>")
    editing.save(report.pk, [edit], by=zhang)
    report.refresh_from_db()
    return report


def download(client, report, form: str):
    return client.get(reverse("download", args=[report.pk, form]))


def named(response) -> str:
    """Return the file name that the browser is told."""
    return unquote(response["Content-Disposition"].partition("filename*=utf-8''")[2])


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("pdf", "application/pdf"),
        ("html", "text/html; charset=utf-8"),
        ("json", "application/json"),
    ],
)
def test_a_file_is_named_by_its_title(client, report, form, media_type):
    response = download(client, report, form)

    assert response.status_code == 200
    assert response["Content-Type"] == media_type
    assert response["Content-Disposition"].startswith("attachment")
    assert named(response) == f"瀍水区文化和旅游局2025年政府信息公开工作年度报告.{form}"


def test_a_title_with_slashes_is_still_a_file_name(client, report, zhang):
    report.title = "文化/旅游局: 年报"
    report.save()

    assert named(download(client, report, "pdf")) == "文化_旅游局_ 年报.pdf"


def test_the_pdf_holds_what_is_saved(client, filled):
    sheets = Sheets(download(client, filled, "pdf").content)

    assert "公开政府信息。" in sheets.text()
    assert filled.document().figure("requests.new.total") in sheets.text()


def test_the_web_page_holds_what_is_saved(client, filled):
    page = download(client, filled, "html").content.decode()

    assert "公开政府信息。" in page
    assert f"<title>{filled.title}</title>" in page


def test_the_json_is_the_report(client, filled):
    answer = json.loads(download(client, filled, "json").content)

    assert Document.from_json(answer) == filled.document()


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_an_office_file_is_read_back_whole(client, filled, form):
    answer = download(client, filled, form)
    document = read(answer.content).document

    assert answer["Content-Type"].startswith("application/vnd.openxmlformats-officedocument")
    assert dict(document.cells) == dict(filled.document().cells)
    assert document.sections == filled.document().sections


@pytest.mark.parametrize("form", ["pdf", "html", "json", "docx", "xlsx"])
def test_no_computer_keeps_a_copy(client, report, form):
    assert "no-store" in download(client, report, form)["Cache-Control"]


@pytest.mark.parametrize("form", ["exe", "PDF", "pdf.exe", "..", "%00"])
def test_a_form_that_we_do_not_make_is_404(client, report, form):
    assert download(client, report, form).status_code == 404


def test_an_unknown_format_is_answered_with_the_known_ones(client, report):
    answer = download(client, report, "exe").content.decode()

    assert "没有这种格式" in answer and "JSON" in answer


def test_a_character_without_glyph_is_named_not_printed(client, report, zhang):
    edit = factories.edit(report, "overview", "<p>负责人\ue123。</p>")
    editing.save(report.pk, [edit], by=zhang)

    response = download(client, report, "pdf")

    assert response.status_code == 422
    assert "“\ue123”（U+E123）" in response.content.decode()


def test_a_stranger_finds_nothing(stranger, report):
    assert [download(stranger, report, form).status_code for form in ("pdf", "html", "json")] == [
        404
    ] * 3


def test_nobody_is_asked_to_log_in(report):
    assert download(Client(), report, "pdf")["Location"].startswith(reverse("login"))


def test_the_editor_s_menu_offers_every_format_with_what_it_is_for(client, report):
    page = client.get(reverse("editor", args=[report.pk])).content.decode()

    offered = re.findall(r'/download/(\w+)">([^<]+)</a>', page)

    assert offered == [(form, f"{made.caption}（{made.use}）") for form, made in FORMS.items()]
