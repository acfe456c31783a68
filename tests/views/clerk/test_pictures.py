"""Pictures for a report's words: taken, kept once, shown to colleagues only."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from reports import workflow
from tests import factories
from tests.views.conftest import JSON


def picture(kind="PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(out, kind)
    return out.getvalue()


def upload(client, report, content: bytes, name="图.png"):
    file = SimpleUploadedFile(name, content)
    headers = JSON["headers"]
    return client.post(f"/reports/{report.pk}/pictures/", {"picture": file}, headers=headers)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_taken_and_shown(client, report, kind):
    answer = upload(client, report, picture(kind))

    assert answer.status_code == 201
    assert (answer.json()["width"], answer.json()["height"]) == (40, 20)
    shown = client.get(answer.json()["src"])
    assert shown["Content-Type"] == f"image/{kind.lower()}"
    assert shown["Cache-Control"] == "no-store, private"


def test_the_same_picture_is_kept_once(client, report):
    addresses = {upload(client, report, picture()).json()["src"] for _ in range(2)}

    assert len(addresses) == 1
    assert report.pictures.count() == 1


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"GIF89a", picture()[:45]])
def test_a_file_that_is_no_picture_is_refused(client, report, content):
    answer = upload(client, report, content)

    assert answer.status_code == 422
    assert "没有插入" in answer.json()["message"]
    assert not report.pictures.exists()


def test_a_picture_beyond_five_megabytes_is_refused(client, report):
    answer = upload(client, report, b"\x89PNG" + b"0" * (5 * 1024 * 1024))

    assert answer.status_code == 413
    assert "图片超过 5 MB" in answer.json()["message"]


def test_an_upload_without_a_picture_is_refused(client, report):
    answer = client.post(f"/reports/{report.pk}/pictures/", headers=JSON["headers"])

    assert answer.status_code == 400
    assert "没有收到图片" in answer.json()["message"]


def test_a_report_handed_in_takes_no_picture(client, complete, zhang):
    workflow.submit(complete.pk, by=zhang)
    assert upload(client, complete, picture()).status_code == 423


def test_a_stranger_sees_no_picture(client, stranger, report):
    address = upload(client, report, picture()).json()["src"]
    assert stranger.get(address).status_code == 404
    assert upload(stranger, report, picture()).status_code == 404


def test_a_picture_of_another_report_is_not_shown(client, report):
    assert client.get(f"/reports/{report.pk}/pictures/{'0' * 64}").status_code == 404


def test_a_picture_has_one_address_also_among_ones_own_reports(client, report, bureau, zhang):
    other = factories.report(bureau, 2024, by=zhang)
    kept = factories.picture(other)

    assert client.get(f"/reports/{report.pk}/pictures/{kept.sha256}").status_code == 404
    assert client.get(f"/reports/{other.pk}/pictures/{kept.sha256}").status_code == 200
