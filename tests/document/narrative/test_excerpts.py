"""What differs between two texts, cut down to where it differs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.document.narrative.excerpts import AROUND, LONGEST, excerpt

LONG = "本机关坚持以公开为常态、不公开为例外，" * 500


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("<p>共3118件。</p>", "<p>共3119件。</p>",
         [("same", "共"), ("old", "3118"), ("new", "3119"), ("same", "件。")]),
        ("<p>公开信息。</p>", "<p>公开信息和数据。</p>",
         [("same", "公开信息"), ("new", "和数据"), ("same", "。")]),
        ("<p>信息信息。</p>", "<p>信息。</p>", [("same", "信息"), ("old", "信息"), ("same", "。")]),
        ("", "<p>新写的。</p>", [("new", "新写的。")]),
        ("<p>去掉的。</p>", "", [("old", "去掉的。")]),
        ("<p>一样</p>", "<p><strong>一样</strong></p>", []),
    ],
)  # fmt: skip
def test_the_differing_words_stand_between_their_neighbours(old, new, pieces):
    assert excerpt(old, new) == pieces


def test_a_long_text_is_cut_down_to_where_it_differs():
    pieces = excerpt(f"<p>{LONG}甲{LONG}</p>", f"<p>{LONG}乙{LONG}</p>")

    assert [kind for kind, _ in pieces] == ["same", "old", "new", "same"]
    assert (pieces[1][1], pieces[2][1]) == ("甲", "乙")
    assert pieces[0][1].startswith("…") and len(pieces[0][1]) == AROUND + 1


def test_of_a_long_difference_its_ends_are_shown_and_its_length():
    (kind, text), = excerpt("", f"<p>{LONG}</p>")  # fmt: skip

    assert kind == "new" and f"（共{len(LONG)}字）" in text
    assert len(text) < LONGEST + 20


@given(st.text("甲乙12. ", max_size=12), st.text("甲乙12. ", max_size=12))
def test_short_texts_can_be_put_together_again(old, new):
    pieces = excerpt(f"<p>{old}</p>", f"<p>{new}</p>")

    if pieces and not any("…" in text for _, text in pieces):
        olds = "".join(text for kind, text in pieces if kind != "new")
        news = "".join(text for kind, text in pieces if kind != "old")
        assert (olds.strip(), news.strip()) == (old.strip(), new.strip())
