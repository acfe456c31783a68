"""What the city says of a county's reports, on its way back: on the right report, once, and said if stale."""

import io
from contextlib import contextmanager

import pytest

from reports import parcels, workflow
from reports.archive import opened
from reports.models import CarriedRemark, Notice, Remark, Report
from reports.refusals import Refused
from tests import factories
from tests.parcels.conftest import YEAR, bytes_of, district, make_city, taken, trust


def report_of(organ) -> Report:
    return Report.objects.get(organ=organ, year=YEAR)


@pytest.fixture
def said(installation, packed, tmp_path):
    """Return a function that lets the city take the county's package, say things, and pack them."""

    def make(say, county: bytes | None = None) -> bytes:
        county = county or packed()
        with installation("city"):
            made = make_city()
            key = trust(tmp_path / "county", made.county, made.chen)
            taken(county, made.chen)
            say(made, report_of(made.bureau))
            return bytes_of(parcels.pack_back(key.pk, YEAR, by=made.chen))

    return make


@pytest.fixture
def county(installation, tmp_path, quick_files):
    """Return a context of the county, its report approved as it was packed, the city's key trusted."""

    @contextmanager
    def at_home():
        with installation("county"):
            made = district()
            made.approved(made.bureau)
            parcels.own_key()
            trust(tmp_path / "city", made.county, made.wang, side="above", name="云溪市")
            yield made

    return at_home


def take(content: bytes, by):
    return parcels.take_back(parcels.looked_at(io.BytesIO(content)), by=by)


def remark(made, report):
    workflow.add_remark(report.pk, "requests.new.total", "与正文不一致，请核对", by=made.chen)


def test_a_remark_comes_to_its_cell_and_says_who_said_it(said, county):
    content = said(remark)
    with county() as made:
        came = take(content, made.wang)

        row = Remark.objects.get()
        assert (row.report.organ, row.place, row.text) == (made.bureau, "requests.new.total", "与正文不一致，请核对")
        assert (row.said_by, row.aside, came[0].is_new) == ("云溪市人民政府 陈静", "", True)
        assert "1条批注" in Notice.objects.filter(user=made.zhang).latest("pk").text


def test_a_remark_is_shown_with_the_name_of_whoever_is_above(said, county, client_of):
    content = said(remark)
    with county() as made:
        take(content, made.wang)
        page = client_of(made.wang).get(f"/reports/{report_of(made.bureau).pk}/review/").content.decode()

        assert "上级 云溪市人民政府 陈静" in page


def test_taken_twice_nothing_is_there_twice(said, county):
    content = said(remark)
    with county() as made:
        take(content, made.wang)
        again = take(content, made.wang)

        assert (Remark.objects.count(), CarriedRemark.objects.count()) == (1, 1)
        assert [one.what for one in again] == ["以前收过"]


def test_a_return_gives_the_report_back(said, county):
    content = said(lambda made, report: workflow.return_(report.pk, by=made.chen, reason="表三不平衡"))
    with county() as made:
        came = take(content, made.wang)

        report = report_of(made.bureau)
        assert (report.status, came[0].what) == ("returned", "已退回修改")
        assert "上级退回（云溪市人民政府 陈静）：表三不平衡" in report.transitions.last().reason


def test_what_was_changed_since_is_said_and_not_given_back(said, county):
    def both(made, report):
        remark(made, report)
        workflow.return_(report.pk, by=made.chen, reason="表三不平衡")

    content = said(both)
    with county() as made:
        report = workflow.return_(report_of(made.bureau).pk, by=made.wang, reason="改")
        value = report.figures.get(cell="requests.new.natural_person").value
        factories.type_in(report, "requests.new.natural_person", str(value + 1), by=made.zhang)
        history = report.changes.filter(place="requests.new.natural_person").count()
        came = take(content, made.wang)

        whole = Remark.objects.get(place="")
        assert history and "此后报告已改过" in whole.aside
        assert whole.text == "上级退回：表三不平衡"
        assert [one.is_new for one in came] == [True, True]


def test_a_published_report_is_not_given_back_but_remarked_on(said, packed, county):
    content = said(lambda made, report: workflow.return_(report.pk, by=made.chen, reason="数字有误"))
    with county() as made:
        report = report_of(made.bureau)
        workflow.publish(report.pk, by=made.zhang)
        take(content, made.wang)

        assert Report.objects.get(pk=report.pk).status == "published"
        assert "请发起更正" in Remark.objects.get().aside


def test_remarks_for_another_installation_are_refused(said, installation, tmp_path, quick_files):
    content = said(remark)
    with installation("elsewhere"):
        made = district()
        parcels.own_key()
        trust(tmp_path / "city", made.county, made.wang, side="above")
        with pytest.raises(Refused, match="给别的系统的"):
            take(content, made.wang)


def test_a_key_of_below_sends_no_remarks_and_one_of_above_no_reports(said, county, packed, installation, tmp_path):
    content, up = said(remark), packed()
    with installation("county"):
        made = district()
        parcels.own_key()
        trust(tmp_path / "city", made.county, made.wang, side="below")
        with pytest.raises(Refused, match="不能收回传包"):
            take(content, made.wang)
    with installation("city"):
        made = make_city()
        trust(tmp_path / "county", made.county, made.chen, side="above")
        with pytest.raises(Refused, match="不能收上报包"):
            parcels.bring(parcels.looked_at(io.BytesIO(up)), "x", by=made.chen)


def test_a_report_that_is_not_there_is_said(said, installation, tmp_path, quick_files):
    content = said(remark)
    with installation("county"):
        made = district()
        parcels.own_key()
        trust(tmp_path / "city", made.county, made.wang, side="above")
        assert "没有找到" in take(content, made.wang)[0].what


def test_nothing_to_send_back_is_said(said):
    with pytest.raises(Refused, match="没有没销号的批注"):
        said(lambda made, report: None)


def test_remarks_go_out_in_the_name_of_who_is_above_and_not_of_another_tree(said, county):
    def in_two_trees(made, report):
        factories.give(made.chen, factories.organ("别州市人民政府", type="city"), "supervisor")
        remark(made, report)

    content = said(in_two_trees)

    assert opened(io.BytesIO(content)).about.organ == "云溪市人民政府"
