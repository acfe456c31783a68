"""Parts of an edition: an edition each, with nothing else in it."""

import pytest

from reports.editions import all_editions
from reports.editions.partial import known_parts, overlap, partial, parts_of


@pytest.mark.parametrize("edition", all_editions(), ids=lambda edition: edition.id)
def test_the_parts_of_an_edition_are_the_whole_once(edition):
    wholes = [part.id for part in parts_of(edition) if not part.of]
    blocks = [part for part in parts_of(edition) if part.of]

    assert list(partial(edition, wholes).cells) == list(edition.cells)
    of_blocks = [cell for part in blocks for cell in partial(edition, [part.id]).cells]
    assert of_blocks == [cell for cell in edition.cells if cell.startswith("proactive.")]


@pytest.mark.parametrize("edition", all_editions(), ids=lambda edition: edition.id)
def test_a_part_has_the_equations_that_lie_in_it_and_no_other(edition):
    part = partial(edition, ["review", "problems"])

    assert {cell.split(".")[0] for cell in part.cells} == {"review"}
    assert len(part.computed) == 3
    assert [section.id for section in part.all_sections] == ["review", "problems"]


def test_a_table_and_its_block_overlap_and_two_blocks_do_not():
    edition = all_editions()[-1]

    assert [part.id for part in overlap(edition, ["proactive-2"], ["proactive"])] == ["proactive-2"]
    assert [part.id for part in overlap(edition, ["proactive"], ["proactive-2"])] == ["proactive"]
    assert overlap(edition, ["proactive-2", "preface"], ["proactive-3", "overview"]) == []


def test_what_an_edition_does_not_have_is_no_part():
    edition = all_editions()[-1]

    assert known_parts(edition, ["nothing", "", "proactive-9"]) == ()
    assert partial(edition, ["nothing"]).cells == {}
