"""A lot: read, settled, taken, put back; nothing overwritten, nothing twice, all in the audit."""

import io
import zipfile

import pytest
from django.http import Http404
from openpyxl import load_workbook
from PIL import Image

from reports import access, gathering, history, jobs
from reports.gathering import Choice
from reports.models import (
    AuditEvent,
    FormerName,
    GatheredFile,
    Gathering,
    Membership,
    Notice,
    Report,
)
from reports.refusals import Refused
from reports.writing import intake
from tests import factories
from tests.gathering.conftest import old_report, zipped
from tests.importing.making import pictured
from tests.importing.test_scans import document_of_pictures


def standings(lot) -> list[str]:
    return list(lot.items.with_standing().order_by("position").values_list("standing", flat=True))


def test_files_are_read_matched_and_counted(bring, work, bureau, wang):
    lot = bring({"2023/文旅.json": old_report(bureau.name, 2023), "坏.docx": b"PK\3\4 broken"})

    work(lot)

    good, bad = lot.items.order_by("position")
    assert standings(lot) == ["ready", "failed"]
    assert (good.organ, good.year, good.edition, good.certain) == (bureau, 2023, "2021", True)
    assert good.sure == len(good.reading["cells"]) and 0 < good.found <= len(good.findings)
    assert "损坏" in bad.error
    assert lot.state == "finished"
    assert Notice.objects.get(user=wang).link == f"/gatherings/{lot.pk}/"


def test_a_scan_is_refused_and_led_to_where_its_figures_are_looked_at(bring, work):
    page = pictured.file_of(Image.new("L", (400, 500), 255))
    lot = bring({"扫描.png": page, "扫描.pdf": document_of_pictures(2)})

    work(lot)

    assert standings(lot) == ["failed", "failed"]
    assert all("“导入”页单独导入" in file.error for file in lot.items.all())


def test_what_was_read_from_pictures_is_not_taken_unseen(bring, work, bureau, wang):
    lot = bring({"a.json": old_report(bureau.name, 2023)})
    work(lot)
    file = lot.items.get()
    file.reading["cells"]["requests.new.natural_person"].append([0, 1, 1, 2, 2])
    file.save()

    gathering.take_ready(lot.pk, by=wang)
    work(lot)

    assert not Report.objects.exists()
    assert "逐格核对" in lot.items.get().error


def test_a_file_under_a_former_name_is_its_organ_s(bring, work, bureau):
    FormerName.objects.create(organ=bureau, name="瀍水区文化广电局", until="2022-01-01")
    lot = bring({"a.json": old_report("瀍水区文化广电局", 2021)})

    work(lot)

    assert lot.items.get().organ == bureau
    assert standings(lot) == ["ready"]


def test_an_organ_of_another_district_is_never_matched(bring, work):
    factories.organ("云溪市档案馆")
    lot = bring({"a.json": old_report("云溪市档案馆", 2023)})

    work(lot)

    assert lot.items.get().organ is None
    assert standings(lot) == ["open"]


def test_what_is_ready_is_taken_as_a_draft_and_told_in_the_audit(taken, bureau, wang):
    report = Report.objects.get()
    file = taken.items.get()

    assert standings(taken) == ["taken"]
    assert (report.organ, report.year, report.status) == (bureau, 2023, "draft")
    assert (file.report, file.revision) == (report, report.revision)
    assert report.answered_count == len(report.template.cells)
    assert "形式不够丰富" in report.document().narrative("problems")
    event = AuditEvent.objects.get(report=report, action="gathered")
    assert (event.user, "2023/文旅.json" in event.detail) == (wang, True)


def test_a_proposal_is_taken_only_when_a_person_says_that_it_holds(bring, work, bureau, wang):
    lot = bring({"a.json": old_report("文旅局", 2023)})
    work(lot)
    file = lot.items.get()
    assert (file.organ, standings(lot)) == (bureau, ["open"])

    looked = Choice(bureau.name, "2023", holds=False, left_out=False)
    assert gathering.settle_files(lot.pk, {file.pk: looked}, by=wang) == (0, {})
    assert standings(lot) == ["open"]

    settled = Choice("TY0071", "2023", holds=True, left_out=False)
    assert gathering.settle_files(lot.pk, {file.pk: settled}, by=wang) == (1, {})
    assert standings(lot) == ["ready"]


@pytest.mark.parametrize(
    ("organ", "year", "sentence"),
    [("", "2023", "还没有写机关"), ("瀍水区文化和旅游局", "", "还没有选年度"), ("云溪市", "2023", "没有叫"),
     ("云溪市档案馆", "2023", "不归本账号督办")],
)  # fmt: skip
def test_what_cannot_be_settled_is_said_and_nothing_changes(bring, work, wang, organ, year, sentence):
    factories.organ("云溪市档案馆")
    lot = bring({"a.json": old_report("某局", 2023)})
    work(lot)
    file = lot.items.get()

    _, faults = gathering.settle_files(lot.pk, {file.pk: Choice(organ, year, True, False)}, by=wang)

    assert sentence in faults[file.pk]
    assert standings(lot) == ["open"]


def test_of_two_versions_a_person_chooses_one(bring, work, bureau, wang):
    lot = bring({"一.json": old_report(bureau.name, 2023), "二.json": old_report(bureau.name, 2023, 2)})
    work(lot)
    assert standings(lot) == ["open", "open"]
    with pytest.raises(Refused, match="没有可以导入的文件"):
        gathering.take_ready(lot.pk, by=wang)

    gathering.prefer(lot.pk, lot.items.get(position=2).pk, by=wang)

    assert standings(lot) == ["left", "ready"]


