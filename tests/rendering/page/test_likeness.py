"""Every page looks as it was approved (tools/approve_pages.py), and a small slip is noticed."""

import pytest

from reports.rendering.page.layout import markup
from reports.rendering.page.press import Sheet, press
from reports.rendering.typesetting.fonts import faces

from .likeness import ALLOWED, REPORTS, approved, difference, pictures, unlikeness


@pytest.fixture(params=REPORTS)
def name(request) -> str:
    return request.param


@pytest.fixture
def models(name):
    return approved(name)


@pytest.fixture
def printed(name, request):
    """The sheets of the report that the approved pictures show."""
    return request.getfixturevalue("bureau_sheets" if "2019" in name else "city_sheets")


def test_every_page_looks_as_approved(name, models, printed, tmp_path):
    pages = pictures(printed.pdf)

    assert len(pages) == len(models)
    for number, (page, model) in enumerate(zip(pages, models, strict=True), 1):
        share = unlikeness(page, model)
        path = tmp_path / f"{number}.png"
        path.write_bytes(difference(page, model))
        assert share <= ALLOWED, (
            f"{name}, page {number}: {share:.1%} of the ink differs, see {path}"
        )


# What a slip of the style would do: each moves something by two points or a little more.
SLIPS = {
    "margin": "@page { margin-left: 29mm }",
    "heading": "h2 { padding-top: 3pt }",
    "indent": "h2 { text-indent: 34pt }",
    "row": ".stub-3 tbody tr:first-child td { padding-top: 6pt }",
    "column": "col:first-child { width: 12% !important }",
    "signature": ".signature { padding-right: 38pt }",
    "rule": "th, td { border-width: 1pt }",
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_of_the_style_is_noticed(city, slip):
    configuration, style = press(faces())
    sheet = Sheet(markup(city, style=f"@media print {{ {SLIPS[slip]} }}"))
    pages = pictures(sheet.write_pdf(font_config=configuration, stylesheets=[style]))

    models = approved("report-2021.json")

    worst = max(map(unlikeness, pages, models))
    assert len(pages) != len(models) or worst > 2 * ALLOWED


def test_a_hair_of_difference_is_none(models):
    for model in models:
        moved = model.transform(model.size, 0, (1, 0, 0.3, 0, 1, 0.3), resample=2)

        assert unlikeness(moved, model) <= ALLOWED


def test_the_picture_of_a_difference_shows_both(models):
    blank = models[0].point(lambda grey: 255)

    assert difference(models[0], blank) != difference(blank, models[0])
