"""The import screens: upload or paste, look, settle, take, undo."""

import json

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reports.editions import edition_for
from reports.models import Incoming, Report
from reports.writing import editing, intake
from tests import factories
from tests.importing.making.styles import portal

CELL = "requests.new.natural_person"
LOOK = "/import/look/"


@pytest.fixture(autouse=True)
def _nobody_reads():
    cache.clear()


@pytest.fixture
def page(client_of, zhang):
    """Clerk 张's browser."""
    return client_of(zhang)


def document(year=2025, **words):
    basics = {"organ": "瀍水区文化和旅游局", "sections": {"overview": "<p>甲。</p>"}}
    return factories.filled(edition_for(year), year=year, **(basics | words))


def upload(content, name="年报.json"):
    content = content if isinstance(content, bytes) else json.dumps(content.to_json()).encode()
    return {"file": SimpleUploadedFile(name, content)}


def bring(page, report, read=None):
    return page.post(f"/reports/{report.pk}/import/", upload(read or document()))


def form_of(page) -> dict:
    """Return what a browser would post of the look as it stands."""
    form = page.get(LOOK).context["form"]
    return {
        name: value for name, value in form.initial.items() if value != "" and value is not False
    }


def test_a_file_is_shown_before_anything_is_taken(page, report):
    response = bring(page, report)

    assert response.url == LOOK
    assert "还没有写入报告" in page.get(LOOK).text
    assert report.figures.filter(value__isnull=False).count() == 0


def test_what_was_looked_at_is_taken(page, report):
    bring(page, report)
    response = page.post(LOOK, form_of(page) | {"take": "take"})

    assert response.url == f"/reports/{report.pk}/"
    assert report.figures.get(cell=CELL).value == document().cells[CELL]
    assert report.narratives.get(section="overview").html == "<p>甲。</p>"


def test_a_figure_put_right_there_is_taken(page, report):
    bring(page, report)
    page.post(LOOK, form_of(page) | {"take": "take", CELL: "１２３"})

    assert report.figures.get(cell=CELL).value == 123


def test_a_figure_that_cannot_be_read_comes_back_with_its_sentence(page, report):
    bring(page, report)
    response = page.post(LOOK, form_of(page) | {"take": "take", CELL: "三个"})

    assert response.status_code == 400
    assert "“三个”不是数字" in response.text
    assert report.figures.get(cell=CELL).value is None


def test_looking_again_keeps_what_was_put_right(page, report):
    bring(page, report)
    response = page.post(LOOK, form_of(page) | {"recheck": "recheck", CELL: "123"})

    assert response.status_code == 200
    assert form_of(page)[CELL] == "123"


def test_a_part_that_is_not_chosen_stays_out(page, report):
    bring(page, report)
    chosen = form_of(page) | {"take": "take"}
    chosen.pop("take-overview")
    page.post(LOOK, chosen)

    assert report.narratives.get(section="overview").html == ""


def test_what_would_be_replaced_is_shown_old_and_new(page, report, zhang):
    edits = [
        factories.edit(report, CELL, "3401"),
        factories.edit(report, "overview", "<p>乙。</p>"),
    ]
    editing.save(report.pk, edits, by=zhang)
    bring(page, report)
    text = page.get(LOOK).text

    assert "会替换报告里已填的 1 个数字" in text
    assert "现为 3401" in text
    assert "<del>乙。</del>" in text and "<ins>甲。</ins>" in text
    assert "会替换 2 处" in text


def test_a_change_during_the_look_is_said_and_shown(page, report, zhang):
    bring(page, report)
    seen = form_of(page)
    editing.save(report.pk, [factories.edit(report, CELL, "3401")], by=zhang)
    response = page.post(LOOK, seen | {"take": "take"})

    assert response.status_code == 409
    assert "你在另一个窗口修改了其中 1 处，没有导入" in response.text
    assert "现为 3401" in response.text
    again = {"seen": response.context["form"]["seen"].value(), "take": "take"}
    assert page.post(LOOK, seen | again).status_code == 302


def test_another_year_must_be_confirmed(page, report):
    bring(page, report, document(2024))
    chosen = form_of(page) | {"take": "take"}

    refused = page.post(LOOK, chosen)
    taken = page.post(LOOK, chosen | {"other_year": "on"})

    assert (refused.status_code, taken.status_code) == (400, 302)
    assert "年度不一致" in refused.text


def test_another_edition_says_what_has_no_place(page, report):
    bring(page, report, document(2020))
    text = page.get(LOOK).text

    assert "只能导入两版模板都有的内容" in text
    assert "没有对应的格" in text


def test_a_file_proposes_its_organ_and_year(page, bureau):
    response = page.post("/import/", upload(document(2024)), follow=True)
    form = response.context["form"]

    assert (form.initial["organ"], form.initial["year"]) == (bureau.pk, 2024)


