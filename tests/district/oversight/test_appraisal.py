"""考核表: passed at once, early or late, how often each came back; compared only where it makes sense."""

import datetime
import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from reports import workflow
from reports.document.which import OFFICE
from reports.editions import organ_type
from reports.models import AuditEvent, Duty
from reports.oversight import appraisal
from reports.writing import editing
from tests import factories

YEAR = 2025


@pytest.fixture
def schools(government, zhang):
    """Six towns of the district."""
    return [factories.organ(f"瀍水区第{n}镇", zhang, type="town", under=government) for n in range(6)]


@pytest.fixture
def reports(schools, zhang, wang):
    """A report of each, handed in."""
    made = [factories.complete(factories.report(one, YEAR, by=zhang), by=zhang) for one in schools]
    return [workflow.submit(report.pk, by=zhang) for report in made]


def line_of(report, user):
    return next(one for one in appraisal.lines_of(user, YEAR) if one.organ.pk == report.organ_id)


def test_who_passes_at_the_first_look_passes_at_once(reports, zhang, wang):
    workflow.approve(reports[0].pk, by=wang)
    workflow.return_(reports[1].pk, by=wang, reason="数字有误")
    workflow.submit(reports[1].pk, by=zhang)
    workflow.approve(reports[1].pk, by=wang)

    first, second, third = (line_of(report, wang) for report in reports[:3])

    assert (first.passed_at_once, first.returns) == (True, 0)
    assert (second.passed_at_once, second.returns) == (False, 1)
    assert third.passed_at_once is None


def test_days_are_counted_from_the_day_that_it_was_due(reports, wang):
    line = line_of(reports[0], wang)

    assert line.due == datetime.date(2026, 1, 31)
    assert line.handed_in_late == (timezone.localdate() - line.due).days
    assert line.published is None and line.published_late is None


def test_remarks_and_kept_warnings_are_counted(reports, wang):
    workflow.add_remark(reports[0].pk, "overview", "请写具体", by=wang)

    assert (line_of(reports[0], wang).remarks, line_of(reports[1], wang).remarks) == (1, 0)


def test_who_owes_nothing_is_not_appraised(reports, schools, wang):
    Duty.objects.create(organ=schools[0], year=YEAR, kind="exempt", reason="撤并")

    assert schools[0].pk not in [line.organ.pk for line in appraisal.lines_of(wang, YEAR)]


def test_kinds_are_compared_only_with_enough_of_them(reports, bureau, zhang, wang, client_of):
    for report in reports:
        workflow.approve(report.pk, by=wang)

    found = {one.caption: one for one in appraisal.comparisons_of(appraisal.lines_of(wang, YEAR))}
    page = client_of(wang).get(f"/appraisal/?year={YEAR}").content.decode()

    towns, departments = (found[organ_type(line.organ.type).caption] for line in
                          (line_of(reports[0], wang),
                           next(x for x in appraisal.lines_of(wang, YEAR) if x.organ.pk == bureau.pk)))  # fmt: skip
    assert (towns.at_once_share, towns.judged) == (100, 6)
    assert departments.at_once_share is None and departments.days_late is None
    assert "不足5个，不比较" in page and "100%" in page


def test_the_workbook_has_a_row_an_organ_and_says_how_it_counts(reports, wang, client_of):
    workflow.return_(reports[0].pk, by=wang, reason="数字有误")

    answer = client_of(wang).get(f"/appraisal/list.xlsx?year={YEAR}")
    book = load_workbook(io.BytesIO(answer.content))

    rows = {row[0]: row for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)}
    row = rows[reports[0].organ.name]
    assert row[7] == "否" and row[8] == 1
    assert "不足5个" in str(list(book.worksheets[1].values))
    assert "一次通过" in str(list(book.worksheets[2].values))
    assert AuditEvent.objects.get(action="exported").detail == "2025年度考核表"


def test_a_stranger_finds_no_appraisal(reports, zhao, client_of):
    for place in ("/appraisal/", "/appraisal/list.xlsx"):
        assert client_of(zhao).get(place).status_code == 404


def test_both_reports_of_a_government_are_lines_of_their_own(government, zhang, wang):
    def lines() -> dict:
        return {line.name: line for line in appraisal.lines_of(wang, YEAR) if line.organ.pk == government.pk}

    before = lines()
    captions = [one.caption for one in appraisal.comparisons_of(before.values())]
    factories.organ("瀍水区人民政府办公室", under=government)
    beside_an_office = lines()
    editing.create_report(government, YEAR, kind=OFFICE, by=factories.give(zhang, government, "clerk"))

    assert list(before) == list(lines()) == ["瀍水区人民政府", "瀍水区人民政府（机关本级）"]
    assert [line.due.isoformat() for line in before.values()] == ["2026-02-20", "2026-01-31"]
    assert captions[1].endswith("（机关本级）")
    assert list(beside_an_office) == ["瀍水区人民政府"]
