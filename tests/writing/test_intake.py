"""Files as read: laid beside a report, taken as one revision, put back as one."""

import base64
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.http import Http404
from PIL import Image

from reports import access, workflow
from reports.document import pictures
from reports.editions import edition_for, get_edition
from reports.importing.ours.document import reading_of
from reports.models import Change, Incoming, Report
from reports.refusals import Refused
from reports.writing import editing, intake
from tests import factories

CELL = "requests.new.natural_person"
TOTAL = "requests.new.total"
TABLES = {"proactive", "requests", "review"}
EVERYTHING = {"preface", "overview", "problems", "other_matters", *TABLES}


def document(year=2025, **words):
    sections = {"sections": {"overview": "<h3>（一）主动公开</h3><p>甲。</p>"}}
    return factories.filled(edition_for(year), year=year, **(sections | words))


def lay(report, by, read=None):
    reading = reading_of(read or document())
    return intake.stage(reading, "年报.json", by=by, organ=report.organ, year=report.year)


def take(report, by, parts=EVERYTHING, **options):
    report.refresh_from_db()
    return intake.take(parts, by=by, **{"seen": report.revision} | options)


def put(report, place, text, by):
    return editing.save(report.pk, [factories.edit(report, place, text)], by=by)


def value(report, cell):
    return report.figures.get(cell=cell).value


def words(report, section):
    return report.narratives.get(section=section).html


def test_taking_a_file_is_one_revision(report, zhang):
    lay(report, zhang)
    take(report, zhang)

    report.refresh_from_db()
    assert report.revision == 1
    assert dict(report.document().cells) == dict(document().cells)
    assert words(report, "overview") == "<h3>（一）主动公开</h3><p>甲。</p>"


def test_a_taken_file_lies_there_no_more(report, zhang):
    lay(report, zhang)
    take(report, zhang)

    assert intake.incoming_of(zhang) is None


def test_the_file_is_locked_before_the_report_as_when_it_is_taken(report, zhang, monkeypatch):
    lying, lock = [], access.report_to_edit

    def noted(by, report_id):
        lying.append(intake.incoming_of(by) is not None)
        return lock(by, report_id)

    monkeypatch.setattr(access, "report_to_edit", noted)
    lay(report, zhang)

    assert lying == [True]


def test_a_file_for_a_report_handed_in_leaves_the_one_that_lay_there(complete, zhang):
    lay(complete, zhang)
    before = intake.incoming_of(zhang)
    workflow.submit(complete.pk, by=zhang)

    with pytest.raises(access.Frozen):
        intake.stage(reading_of(document()), "新的.json", by=zhang, organ=complete.organ, year=2025)

    assert intake.incoming_of(zhang).name == before.name


def test_only_the_chosen_parts_are_taken(report, zhang):
    lay(report, zhang)
    take(report, zhang, {"requests"})

    assert value(report, CELL) == document().cells[CELL]
    assert value(report, "proactive.fees.amount") is None
    assert words(report, "overview") == ""


def test_a_blank_in_the_file_leaves_what_stands(report, zhang):
    put(report, CELL, "34", zhang)
    lay(report, zhang, replace(document(), cells={}))
    take(report, zhang)

    assert value(report, CELL) == 34


def test_a_blank_in_the_file_clears_when_asked_to(report, zhang):
    put(report, CELL, "34", zhang)
    lay(report, zhang, replace(document(), cells={}))
    take(report, zhang, clear=True)

    assert value(report, CELL) is None


def test_a_section_without_words_leaves_what_stands(report, zhang):
    put(report, "problems", "<p>乙。</p>", zhang)
    lay(report, zhang)
    take(report, zhang)

    assert words(report, "problems") == "<p>乙。</p>"


def test_a_printed_total_that_does_not_add_up_is_kept_as_printed(report, zhang):
    read = document()
    lay(report, zhang, replace(read, cells={**read.cells, TOTAL: Decimal(99999)}))
    take(report, zhang)

    figure = report.figures.get(cell=TOTAL)
    assert (figure.value, figure.manual) == (Decimal(99999), True)


def test_a_printed_total_that_adds_up_goes_on_being_computed(report, zhang):
    lay(report, zhang)
    take(report, zhang)

    assert not report.figures.filter(manual=True).exists()


