"""What is said of a picture: words and nothing else, and not too many."""

import pytest

from reports.document import clean

SRC = f"/reports/1/pictures/{'a' * 64}"


@pytest.mark.parametrize(
    "said", ["甲&quot;乙", "甲&lt;乙&gt;", "甲&amp;quot;乙", "&quot; onerror=&quot;x()"]
)
def test_words_beside_a_picture_cannot_end_their_place(said):
    markup = f'<p>前<img src="{SRC}" alt="{said}">后</p>'

    assert clean(markup) == markup


def test_words_beside_a_picture_are_cut_to_two_hundred():
    cleaned = clean(f'<p><img src="{SRC}" alt="{"图" * 300}"></p>')

    assert cleaned == f'<p><img src="{SRC}" alt="{"图" * 200}"></p>'
