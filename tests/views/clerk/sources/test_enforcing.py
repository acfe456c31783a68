"""The second report of January beside table 二."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from reports.models import Acceptance, Enforcement
from tests import factories

from ...conftest import words

TEXT = "2025年度行政执法统计年报\n行政许可实施数量\n许可数量\n不予许可数量\n100\n5\n"
CELL = "proactive.licensing.decisions"


@pytest.fixture(autouse=True)
def _nobody_reads():
    cache.clear()


@pytest.fixture
def home(report) -> str:
    return f"/reports/{report.pk}/enforcement/"


def test_a_file_is_read_kept_and_shown_beside_the_report(client, report, home):
    answer = client.post(home, {"file": SimpleUploadedFile("执法年报.txt", TEXT.encode())})

    assert answer.status_code == 302
    page = words(client.get(home))
    assert "准予许可 100，不予许可 5" in page and "执法年报.txt" in page
    assert report.figures.get(cell=CELL).value is None
    assert report.changes.get(place="enforcement").new == "行政许可 105（执法年报.txt）"


def test_the_chosen_figures_are_filled_in_and_undone_as_one(client, report, home):
    client.post(home, {"text": TEXT})
    report.refresh_from_db()
    client.post(home, {"take": "1", "matter": ["licensing"], "seen": report.revision})

    assert report.figures.get(cell=CELL).value == 105
    report.refresh_from_db()
    client.post(f"/reports/{report.pk}/import/{report.revision}/undo/")
    assert report.figures.get(cell=CELL).value is None


def test_a_figure_that_others_changed_meanwhile_is_not_filled_in(client, report, home, zhang):
    client.post(home, {"text": TEXT})
    report.refresh_from_db()
    seen = report.revision
    factories.type_in(report, CELL, "7", by=zhang)

    answer = client.post(home, {"take": "1", "matter": ["licensing"], "seen": seen})

    assert answer.status_code == 409 and report.figures.get(cell=CELL).value == 7


def test_what_differs_is_a_warning_with_the_usual_reasons(client, complete, zhang):
    home = f"/reports/{complete.pk}/enforcement/"
    factories.type_in(complete, CELL, "100", by=zhang)
    client.post(home, {"text": TEXT})
    headers = {"accept": "application/json"}
    found = client.get(f"/reports/{complete.pk}/findings/", headers=headers).json()["findings"]
    warning = next(one for one in found if one["id"] == "proactive.enforcement.licensing")

    assert warning["severity"] == "warning" and "是 105（准予许可 100，不予许可 5），相差 5" in warning["message"]
    assert any("不予许可" in reason for reason in warning["reasons"])
    assert '<option value="许可与不予许可' in words(client.get(f"/reports/{complete.pk}/check-sheet/"))
    usual = {"key": warning["key"], "usual": warning["reasons"][0], "reason": ""}
    client.post(f"/reports/{complete.pk}/accept/", usual)
    assert Acceptance.objects.get().reason == warning["reasons"][0]


def test_three_numbers_may_be_typed(client, report, home):
    client.post(home, {"typed": "1", "licensing": "３", "penalties": "1,204", "coercion": ""})

    kept = Enforcement.objects.get()
    assert {m: told["numbers"] for m, told in kept.told["matters"].items()} == {
        "licensing": {"total": 3}, "penalties": {"total": 1204},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("form", "sentence"),
    [({"typed": "1"}, "请至少填一个数"), ({"typed": "1", "penalties": "十"}, "不是数字"),
     ({"text": "今天天气很好"}, "没有读到"), ({}, "还没有选择文件"),
     ({"text": TEXT.replace("2025", "2023")}, "2023年度"), ({"take": "1"}, "没有选要填入的数字")],
    ids=["nothing typed", "no number", "no statistics", "no file", "another year", "nothing chosen"],
)  # fmt: skip
def test_what_cannot_be_is_said_on_the_page(client, home, form, sentence):
    answer = client.post(home, form)

    assert answer.status_code in (400, 409, 422) and sentence in words(answer)
    assert not Enforcement.objects.exists()


def test_what_is_kept_can_be_thrown_away(client, report, home):
    client.post(home, {"text": TEXT})
    client.post(home, {"forget": "1"})

    assert not Enforcement.objects.exists()
    assert report.changes.filter(place="enforcement").count() == 2


def test_nothing_is_read_into_a_report_that_was_handed_in(client, complete):
    complete.status = "submitted"
    complete.save()

    answer = client.post(f"/reports/{complete.pk}/enforcement/", {"typed": "1", "penalties": "3"})

    assert answer.status_code == 423 and not Enforcement.objects.exists()


def test_strangers_find_nothing(stranger, home):
    assert stranger.get(home).status_code == 404
    assert stranger.post(home, {"typed": "1", "penalties": "3"}).status_code == 404
