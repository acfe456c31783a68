"""雷同: what the office sees of sections that say almost the same."""

import random

import pytest
from django.urls import reverse

from reports import workflow
from reports.models import Alike, AuditEvent, Narrative, Report, SectionPrint
from reports.oversight import alike
from reports.oversight.alike import AlikeChoice
from tests import factories
from tests.language.test_likeness import text

YEAR = 2025


def words(seed: int, sentences: int = 20) -> str:
    return "".join(f"<p>{one}。</p>" for one in text(random.Random(seed), sentences))


@pytest.fixture
def government(db):
    return factories.organ("瀍水区人民政府", type="county")


@pytest.fixture
def wang(government):
    """The supervisor of the district."""
    return factories.give(factories.clerk("wang", "芳", "王"), government, "supervisor")


@pytest.fixture
def hand_in(zhang, government):
    """Return a function that hands in an organ's report with these words, past the writing room."""

    def done(name: str, html: str, *, under=None, year: int = YEAR, status: str = "submitted") -> Report:
        organ = factories.organ_named(name) or factories.organ(name, zhang, under=under or government)
        report = factories.report(organ, year, by=zhang)
        Narrative.objects.filter(report=report, section="problems").update(html=html, revision=1)
        Report.objects.filter(pk=report.pk).update(status=status)
        return report

    return done


def found(user, **choice) -> list[tuple[str, str]]:
    rows = alike.pairs_of(user, AlikeChoice(YEAR, **choice))
    return [(one.one.report.organ.name, one.other.report.organ.name) for one in rows]


def compare(year: int = YEAR) -> None:
    while alike.refresh(year, 60):
        pass


def test_a_copy_with_other_figures_and_name_is_shown_side_by_side(hand_in, wang, client_of):
    own = "<p>甲区民政局{}对照去年的问题，在三个街道试行了公开专栏的分级管理，收到群众意见{}条。</p>"
    hand_in("甲区民政局", words(1) + own.format("", 12))
    hand_in("甲区教育局", words(1) + own.replace("民政", "教育").format("", 99))
    hand_in("甲区水利局", words(2))
    compare()

    page = client_of(wang).get(f"/desk/alike/?year={YEAR}").content.decode()
    (pair,) = alike.pairs_of(wang, AlikeChoice(YEAR))
    beside = client_of(wang).get(reverse("alike_pair", args=[pair.pk])).content.decode()

    assert {"甲区民政局", "甲区教育局"} == set(found(wang)[0])
    assert "100.0%" in page and "甲区水利局" not in page
    assert beside.count("<mark>") > 2 and "12" in beside and "99" in beside


def test_what_is_still_written_or_of_another_district_is_not_compared(hand_in, wang):
    elsewhere = factories.organ("云溪市人民政府", type="city")
    hand_in("甲区民政局", words(1))
    hand_in("甲区教育局", words(1), status="draft")
    hand_in("云溪市档案馆", words(1), under=elsewhere)
    compare()

    assert found(wang) == []
    assert SectionPrint.objects.count() == 2 and Alike.objects.count() == 1


def test_last_years_words_of_the_same_organ_are_a_list_of_their_own(hand_in, wang):
    hand_in("甲区民政局", words(1), year=YEAR - 1)
    hand_in("甲区民政局", words(1))
    compare(YEAR - 1)
    compare()

    assert found(wang) == []
    assert found(wang, which=alike.LAST_YEAR) == [("甲区民政局", "甲区民政局")]


def test_what_changed_is_compared_anew(hand_in, wang, django_assert_num_queries):
    hand_in("甲区民政局", words(1))
    copy = hand_in("甲区教育局", words(1))
    compare()
    assert len(found(wang)) == 1 and alike.waiting_years() == []

    Narrative.objects.filter(report=copy, section="problems").update(html=words(3), revision=2)
    assert alike.waiting_years() == [YEAR]
    assert alike.coverage_of(wang, YEAR).waiting == 1
    compare()

    assert found(wang) == []
    with django_assert_num_queries(3):
        assert not alike.refresh(YEAR, 60)


def test_many_copies_hold_together_in_every_branch(hand_in, wang, government):
    town = factories.organ("甲镇", under=government, type="town")
    for at in range(9):
        hand_in(f"甲镇第{at}所", words(1), under=town)
        hand_in(f"乙区第{at}局", words(1))
    compare()

    within = found(wang, under=town.pk)
    joined = {"甲镇第0所"}
    for _ in within:
        joined |= {name for pair in within for name in pair if joined & set(pair)}
    assert joined == {f"甲镇第{at}所" for at in range(9)}
    assert len(found(wang)) <= 18 * 4


def test_the_files_say_what_the_page_says(hand_in, wang, client_of):
    hand_in("甲区民政局", words(1))
    hand_in("甲区教育局", words(1))
    browser = client_of(wang)

    told = browser.post(f"/desk/alike/compare/?year={YEAR}", follow=True).content.decode()
    table = b"".join(browser.get(f"/desk/alike/list.csv?year={YEAR}").streaming_content).decode()
    book = browser.get(f"/desk/alike/list.xlsx?year={YEAR}")

    assert "已比对完" in told
    assert "甲区民政局" in table and "100.0" in table
    assert book.content.startswith(b"PK")
    assert AuditEvent.objects.filter(action="exported", detail__contains="雷同").count() == 2


def test_a_stranger_and_the_office_of_another_district_see_no_pair(hand_in, wang, zhao, client_of):
    hand_in("甲区民政局", words(1))
    hand_in("甲区教育局", words(1))
    compare()
    other = factories.give(factories.clerk("other"), factories.organ("云溪市", type="city"), "supervisor")
    pair = alike.pairs_of(wang, AlikeChoice(YEAR)).get()

    assert client_of(zhao).get("/desk/alike/").status_code == 404
    assert client_of(other).get(reverse("alike_pair", args=[pair.pk])).status_code == 404


def test_a_report_handed_in_by_its_people_is_compared(complete, li):
    workflow.submit(complete.pk, by=li)

    compare()

    assert SectionPrint.objects.filter(report=complete).exists()
