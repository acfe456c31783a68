"""预览: the finished sheets on screen."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from reports.writing import editing
from tests import factories


def preview(client, report):
    return client.get(reverse("preview", args=[report.pk]))


def page(client, report, number: int):
    return client.get(reverse("preview_page", args=[report.pk, number]))


def write(report, text: str, *, by):
    """Store `text` as the words of section one."""
    editing.save(report.pk, [factories.edit(report, "overview", text)], by=by)


def test_it_shows_every_page_of_the_saved_report(client, report):
    response = preview(client, report)

    addresses = re.findall(r'<img src="([^"]+)"', response.content.decode())
    assert len(addresses) > 2
    assert f"共 {len(addresses)} 页" in response.content.decode()
    for address in addresses:
        picture = client.get(address)
        assert picture.status_code == 200
        assert picture.content.startswith(b"\x89PNG")


def test_a_change_gives_the_pages_new_addresses(client, report, zhang):
    before = preview(client, report).content
    write(report, "<p>新的内容。</p>", by=zhang)

    assert preview(client, report).content != before


def test_more_words_make_more_pages(client, report, zhang):
    before = len(preview(client, report).context["pages"])
    write(report, "<p>公开政府信息。</p>" * 60, by=zhang)

    assert len(preview(client, report).context["pages"]) > before


@pytest.mark.parametrize("number", [0, 99, 10**12])
def test_a_page_that_the_report_does_not_have_is_404(client, report, number):
    assert page(client, report, number).status_code == 404


def test_the_editor_may_frame_it_and_nobody_else(client, report):
    response = preview(client, report)

    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


def test_no_computer_keeps_a_page(client, report):
    assert "no-store" in page(client, report, 1)["Cache-Control"]
    assert "no-store" in preview(client, report)["Cache-Control"]


def test_a_character_without_glyph_is_named_not_printed(client, report, zhang):
    write(report, "<p>负责人\ue123。</p>", by=zhang)

    response = preview(client, report)

    assert response.status_code == 422
    assert "“\ue123”（U+E123）" in response.content.decode()
    assert page(client, report, 1).status_code == 404


def test_a_stranger_finds_nothing(stranger, report):
    assert preview(stranger, report).status_code == 404
    assert page(stranger, report, 1).status_code == 404


def test_nobody_is_asked_to_log_in(report):
    client = Client()
    assert preview(client, report)["Location"].startswith(reverse("login"))
    assert page(Client(), report, 1).status_code == 302


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_looked_at(client, report, method):
    assert getattr(client, method)(reverse("preview", args=[report.pk])).status_code == 405
