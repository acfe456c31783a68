"""The pages of bulk import: bringing, settling, looking, taking; what is wrong is said in Chinese."""

import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from reports import gathering
from reports.models import AuditEvent, Gathering, Report
from tests import factories
from tests.gathering.conftest import old_report, zipped
from tests.gathering.test_correcting import CELL, noted_page


@pytest.fixture
def browser(wang, bureau, school, client_of):
    """The browser of 王."""
    return client_of(wang)


@pytest.fixture
def lot(bring, work, bureau):
    """A lot of 王 with a file that is ready, one that is open, one that could not be read."""
    made = bring({
        "好.json": old_report(bureau.name, 2023), "局/2022.json": old_report("教育局", 2022), "坏.txt": b"x",
    })  # fmt: skip
    work(made)
    return made


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_many_files_at_once_become_a_lot(browser, bureau):
    files = [upload("a.json", old_report(bureau.name, 2023)), upload("b.txt", b"x")]

    answer = browser.post("/gatherings/", {"files": files}, follow=True)

    lot = Gathering.objects.get()
    assert answer.redirect_chain == [(f"/gatherings/{lot.pk}/", 302)]
    assert "a.json等2个文件" in answer.content.decode()
    assert lot.round == 1


@pytest.mark.parametrize(
    ("files", "status", "sentence"),
    [
        ([], 400, "还没有选择文件"),
        ([("a.zip", b"broken")], 400, "打不开"),
        ([("a.zip", zipped({}))], 400, "没有文件"),
    ],
)
def test_what_cannot_be_brought_is_said(browser, files, status, sentence):
    answer = browser.post("/gatherings/", {"files": [upload(*file) for file in files]})

    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert not Gathering.objects.exists()


def test_the_page_shows_first_what_is_open_and_filters(browser, lot):
    shown = browser.get(f"/gatherings/{lot.pk}/").content.decode()
    assert "局/2022.json" in shown and "好.json" not in shown
    assert "像是瀍水区教育局" in shown

    failed = browser.get(f"/gatherings/{lot.pk}/?standing=failed").content.decode()
    assert "坏.txt" in failed and "没有认出" in failed


def test_a_choice_is_kept_and_a_wrong_one_stays_as_typed(browser, lot, school):
    file = lot.items.get(path="局/2022.json").pk
    wrong = {"file": file, f"organ-{file}": "不存在局", f"year-{file}": "2022", f"holds-{file}": "on"}

    answer = browser.post(f"/gatherings/{lot.pk}/settle/", wrong)
    assert answer.status_code == 400
    assert "没有叫“不存在局”的机关" in answer.content.decode()
    assert 'value="不存在局"' in answer.content.decode()

    browser.post(f"/gatherings/{lot.pk}/settle/", wrong | {f"organ-{file}": school.name})
    settled = lot.items.get(pk=file)
    assert (settled.organ, settled.year, settled.certain) == (school, 2022, True)


def test_an_organ_that_is_typed_counts_without_a_tick(browser, lot, school, bureau):
    opened, ready = (lot.items.get(path=path).pk for path in ("局/2022.json", "好.json"))
    typed = {"file": [opened, ready], f"organ-{opened}": school.name, f"year-{opened}": "2022",
             f"stood-{opened}": f"{school.name} 2022",
             f"organ-{ready}": bureau.name, f"year-{ready}": "2021", f"stood-{ready}": f"{bureau.name} 2023"}  # fmt: skip

    shown = browser.get(f"/gatherings/{lot.pk}/?standing=").content.decode()
    answer = browser.post(f"/gatherings/{lot.pk}/settle/", typed, follow=True)

    assert f'name="stood-{ready}" value="{bureau.name} 2023"' in shown
    settled, moved = (lot.items.get(pk=pk) for pk in (opened, ready))
    assert "已保存" in answer.content.decode()
    assert (moved.organ, moved.year, moved.certain) == (bureau, 2021, True)
    # What was only proposed, and stands as it was, still waits for a person.
    assert (settled.organ, settled.certain) == (school, False)


