"""等我办的: what waits for each of the people around a report, and nothing else."""

import datetime

import pytest
from django.utils import timezone

from reports import workflow
from reports.models import Duty, Report
from reports.oversight import supervision
from reports.writing import assigning, parts
from tests import factories

YEAR = supervision.current_year()


@pytest.fixture
def zhou(government):
    """The government's own clerk."""
    return factories.give(factories.clerk("zhou", "平", "周"), government, "clerk")


@pytest.fixture
def report(bureau, zhang, wang):
    """A report without errors."""
    return factories.sound_report(bureau, YEAR, by=zhang)


def home(person, client_of) -> str:
    return client_of(person).get("/").content.decode()


def kinds(person) -> list[str]:
    return [kind.caption for kind in workflow.errands_of(person)]


def test_a_clerk_begins_then_fills_then_waits(bureau, zhang, li, wang, client_of):
    before = kinds(zhang)
    report = factories.sound_report(bureau, YEAR, by=zhang)
    writing = home(zhang, client_of)
    workflow.hand_over(report.pk, by=zhang)

    assert before == ["新建"]
    assert f'href="/reports/{report.pk}/"' in writing and "1月31日" in writing
    assert kinds(zhang) == [] and "没有等着你办的事" in home(zhang, client_of)


def test_what_is_to_begin_leads_to_the_form_that_makes_it(government, zhou):
    [new] = [kind for kind in workflow.errands_of(zhou) if kind.caption == "新建"]

    assert {one.what: one.address for one in new.first} == {
        f"{government.name}{YEAR}年度报告{said}":
            f"/reports/?organ={government.pk}&year={YEAR}&kind={kind}#new-report"
        for said, kind in (("", "main"), ("（机关本级）", "own"))
    }  # fmt: skip


def test_a_day_of_another_year_is_told_with_its_year(bureau, zhang, client_of):
    factories.sound_report(bureau, YEAR - 3, by=zhang)

    assert f"{YEAR - 2}年1月31日，已过" in home(zhang, client_of)


def test_each_is_told_what_waits_for_them_on_the_way(report, zhang, li, wang):
    workflow.hand_over(report.pk, by=zhang)
    handed_over = kinds(li), kinds(wang)
    workflow.submit(report.pk, by=li)
    handed_in = kinds(li), kinds(wang)
    workflow.approve(report.pk, by=wang)

    assert handed_over == (["核对"], [])
    assert handed_in == ([], ["审核"])
    assert (kinds(li), kinds(wang)) == (["发布"], [])


def test_a_part_given_to_a_colleague_waits_for_them(report, zhang, li, client_of):
    day = timezone.localdate() + datetime.timedelta(days=9)
    part, _ = assigning.give(report.pk, ["problems"], person_id=li.pk, day=day, by=zhang, note="")

    page = home(li, client_of)

    assert kinds(li) == ["交给我填的部分"]
    assert f'href="/part/{part.pk}/"' in page and "还有 9 天" in page


def test_a_part_that_came_back_waits_to_be_taken(report, zhang, li, client_of):
    day = timezone.localdate() + datetime.timedelta(days=9)
    part, _ = assigning.give(report.pk, ["problems"], person_id=li.pk, day=day, by=zhang, note="")
    parts.hand_in(part.pk, signed="李", answer="待核")

    assert "采用分工" in kinds(zhang) and kinds(li) == []
    assert f'href="/reports/{report.pk}/assignments/{part.pk}/"' in home(zhang, client_of)


def test_a_question_which_of_two_reports_it_is_waits(government, zhou, client_of):
    report = factories.report(government, YEAR, by=zhou)
    Report.objects.filter(pk=report.pk).update(kind_asked=True)

    assert "确认报告种类" in kinds(zhou) and "机关本级的？" in home(zhou, client_of)


def test_remarks_wait_for_an_answer_then_to_be_settled(report, zhang, li, client_of):
    remark = workflow.add_remark(report.pk, "overview", "请写具体", by=li)
    asked = kinds(zhang), kinds(li)
    workflow.answer_remark(report.pk, remark.pk, "已补充", by=zhang)
    page = home(li, client_of)

    assert asked == (["填写", "答复批注"], [])
    assert kinds(zhang) == ["填写"] and kinds(li) == ["批注销号"]
    assert "已补充" in page and f"/review/#remark-{remark.pk}" in page


def test_of_many_the_first_are_shown_and_where_all_of_them_stand(
    government, zhang, wang, client_of
):
    for number in range(10):
        organ = factories.organ(f"瀍水区第{number}局", zhang, under=government)
        report = factories.complete(factories.report(organ, YEAR, by=zhang), by=zhang)
        workflow.submit(report.pk, by=zhang)

    page = home(wang, client_of)

    assert page.count('class="errand"') == 8 and '<a href="/desk/">全部 10 件</a>' in page


def test_an_organ_that_owes_nothing_asks_for_nothing(bureau, zhang, wang):
    before = kinds(zhang)
    Duty.objects.create(organ=bureau, year=YEAR, kind="exempt", reason="停办")

    assert before == ["新建"] and kinds(zhang) == []


def test_a_stranger_is_told_of_nothing_of_others(report, zhao, client_of):
    assert "文化和旅游局" not in home(zhao, client_of)


def test_both_reports_of_a_government_wait_to_be_begun(government, zhang, client_of):
    factories.give(zhang, government, "clerk")
    before = home(zhang, client_of)
    factories.report(government, YEAR, by=zhang)
    page = home(zhang, client_of)

    assert f"瀍水区人民政府{YEAR}年度报告（机关本级）" in before
    assert f"瀍水区人民政府{YEAR}年度报告（机关本级）" in page
    factories.organ("瀍水区人民政府办公室", under=government)
    assert "（机关本级）" not in home(zhang, client_of)
