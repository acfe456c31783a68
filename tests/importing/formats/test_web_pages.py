"""The same report in the mark-up of many sites comes back cell for cell."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reports.document import Document, plain_text
from reports.importing import read
from reports.rendering.page.html import document_html

from ..making.styles import STYLES

DEMO = Path(__file__).parents[3] / "reports" / "management" / "commands" / "demo"
REPORTS = {path.stem: path for path in sorted(DEMO.glob("*.json"))}


def report(name: str) -> Document:
    return Document.from_json(json.loads(REPORTS[name].read_text(), parse_float=Decimal))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", REPORTS)
def test_every_figure_comes_back_from_every_style(style, name):
    document = report(name)

    reading = read(STYLES[style](document))

    assert reading.document.edition_id == document.edition_id
    assert reading.document.cells == document.cells
    assert {got.state for got in reading.cells.values()} == {"sure"}


@pytest.mark.parametrize("style", STYLES)
def test_organ_and_year_come_back_from_every_style(style):
    document = report("city-2024")

    read_back = read(STYLES[style](document)).document

    assert (read_back.organ, read_back.year) == (document.organ, 2024)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("section", ["overview", "problems", "other_matters"])
def test_the_words_come_back_from_every_style(style, section):
    document = report("city-2023")

    words = read(STYLES[style](document)).document.narrative(section)

    assert plain_text(words) == plain_text(document.narrative(section))


@pytest.mark.parametrize("name", REPORTS)
def test_our_own_page_comes_back_without_a_loss(name):
    document = report(name)

    read_back = read(document_html(document).encode()).document

    # A printed report does not say what kind of organ wrote it.
    assert read_back.to_json() == document.to_json() | {"organ_type": None}


@pytest.mark.parametrize("name", REPORTS)
def test_our_own_json_comes_back_without_a_loss(name):
    document = report(name)

    assert read(json.dumps(document.to_json()).encode()).document.to_json() == document.to_json()


def test_plain_addresses_and_heads_come_back_as_they_were_written():
    words = (
        "<p>邮箱：xxgk@a.example，网址：http://www.a.example/b?c=1&amp;d=2。</p>"
        "<p><strong>（一）主动公开。</strong>依法公开。</p><p>（二）依申请公开。依法办理。</p>"
    )
    report = Document.from_json(
        json.loads((Path(__file__).parents[2] / "fixtures" / "report-2021.json").read_bytes())
    )
    written = replace(report, sections=report.sections | {"overview": words})

    assert read(document_html(written).encode()).document.sections["overview"] == words


def test_a_bold_head_in_a_paragraph_is_kept():
    page = (
        "<h1>青岚市水务局2024年政府信息公开工作年度报告</h1><p><b>一、总体情况</b></p>"
        '<p><span style="font-weight: bold">（一）主动公开。</span><span>公开三百条。</span></p>'
        "<p><strong><span>（二）依申请公开。</span></strong>办理十二件。</p>"
    )

    words = read(page.encode()).document.sections["overview"]

    assert words == (
        "<p><strong>（一）主动公开。</strong>公开三百条。</p>"
        "<p><strong>（二）依申请公开。</strong>办理十二件。</p>"
    )
