"""The review page, remarks in their places, the timeline and the comparison."""

import csv
import re

import pytest
from django.utils import timezone

from reports import history, workflow
from reports.models import AuditEvent, Notice, Report
from reports.publishing import publications
from reports.writing import assigning, editing
from tests import factories

CELL = "requests.new.total"


@pytest.fixture
def report(bureau, zhang, wang):
    """A report without errors."""
    return factories.sound_report(bureau, 2025, by=zhang)


@pytest.fixture
def submitted(report, li):
    """The report, handed in by 李."""
    return workflow.submit(report.pk, by=li)


def text(response) -> str:
    return response.content.decode()


def test_a_supervisor_reads_and_passes(submitted, wang, client_of):
    browser = client_of(wang)

    page = text(browser.get(f"/reports/{submitted.pk}/review/"))
    browser.post(f"/reports/{submitted.pk}/move/approve/")

    assert "通过" in page and "退回修改" in page
    assert Report.objects.get().status == "approved"


def test_a_return_without_reason_says_so(submitted, wang, client_of):
    page = client_of(wang).post(f"/reports/{submitted.pk}/move/return/", {"reason": ""})

    assert page.status_code == 409
    assert "需要写明原因" in text(page)


def test_a_returned_report_shows_the_reason_and_remarks_in_place(submitted, wang, zhang, client_of):
    workflow.add_remark(submitted.pk, CELL, "与正文不一致", by=wang)
    workflow.return_(submitted.pk, by=wang, reason="请核对申请数")

    page = text(client_of(zhang).get(f"/reports/{submitted.pk}/"))

    assert "王芳" in page and "请核对申请数" in page
    assert "与正文不一致" in page[page.index('id="requests"') : page.index('id="review"')]


def test_a_clerk_answers_on_the_page(submitted, wang, zhang, client_of):
    remark = workflow.add_remark(submitted.pk, CELL, "与正文不一致", by=wang)
    address = f"/reports/{submitted.pk}/remarks/{remark.pk}/answer/"

    client_of(zhang).post(address, {"text": "已改"})

    assert "已改" in text(client_of(wang).get(f"/reports/{submitted.pk}/review/"))


def test_a_remark_on_each_section_stands_there(submitted, wang, client_of):
    address, browser = f"/reports/{submitted.pk}/review/", client_of(wang)
    edition = submitted.template
    sections = [section.id for section in (edition.preface, *edition.sections)]

    for section in sections:
        assert f'<option value="{section}">' in text(browser.get(address))
        browser.post(
            f"/reports/{submitted.pk}/remarks/", {"place": section, "text": f"看{section}"}
        )

    page = text(browser.get(address))
    places = [page.index(f'id="{section}"') for section in sections]
    remarks = [page.index(f"看{section}") for section in sections]
    ends = [*places[1:], len(page)]
    assert all(a < r < b for a, r, b in zip(places, remarks, ends, strict=True))


def test_a_remark_can_still_be_settled_after_the_report_has_passed(submitted, wang, client_of):
    remark = workflow.add_remark(submitted.pk, CELL, "与正文不一致", by=wang)
    address, browser = f"/reports/{submitted.pk}/review/", client_of(wang)

    before = text(browser.get(address))
    browser.post(f"/reports/{submitted.pk}/move/approve/", {"confirmed": "1"})
    passed = text(browser.get(address))
    browser.post(f"/reports/{submitted.pk}/remarks/{remark.pk}/close/")

    assert "还有 1 条批注没有销号" in before
    assert "添加批注" not in passed and f'form="close-{remark.pk}"' in passed
    assert "与正文不一致" not in text(browser.get(address))


def test_open_remarks_are_listed_before_a_report_passes(submitted, wang, client_of):
    remark = workflow.add_remark(submitted.pk, CELL, "与正文不一致", by=wang)

    asked = text(client_of(wang).post(f"/reports/{submitted.pk}/move/approve/"))

    assert "通过前请看：还有 1 条批注没有销号" in asked and "与正文不一致" in asked
    assert f'href="/reports/{submitted.pk}/review/#remark-{remark.pk}"' in asked
    submitted.refresh_from_db()
    assert submitted.status == "submitted"


def test_a_report_without_open_remarks_passes_at_once(submitted, wang, client_of):
    remark = workflow.add_remark(submitted.pk, CELL, "与正文不一致", by=wang)
    workflow.close_remark(submitted.pk, remark.pk, by=wang)

    client_of(wang).post(f"/reports/{submitted.pk}/move/approve/")

    submitted.refresh_from_db()
    assert submitted.status == "approved"


