"""Words of others in our sentences can be told from ours: no quotation mark within its like."""

import re

import pytest

from reports.document import BadFigure, read_figure
from reports.editions import all_editions, get_edition
from reports.editions.quoting import quoted
from reports.importing.fitting.cell_words import read_cell
from reports.rules import check
from tests import factories

# A mark within its own like: “““”, ““…, …””.
_UNREADABLE = re.compile("“[^”]*“|”[^“]*”")
_CLEAR = re.compile("『[^』]*』")


def is_readable(sentence: str) -> bool:
    return not _UNREADABLE.search(_CLEAR.sub("", sentence))


def messages(**sections) -> list[str]:
    edition = get_edition("2021")
    words = {name: f"<p>{text}</p>" for name, text in sections.items()}
    document = factories.filled(edition, year=2025, sections=factories.WORDS | words)
    return [finding.message for finding in check(document)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("发布“一图读懂图解。", "左引号『“』没有配对"),
        ("发布一图读懂”图解。", "右引号『”』没有配对"),
        ("发布（图解。", "左括号『（』没有配对"),
        ("发布图解》。", "右书名号『》』没有配对"),
        ("发布(图解。", "左括号『(』没有配对"),
    ],
)
def test_a_lonely_mark_is_named_in_words(text, said):
    found = messages(overview=text)
    assert any(said in message for message in found), found


@pytest.mark.parametrize(
    "text", ["发布“一图读懂””图解。", "“““，，开展““专项””工作", "“今年收到“申请”3118件。", "“””"]
)
def test_no_message_has_a_mark_within_its_like(text):
    for message in messages(overview=text, problems=text, other_matters=text):
        assert is_readable(message), message


def test_a_cell_whose_caption_has_marks_is_named_readably():
    for edition in all_editions():
        for cell in edition.cells.values():
            assert is_readable(cell.place), cell.place


def test_what_was_typed_or_read_is_quoted_readably():
    with pytest.raises(BadFigure, match="『“三”』不是数字"):
        read_figure("“三”", "count")
    assert is_readable(read_cell("“12”件“", "count").message)


def test_plain_words_keep_their_plain_marks():
    assert (quoted("三"), quoted("“三”")) == ("“三”", "『“三”』")