def test_an_existing_report_is_never_overwritten(bring, work, bureau, zhang, wang):
    report = factories.report(bureau, 2023, by=zhang)
    lot = bring({"a.json": old_report(bureau.name, 2023)})
    work(lot)
    gathering.take_ready(lot.pk, by=wang)
    # Somebody begins to write after the choice was made.
    factories.type_in(report, "requests.new.natural_person", "7", by=zhang)

    work(lot)

    report.refresh_from_db()
    assert report.answered_count == 1
    assert "已有这个机关这一年度的报告" in lot.items.get().error
    assert standings(lot) == ["open"]


def test_a_taken_report_is_put_back_but_for_what_was_written_since(taken, work, zhang, wang):
    report = Report.objects.get()
    factories.type_in(report, "requests.new.natural_person", "77777", by=zhang)

    gathering.undo_all(taken.pk, by=wang)
    work(taken)

    report.refresh_from_db()
    kept = report.figures.filter(value__isnull=False).values_list("cell", "value")
    assert list(kept) == [("requests.new.natural_person", 77777)]
    assert report.document().narrative("problems") == ""
    assert taken.items.get().report is None
    assert AuditEvent.objects.filter(action="gathering_undone", report=report).exists()
    assert (history.verify_events(), history.verify_changes()) == ([], [])


def test_what_was_put_back_can_be_taken_again(taken, work, wang):
    gathering.undo_one(taken.pk, taken.items.get().pk, by=wang)
    work(taken)
    assert standings(taken) == ["ready"]

    gathering.take_ready(taken.pk, by=wang)
    work(taken)

    assert standings(taken) == ["taken"]
    assert Report.objects.get().answered_count > 0


def test_a_report_that_was_handed_in_since_is_not_put_back(taken, work, wang):
    Report.objects.update(status="submitted")

    gathering.undo_all(taken.pk, by=wang)
    work(taken)

    assert standings(taken) == ["taken"]
    assert "已锁定" in taken.items.get().error


def test_a_worker_that_comes_too_late_takes_nothing_twice(bring, work, bureau, wang):
    lot = bring({"a.json": old_report(bureau.name, 2023)})
    work(lot)
    gathering.take_ready(lot.pk, by=wang)
    late, begun = jobs.join("late"), gathering.begin_round(lot.pk)
    held = jobs.claim(GatheredFile.objects, lot.pk, begun.number, late, hopeless="x")
    jobs.leave("late")
    work(lot)
    changes = Report.objects.get().change_count

    gathering.working._take(held, late)

    assert Report.objects.get().change_count == changes
    assert lot.items.get().attempts == 2


def test_a_lot_pauses_goes_on_and_stops(bring, work, bureau, school, wang):
    lot = bring({"a.json": old_report(bureau.name, 2023), "b.json": old_report(school.name, 2023)})
    gathering.pause(lot.pk, by=wang)
    work(lot)
    assert standings(lot) == ["working", "working"]

    gathering.stop(lot.pk, by=wang)
    assert standings(lot) == ["failed", "failed"]
    assert "已停止" in lot.items.first().error

    gathering.retry(lot.pk, by=wang)
    work(lot)
    assert standings(lot) == ["ready", "ready"]


def test_a_supervisor_who_lost_the_organ_takes_nothing(bring, work, bureau, wang):
    lot = bring({"a.json": old_report(bureau.name, 2023)})
    work(lot)
    gathering.take_ready(lot.pk, by=wang)
    Membership.objects.filter(user=wang).delete()

    work(lot)

    assert not Report.objects.exists()
    assert "不归本账号督办" in lot.items.get().error
    with pytest.raises(Http404):
        access.gathering_of(wang, lot.pk)


def test_the_workbook_tells_what_was_read_what_is_open_and_all_findings(bring, work, bureau):
    lot = bring({
        "一.json": old_report(bureau.name, 2023), "二.json": old_report("某局", 2023), "坏.txt": b"x",
    })  # fmt: skip
    work(lot)

    book = load_workbook(io.BytesIO(gathering.workbook(lot)))

    files = list(book["文件"].values)
    assert [row[2] for row in files[1:]] == ["可以导入", "待确定", "没有读入"]
    assert files[2][-2] == "请确定机关和年度。"
    assert len(list(book["问题"].values)) > 1


def test_old_lots_are_cleared_away_and_their_reports_stay(taken):
    Gathering.objects.update(created_at="2020-01-01T00:00:00Z")

    assert gathering.clear(30) == 1
    assert not GatheredFile.objects.exists()
    assert Report.objects.get().answered_count > 0


def test_nothing_is_stored_of_an_archive_that_is_refused(wang):
    with pytest.raises(Refused):
        gathering.create([("a.zip", io.BytesIO(b"broken"))], by=wang)
    with pytest.raises(Refused, match="没有文件"):
        gathering.create([("a.zip", io.BytesIO(zipped({})))], by=wang)

    assert not Gathering.objects.exists()
    assert not zipfile.is_zipfile(io.BytesIO(b"broken"))


def test_a_clerk_can_put_back_what_was_taken_into_their_report(taken, zhang, work, wang):
    report = Report.objects.get()
    intake.undo(report.pk, taken.items.get().revision, by=zhang)

    gathering.undo_all(taken.pk, by=wang)
    work(taken)

    assert "已经撤销" in taken.items.get().error
