"""A government's two reports: of its whole area, and of itself and its office."""

import re

import pytest

from reports import access, aggregation, workflow
from reports.document.which import MAIN, OFFICE, Which
from reports.models import AuditEvent, Posting, PublicSum, Report
from reports.oversight import supervision
from reports.oversight.days import of_reports
from reports.publishing import catalogue, kinds, publications
from reports.refusals import Already, Refused
from reports.writing import editing, intake
from tests import factories

YEAR = 2025


@pytest.fixture
def government(zhang):
    """A county where 张 writes, reviews and supervises."""
    made = factories.organ("瀍水区人民政府", zhang, type="county")
    factories.give(zhang, made, "supervisor")
    return made


@pytest.fixture
def both(government, zhang):
    """The report of the area and that of the office."""
    return [editing.create_report(government, YEAR, kind=k, by=zhang) for k in (MAIN, OFFICE)]


def test_each_has_its_title_its_days_and_its_kind(both):
    days = of_reports(both)

    assert [r.title for r in both] == [
        "瀍水区人民政府2025年政府信息公开工作年度报告",
        "瀍水区人民政府办公室2025年政府信息公开工作年度报告",
    ]
    assert [r.kind_caption for r in both] == ["本级政府汇总", "机关本级"]
    assert [f"{days[r.pk].publish:%m-%d}" for r in both] == ["02-20", "01-31"]


def test_a_second_of_the_same_kind_is_refused(both, government, zhang):
    with pytest.raises(Refused, match="2025年度的报告（机关本级）已经建立"):
        editing.create_report(government, YEAR, kind=OFFICE, by=zhang)


def test_a_department_has_one_report_only(bureau, zhang):
    with pytest.raises(Refused, match="只有一份年度报告"):
        editing.create_report(bureau, YEAR, kind=OFFICE, by=zhang)


def test_rules_know_which_one_they_read(both):
    area, office = (report.document() for report in both)

    assert (area.organ, area.organ_type) == ("瀍水区人民政府", "county")
    assert (office.organ, office.organ_type) == ("瀍水区人民政府办公室", "department")


def test_last_year_is_like_with_like(both, government, zhang):
    last = editing.create_report(government, YEAR - 1, kind=OFFICE, by=zhang)
    editing.create_report(government, YEAR - 1, by=zhang)
    factories.with_figures(last, {"requests.carried_forward.total": 7})

    previous = access.previous_document(both[1])

    assert previous.cells["requests.carried_forward.total"] == 7


def test_a_file_goes_into_the_report_that_was_chosen(both, zhang):
    found = [access.report_of(zhang, both[0].organ_id, YEAR, kind) for kind in (MAIN, OFFICE)]

    assert found == both


def test_last_years_structure_is_followed_within_the_kind(both, government, zhang):
    Report.objects.filter(kind=OFFICE).update(year=YEAR - 2)

    with pytest.raises(Refused, match="没有瀍水区人民政府办公室2025年度的报告"):
        intake.follow_last_year(government, YEAR + 1, kind=OFFICE, by=zhang)


def test_the_list_shows_each_organ_once_and_the_other_kind_when_asked(both, zhang):
    main, office = (
        supervision.overview(zhang, supervision.Choice(YEAR, kind=kind)) for kind in ("", OFFICE)
    )

    assert [organ.report_id for organ in main.page] == [both[0].pk]
    assert [organ.report_id for organ in office.page] == [both[1].pk]
    assert office.page[0].days.in_words == "法定 1月31日"


def handed_in(report, zhang, figure: int) -> Report:
    factories.with_figures(report, {"proactive.licensing.decisions": figure})
    Report.objects.filter(pk=report.pk).update(status=Report.Status.SUBMITTED)
    return report


def test_the_areas_sum_counts_the_office_once_and_not_the_area(both, government, zhang):
    bureau = factories.organ("瀍水区教育局", zhang, under=government)
    government.refresh_from_db()
    handed_in(both[1], zhang, 3)
    handed_in(factories.report(bureau, YEAR, by=zhang), zhang, 40)
    factories.with_figures(both[0], {"proactive.licensing.decisions": 999})

    found = aggregation.below(zhang, access.report_to_write(zhang, both[0].pk), "")

    assert found.sums["proactive.licensing.decisions"].value == 43


def test_the_office_has_nothing_to_sum(both, government, zhang, client_of):
    client = client_of(zhang)
    factories.organ("瀍水区教育局", under=government)

    assert client.get(f"/reports/{both[1].pk}/from-below/").status_code == 404
    assert client.get(f"/reports/{both[0].pk}/from-below/").status_code == 200


