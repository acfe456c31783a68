"""Figures of a scan, each compared with its picture before any is taken."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.cache import cache

from reports.document import format_figure
from reports.editions import edition_for
from reports.importing import read
from reports.importing.fitting.confirming import weighed
from reports.importing.values import Box
from reports.models import Incoming, Report
from reports.writing import intake
from tests import factories

LOOK = "/import/look/"
ROW = "requests.new"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="


def scanned(year: int = 2025):
    """A report of which table 三 was read from a picture: all sums hold."""
    document = factories.filled(edition_for(year), year=year, organ="瀍水区文化和旅游局",
                                sections={"overview": "<p>甲。</p>"})  # fmt: skip
    plain = read(json.dumps(document.to_json()).encode())
    cells = {
        cell: replace(got, box=Box(0, 1, 1, 2, 2)) if cell.startswith("requests.") else got
        for cell, got in plain.cells.items()
    }
    pieces = {cell: PIXEL for cell in cells if cell.startswith("requests.")}
    return weighed(replace(plain, cells=cells, pieces=pieces))


@pytest.fixture
def page(client_of, zhang, report):
    """Clerk 张's browser, with a scan laid beside the report."""
    cache.clear()
    intake.stage(scanned(), "扫描.pdf", by=zhang, organ=report.organ, year=report.year)
    return client_of(zhang)


def posted(page, **more) -> dict:
    form = page.get(LOOK).context["form"]
    values = {k: v for k, v in form.initial.items() if v != "" and v is not False}
    return values | {"looked": list(form.looked)} | more


def waiting(page) -> list[str]:
    return page.get(LOOK).context["look"].file.waiting


def all_of_row() -> set[str]:
    return {cell for cell in edition_for(2025).cells if cell.startswith(f"{ROW}.")}


def test_every_figure_of_a_picture_waits_for_a_person_also_where_sums_confirm_it(page):
    text = page.get(LOOK).text

    assert len(waiting(page)) == 175
    assert "其中 <b>175</b> 格行、列合计相符" in text
    assert "从图片识别，已核对 <b class=\"look-done\">0</b>/<b>175</b> 格" in text


def test_nothing_is_taken_while_a_figure_of_the_table_waits(page, report):
    answer = page.post(LOOK, posted(page, take="take"))

    assert answer.status_code == 409
    assert "表三还有 175 格待核对" in answer.text
    assert 'href="#requests.new.natural_person">到第一格' in answer.text
    assert Report.objects.get(pk=report.pk).revision == report.revision


def test_other_parts_are_taken_while_the_table_waits(page):
    values = posted(page, take="take")
    del values["take-requests"]

    assert page.post(LOOK, values).status_code == 302


def test_one_act_confirms_a_row_that_sums_confirm(page):
    page.post(LOOK, posted(page, row=ROW))

    assert len(waiting(page)) == 168
    assert not all_of_row() & set(waiting(page))


def test_a_row_s_act_leaves_what_no_sum_confirms(page, zhang):
    changed = {"requests.granted.research": "4321", "looked": []}
    page.post(LOOK, posted(page) | changed | {"recheck": "recheck"})
    page.post(LOOK, posted(page, row=ROW))

    left = all_of_row() & set(waiting(page))
    assert left == {f"{ROW}.research"}


def test_a_figure_that_is_typed_counts_as_looked_at(page):
    page.post(LOOK, posted(page, recheck="recheck") | {f"{ROW}.business": "77"})

    assert f"{ROW}.business" not in waiting(page)
    assert len(waiting(page)) == 174


def test_a_figure_put_right_lets_sums_confirm_its_neighbours(page, zhang):
    reading = scanned()
    cell = f"{ROW}.business"
    right = reading.cells[cell].value
    wrong = replace(reading.cells[cell], value=right + 1)
    reading = weighed(replace(reading, cells=reading.cells | {cell: wrong}))
    target = Incoming.objects.get()
    intake.stage(reading, "扫描.pdf", by=zhang, organ=target.organ, year=target.year)
    before = page.get(LOOK).context["look"].confirmed

    kept = page.post(LOOK, posted(page, keep="keep") | {cell: format_figure(right)})

    # A row of seven and a column of 25 meet in one cell.
    assert before == 175 - 31
    assert len(kept.json()["sure"]) == 175


def test_marks_are_kept_for_whoever_comes_back(page):
    page.post(LOOK, posted(page, keep="keep", looked=[f"{ROW}.total", f"{ROW}.other"]))

    assert len(waiting(page)) == 173
    assert f'value="{ROW}.total" checked' in page.get(LOOK).text


def test_a_mark_can_be_taken_back(page):
    page.post(LOOK, posted(page, keep="keep", looked=[f"{ROW}.total"]))
    page.post(LOOK, posted(page, keep="keep", looked=[]))

    assert len(waiting(page)) == 175


def test_a_looked_at_scan_is_taken_as_it_was_put_right(page, report):
    every = [cell for cell in edition_for(2025).cells if cell.startswith("requests.")]
    values = posted(page, take="take", looked=every) | {f"{ROW}.business": "77"}

    answer = page.post(LOOK, values)

    assert answer.status_code == 302
    figures = Report.objects.get(pk=report.pk).document().cells
    assert figures[f"{ROW}.business"] == Decimal(77)


def test_a_cell_that_is_none_cannot_be_marked(page):
    answer = page.post(LOOK, posted(page, keep="keep", looked=["proactive.fees.amount", "x"]))

    assert answer.status_code == 200
    assert len(waiting(page)) == 175
