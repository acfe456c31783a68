"""From a county to its city and on to the province: packed, looked at, taken as one, put back as one."""

import io

import pytest

from reports import access, aggregation, parcels, workflow
from reports.archive import opened
from reports.archive.keys import load, text
from reports.archive.parcel import RECORD
from reports.archive.told import Record
from reports.models import AuditEvent, Parcel, ParcelReport, Report
from reports.parcels import Faulty, Stranger
from reports.refusals import Refused
from reports.writing import editing, intake
from tests import factories
from tests.parcels.conftest import (
    BUREAU,
    YEAR,
    about,
    bring,
    bytes_of,
    district,
    make_city,
    taken,
    trust,
    work,
)


def report_of(organ) -> Report:
    return Report.objects.get(organ=organ, year=YEAR)


def test_what_was_found_good_is_packed_and_drafts_are_not(packed):
    def more(made):
        factories.report(made.school, YEAR, by=made.zhang)
        waits = factories.sound_report(made.county, YEAR, by=factories.give(made.zhang, made.county, "clerk", "reviewer"))
        workflow.submit(waits.pk, by=made.zhang)

    assert (about(packed(more)).count, about(packed(more, waiting=True)).count) == (1, 2)


def test_nothing_to_pack_is_said(installation, quick_files):
    with installation("county"):
        made = district()
        with pytest.raises(Refused, match="还没有已审核或已发布的报告"):
            parcels.pack(made.county.pk, YEAR, by=made.wang)


def test_public_files_and_the_end_of_the_history_come_along(packed):
    said = {}

    def publish(made):
        done = factories.published(made.school, YEAR, by=made.zhang)
        said["pdf"] = bytes(done.files.get(form="pdf").content)
        done.report.refresh_from_db()
        said["end"] = (done.report.change_count, done.report.change_head)

    found = opened(io.BytesIO(packed(publish)))
    record = Record.read(found.read(f"reports/00002/{RECORD}"))

    assert found.read("reports/00002/files/report.pdf") == said["pdf"]
    assert (record.changes, record.head) == said["end"]
    assert not any("files" in name for name in opened(io.BytesIO(packed(publish, files=False))).names)


def test_what_is_being_corrected_goes_up_as_it_is_public(packed, trusted, city):
    def correct(made):
        done = factories.published(made.school, YEAR, by=made.zhang)
        opened = workflow.correct(done.report_id, by=made.zhang, reason="有误")
        factories.type_in(opened, "overview", "<p>还没改好</p>", by=made.zhang)

    content = packed(correct)
    trusted()
    taken(content, city.chen)

    assert "还没改好" not in report_of(city.school).document().narrative("overview")


def test_a_strangers_key_is_shown_and_nothing_is_kept(packed, city):
    with pytest.raises(Stranger) as stranger:
        bring(packed(), city.chen)

    assert len(stranger.value.groups) == 8
    assert not Parcel.objects.exists()


def test_a_key_is_trusted_by_its_last_group_only(packed, city, tmp_path):
    packed()
    with pytest.raises(Refused, match="末组与指纹不一样"):
        parcels.trust(text(load(tmp_path / "county").public), organ_id=city.county.pk, side="below", name="",
                      typed="00000 ", by=city.chen)  # fmt: skip
    assert trust(tmp_path / "county", city.county, city.chen).organ == city.county
    assert AuditEvent.objects.get(action="key_trusted").organ == city.county


def test_a_package_is_checked_taken_and_stands_waiting_to_be_judged(packed, trusted, city):
    content = packed()
    trusted()
    parcel = work(bring(content, city.chen))
    row = parcel.reports.get()
    assert (parcel.stage, row.news, row.organ, row.fault) == ("ready", "new", city.bureau, "")
    assert not Report.objects.exists()

    parcels.take(parcel.pk, by=city.chen)
    work(parcel)

    report = report_of(city.bureau)
    assert (parcel.stage, report.status, parcel.refusal) == ("taken", "submitted", "")
    assert report.answered_count == len(report.template.cells)
    assert "approve" in workflow.moves_open_to(city.chen, report)
    assert [step.caption for step in workflow.timeline_of(report)] == ["收到上报"]
    assert AuditEvent.objects.filter(action="parcel_taken").count() == 1


