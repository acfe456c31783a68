"""Model passages: true to the figures they are filled with, and never handed in with a blank left."""

import pytest

from reports.document import Document
from reports.editions import all_editions, get_edition
from reports.editions.structure import BLANK
from reports.rules import check
from tests import factories
from tests.editions.test_third_edition import EDITION as THIRD

EDITIONS = pytest.mark.parametrize("edition", all_editions(), ids=lambda edition: edition.id)


def written(edition, organ_type: str, fill=None) -> Document:
    """Return a report that consists of the models for a kind of organ, blanks filled by `fill`."""
    document = factories.filled(edition, organ_type=organ_type)
    figures = {cell: str(document.figure(cell)) for cell in edition.cells}
    known = {"year": str(document.year), "organ": document.organ, "source": edition.source}
    government = organ_type == "county"

    def words(section) -> str:
        models = [m for m in section.models if m.governments in (None, government)]
        texts = [model.filled(figures | known) for model in models]
        return "".join(f"<p>{fill(text) if fill else text}</p>" for text in texts)

    value = document.to_json() | {"preface": words(edition.preface)}
    value["sections"] = {section.id: words(section) for section in edition.narratives}
    return Document.from_json(value)


def found(document) -> set[str]:
    return {finding.id for finding in check(document) if finding.id.startswith("text.")}


@EDITIONS
@pytest.mark.parametrize("organ_type", ["county", "department"])
def test_every_section_with_a_blank_left_says_so(edition, organ_type):
    ids = found(written(edition, organ_type))

    assert {"text.empty.preface", "text.empty.overview", "text.empty.problems"} <= ids


@EDITIONS
@pytest.mark.parametrize("organ_type", ["county", "department"])
def test_a_filled_model_speaks_of_every_topic_and_agrees_with_the_tables(edition, organ_type):
    document = written(edition, organ_type, lambda text: text.replace(BLANK, "若干"))

    of_the_rest = {"text.fee", "text.empty.other_matters"}  # section six has no model
    assert found(document) - of_the_rest == set()


def test_a_blank_is_an_error_at_its_place_and_counted():
    document = factories.filled(
        get_edition("2021"), sections={"problems": "<p>一是____，表现在__；二是更新不够及时。</p>"}
    )

    (finding,) = [f for f in check(document) if f.id == "text.empty.problems"]
    assert (finding.severity, finding.quote, finding.start) == ("error", "____", 2)
    assert "2 处空" in finding.message


def test_an_address_with_underscores_is_no_blank():
    words = "<p>一是更新不够及时；下一步改进，见www.example.gov.cn/open__info/__init__。</p>"
    document = factories.filled(get_edition("2021"), sections={"problems": words})

    assert [f for f in check(document) if f.id == "text.empty.problems"] == []


def test_what_is_not_known_stays_a_blank():
    (contact,) = [m for m in get_edition("2021").preface.models if "{phone}" in m.text]

    assert "电话：____" in contact.filled({"organ": "瀍水区教育局", "phone": ""})
    assert "与瀍水区教育局联系" in contact.filled({"organ": "瀍水区教育局"})


@EDITIONS
def test_no_model_names_a_cell_that_the_edition_lacks(edition):
    known = {"year": "2025", "organ": "甲", "phone": "1", "source": "乙"} | dict.fromkeys(
        edition.cells, "1"
    )
    sections = (edition.preface, *edition.narratives)
    texts = [(m.text, m.filled(known)) for section in sections for m in section.models]

    assert [text for text, filled in texts if text.count(BLANK) != filled.count(BLANK)] == []


def test_an_edition_without_models_offers_none():
    assert [s.models for s in (THIRD.preface, *THIRD.narratives) if s.models] == []
