"""The sums of the organs below, taken into a government's own report and put back as one."""

import pytest
from django.http import Http404

from reports import access, aggregation, history, workflow
from reports.models import Organ
from reports.refusals import Refused
from reports.writing import editing, intake
from tests import factories

from .conftest import YEAR

NEW, FEES = "requests.new.natural_person", "proactive.fees.amount"
ALL = ["proactive", "requests", "review"]


@pytest.fixture
def sun(government):
    """The clerk of the government."""
    return factories.give(factories.clerk("sun", "丽", "孙"), government, "clerk")


@pytest.fixture
def own(government, sun):
    """The government's own report, blank."""
    return factories.report(Organ.objects.get(pk=government.pk), YEAR, by=sun)


@pytest.fixture
def handed_in(government, zhang):
    """Two bureaus' reports, handed in, and one that is still a draft."""
    reports = []
    for name in ("教育局", "民政局", "财政局"):
        organ = factories.organ(name, zhang, under=Organ.objects.get(pk=government.pk))
        reports.append(factories.sound_report(organ, YEAR, by=zhang))
    for report in reports[:2]:
        workflow.submit(report.pk, by=zhang)
    return reports


def look(own, sun):
    own.organ.refresh_from_db()
    return aggregation.below(sun, own, "submitted")


def take(own, sun, tables=ALL, **changed):
    found = look(own, sun)
    seen = {"stage": "submitted", "seen": own.revision, "stamp": found.stamp} | changed
    return intake.take_from_below(own.pk, tables, by=sun, **seen)


def test_what_was_handed_in_is_added_and_the_rest_named(own, sun, handed_in):
    found = look(own, sun)

    assert [organ.name for organ in found.organs] == ["教育局", "民政局"]
    assert [(one.organ.name, one.state) for one in found.absent] == [("财政局", "草稿")]
    first, second = (report.document().cells[FEES] for report in handed_in[:2])
    assert found.sums[FEES].value == first + second


def test_a_draft_is_never_shown_to_a_writer_above(own, sun, handed_in):
    assert aggregation.below(sun, own, "").choice.stage == "submitted"


def test_the_sums_go_into_the_report_as_one_revision(own, sun, handed_in):
    sums = look(own, sun).aggregate.cells

    taken = take(own, sun)

    assert taken.revision == own.revision + 1
    assert taken.document().cells == sums
    assert taken.answered_count == len(sums)


def test_only_the_chosen_tables_are_taken(own, sun, handed_in):
    cells = take(own, sun, ["proactive"]).document().cells

    assert cells[FEES] is not None
    assert cells[NEW] is None


def test_the_history_says_from_which_organs(own, sun, handed_in):
    mark = history.last_import(take(own, sun))

    assert mark.headline == "下级汇总：已提交的报告 2 份"
    assert "教育局、民政局" in mark.new and "未计入：财政局" in mark.new


def test_it_is_put_back_as_one(own, sun, handed_in):
    editing.save(own.pk, [factories.edit(own, NEW, "7")], by=sun)
    own.refresh_from_db()
    before = own.document().cells
    taken = take(own, sun)

    undone = intake.undo(taken.pk, taken.revision, by=sun)

    assert undone.name == "下级汇总：已提交的报告 2 份"
    assert own.document().cells == before


def test_sums_that_changed_meanwhile_are_refused(own, sun, handed_in, zhang):
    stamp = look(own, sun).stamp
    workflow.submit(handed_in[2].pk, by=zhang)

    with pytest.raises(Refused, match="有了变化"):
        take(own, sun, stamp=stamp)


def test_what_a_colleague_wrote_meanwhile_is_not_overwritten(own, sun, handed_in):
    seen = own.revision
    editing.save(own.pk, [factories.edit(own, NEW, "7")], by=sun)

    with pytest.raises(Refused, match="修改了其中"):
        take(own, sun, seen=seen)
    assert own.figures.get(cell=NEW).value == 7


def test_a_report_of_noughts_that_comes_in_meanwhile_is_noticed(own, sun, handed_in):
    before = look(own, sun).stamp
    factories.with_figures(handed_in[2], {})
    type(own).objects.filter(pk=handed_in[2].pk).update(status="submitted")

    assert look(own, sun).stamp != before


def test_sums_looked_at_after_a_backup_that_was_restored_are_compared_once_more(
    own, sun, handed_in
):
    editing.save(own.pk, [factories.edit(own, FEES, "7")], by=sun)

    with pytest.raises(Refused, match="修改了其中"):
        take(own, sun, seen=99)

    assert own.figures.get(cell=FEES).value == 7


def test_a_locked_report_takes_nothing(own, sun, handed_in):
    type(own).objects.filter(pk=own.pk).update(status="submitted")

    with pytest.raises(access.Frozen):
        take(own, sun)


def test_who_does_not_write_the_report_sees_no_sums(own, zhang, wang):
    for person in (zhang, wang):
        with pytest.raises(Http404):
            aggregation.below(person, own, "submitted")


def test_the_page_shows_present_and_sum_and_takes_them(own, sun, handed_in, client_of):
    browser = client_of(sun)
    page = browser.get(f"/reports/{own.pk}/from-below/").content.decode()
    found = look(own, sun)
    posted = {"stage": "submitted", "seen": own.revision, "stamp": found.stamp, "table": ALL}

    answer = browser.post(f"/reports/{own.pk}/from-below/", posted)

    assert "现为 未填" in page and "财政局" in page and found.sums[FEES].text in page
    assert answer.url == f"/reports/{own.pk}/"
    assert own.document().cells[FEES] == found.sums[FEES].value


def test_a_stale_page_says_so_and_shows_the_new_sums(own, sun, handed_in, client_of):
    answer = client_of(sun).post(f"/reports/{own.pk}/from-below/", {"stamp": "x", "table": ALL})

    assert answer.status_code == 409
    assert "没有填入" in answer.content.decode()


def test_each_sum_opens_to_its_parts_without_the_reports(own, sun, handed_in, client_of):
    page = client_of(sun).get(f"/reports/{own.pk}/from-below/{FEES}/").content.decode()

    assert "教育局" in page and f"/reports/{handed_in[0].pk}/" not in page


def test_an_organ_with_nothing_below_has_no_such_page(write, zhang, client_of):
    report = write("教育局")

    assert client_of(zhang).get(f"/reports/{report.pk}/from-below/").status_code == 404


def test_my_reports_and_the_editor_lead_there(own, sun, handed_in, client_of):
    for address in ("/reports/", f"/reports/{own.pk}/"):
        assert f"/reports/{own.pk}/from-below/" in client_of(sun).get(address).content.decode()
