"""图解: its numbers are the report's, its words say them all, its picture is of one width."""

import dataclasses
import io
from decimal import Decimal

import pytest
from PIL import Image

from reports.document import Document
from reports.editions import get_edition
from reports.rendering.graphic.facts import facts_of
from reports.rendering.graphic.picture import picture
from reports.rendering.graphic.words import told
from reports.rendering.typesetting.fonts import MissingGlyphs
from tests import factories


def said(document: Document, before: Document | None = None) -> str:
    words = told(facts_of(document, before))
    rows = [" ".join(row) for part in words.parts for row in part.rows]
    return "\n".join([words.lead, *(s for part in words.parts for s in part.sentences), *rows, words.note])


def with_cells(document: Document, **cells) -> Document:
    """Return the report with other figures; `new=3` is the total of 本年新收."""
    known = dict.fromkeys(document.cells, Decimal(0))
    return dataclasses.replace(document, cells=known | {
        f"requests.{row}.total": None if value is None else Decimal(value) for row, value in cells.items()
    })  # fmt: skip


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_every_total_is_told_as_the_report_has_it(edition):
    document = factories.filled(get_edition(edition), seed=7)
    facts = facts_of(document)

    assert sum(line.value for line in facts.applicants) == facts.received.value
    assert sum(line.value for line in facts.results) == facts.processed.value
    for review in facts.reviews:
        assert sum(line.value for line in review.outcomes) == review.total.value
    come = facts.received.value + facts.carried_over.value
    assert come == facts.processed.value + facts.carried_forward.value


def test_the_two_roads_to_court_are_one_number(city):
    facts = facts_of(city)

    court = facts.reviews[1]
    rows = ("litigation_direct", "litigation_after_reconsideration")
    assert court.total.value == sum(city.cells[f"review.{row}.total"] for row in rows)
    assert [review.total.caption for review in facts.reviews] == ["行政复议", "行政诉讼"]


def test_what_differs_from_last_year_is_said(city):
    now, before = with_cells(city, new=120), with_cells(city, new=100)

    assert "收到政府信息公开申请120件，比上年多20件（增长20%）" in said(now, before)
    assert "比上年少20件（下降16.7%）" in said(before, now)
    assert "100件，与上年相同" in said(before, before)


def test_a_percentage_of_a_handful_is_not_said(city):
    told_now = said(with_cells(city, new=6), with_cells(city, new=2))

    assert "比上年多4件" in told_now and "增长" not in told_now


def test_the_first_year_says_that_nothing_is_compared(city):
    assert "没有在本网站公开，不作比较" in said(city)
    assert "上年多" not in said(city) and "上年少" not in said(city)


def test_no_requests_are_a_sentence_and_not_a_chart(city):
    words = told(facts_of(with_cells(city, new=0), with_cells(city, new=12)))

    assert words.lead == f"{city.year}年没有收到政府信息公开申请，上年收到12件"
    assert all(not part.rows for part in words.parts)


def test_a_blank_is_not_zero(city):
    blank = dataclasses.replace(city, cells={})

    assert "没有填写收到多少件申请" in said(blank, city)
    assert "没有收到" not in said(blank, city)


HARD = {
    "blank": {"cells": {}},
    "rare": {"organ": "𠅤䶮鿍镇人民政府", "title": "𠅤䶮鿍镇人民政府2023年政府信息公开工作年度报告"},
    "long-name": {"organ": "瀍水回族自治区城市管理综合行政执法监督检查支队" * 4, "title": "瀍水回族自治区城市管理综合行政执法监督检查支队" * 4},
    "no-space": {"title": "A" * 100},
}  # fmt: skip


@pytest.mark.parametrize("change", HARD)
def test_hard_reports_are_drawn_1080_pixels_wide(city, change):
    drawn = Image.open(io.BytesIO(picture(facts_of(dataclasses.replace(city, **HARD[change]), city))))

    assert drawn.width == 1080
    ground = drawn.convert("RGB").getpixel((0, 0))
    edges = drawn.convert("RGB").crop((drawn.width - 60, 0, drawn.width, drawn.height))
    assert edges.getcolors() == [(60 * drawn.height, ground)], "nothing stands in the margin"


def test_twelve_digits_stay_within_the_margins(city):
    big = {cell: Decimal(999_999_999_999) for cell in city.cells if not cell.startswith("proactive")}
    drawn = Image.open(io.BytesIO(picture(facts_of(dataclasses.replace(city, cells=big), city))))

    margin = drawn.convert("RGB").crop((drawn.width - 60, 0, drawn.width, drawn.height))
    assert len(margin.getcolors()) == 1


def test_the_same_facts_are_the_same_bytes(city):
    facts = facts_of(city, city)

    assert picture(facts) == picture(facts)


def test_a_character_that_no_face_has_is_named(city):
    with pytest.raises(MissingGlyphs, match="U\\+E000"):
        picture(facts_of(dataclasses.replace(city, title="\ue000局年度报告")))


def test_markup_in_a_name_is_words(city):
    odd = dataclasses.replace(city, title="<b>&局</b>年度报告", organ="<b>&局</b>")

    assert picture(facts_of(odd)).startswith(b"\x89PNG")