def test_figures_put_right_while_looking_are_taken(report, zhang):
    lay(report, zhang)
    intake.settle({CELL: Decimal(77)}, by=zhang)
    take(report, zhang)

    assert value(report, CELL) == 77


def test_what_a_colleague_wrote_meanwhile_is_not_overwritten(report, zhang, li):
    lay(report, zhang)
    put(report, CELL, "12345", li)

    with pytest.raises(Refused, match="李红修改了其中 1 处"):
        intake.take(EVERYTHING, by=zhang, seen=0)
    assert value(report, CELL) == 12345
    assert value(report, TOTAL) is None


def test_a_file_makes_the_report_that_is_not_there_yet(bureau, zhang):
    intake.stage(reading_of(document(2024)), "年报.json", by=zhang)
    intake.aim(bureau, 2024, by=zhang)
    report = intake.take(TABLES, by=zhang, seen=0)

    assert (report.organ, report.year) == (bureau, 2024)
    assert value(report, CELL) == document(2024).cells[CELL]


def test_another_edition_gives_only_what_both_have(report, zhang):
    old = document(2020)
    lay(report, zhang, old)
    take(report, zhang)

    assert value(report, CELL) == old.cells[CELL]
    assert value(report, "requests.other_other.natural_person") is None
    assert value(report, "proactive.rules.issued") is None


def test_a_person_has_one_file_lying_there(report, zhang):
    lay(report, zhang)
    lay(report, zhang)

    assert Incoming.objects.count() == 1


def test_a_report_handed_in_takes_no_file(report, zhang):
    Report.objects.filter(pk=report.pk).update(status="submitted")

    with pytest.raises(access.Frozen):
        lay(report, zhang)


def test_title_date_and_number_are_taken_when_chosen(report, zhang):
    lay(report, zhang, document(title="甲局2025年年报", issued="2026-01-20"))
    take(report, zhang, {intake.DETAILS})

    report.refresh_from_db()
    assert (report.title, str(report.issued)) == ("甲局2025年年报", "2026-01-20")


def test_a_stranger_takes_nothing(report, zhang, zhao):
    lay(report, zhang)

    with pytest.raises(Http404):
        intake.take(EVERYTHING, by=zhao, seen=0)


def test_who_left_the_organ_takes_nothing(report, zhang):
    lay(report, zhang)
    report.organ.people.remove(zhang)

    with pytest.raises(Http404):
        intake.take(EVERYTHING, by=zhang, seen=0)


def test_an_undo_restores_what_stood_before(report, zhang):
    put(report, CELL, "34", zhang)
    before = report.document()
    lay(report, zhang, document(title="甲局年报"))
    revision = take(report, zhang, EVERYTHING | {intake.DETAILS}).revision
    undone = intake.undo(report.pk, revision, by=zhang)

    report = Report.objects.get(pk=report.pk)
    assert report.document() == before
    assert undone.kept == []


def test_an_undo_gives_a_total_back_to_whom_it_belonged(report, zhang):
    editing.save(report.pk, [editing.Edit(TOTAL, "50", 0, manual=True)], by=zhang)
    lay(report, zhang)
    revision = take(report, zhang).revision
    intake.undo(report.pk, revision, by=zhang)

    figure = report.figures.get(cell=TOTAL)
    assert (figure.value, figure.manual) == (50, True)


def test_an_undo_leaves_a_total_that_follows_to_be_computed(report, zhang):
    parts = report.template.computed[TOTAL].right
    edits = [factories.edit(report, part, "2") for part in parts]
    editing.save(report.pk, edits, by=zhang)
    odd = document()
    lay(report, zhang, replace(odd, cells={**odd.cells, TOTAL: Decimal(99999)}))
    revision = take(report, zhang).revision

    intake.undo(report.pk, revision, by=zhang)
    put(report, parts[0], "3", zhang)

    assert value(report, TOTAL) == 2 * len(parts) + 1


def test_a_file_is_aimed_at_no_organ_that_one_does_not_write_for(zhang, bureau, zhao):
    intake.stage(reading_of(document()), "年报.json", by=zhao)

    with pytest.raises(Http404):
        intake.aim(bureau, 2024, by=zhao)

    assert Incoming.objects.get(user=zhao).organ is None