def test_choosing_one_of_two_keeps_what_else_was_said_on_the_page(browser, bring, work, bureau, school):
    two = bring({"甲.json": old_report(bureau.name, 2023), "乙.json": old_report(bureau.name, 2023, 2),
                 "局.json": old_report("某处", 2022)})  # fmt: skip
    work(two)
    one, other, third = (two.items.get(path=path).pk for path in ("甲.json", "乙.json", "局.json"))
    shown = browser.get(f"/gatherings/{two.pk}/?standing=open").content.decode()
    first = re.search(r'class="gathered".*?(<button[^>]*type="submit"[^>]*>)', shown, re.DOTALL)[1]
    assert "prefer" not in first  # what the Enter key presses

    posted = {"file": [one, other, third], f"organ-{third}": school.name, f"year-{third}": "2022",
              f"stood-{third}": " ", "prefer": other}
    browser.post(f"/gatherings/{two.pk}/settle/", posted)

    assert two.items.get(pk=one).left_out and not two.items.get(pk=other).left_out
    assert (two.items.get(pk=third).organ, two.items.get(pk=third).certain) == (school, True)


def test_what_sets_two_files_for_one_report_apart_is_told(browser, bring, work, bureau):
    old = json.loads(old_report(bureau.name, 2023))
    new = old | {"cells": old["cells"] | {CELL: 987654}, "sections": old["sections"] | {"problems": "<p>改了。</p>"}}
    two = bring({"旧/甲.json": json.dumps(old).encode(), "局.json": old_report("某处", 2022),
                 "乙.json": json.dumps(new).encode(), "丙.json": json.dumps(old).encode()})  # fmt: skip
    work(two)

    shown = browser.get(f"/gatherings/{two.pk}/").content.decode()

    assert "与“丙.json”：数字、文字都相同。" in shown
    was = old["cells"][CELL]
    assert "与“乙.json”：1格数字不同：表三" in shown and f"，这份{was}，那份987654；文字不同：五、" in shown
    assert f"，这份987654，那份{was}；文字不同" in shown
    # Who has to choose sees them one after the other, and is not asked what is certain.
    names = re.findall(r'class="gathered-name">.*?>([^<]+)</a>', shown)
    assert sorted(names[-3:]) == ["丙.json", "乙.json", "旧/甲.json"] or sorted(names[:3]) == ["丙.json", "乙.json", "旧/甲.json"]
    assert shown.count("就是它") == 1
    one = two.items.get(path="乙.json").pk
    answer = browser.post(f"/gatherings/{two.pk}/settle/", {"prefer": one}, follow=True)
    assert "已选定“乙.json”，同一机关同一年度的另外 2 个文件改为不导入。" in answer.content.decode()


def test_files_with_figures_to_look_at_are_found_and_the_way_back_is_kept(browser, bring, work, bureau):
    lot = bring({"好.json": old_report(bureau.name, 2023), "年报.html": noted_page()})
    work(lot)
    noted = lot.items.get(path="年报.html")

    shown = browser.get(f"/gatherings/{lot.pk}/?standing=doubtful").content.decode()
    assert "<b>1</b> 有待核对的格" in shown and "好.json" not in shown
    at = re.search(r'href="([^"]+)">年报.html', shown)[1].replace("&amp;", "&")
    page = browser.get(at).content.decode()
    back = f"/gatherings/{lot.pk}/?standing=doubtful&amp;page=1"
    assert f'href="{back}#file-{noted.pk}"' in page
    answer = browser.post(f"/gatherings/{lot.pk}/files/{noted.pk}/correct/?standing=doubtful&page=1", {CELL: "5"}, follow=True)
    assert f'href="{back}#file-{noted.pk}"' in answer.content.decode()