def test_a_new_report_is_made_only_when_its_file_is_taken(page, bureau):
    page.post("/import/", upload(document(2024)))
    page.post("/import/aim/", {"organ": bureau.pk, "year": 2024})
    assert not Report.objects.exists()
    page.post(LOOK, form_of(page) | {"take": "take"})

    assert Report.objects.get().figures.get(cell=CELL).value == document(2024).cells[CELL]


def test_a_file_cannot_be_aimed_at_another_organ(page, bureau, zhang, zhao):
    foreign = zhao.organs.distinct().get()
    page.post("/import/", upload(document(2024)))
    response = page.post("/import/aim/", {"organ": foreign.pk, "year": 2024})

    assert response.status_code == 400
    assert intake.incoming_of(zhang).organ is None


def test_discarding_takes_nothing(page, report):
    bring(page, report)
    page.post("/import/discard/")

    assert not Incoming.objects.exists()
    assert page.get(LOOK).url == "/import/"


def test_pasted_words_are_read_like_a_file(page, report):
    words = json.dumps(document().to_json(), ensure_ascii=False)
    response = page.post(f"/reports/{report.pk}/import/", {"text": words})

    assert response.url == LOOK


def test_a_pasted_address_is_refused_with_what_to_do(page, report):
    words = {"text": " https://www.example.gov.cn/nianbao.html "}
    response = page.post(f"/reports/{report.pk}/import/", words)

    assert response.status_code == 400
    assert "系统不会访问任何网站" in response.text