def test_what_the_city_has_is_what_the_county_sent_cell_by_cell(packed, trusted, city):
    sent = {}
    content = packed(lambda made: sent.update(d=report_of(made.bureau).document().to_json()))
    trusted()
    taken(content, city.chen)

    assert report_of(city.bureau).document().to_json() == sent["d"]


def test_todays_rules_run_again(packed, trusted, city):
    def unbalance(made):
        Report.objects.get().figures.filter(cell="requests.new.natural_person").update(value=999_999)

    content = packed(unbalance)
    trusted()
    row = work(bring(content, city.chen)).reports.get()

    assert row.errors
    assert any("999999" in found["message"] or "总计" in found["message"] for found in row.findings)


def test_a_second_package_shows_what_is_new_changed_same_and_gone(packed, trusted, city):
    first = packed(lambda made: made.approved(made.school))
    trusted()
    taken(first, city.chen)

    def change(made):
        report = workflow.return_(report_of(made.bureau).pk, by=made.wang, reason="改")
        factories.type_in(report, "overview", "<p>主动公开信息，办理依申请公开，加强政府信息管理，建设平台，落实监督保障。</p>", by=made.zhang)
        workflow.submit(report.pk, by=made.zhang)
        workflow.approve(report.pk, by=made.wang)

    parcel = work(bring(packed(change), city.chen))
    row = parcel.reports.get()
    look = parcels.look_at(row)

    assert row.news == "changed"
    assert [caption for caption, _ in look.comparison.words]
    assert [one.organ_name for one in parcels.gone_since(parcel)] == ["瀍水区教育局"]
    assert parcels.without_report(parcel) == ["瀍水区人民政府", "瀍水区教育局"]


def test_what_has_not_changed_is_left_alone(packed, trusted, city):
    content = packed()
    trusted()
    taken(content, city.chen)
    before = report_of(city.bureau)
    workflow.approve(before.pk, by=city.chen)

    parcel = taken(packed(), city.chen)

    assert parcel.reports.get().news == "same"
    assert report_of(city.bureau).status == "approved"


def test_new_content_waits_to_be_judged_anew(packed, trusted, city):
    content = packed()
    trusted()
    taken(content, city.chen)
    workflow.approve(report_of(city.bureau).pk, by=city.chen)

    taken(packed(retitled), city.chen)

    report = report_of(city.bureau)
    assert (report.status, report.title) == ("submitted", "新的标题")


def retitled(made):
    Report.objects.filter(organ=made.bureau).update(title="新的标题")


def test_undoing_puts_everything_back_as_one(packed, trusted, city):
    first = packed()
    trusted()
    taken(first, city.chen)
    before = report_of(city.bureau).document().to_json()
    parcel = taken(packed(lambda made: (retitled(made), made.approved(made.school))), city.chen)

    parcels.undo(parcel.pk, by=city.chen)
    work(parcel)

    assert parcel.stage == "undone"
    assert report_of(city.bureau).document().to_json() == before
    assert report_of(city.bureau).status == "submitted"
    school = report_of(city.school)
    assert (school.status, school.answered_count) == ("draft", 0)


def test_what_was_undone_can_be_taken_again(packed, trusted, city):
    content = packed()
    trusted()
    parcel = taken(content, city.chen)
    parcels.undo(parcel.pk, by=city.chen)
    work(parcel)

    again = taken(content, city.chen)

    assert (again.stage, report_of(city.bureau).status) == ("taken", "submitted")


@pytest.mark.parametrize("built", ["approve", "remark", "later"], ids=["judged", "remarked", "taken-again"])
def test_undoing_is_refused_once_something_was_built_on_it(packed, trusted, city, built):
    content = packed()
    trusted()
    parcel = taken(content, city.chen)
    report = report_of(city.bureau)
    if built == "approve":
        workflow.approve(report.pk, by=city.chen)
    elif built == "remark":
        workflow.add_remark(report.pk, "overview", "请写具体", by=city.chen)
    else:
        taken(packed(retitled), city.chen)

    with pytest.raises(Refused, match="不能整个撤销|请先撤销那一个"):
        parcels.undo(parcel.pk, by=city.chen)
    assert Parcel.objects.get(pk=parcel.pk).stage == "taken"