def test_a_lot_that_was_read_but_not_taken_is_not_called_finished(browser, lot, work):
    assert "已读完，还没有都导入" in browser.get(f"/gatherings/{lot.pk}/").content.decode()
    assert "保存本页的选择</button>\n  </div>" not in browser.get(f"/gatherings/{lot.pk}/?standing=failed").content.decode()


def test_all_proposals_of_a_page_hold_when_a_person_says_so(browser, lot, school):
    file = lot.items.get(path="局/2022.json").pk
    posted = {"file": file, f"organ-{file}": school.name, f"year-{file}": "2022", "all": "1"}

    browser.post(f"/gatherings/{lot.pk}/settle/", posted)

    assert lot.items.get(pk=file).certain


def test_taking_and_undoing_from_the_page(browser, lot, work):
    browser.post(f"/gatherings/{lot.pk}/take/")
    work(lot)
    taken = lot.items.get(report__isnull=False)
    shown = browser.get(f"/gatherings/{lot.pk}/?standing=taken").content.decode()
    assert taken.report.title in shown and "1 个已导入" in shown
    assert '<span class="quiet">草稿</span>' in shown

    browser.post(f"/gatherings/{lot.pk}/files/{taken.pk}/undo/")
    work(lot)
    assert Report.objects.get().answered_count == 0


def test_the_look_shows_figures_words_and_the_original(browser, lot):
    file = lot.items.get(path="好.json")

    shown = browser.get(f"/gatherings/{lot.pk}/files/{file.pk}/").content.decode()
    original = browser.get(f"/gatherings/{lot.pk}/files/{file.pk}/original/")

    assert "形式不够丰富" in shown and 'data-state="sure"' in shown
    assert original.content == bytes(file.bytes.content)
    assert original.headers["Content-Type"] == "application/octet-stream"
    assert original.headers["Content-Disposition"].startswith("attachment")


def test_a_file_that_was_not_read_has_a_page_too(browser, lot):
    file = lot.items.get(path="坏.txt")

    shown = browser.get(f"/gatherings/{lot.pk}/files/{file.pk}/").content.decode()

    assert "没有认出" in shown


def test_the_workbook_comes_as_a_download_and_is_noted(browser, lot):
    answer = browser.get(f"/gatherings/{lot.pk}/list.xlsx")

    assert len(list(load_workbook(io.BytesIO(answer.content))["文件"].values)) == 4
    assert AuditEvent.objects.filter(action="exported", detail__contains="清单").exists()


def test_a_move_that_makes_no_sense_is_said(browser, lot):
    answer = browser.post(f"/gatherings/{lot.pk}/stop/", follow=True)

    assert "没有可以停止的" in answer.content.decode()
    assert browser.post(f"/gatherings/{lot.pk}/explode/").status_code == 404


def test_a_lot_that_is_too_large_is_refused_unread(browser):
    answer = browser.post("/gatherings/", b"x", content_type="text/plain", CONTENT_LENGTH=str(62 * 1024 * 1024))

    assert answer.status_code == 413
    assert "一次上传不超过 60 MB" in answer.content.decode()


def test_more_files_than_one_upload_may_bring_are_told_with_the_way_out(browser):
    files = [upload(f"{n}.txt", b"x") for n in range(301)]

    answer = browser.post("/gatherings/", {"files": files})

    assert answer.status_code == 400
    assert "一次最多选 300 个文件。请打包成一个 ZIP" in answer.content.decode()
    assert not Gathering.objects.exists()


def test_the_supervisor_finds_the_way(browser):
    assert "/gatherings/" in browser.get("/supervision/").content.decode()


def test_the_progress_is_told_to_the_page_s_script(browser, lot):
    told = browser.get(f"/gatherings/{lot.pk}/progress/").json()

    assert told["state"] == "finished"
    assert "1 个待确定" in told["html"]


def test_a_lot_of_another_supervisor_is_not_there(lot, client_of, government):
    other = client_of(factories.give(factories.clerk("chen"), government, "supervisor"))

    assert other.get(f"/gatherings/{lot.pk}/").status_code == 404
    assert gathering.lots_of(lot.by) == [lot]
