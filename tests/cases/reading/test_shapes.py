"""Registers in the shapes of real offices are read, case for case and figure for figure."""

import json

import pytest

from reports.cases.counting import count
from reports.cases.reading.door import read_register
from reports.cases.reading.settling import settle
from reports.cases.reading.values import Register
from reports.editions import edition_for

from .shapes import IDENTITY, MOBILE, NAMES, SHAPES


@pytest.fixture(scope="module", params=SHAPES)
def shape(request):
    return SHAPES[request.param]()


@pytest.fixture(scope="module")
def register(shape):
    return read_register(shape.content, shape.name)


def test_every_case_is_read_as_it_is(shape, register):
    reading = settle(register, shape.answers)

    assert reading.asked == ()
    assert sorted(reading.requests, key=lambda c: c.number) == sorted(shape.requests, key=lambda c: c.number)


def test_every_figure_is_the_truth(shape, register):
    reading = settle(register, shape.answers)

    for year in (2022, 2023, 2024, 2025):
        edition = edition_for(year)
        truth = count(shape.requests, shape.reviews, year, edition)
        assert count(reading.requests, reading.reviews, year, edition) == truth


def test_what_has_to_be_answered_is_asked(shape, register):
    asked = {(a.column, a.value) for a in settle(register).asked}

    answers = shape.answers or {}
    assert asked == {(column, value) for column, values in answers.items() for value in values}


def test_no_personal_column_is_in_what_is_kept(shape, register):
    kept = json.dumps(register.to_json(), ensure_ascii=False)

    names = [name for names in NAMES.values() for name in names]
    assert [told for told in (MOBILE, IDENTITY, *names) if told in kept] == []
    assert Register.from_json(json.loads(kept)) == register
