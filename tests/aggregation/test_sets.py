"""Whose reports are added: subtree, type, state, chosen organs; nobody twice by accident."""

import pytest

from reports import aggregation, workflow
from reports.models import Duty, Organ, Report
from tests import factories

from .conftest import YEAR


@pytest.fixture
def names(gather):
    """Return the names of the organs whose reports a choice adds."""

    def of(**choice) -> list[str]:
        return [r.organ.name for r in gather(**choice)[1].order_by("organ__path")]

    return of


def test_the_government_s_own_report_counts_only_when_asked(government, zhang, write, names):
    factories.report(government, YEAR, by=factories.give(zhang, government, "clerk"))
    write("教育局")

    assert names() == ["教育局"]
    assert names(own=True) == ["瀍水区人民政府", "教育局"]


def test_a_government_below_stands_for_what_is_below_it(write, names):
    town = write("石桥镇人民政府", type="town").organ
    write("石桥镇文化站", under=town, type="other")
    bureau = write("教育局").organ
    write("第一小学", under=Organ.objects.get(pk=bureau.pk), type="other")

    assert names() == ["石桥镇人民政府", "教育局", "第一小学"]
    assert names(reach="all") == ["石桥镇人民政府", "石桥镇文化站", "教育局", "第一小学"]


def test_counting_twice_is_told(write, gather):
    town = write("石桥镇人民政府", type="town").organ
    write("石桥镇文化站", under=town, type="other")

    assert aggregation.counted_twice(gather(reach="all")[1]) == ["石桥镇人民政府"]
    assert aggregation.counted_twice(gather()[1]) == []


def test_the_government_s_own_report_beside_the_others_is_counted_twice(
    government, zhang, write, gather
):
    factories.report(government, YEAR, by=factories.give(zhang, government, "clerk"))
    write("教育局")

    assert aggregation.counted_twice(gather(own=True)[1]) == ["瀍水区人民政府"]


def test_only_a_type(write, names):
    write("石桥镇人民政府", type="town")
    write("教育局")

    assert names(type="town") == ["石桥镇人民政府"]


def test_only_chosen_organs(write, names):
    write("教育局")
    chosen = write("民政局")

    assert names(organs=(chosen.organ_id,)) == ["民政局"]


def test_only_what_is_far_enough(zhang, government, write, names):
    write("教育局", {})
    done = factories.sound_report(
        factories.organ("民政局", zhang, under=government), YEAR, by=zhang
    )
    workflow.submit(done.pk, by=zhang)

    assert names(stage="submitted") == ["民政局"]
    assert names(stage="approved") == []


def test_what_is_being_corrected_waits(write, gather):
    report = write("教育局")
    Report.objects.filter(pk=report.pk).update(status="correcting")

    organs, reports = gather(stage="published")

    assert not reports.exists()
    choice = aggregation.Choice(report.organ, YEAR, stage="published")
    assert [one.state for one in aggregation.absent(organs, choice)] == ["更正中"]


def test_an_excused_organ_is_neither_added_nor_missed(write, gather, government):
    organ = write("教育局").organ
    Duty.objects.create(organ=organ, year=YEAR, kind="merged", reason="并入")

    organs, reports = gather()

    assert (list(organs), list(reports)) == ([], [])
    choice = aggregation.Choice(government, YEAR)
    assert aggregation.excused(Organ.objects.all(), choice) == 1


def test_who_has_no_report_is_named(government, gather):
    factories.organ("教育局", under=government)

    missing = aggregation.absent(gather()[0], aggregation.Choice(government, YEAR))

    assert [(one.organ.name, one.state) for one in missing] == [("教育局", "未建立")]


def test_another_year_is_not_added(write, names):
    write("教育局", year=YEAR - 1)

    assert names() == []


def test_a_bureau_beside_what_is_below_it_is_not_counted_twice(write, gather):
    bureau = write("教育局").organ
    write("第一小学", under=Organ.objects.get(pk=bureau.pk), type="other")

    assert aggregation.counted_twice(gather()[1]) == []