@pytest.fixture
def published(both, zhang, quick_files):
    """Both reports on the public site, with the same figures."""
    for report in both:
        document = factories.filled(
            report.template, organ=report.organ_name, year=YEAR, **factories.PUBLISHED_WORDS
        )
        editing.take_document(access.report_to_edit(zhang, report.pk), document, by=zhang)
        workflow.submit(report.pk, by=zhang)
        workflow.approve(report.pk, by=zhang)
        publications.publish(report.pk, by=zhang)
    return both


def test_each_is_public_at_its_own_address(published, government, client):
    main, office = (
        client.get(f"/open/organs/{government.pk}/{which}/") for which in ("2025", "2025-own")
    )

    assert "<h1" in main.content.decode() and "办公室2025年" not in main.content.decode()
    assert "瀍水区人民政府办公室2025年政府信息公开工作年度报告" in office.content.decode()
    listed = client.get("/open/").content.decode()
    assert f'/open/organs/{government.pk}/2025/"' in listed
    assert f'/open/organs/{government.pk}/2025-own/"' in listed


@pytest.mark.parametrize("place", ["feed.xml", "sitemap-2025.xml", "api/reports", "data/reports.csv"])
def test_maps_feeds_and_data_name_both(published, government, client, place):
    answer = client.get(f"/open/{place}")
    text = b"".join(answer).decode() if answer.streaming else answer.content.decode()

    assert "2025-own" in text


def test_the_api_gives_each(published, government, client):
    titles = [
        client.get(f"/open/api/reports/{government.pk}-{which}").json()["title"]
        for which in ("2025", "2025-own")
    ]

    assert titles == [report.title for report in published]


def test_public_sums_count_the_figures_once(published, government):
    kept = PublicSum.objects.get(year=YEAR)
    posting = Posting.objects.get(report_kind=MAIN)
    own = dict(posting.figures.values_list("cell", "value"))

    assert kept.reports == 2
    assert {cell: float(value) for cell, (_, value) in kept.figures.items()} == {
        cell: float(value) for cell, value in own.items()
    }
    assert catalogue.sums([government.pk])[YEAR]["reports"] == 1


@pytest.fixture
def asked(government, zhang, quick_files):
    """A published report of a government of which nobody knows which it is."""
    factories.published(government, YEAR, by=zhang)
    Report.objects.update(kind_asked=True)
    return Report.objects.get()


def test_who_is_asked_answers_and_old_addresses_stay(asked, zhang, client_of):
    client = client_of(zhang)
    page = client.get("/reports/").content.decode()
    client.post(f"/reports/{asked.pk}/kind/", {"kind": OFFICE})

    asked.refresh_from_db()
    assert "请确认" in page and (asked.kind, asked.kind_asked) == (OFFICE, False)
    assert client.get(f"/open/organs/{asked.organ_id}/2025/").status_code == 200
    assert client.get(f"/open/organs/{asked.organ_id}/2025-own/").status_code == 200
    assert PublicSum.objects.get(year=YEAR).figures == {}
    assert AuditEvent.objects.get(action="kind_said").report == asked


def test_an_answer_is_given_once(asked, zhang):
    kinds.say_kind(asked.pk, MAIN, by=zhang)
    with pytest.raises(Already):
        kinds.say_kind(asked.pk, OFFICE, by=zhang)


def test_an_answer_that_is_taken_is_refused(asked, government, zhang):
    editing.create_report(government, YEAR, kind=OFFICE, by=zhang)

    with pytest.raises(Refused, match="已经另有一份机关本级报告"):
        kinds.say_kind(asked.pk, OFFICE, by=zhang)
    assert Report.objects.get(pk=asked.pk).kind == MAIN


def test_a_stranger_is_not_asked(asked, client_of):
    stranger = client_of(factories.clerk("zhao"))
    assert stranger.post(f"/reports/{asked.pk}/kind/", {"kind": OFFICE}).status_code == 404


@pytest.mark.parametrize("text", ["2025", "2025-own"])
def test_an_address_says_which(text):
    assert str(Which.of(text)) == text


@pytest.mark.parametrize("text", ["", "x", "2025-", "2025-main", "2025-own/", "-own", "２０２５"])
def test_what_names_no_report_is_refused(text):
    with pytest.raises(ValueError, match="^" + re.escape(text) + "$"):
        Which.of(text)


def test_a_new_report_is_made_of_either_kind(government, zhang, client_of):
    client = client_of(zhang)
    client.post("/reports/", {"organ": government.pk, "year": YEAR, "kind": OFFICE})
    client.post("/reports/", {"organ": government.pk, "year": YEAR, "kind": MAIN})

    assert set(Report.objects.values_list("kind", flat=True)) == {MAIN, OFFICE}