def test_a_clerk_hands_over_to_the_reviewer(report, zhang, li, client_of):
    client_of(zhang).post(f"/reports/{report.pk}/submit/")

    assert Report.objects.get().handed_over_at is not None
    assert Notice.objects.get(user=li).text.endswith("张明已交审核人核对。")
    assert "填报人已交核对" in text(client_of(li).get(f"/reports/{report.pk}/review/"))


def test_an_unknown_step_or_remark_leads_nowhere(submitted, wang, client_of):
    browser = client_of(wang)

    assert browser.post(f"/reports/{submitted.pk}/move/fly/").status_code == 404
    assert browser.post(f"/reports/{submitted.pk}/remarks/999999999/close/").status_code == 404
    assert browser.get(f"/reports/{submitted.pk}/compare/?old=999999999").status_code == 404
    assert browser.get(f"/reports/{submitted.pk}/compare/?old=x'").status_code == 404


def test_a_remark_without_an_answer_is_recalled_before_handing_in(submitted, li, wang, client_of):
    remark = workflow.add_remark(submitted.pk, CELL, "与正文不一致", by=wang)
    workflow.return_(submitted.pk, by=wang, reason="请看批注")
    address = f"/reports/{submitted.pk}/submit/"

    asked = client_of(li).post(address, follow=True)
    client_of(li).post(address, {"confirmed": "1"})

    assert "1 条批注没有答复" in text(asked) and f"#remark-{remark.pk}" in text(asked)
    submitted.refresh_from_db()
    assert submitted.status == "submitted"


def test_an_answered_remark_holds_nothing_up(submitted, zhang, li, wang, client_of):
    remark = workflow.add_remark(submitted.pk, CELL, "与正文不一致", by=wang)
    workflow.return_(submitted.pk, by=wang, reason="请看批注")
    workflow.answer_remark(submitted.pk, remark.pk, "已核对", by=zhang)

    assert client_of(li).post(f"/reports/{submitted.pk}/submit/").status_code == 302


def test_the_timeline_tells_steps_and_changes(submitted, zhang, wang, client_of):
    page = text(client_of(wang).get(f"/reports/{submitted.pk}/timeline/"))

    assert "李红 提交审核" in page
    assert "张明" in page and "草稿" not in page.split("经过</h1>")[0]


def test_who_had_which_part_is_told_in_the_timeline_to_the_organs_own_people(submitted, zhang, li, wang, client_of):
    workflow.return_(submitted.pk, by=wang, reason="请核对")
    assigning.give(submitted.pk, ["problems"], unit="许可科", day=timezone.localdate(), by=zhang)
    address = f"/reports/{submitted.pk}/timeline/"

    assert all("许可科" in text(client_of(own).get(address)) for own in (zhang, li))
    assert "许可科" not in text(client_of(wang).get(address))


def test_the_timeline_keeps_a_remark_that_is_settled(submitted, zhang, wang, client_of):
    remark = workflow.add_remark(submitted.pk, CELL, "与正文不一致", by=wang)
    workflow.answer_remark(submitted.pk, remark.pk, "已核对", by=zhang)
    address = f"/reports/{submitted.pk}/timeline/"

    before = text(client_of(wang).get(address))
    workflow.close_remark(submitted.pk, remark.pk, by=wang)
    after = text(client_of(wang).get(address))

    assert "还没有销号" in before and "还没有销号" not in after
    assert after.index("与正文不一致") < after.index("答复：已核对") < after.index("销号</p>")


def test_the_timeline_speaks_chinese_of_states(submitted, wang, client_of):
    page = text(client_of(wang).get(f"/reports/{submitted.pk}/timeline/"))
    assert re.search(r"<td>草稿</td>\s*<td>待审核</td>", page)


def test_the_timeline_speaks_chinese_of_what_was_published(submitted, li, wang, client_of):
    workflow.approve(submitted.pk, by=wang)
    publications.publish(submitted.pk, by=li)

    way = f"/reports/{submitted.pk}/timeline/"
    page = text(client_of(wang).get(way))
    lines = b"".join(client_of(wang).get(f"{way}changes.csv").streaming_content).decode()

    assert "<td>发布件</td>" in page and "<td>publication</td>" not in page
    assert ",发布件,publication," in lines and ",状态,status,已审核,已发布," in lines


def test_while_a_correction_is_written_the_publication_page_says_so(submitted, li, wang, client_of):
    workflow.approve(submitted.pk, by=wang)
    publications.publish(submitted.pk, by=li)
    address = f"/reports/{submitted.pk}/publication/"

    before = text(client_of(li).get(address))
    workflow.correct(submitted.pk, by=li, reason="更正收费")
    during = text(client_of(li).get(address))

    assert "发起更正" in before and "正在更正" not in before
    assert "正在更正" in during and "发起更正" not in during


