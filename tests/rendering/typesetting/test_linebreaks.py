"""Where lines end: GB/T 15834 and the habits of good typesetting."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.rendering.typesetting.linebreaks import (
    NOT_FIRST,
    NOT_LAST,
    breakable,
    gaps,
    is_western,
    line_end,
)

EM = defaultdict(lambda: 1.0)
SIGNS = "公开信息年报，。、；：！？（）《》“”…—·1 2.3%aB-\"'"


def lines(text: str, measure: float, anywhere: bool = True) -> list[str]:
    """Return `text` broken into lines of so many characters."""
    found = []
    while text:
        end = line_end(text, EM, measure, anywhere)
        found.append(text[:end])
        text = text[end:]
    return found


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("公开政府信息", ["公开政府", "信息"]),
        ("公开政府，信息", ["公开政", "府，信息"]),
        ("公开政《条例》好", ["公开政", "《条", "例》好"]),
        ("公开政abc信息", ["公开政", "abc", "信息"]),
        ("走向。3.执法公开", ["走向。", "3.执法", "公开"]),
        ("公开“好”的信息", ["公开", "“好”的", "信息"]),
    ],
)
def test_a_line_ends_where_a_reader_expects_it(text, broken):
    assert lines(text, 4) == broken


def test_a_last_line_of_one_character_gets_company():
    assert lines("一二三四五六七八九。", 8) == ["一二三四五六七", "八九。"]
    assert lines("公开政府信息", 5) == ["公开政府", "信息"]


def test_a_word_longer_than_the_line_is_broken_only_where_allowed():
    assert lines("abcdefgh", 3) == ["abc", "def", "gh"]
    assert lines("abcdefgh公开", 3, anywhere=False) == ["abcdefgh", "公开"]


def test_spaces_hang_out_at_the_end():
    assert lines("公开政府  信息", 4) == ["公开政府  ", "信息"]


def test_a_line_gives_between_characters_but_not_inside_words():
    assert gaps("公开abc 1") == [True, True, False, False, True, True]


@given(st.text(SIGNS, min_size=1, max_size=80), st.integers(1, 30))
def test_nothing_is_lost_and_every_line_moves_on(text, measure):
    found = lines(text, measure)

    assert "".join(found) == text
    assert all(found)


@given(st.text(SIGNS, min_size=1, max_size=80), st.integers(6, 30))
def test_no_line_is_wider_than_the_measure(text, measure):
    assert all(len(line.rstrip(" ")) <= measure for line in lines(text, measure))


@given(st.text("公开信息，。（《”1a", min_size=2, max_size=60), st.integers(1, 59))
def test_no_break_parts_a_mark_from_its_words(text, at):
    at = min(at, len(text) - 1)
    if breakable(text, at):
        assert text[at] not in NOT_FIRST
        assert text[at - 1] not in NOT_LAST
        assert not (is_western(text[at - 1]) and is_western(text[at]))