def test_sums_that_were_taken_from_it_stand_in_the_way_of_undoing(packed, trusted, city):
    content = packed()
    trusted()
    parcel = taken(content, city.chen)
    factories.give(city.chen, city.county, "clerk")
    above = factories.report(city.county, YEAR, by=city.chen)
    stage = next(iter(aggregation.STAGE_CAPTIONS))
    found = aggregation.below(city.chen, above, stage)
    intake.take_from_below(above.pk, ["requests"], by=city.chen, stage=stage, seen=above.revision, stamp=found.stamp)

    with pytest.raises(Refused, match="填入了下级汇总"):
        parcels.undo(parcel.pk, by=city.chen)


def test_a_package_that_was_taken_is_not_taken_twice(packed, trusted, city):
    content = packed()
    trusted()
    taken(content, city.chen)

    with pytest.raises(Refused, match="已经收下过"):
        bring(content, city.chen)


def test_an_older_package_than_the_one_taken_is_refused(packed, trusted, city):
    older, newer = packed(), packed(retitled)
    trusted()
    taken(newer, city.chen)

    with pytest.raises(Refused, match="旧，没有收下"):
        bring(older, city.chen)


def test_one_that_lies_there_is_not_laid_down_twice(packed, trusted, city):
    content = packed()
    trusted()

    assert bring(content, city.chen) == bring(content, city.chen)


def test_a_report_of_the_citys_own_is_never_changed(packed, trusted, city):
    content = packed()
    trusted()
    own = factories.sound_report(city.bureau, YEAR, by=factories.give(city.chen, city.bureau, "clerk"))
    parcel = work(bring(content, city.chen))

    assert "不是从上报包来的" in parcel.reports.get().fault
    with pytest.raises(Refused, match="还有1份不能收"):
        parcels.take(parcel.pk, by=city.chen)
    assert Report.objects.get().revision == own.revision


def test_what_becomes_impossible_meanwhile_takes_nothing(packed, trusted, city):
    content = packed(lambda made: made.approved(made.school))
    trusted()
    parcel = work(bring(content, city.chen))
    parcels.take(parcel.pk, by=city.chen)
    factories.sound_report(city.school, YEAR, by=factories.give(city.chen, city.school, "clerk"))
    work(parcel)

    assert (parcel.stage, Report.objects.filter(organ=city.bureau).exists()) == ("ready", False)
    assert "核对以后有了变化，整个包没有收下" in parcel.refusal


def test_an_organ_that_is_not_found_is_settled_by_a_person_and_remembered(packed, trusted, city):
    city.bureau.name, city.bureau.code = "瀍水区文旅广电局", ""
    city.bureau.save()
    content = packed()
    trusted()
    parcel = work(bring(content, city.chen))
    row = parcel.reports.get()
    assert not row.certain
    with pytest.raises(Refused, match="没有确定"):
        parcels.take(parcel.pk, by=city.chen)

    wrong = parcels.settle_reports(parcel.pk, {row.pk: parcels.Said("云溪市人民政府", False)}, by=city.chen)
    assert "之下没有叫" in wrong[row.pk]
    assert not parcels.settle_reports(parcel.pk, {row.pk: parcels.Said(city.bureau.name, False)}, by=city.chen)
    parcels.take(parcel.pk, by=city.chen)
    assert work(parcel).stage == "taken"

    again = work(bring(packed(retitled), city.chen)).reports.get()
    assert (again.organ, again.certain, again.news) == (city.bureau, True, "changed")


def test_reports_outside_the_keys_organ_are_not_reached(packed, city, tmp_path):
    content = packed()
    trust(tmp_path / "county", city.school, city.chen)

    assert work(bring(content, city.chen)).reports.get().organ is None


def test_only_who_supervises_the_keys_organ_may_bring(packed, trusted, city):
    content = packed()
    trusted()
    other = factories.give(factories.clerk("other"), factories.organ("临水市人民政府", type="city"), "supervisor")

    with pytest.raises(Refused, match="本账号不督办那个机关"):
        bring(content, other)


def test_a_key_that_was_revoked_brings_and_takes_nothing(packed, trusted, city):
    content = packed()
    key = trusted()
    parcel = work(bring(content, city.chen))
    parcels.take(parcel.pk, by=city.chen)
    parcels.revoke(key.pk, by=city.chen)
    work(parcel)

    assert (parcel.stage, Report.objects.exists()) == ("ready", False)
    assert "撤销信任" in parcel.refusal
    with pytest.raises(Refused, match="已撤销信任"):
        bring(content, city.chen)


