"""Remarks among the people of an organ: seen, answered and settled by them alone."""

import pytest
from django.http import Http404

from reports import workflow
from reports.models import AuditEvent
from reports.oversight import appraisal
from reports.refusals import Refused
from tests import factories
from tests.hands import bureau, government, li, wang

__all__ = ["bureau", "government", "li", "wang"]
WORDS = "这个数再核一下"


@pytest.fixture
def report(bureau, zhang, li, wang):
    """A report that has everything, still a draft."""
    return factories.complete(factories.report(bureau, 2025, by=zhang), by=zhang)


@pytest.fixture
def remark(report, li):
    """What 李 says to 张 about a figure."""
    return workflow.add_remark(report.pk, "requests.new.total", WORDS, by=li, inside=True)


def texts(report, person) -> list[str]:
    return [one.text for one in workflow.remarks_of(report, person)]


def test_a_clerk_and_a_reviewer_remark_in_a_draft(report, zhang, li):
    for person, place in ((zhang, "overview"), (li, "")):
        workflow.add_remark(report.pk, place, WORDS, by=person, inside=True)

    assert texts(report, zhang) == texts(report, li) == [WORDS, WORDS]


def test_the_office_sees_none_of_it_before_and_after(remark, report, zhang, li, wang, client_of):
    workflow.submit(report.pk, by=li)
    pages = ("review/", "timeline/", "check-sheet/")
    shown = [client_of(wang).get(f"/reports/{report.pk}/{page}").content.decode() for page in pages]
    own = client_of(zhang).get(f"/reports/{report.pk}/timeline/").content.decode()

    assert texts(report, wang) == [] and not any(WORDS in page for page in shown)
    assert WORDS in own and "同事批注" in own
    assert [one.obstacles for one in workflow.dockets_of([report])] == [[]]


def test_the_trail_says_that_there_was_one_and_not_its_words(remark, report, zhang):
    workflow.answer_remark(report.pk, remark.pk, "核过了", by=zhang)
    workflow.close_remark(report.pk, remark.pk, by=zhang)

    said = [event.detail for event in AuditEvent.objects.filter(action__startswith="remark")]
    assert len(said) == 3 and all("同事批注" in one and "核" not in one for one in said)


def test_it_waits_for_a_colleague_and_then_for_who_asked(remark, report, zhang, li):
    before = [k.caption for k in workflow.errands_of(zhang)], [k.caption for k in workflow.errands_of(li)]
    workflow.answer_remark(report.pk, remark.pk, "核过了", by=zhang)

    assert "答复批注" in before[0] and "答复批注" not in before[1]
    assert "批注销号" in [kind.caption for kind in workflow.errands_of(li)]


def test_any_of_the_organ_s_people_answers_and_settles(report, zhang, li, client_of):
    made = workflow.add_remark(report.pk, "overview", WORDS, by=zhang, inside=True)
    client_of(li).post(f"/reports/{report.pk}/remarks/{made.pk}/answer/", {"text": "已看"})
    client_of(zhang).post(f"/reports/{report.pk}/remarks/{made.pk}/close/")

    made.refresh_from_db()
    assert (made.answered_by, made.closed_by) == (li, zhang)


def test_the_office_can_do_nothing_with_it(remark, report, wang, zhao):
    for person in (wang, zhao):
        with pytest.raises(Http404):
            workflow.answer_remark(report.pk, remark.pk, "x", by=person)
        with pytest.raises(Http404):
            workflow.close_remark(report.pk, remark.pk, by=person)
        with pytest.raises(Http404):
            workflow.add_remark(report.pk, "", "x", by=person, inside=True)


def test_handing_in_asks_about_what_is_not_settled(remark, report, zhang, li, client_of):
    workflow.answer_remark(report.pk, remark.pk, "核过了", by=zhang)
    asked = client_of(li).get(f"/reports/{report.pk}/submit/").content.decode()
    workflow.close_remark(report.pk, remark.pk, by=li)
    after = client_of(li).get(f"/reports/{report.pk}/submit/").content.decode()

    assert "1 条批注没有答复或销号" in asked and WORDS in asked
    assert WORDS not in after


def test_nothing_is_added_once_the_report_is_handed_in(report, zhang, li):
    workflow.submit(report.pk, by=li)

    with pytest.raises(Refused, match="已经提交"):
        workflow.add_remark(report.pk, "", WORDS, by=zhang, inside=True)


def test_the_appraisal_counts_none_of_them(remark, report, wang):
    line = next(one for one in appraisal.lines_of(wang, 2025) if one.organ.pk == report.organ_id)

    assert line.remarks == 0


def test_without_a_script_it_is_added_and_found_in_its_place(report, zhang, client_of):
    browser = client_of(zhang)
    form = {"inside": "1", "place": "overview", "text": WORDS}
    answer = browser.post(f"/reports/{report.pk}/remarks/", form, follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain[0][0] == f"/reports/{report.pk}/#remark-{report.remarks.get().pk}"
    assert "同事批注" in page and WORDS in page and "给同事批注" in page


@pytest.mark.parametrize(("form", "sentence"), [
    ({"text": " "}, "请写明批注的内容"), ({"text": "字" * 501}, "超过500字"), ({"place": "nowhere"}, "没有这个位置"),
], ids=["empty", "long", "nowhere"])  # fmt: skip
def test_bad_input_is_told(report, zhang, client_of, form, sentence):
    whole = {"inside": "1", "place": "", "text": WORDS} | form
    answer = client_of(zhang).post(f"/reports/{report.pk}/remarks/", whole, headers={"accept": "application/json"})

    assert answer.status_code == 400 and sentence in answer.json()["message"]
