"""How words are cut for the search."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.document.search.grams import grams, index_of, runs, searchable


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("信息公开 申请", ["信息公开", "申请"]),
        ("“公开”AND*条例", ["公开", "and", "条例"]),
        ("２０２４年", ["2024年"]),
        ("公开 公开", ["公开"]),
        ("***", []),
    ],
)
def test_a_query_falls_apart_at_whatever_is_no_letter(typed, found):
    assert runs(typed) == found


def test_a_word_is_found_by_its_neighbours():
    assert set(grams("信息公开")) <= set(index_of("政府信息公开工作").split())
    assert not set(grams("信开")) <= set(index_of("政府信息公开工作").split())


def test_a_single_character_is_found():
    assert set(grams("府")) <= set(index_of("政府").split())


@given(st.text(max_size=60))
def test_the_index_of_any_text_is_hexadecimal(text):
    assert re.fullmatch(r"[0-9a-fz ]*", index_of(text))


@given(st.text(max_size=60))
def test_what_is_searchable_stays_as_it_is(text):
    assert index_of(searchable(text)) == index_of(text)