def test_a_new_key_that_the_old_one_signed_is_trusted_in_its_place(packed, trusted, city):
    packed()
    old = trusted()
    content = packed(lambda made: parcels.change())

    parcel = bring(content, city.chen)

    assert (parcel.key.after, parcel.key.organ) == (old, city.county)
    old.refresh_from_db()
    assert old.revoked_at


def test_our_own_package_is_not_taken_here(city):
    factories.give(city.chen, city.bureau, "clerk", "reviewer")
    factories.approved(city.bureau, YEAR, by=city.chen)
    content = bytes_of(parcels.pack(city.city.pk, YEAR, by=city.chen))

    with pytest.raises(Refused, match="本系统自己打的"):
        bring(content, city.chen)


def test_a_changed_package_is_refused_with_what_was_changed(packed, trusted, city):
    content = bytearray(packed())
    trusted()
    content[content.index(b"reports/00001/report.json.gz") + 60] ^= 1

    with pytest.raises(Faulty) as faulty:
        bring(bytes(content), city.chen)
    assert any("report.json.gz" in fault for fault in faulty.value.faults)
    assert not Parcel.objects.exists()


def test_a_city_packs_what_it_took_for_the_province_and_says_where_it_came_from(
    packed, installation, tmp_path, quick_files
):
    county = packed()
    with installation("city"):
        made = make_city()
        trust(tmp_path / "county", made.county, made.chen, name="瀍水区")
        taken(county, made.chen)
        workflow.approve(report_of(made.bureau).pk, by=made.chen)
        city = bytes_of(parcels.pack(made.city.pk, YEAR, by=made.chen))
    with installation("province"):
        top = factories.organ("豫州省人民政府", type="province")
        below = factories.organ("云溪市人民政府", type="city", under=top)
        bureau = factories.organ(BUREAU, under=below)
        liu = factories.give(factories.clerk("liu"), top, "supervisor")
        trust(tmp_path / "city", below, liu)
        parcel = taken(city, liu)
        origin = parcels.look_at(parcel.reports.get()).origins

        assert report_of(bureau).status == "submitted"
        assert [(one.organ, one.serial) for one in origin] == [("瀍水区人民政府", about(county).serial)]


def test_two_reports_of_one_organ_are_both_refused(packed, trusted, city):
    def twice(made):
        made.approved(made.school)
        made.school.name, made.school.code = "文旅广电局", ""
        made.school.save()

    content = packed(twice)
    trusted()
    parcel = work(bring(content, city.chen))
    other = parcel.reports.get(organ_name="文旅广电局")
    parcels.settle_reports(parcel.pk, {other.pk: parcels.Said(BUREAU, False)}, by=city.chen)

    assert "有两份" in parcel.reports.get(pk=other.pk).fault
    parcels.settle_reports(parcel.pk, {other.pk: parcels.Said("", True)}, by=city.chen)
    assert not parcel.reports.exclude(fault="").filter(left_out=False).exists()


def test_a_package_is_dropped_and_forgotten(packed, trusted, city):
    content = packed()
    trusted()
    parcel = work(bring(content, city.chen))

    parcels.drop(parcel.pk, by=city.chen)

    assert not ParcelReport.objects.exists()
    assert bring(content, city.chen).pk != parcel.pk


def test_a_history_that_does_not_go_on_is_noted(packed, trusted, city):
    content = packed()
    trusted()
    taken(content, city.chen)

    def rewrite(made):
        Report.objects.update(change_count=3, title="题")

    row = work(bring(packed(rewrite), city.chen)).reports.get()

    assert "留痕比上次少" in row.warning


def test_what_was_written_here_since_is_noted_before_it_is_replaced(packed, trusted, city):
    content = packed()
    trusted()
    taken(content, city.chen)
    report = report_of(city.bureau)
    workflow.return_(report.pk, by=city.chen, reason="改")
    factories.give(city.chen, city.bureau, "clerk")
    editing.save(report.pk, [factories.edit(report, "requests.new.natural_person", "77777")], by=city.chen)

    row = work(bring(packed(), city.chen)).reports.get()

    assert (row.news, "本系统里有人改过" in row.warning) == ("changed", True)
    assert access.received_from(report)