def test_an_undo_leaves_what_was_changed_since_and_says_so(report, zhang, li):
    lay(report, zhang)
    revision = take(report, zhang).revision
    put(report, CELL, "12345", li)
    undone = intake.undo(report.pk, revision, by=zhang)

    assert undone.kept == [CELL]
    assert value(report, CELL) == 12345
    assert value(report, "requests.new.business") is None


def test_an_import_is_undone_once(report, zhang):
    lay(report, zhang)
    revision = take(report, zhang).revision
    intake.undo(report.pk, revision, by=zhang)

    with pytest.raises(Refused, match="已经撤销"):
        intake.undo(report.pk, revision, by=zhang)


def test_history_names_the_file(report, zhang):
    lay(report, zhang)
    take(report, zhang)

    assert Change.objects.filter(place="import", new="年报.json", user=zhang).count() == 1


def last_year(bureau, zhang, year=2024):
    previous = factories.report(bureau, year, by=zhang)
    text = "<p>首段。</p><h3>（一）主动公开</h3><p>甲。</p><h4>1.网站</h4><h3>某句写成标题。</h3>"
    read = document(year, sections={"overview": text})
    editing.take_document(access.report_to_edit(zhang, previous.pk), read, by=zhang)
    return read


def test_a_new_report_follows_last_years_headings_without_a_sentence(bureau, zhang):
    last_year(bureau, zhang)
    report = intake.follow_last_year(bureau, 2025, by=zhang)

    assert words(report, "overview") == "<h3>（一）主动公开</h3><h4>1.网站</h4>"


def test_what_last_year_carried_forward_is_carried_over(bureau, zhang):
    previous = last_year(bureau, zhang)
    report = intake.follow_last_year(bureau, 2025, by=zhang)

    for column in ("natural_person", "business", "total"):
        expected = previous.cells[f"requests.carried_forward.{column}"]
        assert value(report, f"requests.carried_over.{column}") == expected
    assert value(report, CELL) is None


def test_across_the_editions_only_what_both_have_is_followed(bureau, zhang):
    previous = last_year(bureau, zhang, 2020)
    report = intake.follow_last_year(bureau, 2021, by=zhang)

    carried = previous.cells["requests.carried_forward.business"]
    assert value(report, "requests.carried_over.business") == carried
    assert not report.figures.filter(cell__startswith="proactive", value__isnull=False).exists()


def test_within_an_edition_last_years_items_are_followed_too(bureau, zhang):
    previous = last_year(bureau, zhang, 2019)
    told = intake.carried_over(previous, get_edition("2019"))

    items = previous.cells["proactive.licensing.previous_items"]
    change = previous.cells["proactive.licensing.change"]
    assert told["proactive.licensing.previous_items"] == items + change


def test_without_last_years_report_nothing_is_followed(bureau, zhang):
    with pytest.raises(Refused, match="2024年度的报告，不能沿用"):
        intake.follow_last_year(bureau, 2025, by=zhang)
    assert not Report.objects.exists()


@pytest.fixture
def unpacking(monkeypatch):
    """Note, whenever a picture is unpacked, in how many transactions that happens."""
    noted, check = [], pictures.check_picture

    def watched(upload):
        noted.append(len(connection.savepoint_ids))
        return check(upload)

    for module in (pictures, editing):
        monkeypatch.setattr(module, "check_picture", watched)
    return noted


def png(color: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (30, 20), color).save(out, "PNG")
    return out.getvalue()


def shown(*colors: int) -> str:
    texts = (base64.b64encode(png(color)).decode() for color in colors)
    return "".join(f'<p><img src="data:image/png;base64,{text}" alt="图"></p>' for text in texts)


def test_pictures_are_unpacked_before_anything_is_locked(report, zhang, unpacking):
    lay(report, zhang, document(sections={"overview": shown(1, 2, 1)}))

    take(report, zhang)
    editing.add_picture(report.pk, png(3), by=zhang)

    assert unpacking == [0, 0, 0] and report.pictures.count() == 3
    assert words(report, "overview").count(f"/reports/{report.pk}/pictures/") == 3


def test_a_file_of_too_many_pictures_is_refused(report, zhang, unpacking):
    lay(report, zhang, document(sections={"overview": shown(*range(61))}))

    with pytest.raises(Refused, match="文件里有61张图片，最多60张"):
        take(report, zhang)

    assert unpacking == [] and intake.incoming_of(zhang)