def test_a_version_compared_with_itself_differs_in_nothing(submitted, wang, client_of):
    step = submitted.transitions.get()

    page = text(client_of(wang).get(f"/reports/{submitted.pk}/compare/?old={step.pk}&new=now"))

    assert "两个版本完全相同" in page


def test_any_two_versions_stand_side_by_side(submitted, zhang, li, client_of):
    first = submitted.transitions.get().pk
    workflow.withdraw(submitted.pk, by=li)
    other = factories.edit(submitted, "other_matters", "<p>收取处理费三元。</p>")
    cell = factories.edit(submitted, "proactive.penalties.decisions", "4321")
    editing.save(submitted.pk, [other, cell], by=zhang)

    page = text(client_of(zhang).get(f"/reports/{submitted.pk}/compare/?old={first}&new=now"))
    left, right = page.split('<div class="two-versions">')[1].split("</section>")[:2]

    assert "<del>" in left and "收取处理费三元" not in left
    assert "<ins>收取处理费三元。</ins>" in right and "<del>" not in right
    assert "4321" in page


def test_a_difference_of_millions_is_printed_to_the_unit(submitted, zhang, li, client_of):
    cell = "proactive.licensing.decisions"
    workflow.withdraw(submitted.pk, by=li)
    before = int(submitted.document().figure(cell))
    editing.save(submitted.pk, [factories.edit(submitted, cell, str(before + 1573000))], by=zhang)

    page = text(client_of(zhang).get(f"/reports/{submitted.pk}/compare/"))

    assert ">+1573000</td>" in page


def test_where_there_is_one_version_nothing_is_to_compare(report, zhang, client_of):
    page = text(client_of(zhang).get(f"/reports/{report.pk}/compare/"))
    assert "没有可以对比的版本" in page and "<select" not in page


def test_an_export_is_audited(submitted, wang, client_of):
    client_of(wang).get(f"/reports/{submitted.pk}/download/json")

    assert AuditEvent.objects.get(action="exported").user == wang


def test_every_change_comes_as_csv(submitted, wang, client_of):
    response = client_of(wang).get(f"/reports/{submitted.pk}/timeline/changes.csv")

    lines = b"".join(response.streaming_content).decode().splitlines()
    assert len(lines) > history.every_change_of(submitted).count()


def test_a_change_is_kept_with_who_when_from_where_and_what(report, zhang, wang, client_of):
    cell = "requests.new.natural_person"
    base, old = report.figures.get(cell=cell).revision, report.document().figure(cell)
    edit = {"place": cell, "text": "123", "base": base}
    client_of(zhang).post(f"/reports/{report.pk}/save/", {"edits": [edit]}, "application/json")

    answer = client_of(wang).get(f"/reports/{report.pk}/timeline/changes.csv")
    _, when, who, where, _, place, before, after, link = last_row(answer, at=1)

    assert (who, where, place, before, after) == ("张明", "127.0.0.1", cell, old, "123")
    assert when.startswith(f"{timezone.localdate()}") and len(link) == 64


def last_row(answer, at: int) -> list[str]:
    """Return a row of a CSV answer."""
    lines = b"".join(answer.streaming_content).decode().splitlines()
    return list(csv.reader(lines))[at]


def test_the_audit_trail_comes_as_csv_with_its_chain(submitted, wang, client_of):
    answer = client_of(wang).get("/audit/events.csv?action=submit")

    _, _, name, _, action, organ, _, detail, link = last_row(answer, at=1)

    assert (name, action, organ) == ("li", "提交审核", submitted.organ.name)
    assert detail == "" and len(link) == 64
    assert AuditEvent.objects.get(action="exported").detail == "审计记录 CSV"


def test_the_audit_trail_is_seen_by_administrators_of_the_organs(submitted, wang, zhao, client_of):
    factories.give(zhao, zhao.organs.first(), "administrator")

    assert "<td>提交审核</td>" in text(client_of(wang).get("/audit/?action=submit"))
    assert "<td>提交审核</td>" not in text(client_of(zhao).get("/audit/?action=submit"))


def test_notices_are_read_once(report, zhang, li, client_of):
    workflow.hand_over(report.pk, by=zhang)
    browser = client_of(li)

    assert "未读" in text(browser.get("/notices/"))
    browser.post("/notices/read/")

    assert "未读" not in text(browser.get("/notices/"))


def test_a_stranger_sees_nothing_of_a_review(submitted, zhao, client_of):
    for page in ("review", "timeline", "compare"):
        assert client_of(zhao).get(f"/reports/{submitted.pk}/{page}/").status_code == 404
