"""The finished report as a file, and its pages as pictures."""

import json

import pytest

from .conftest import words


def test_the_json_is_the_documented_form(client, complete):
    answer = client.get(f"/reports/{complete.pk}/download/json")

    assert answer["Content-Type"] == "application/json"
    assert json.loads(answer.content) == complete.document().to_json()


def test_the_web_page_is_named_by_the_title(client, complete):
    answer = client.get(f"/reports/{complete.pk}/download/html")

    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert "%E5%B9%B4%E6%8A%A5" in answer["Content-Disposition"].replace(
        "%E5%B9%B4%E5%BA%A6%E6%8A%A5%E5%91%8A", "%E5%B9%B4%E6%8A%A5"
    )
    assert complete.title in words(answer)


def test_the_pdf_is_a_pdf(client, complete):
    answer = client.get(f"/reports/{complete.pk}/download/pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize("form", ["exe", "pdf.html", "PDF"])
def test_an_unknown_format_is_answered_with_the_known_ones(client, report, form):
    answer = client.get(f"/reports/{report.pk}/download/{form}")

    assert answer.status_code == 404
    assert "没有这种格式" in words(answer) and "JSON" in words(answer)


def test_the_preview_shows_every_page(client, complete):
    page = words(client.get(f"/reports/{complete.pk}/preview/"))
    image = client.get(f"/reports/{complete.pk}/preview/1.png")

    assert "第 1 页" in page
    assert image.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("number", ["0", "99", "9" * 30])
def test_a_page_that_is_not_there_is_not_found(client, complete, number):
    assert client.get(f"/reports/{complete.pk}/preview/{number}.png").status_code == 404


@pytest.mark.parametrize(
    "address", ["download/pdf", "download/json", "download/html", "preview/", "preview/1.png"]
)
def test_a_stranger_finds_nothing(stranger, report, address):
    assert stranger.get(f"/reports/{report.pk}/{address}").status_code == 404
