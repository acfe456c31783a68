"""Scans on the site: read in the background, looked at beside their picture, taken."""

import base64
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from reports import jobs, scanning
from reports.document.which import OFFICE
from reports.editions import edition_for
from reports.importing import Unreadable, read
from reports.importing.values import Box, CellReading
from reports.models import Incoming, Scan, ScanFile
from reports.oversight import notices
from reports.scanning import scans
from reports.writing import editing
from tests import factories
from tests.importing.making import pictured
from tests.importing.test_scans import document_of_pictures

SCAN, LOOK = "/import/scan/", "/import/look/"
CELL = "requests.new.natural_person"
PICTURE = pictured.file_of(Image.new("L", (400, 500), 255))


@pytest.fixture(autouse=True)
def _nobody_reads():
    cache.clear()


@pytest.fixture
def page(client_of, zhang):
    """Clerk 张's browser."""
    return client_of(zhang)


@pytest.fixture
def seen(monkeypatch):
    """What the recogniser is asked for; it answers with a report, or with what is put here."""
    told = {"asked": [], "fault": ""}

    def look(content, number):
        told["asked"].append(number)
        if told["fault"]:
            raise Unreadable(told["fault"])
        return {"number": number, "characters": [], "rules": [], "pieces": []}

    def together(content, name="", *, year=None, seen=None):
        told["seen"] = [one["number"] for one in seen["pages"]]
        return reading(year or 2025)

    monkeypatch.setattr(scans, "read_page", look)
    monkeypatch.setattr(scans, "read_guarded", together)
    return told


def reading(year):
    """A report as read from a picture: a figure of it not sure, with its piece."""
    document = factories.filled(edition_for(year), year=year, organ="瀍水区文化和旅游局",
                                sections={"overview": "<p>甲。</p>"})  # fmt: skip
    plain = read(json.dumps(document.to_json()).encode())
    cells = plain.cells | {CELL: CellReading("unsure", Decimal(7), "7", Box(0, 1, 1, 2, 2))}
    return replace(plain, cells=cells, pieces={CELL: base64.b64encode(PICTURE).decode()})


def send(page, report, *files):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return page.post(f"/reports/{report.pk}/import/", {"file": uploads})


def work(scan) -> None:
    """Be a worker until there is nothing more to do."""
    worker, begun = jobs.join("w"), scanning.begin_round(scan.pk)
    while begun and scanning.press_one(scan.pk, begun.number, worker):
        pass


def test_a_scan_is_read_in_the_background_and_then_looked_at(page, report, seen):
    answer = send(page, report, ("扫描.pdf", document_of_pictures(2)))
    scan = Scan.objects.get()

    assert answer.url == SCAN
    assert "2 页，识别了 0 页" in page.get(SCAN).text
    work(scan)
    assert page.get(f"{SCAN}progress/").json()["state"] == "through"
    assert page.get(SCAN).url == LOOK
    assert seen["asked"] == [0, 1]
    assert not Scan.objects.exists() and not ScanFile.objects.exists()


def test_whoever_left_is_told_when_the_scan_is_through(page, zhang, report, seen):
    send(page, report, ("扫描.pdf", document_of_pictures(1)))
    work(Scan.objects.get())

    assert "识别完了：有 1 格从图片识别" in notices.unread_of(zhang)[0].text
    home = page.get("/").text
    assert "核对导入的文件" in home and f'href="{LOOK}">扫描.pdf' in home
    page.get(LOOK)
    assert not notices.unread_of(zhang)


def test_a_scan_in_vain_is_told_and_waits_at_home(page, zhang, report, seen):
    seen["fault"] = "第1页没有识别成功。"
    send(page, report, ("扫描.pdf", document_of_pictures(1)))
    work(Scan.objects.get())

    assert "没有读成：第1页没有识别成功" in notices.unread_of(zhang)[0].text
    assert f'href="{SCAN}">扫描.pdf' in page.get("/").text


def test_a_scan_for_an_office_s_own_report_stays_with_it(page, zhang, seen):
    town = factories.organ("瀍水区人民政府", zhang, type="county")
    own = editing.create_report(town, 2025, kind=OFFICE, by=zhang)

    send(page, own, ("扫描.png", PICTURE))
    work(Scan.objects.get())

    incoming = Incoming.objects.get()
    assert (incoming.organ, incoming.year, incoming.kind) == (town, 2025, OFFICE)


def test_several_pictures_are_the_pages_of_one_report_in_the_order_of_their_names(
    page, report, seen
):
    send(page, report, ("第10页.png", PICTURE), ("第2页.png", PICTURE), ("第1页.png", PICTURE))
    scan = Scan.objects.get()

    assert scan.name == "第1页.png等3张图片"
    work(scan)
    assert seen["seen"] == [0, 1, 2]


def test_several_files_that_are_no_pictures_are_refused(page, report):
    answer = send(page, report, ("一.png", PICTURE), ("二.txt", b"x"))

    assert answer.status_code == 400
    assert "只能都是图片" in answer.text


def test_a_figure_of_a_scan_stands_beside_its_piece_and_waits_for_a_person(page, report, seen):
    send(page, report, ("扫描.png", PICTURE))
    work(Scan.objects.get())

    text = page.get(LOOK).text
    assert 'src="data:image/png;base64,' in text
    assert "都照读到的数" not in text


def test_a_page_in_vain_is_told_and_tried_again(page, report, seen):
    seen["fault"] = "第1页没有识别成功。"
    send(page, report, ("扫描.png", PICTURE))
    work(Scan.objects.get())

    assert "第1页没有识别成功" in page.get(SCAN).text
    seen["fault"] = ""
    page.post("/import/scan/retry/")
    work(Scan.objects.get())
    assert page.get(SCAN).url == LOOK


def test_a_page_of_a_dead_worker_is_read_by_another(page, report, seen):
    send(page, report, ("扫描.pdf", document_of_pictures(2)))
    scan = Scan.objects.get()
    begun, dead = scanning.begin_round(scan.pk), jobs.join("dead")
    jobs.claim(scan.items.all(), scan.pk, begun.number, dead, hopeless="x")
    jobs.leave("dead")

    work(scan)

    assert sorted(seen["asked"]) == [0, 1]
    assert Incoming.objects.count() == 1


def test_what_nobody_could_lay_down_at_the_end_is_laid_down_by_whoever_looks_around(
    page, report, seen
):
    send(page, report, ("扫描.png", PICTURE))
    scan = Scan.objects.get()
    scan.items.update(state="done", seen={"number": 0})

    assert scanning.unsettled_jobs() == [scan.pk]
    scanning.settle(scan.pk)

    assert Incoming.objects.count() == 1


def test_a_scan_can_be_given_up(page, report, seen):
    send(page, report, ("扫描.png", PICTURE))

    page.post("/import/discard/")

    assert not Scan.objects.exists()
    assert page.get(SCAN).url == "/import/"


def test_a_stranger_finds_no_scan_of_others(client_of, zhao, page, report, seen):
    send(page, report, ("扫描.png", PICTURE))
    stranger = client_of(zhao)

    assert stranger.get(SCAN).url == "/import/"
    assert stranger.get("/import/scan/progress/").status_code == 404


def test_where_nothing_can_read_pictures_the_page_says_what_to_install(page, report, monkeypatch):
    monkeypatch.setenv("SCANS", "off")

    one = send(page, report, ("扫描.png", PICTURE))
    many = send(page, report, ("1.png", PICTURE), ("2.png", PICTURE))

    assert "requirements-ocr.txt" in one.text and "requirements-ocr.txt" in many.text
    assert one.status_code == many.status_code == 422
