"""Sealed files beside what was published: who may, once, audited, seen by all."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from reports import bulk
from reports.models import AuditEvent, Seal
from reports.publishing import publications
from tests import factories
from tests.archive.signing import NAME, signed_ofd, signed_pdf
from tests.archive.test_packages import contents


@pytest.fixture
def publication(bureau, zhang):
    return factories.published(bureau, 2025, by=zhang)


@pytest.fixture
def send(client, publication, zhang):
    """Return a function that uploads a file for the first version, and what the page then says."""
    client.force_login(zhang)

    def post(content: bytes, version: int = 1) -> str:
        address = reverse("seal", args=[publication.report_id, version])
        file = SimpleUploadedFile("盖章.pdf", content)
        return client.post(address, {"file": file}, follow=True).content.decode()

    return post


def stored(publication, form: str) -> bytes:
    return bytes(publication.files.get(form=form).content)


def test_a_sealed_pdf_is_public_beside_the_unsealed_one(send, client, publication, bureau):
    sealed = signed_pdf(stored(publication, "pdf"))

    page = send(sealed)

    assert f"盖章的 PDF，签章：{NAME}" in page
    report = client.get(reverse("public_report", args=[bureau.pk, 2025])).content.decode()
    assert NAME in report and "盖章的 PDF" in report and "请用签章系统" in report
    place = (bureau.pk, 2025, "-sealed.pdf")
    assert client.get(reverse("public_file", args=place)).content == sealed
    assert stored(publication, "pdf") == sealed[: len(stored(publication, "pdf"))]
    assert AuditEvent.objects.get(action="sealed").report == publication.report
    assert contents(bulk.archive_package(publication.report))["文件/report-sealed.pdf"] == sealed


def test_a_time_of_digits_alone_is_parted(send, client, publication, bureau):
    page = send(signed_ofd(stored(publication, "ofd")))

    report = client.get(reverse("public_report", args=[bureau.pk, 2025])).content.decode()
    assert "2026-01-20 09:30:00" in page and "2026-01-20 09:30:00" in report


@pytest.mark.parametrize("form", ["pdf", "ofd"])
def test_a_sealed_file_of_another_version_is_refused(send, publication, zhang, form):
    first = stored(publication, form)
    factories.mend(publication.report, "proactive.fees.amount", "12.5", by=zhang)
    publications.publish(publication.report_id, by=zhang, note="更正")
    sealed = signed_pdf(first) if form == "pdf" else signed_ofd(first)

    assert "不同" in send(sealed, version=2)
    assert not Seal.objects.exists()


@pytest.mark.parametrize("form", ["pdf", "ofd"])
def test_a_truncated_or_doubled_file_is_refused(send, publication, form):
    sealed = (signed_pdf if form == "pdf" else signed_ofd)(stored(publication, form))

    for broken in (sealed[: len(sealed) // 2], sealed + sealed):
        send(broken)
    assert not Seal.objects.exists()


def test_a_sealed_ofd_is_taken_and_no_second_one(send, publication):
    sealed = signed_ofd(stored(publication, "ofd"))

    assert NAME in send(sealed)
    assert "已经有盖章的文件" in send(sealed)
    assert Seal.objects.count() == 1


def test_what_is_not_the_published_file_is_refused_and_nothing_kept(send, publication):
    assert "没有签章" in send(stored(publication, "pdf"))
    assert "不同：从第" in send(b"%PDF-1.7 another")
    assert "请上传盖章以后的" in send(b"text")
    assert "这个文件是空的" in send(b"")
    assert not Seal.objects.exists()


def test_a_seal_stays_as_it_is(send, publication):
    send(signed_ofd(stored(publication, "ofd")))

    with pytest.raises(DatabaseError), transaction.atomic():
        Seal.objects.update(signatures=[])


def test_an_outsider_finds_no_such_address(client, publication):
    client.force_login(factories.clerk("outsider"))

    answer = client.post(reverse("seal", args=[publication.report_id, 1]))

    assert answer.status_code == 404
