"""Reports of both editions, printed once for all tests."""

import dataclasses
import json
from pathlib import Path

import pytest

from reports.document import Document, clean
from reports.rendering.formats import FORMATS
from reports.rendering.page.pdf import document_pdf
from tests.conftest import MAKERS

from .reading import Sheets

FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.fixture(autouse=True, scope="package")
def _made_each_time():
    """How a file is made is what these tests are about."""
    before = dict(FORMATS)
    FORMATS.update(MAKERS)
    yield
    FORMATS.update(before)


def read(name: str) -> Document:
    """Return the report of a fixture file."""
    return Document.from_json(json.loads((FIXTURES / name).read_bytes()))


@pytest.fixture(scope="session")
def bureau() -> Document:
    """A bureau's small report on edition 2019, with blanks and slips."""
    return read("report-2019.json")


@pytest.fixture(scope="session")
def city() -> Document:
    """A city's report on edition 2021: big figures, headings, a list, a table, a picture."""
    return read("report-2021.json")


@pytest.fixture(scope="session")
def bureau_sheets(bureau) -> Sheets:
    return Sheets(document_pdf(bureau))


@pytest.fixture(scope="session")
def city_sheets(city) -> Sheets:
    return Sheets(document_pdf(city))


@pytest.fixture(params=["bureau", "city"])
def document(request) -> Document:
    return request.getfixturevalue(request.param)


@pytest.fixture
def sheets(request, document, bureau) -> Sheets:
    """The sheets of the very same `document`."""
    return request.getfixturevalue("bureau_sheets" if document is bureau else "city_sheets")


@pytest.fixture
def written(city):
    """A maker of reports with other words in section one, or another title."""

    def make(markup: str = "", **changes) -> Document:
        sections = {**city.sections, "overview": clean(markup)}
        return dataclasses.replace(city, sections=sections, **changes)

    return make