def test_nothing_chosen_is_said(page, report):
    response = page.post(f"/reports/{report.pk}/import/", {})

    assert response.status_code == 400
    assert "还没有选择文件" in response.text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"year": 1999}, "没有适用于1999年度的模板"),
        ({"edition": "1998"}, "没有“1998”这个模板版本。"),
        ({"cells": {CELL: "abc"}}, "的内容“abc”不是数字。"),
        ({"sections": {"summary": "x"}}, "没有“summary”这个部分"),
        ({"issued": "2026-02-30"}, "发布日期（issued）应当写成 2026-01-20 这样的形式。"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_reason(page, report, change, sentence):
    content = json.dumps(document().to_json() | change).encode()
    response = page.post(f"/reports/{report.pk}/import/", upload(content))

    assert response.status_code == 422
    assert sentence in response.text
    assert not Incoming.objects.exists()


HOSTILE = [
    b"", b"{", b"[]", b"%PDF-1.7", b"\xff\xfe\x00", b"[" * 100_000, b"PK\x03\x04" * 99,
    b'{"year": ' + b"9" * 5000 + b"}", b"<table><td>" * 10_000, b"\xff\xd8\xff\xe0" + bytes(5000),
    b'<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>',
]  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_the_server_goes_on(page, report, content):
    response = page.post(f"/reports/{report.pk}/import/", upload(content, "年报.docx"))

    assert response.status_code == 422
    assert response.context["form"].errors
    assert not Incoming.objects.exists()
    assert bring(page, report).url == LOOK


def test_an_exported_report_comes_back_the_same(page, report, zhang):
    editing.take_document(report, document(), by=zhang)
    exported = page.get(f"/reports/{report.pk}/download/json").content
    page.post(f"/reports/{report.pk}/import/", upload(exported))
    look = page.get(LOOK).context["look"]

    assert (look.changes, look.words, look.details) == ({}, {}, [])


def test_half_a_character_is_left_out(page, report):
    content = json.dumps(document(title="年报").to_json()).replace(
        '"title": "', '"title": "\\ud800'
    )
    page.post(f"/reports/{report.pk}/import/", upload(content.encode()))

    assert page.get(LOOK).context["look"].reading.document.title == "年报"


@pytest.mark.parametrize("figure", [10**13, -1, "1.5"])
def test_a_figure_that_its_cell_cannot_hold_is_marked_not_dropped(page, report, figure):
    read = document().to_json()
    read["cells"][CELL] = figure
    page.post(f"/reports/{report.pk}/import/", upload(json.dumps(read).encode()))
    look = page.get(LOOK)

    assert f'value="{figure}"' in look.text and "cell-fault" in look.text
    assert page.post(LOOK, form_of(page) | {"take": "take"}).status_code == 400


def test_a_large_request_is_refused_before_it_is_read(page, report):
    response = page.post(f"/reports/{report.pk}/import/", upload(bytes(22 * 1024 * 1024)))

    assert response.status_code == 413
    assert "没有保存" in response.text


def test_a_file_just_over_the_limit_is_refused_where_it_was_chosen(page, report):
    response = page.post(f"/reports/{report.pk}/import/", upload(bytes(20 * 1024 * 1024 + 1)))

    assert response.status_code == 413
    assert "文件超过 20 MB" in response.text


def test_too_many_pasted_words_are_refused_with_a_sentence(page, report):
    response = page.post(f"/reports/{report.pk}/import/", {"text": "字" * 1_000_000})

    assert response.status_code == 413
    assert "2 MB" in response.text


def test_one_file_is_read_at_a_time(page, report, zhang):
    cache.add(f"importing:{zhang.pk}", True)
    response = bring(page, report)

    assert response.status_code == 429
    assert "还在读取" in response.text


def test_a_report_handed_in_takes_no_file(page, report):
    Report.objects.filter(pk=report.pk).update(status="submitted")
    response = bring(page, report)

    assert response.status_code == 423
    assert "已提交审核" in response.text


def test_an_import_is_undone_from_the_editor(page, report):
    bring(page, report)
    page.post(LOOK, form_of(page) | {"take": "take"})
    assert "撤销这次导入" in page.get(f"/reports/{report.pk}/").text
    response = page.post(f"/reports/{report.pk}/import/1/undo/", follow=True)

    assert "已撤销导入“年报.json”" in response.text
    assert report.figures.get(cell=CELL).value is None


def test_an_undo_names_what_it_left(page, report, zhang):
    bring(page, report)
    page.post(LOOK, form_of(page) | {"take": "take"})
    editing.save(report.pk, [factories.edit(report, CELL, "3401")], by=zhang)
    response = page.post(f"/reports/{report.pk}/import/1/undo/", follow=True)

    assert "保持现状：表三“一、本年新收政府信息公开申请数量，自然人”" in response.text


def test_what_is_undone_cannot_be_undone_again(page, report):
    assert page.post(f"/reports/{report.pk}/import/1/undo/").status_code == 409


def test_a_new_report_follows_last_year(page, bureau, zhang):
    factories.report(bureau, 2024, by=zhang)
    page.post("/reports/", {"organ": bureau.pk, "year": 2025, "follow": "沿用上年结构"})

    assert Report.objects.filter(organ=bureau, year=2025).exists()


def test_following_nothing_is_said(page, bureau):
    words = {"organ": bureau.pk, "year": 2025, "follow": "沿用上年结构"}
    response = page.post("/reports/", words)

    assert response.status_code == 400
    assert "不能沿用" in response.text


@pytest.mark.parametrize("path", ["import/", "import/1/undo/"])
def test_a_stranger_finds_nothing(client_of, zhao, report, path):
    stranger = client_of(zhao)

    assert stranger.post(f"/reports/{report.pk}/{path}", upload(document())).status_code == 404


def test_a_stranger_does_not_see_what_lies_there(client_of, zhao, page, report):
    bring(page, report)
    stranger = client_of(zhao)

    assert stranger.get(LOOK).url == "/import/"
    assert stranger.get("/import/aim/").url == "/import/"


def test_who_left_the_organ_sees_the_look_no_more(page, report, zhang):
    bring(page, report)
    report.organ.people.remove(zhang)

    assert page.get(LOOK).status_code == 404


@pytest.mark.parametrize("path", ["/import/", "/import/aim/", LOOK])
def test_nobody_comes_in_without_a_log_in(db, path):
    assert Client().get(path).url.startswith("/login/")


def test_a_file_and_pasted_words_at_once_are_refused(page, report):
    sent = upload(b"{}") | {"text": "一、总体情况"}

    response = page.post(f"/reports/{report.pk}/import/", sent)

    assert response.status_code == 400
    assert "一次只读一份" in response.text


def dashed() -> bytes:
    """Return a posted page on which a dash stands for every zero."""
    return portal(document()).replace(b">0</td>", b">-</td>")


def test_one_button_answers_every_dash_and_the_other_takes_it_back(page, report):
    page.post(f"/reports/{report.pk}/import/", upload(dashed(), "年报.html"), follow=True)
    posted = form_of(page)
    doubt = page.get(LOOK).context["form"].doubts[0]
    parts = [cell for cell in doubt.cells if cell not in report.template.computed]

    zeroed = page.post(LOOK, posted | {"answer": f"zero {doubt.key}"})
    form = zeroed.context["form"]
    kept = {name: form.typed(name) for name in posted} | {cell: form.typed(cell) for cell in parts}
    blank = page.post(LOOK, kept | {"answer": f"blank {doubt.key}"})

    assert doubt.sentence.startswith(f"{len(doubt.cells)} 格写的是“-”")
    assert {form.typed(cell) for cell in parts} == {"0"}
    assert {blank.context["form"].typed(cell) for cell in doubt.cells} == {""}
    assert f"作 0：{len(parts)} 格，合计 {len(doubt.cells) - len(parts)} 格留空" in zeroed.text


def test_a_total_beside_its_dashes_is_computed_when_it_is_taken(page, report):
    page.post(f"/reports/{report.pk}/import/", upload(dashed(), "年报.html"), follow=True)
    posted = form_of(page)
    form = page.get(LOOK).context["form"]
    zeroes = form.doubts[0].changes("zero", form.typed)
    page.post(LOOK, posted | zeroes | {"take": "take"})

    assert report.document().cells == document().cells


def test_an_answer_nobody_offered_is_refused_and_keeps_what_was_typed(page, report):
    bring(page, report)
    response = page.post(LOOK, form_of(page) | {"answer": "zero mark:x", CELL: "123"})

    assert response.status_code == 400
    assert response.context["form"].typed(CELL) == "123"
    assert "没有认出要填的是哪些格" in response.text
