"""A file of a lot beside its source: figures put right before it is taken, and put back."""

import io
import re
from decimal import Decimal

import pypdfium2
import pytest
from django.http import Http404

from reports import gathering
from reports.importing import show_guarded
from reports.models import AuditEvent, Report
from reports.refusals import Refused
from tests import factories
from tests.gathering.conftest import old_report
from tests.importing.formats import test_hostile_files as hostile
from tests.importing.making.pages import page

CELL = "requests.new.natural_person"


@pytest.fixture
def file(bring, work, bureau):
    """A file of a lot that was read."""
    lot = bring({"a.json": old_report(bureau.name, 2023)})
    work(lot)
    return lot.items.get()


@pytest.fixture
def browser(client, wang):
    """王's browser."""
    client.force_login(wang)
    return client


def at(file, what: str = "") -> str:
    return f"/gatherings/{file.job_id}/files/{file.pk}/{what}"


def figure(file) -> Decimal | None:
    file.refresh_from_db()
    return gathering.reading_of(file).document.cells[CELL]


def test_a_figure_put_right_is_kept_checked_anew_and_taken(browser, file, work, wang):
    old, found = figure(file), file.found

    answer = browser.post(at(file, "correct/"), {CELL: "987654"}, follow=True)

    assert "已改正 1 格" in answer.content.decode() and f"改自 {old}" in answer.content.decode()
    assert figure(file) == 987654 and file.corrected == {CELL: ["sure", str(old)]}
    assert file.found > found
    told = AuditEvent.objects.filter(action="gathered").latest("pk")
    assert (told.user, f"{old}→987654" in told.detail) == (wang, True)
    gathering.take_ready(file.job_id, by=wang)
    work(file.job)
    assert Report.objects.get().document().cells[CELL] == 987654


def test_what_was_read_comes_back(browser, file):
    before, old = file.reading, figure(file)
    browser.post(at(file, "correct/"), {CELL: "5"})
    browser.post(at(file, "correct/"), {CELL: "6"})
    assert file.job.items.get().corrected[CELL] == ["sure", str(old)]

    browser.post(at(file, "restore/"))

    assert figure(file) == old
    assert (file.corrected, file.reading) == ({}, before)


def test_what_cannot_stand_is_said_at_its_cell_and_nothing_is_changed(browser, file):
    old = figure(file)

    answer = browser.post(at(file, "correct/"), {CELL: "约12", "requests.new.other": "3"})

    page = answer.content.decode()
    assert answer.status_code == 400 and 'value="约12"' in page and "cell-fault" in page
    assert figure(file) == old and not file.corrected


def test_a_blank_is_blank_and_no_zero(browser, file):
    browser.post(at(file, "correct/"), {CELL: ""})

    assert figure(file) is None
    assert file.reading["cells"][CELL][0] == "missing" and file.blank == 1


DOUBTED = ("requests.new.natural_person", "requests.new.business")


def noted_page() -> bytes:
    """A page on which two figures of a row have words beside them; its sums hold."""
    row = re.search(r"一、本年新收.*?</tr>", page().decode())[0]
    noted = re.sub(r"<td>(\d+)</td>", r"<td>\1（含转办）</td>", row, count=2)
    return page().replace(row.encode(), noted.encode())


@pytest.fixture
def noted(bring, work):
    """A file of which two figures are to be looked at."""
    lot = bring({"年报.html": noted_page()})
    work(lot)
    return lot.items.get()


def test_a_doubtful_figure_that_is_right_is_marked_and_the_mark_goes_with_the_rest(browser, noted):
    assert noted.doubtful == 2
    stood = [figure(noted)]
    shown = browser.get(at(noted)).content.decode()
    assert shown.count('name="looked"') == 2 and "＝ 2 格都对" in shown

    answer = browser.post(at(noted, "correct/"), {"looked": DOUBTED[0]}, follow=True)

    assert "已核对 1 格，重新校核过了。" in answer.content.decode()
    assert "改自" not in answer.content.decode() and "✓ 已核对" in answer.content.decode()
    stood.append(figure(noted))
    assert stood[0] == stood[1] and noted.doubtful == 1
    assert noted.reading["cells"][DOUBTED[0]][0] == "sure"
    assert "核对1格：" in AuditEvent.objects.filter(action="gathered").latest("pk").detail
    browser.post(at(noted, "restore/"))
    assert figure(noted) == stood[0] and noted.doubtful == 2


def test_what_is_sure_or_changed_or_unknown_is_not_looked_at(browser, noted):
    browser.post(
        at(noted, "correct/"),
        {"looked": ["requests.new.total", "x\0", DOUBTED[0]], DOUBTED[0]: "7"},
    )

    noted.refresh_from_db()
    assert list(noted.corrected) == [DOUBTED[0]] and figure(noted) == 7
    assert noted.doubtful == 1


def test_marks_stay_beside_a_figure_that_cannot_stand(browser, noted):
    answer = browser.post(at(noted, "correct/"), {"looked": DOUBTED[0], "requests.new.other": "约3"})

    assert answer.status_code == 400
    assert f'value="{DOUBTED[0]}" checked' in answer.content.decode()


def test_what_was_taken_is_corrected_in_its_report_alone(browser, file, work, wang):
    gathering.take_ready(file.job_id, by=wang)
    work(file.job)

    with pytest.raises(Refused, match="已经导入"):
        gathering.correct(file.job_id, file.pk, {CELL: Decimal(1)}, by=wang)
    assert "look-end" not in browser.get(at(file)).content.decode()


def test_nobody_else_corrects_or_sees_the_source(file, client):
    client.force_login(factories.clerk("fremd", "人", "外"))

    for what in ("source/", "source/1.png"):
        assert client.get(at(file, what)).status_code == 404
    for what in ("correct/", "restore/"):
        assert client.post(at(file, what), {CELL: "1"}).status_code == 404
    with pytest.raises(Http404):
        gathering.correct(file.job_id, file.pk, {}, by=factories.clerk("fremd2"))


def blank_pdf(pages: int) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_the_source_of_a_page_is_its_tables_and_that_of_a_pdf_its_pages(browser, bring, wang):
    lot = bring({"网页.html": page(), "a.pdf": blank_pdf(2), "b.json": b"{}"})
    html, pdf, json = (lot.items.get(path=name) for name in ("网页.html", "a.pdf", "b.json"))

    shown = browser.get(at(html, "source/")).content.decode()
    assert "原文里的 3 个表格" in shown and "<td>规章</td>" in shown
    shown = browser.get(at(pdf, "source/")).content.decode()
    assert shown.count("<img src=") >= 2 and at(pdf, "source/2.png") in shown
    picture = browser.get(at(pdf, "source/2.png"))
    assert picture.content.startswith(b"\x89PNG") and picture.headers["Content-Type"] == "image/png"
    assert browser.get(at(pdf, "source/3.png")).status_code == 422
    refused = browser.get(at(json, "source/"))
    assert refused.status_code == 200 and "没有另外的原文" in refused.content.decode()


def test_a_hostile_source_is_refused(browser, bring):
    lot = bring({"a.pdf": hostile.encrypted_pdf(), "b.html": b"<div>" * 100_000})

    for item in lot.items.all():
        answer = browser.get(at(item, "source/"))
        assert answer.status_code == 200 and item.path in answer.content.decode()
        assert "密码" in answer.content.decode() or "过深" in answer.content.decode()


def test_what_a_source_says_is_no_mark_up():
    shown = show_guarded("<table><tr><td>&lt;b&gt;甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>".encode())

    assert shown["tables"][0]["lines"][0] == [["<b>甲", 1, 1], ["1", 1, 1]]
