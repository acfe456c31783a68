"""Which counts are parts of which: the lists that a text tells."""

import pytest

from reports.document import Document
from reports.language import Passage
from reports.language.claims.language import Language
from reports.language.claims.lists import listings


def _told(words: str) -> list[tuple[int, list[int]]]:
    """Return each whole of some words with its parts, where these may be all."""
    passage = Passage("overview", "一、总体情况", words)
    language = Language(Document.from_json({"organ": "青溪县民政局", "year": 2024}), [passage])
    found = listings(passage, language)
    return [(int(one.whole.value), [int(part.value) for part in one.parts]) for one in found if not one.some]


@pytest.mark.parametrize(
    ("words", "lists"),
    [
        ("发布信息300条，其中网站200条，公众号100条。", [(300, [200, 100])]),
        ("发布信息300条（网站200条、公众号100条）。", [(300, [200, 100])]),
        ("网站200条，公众号100条，合计300条。", [(300, [200, 100])]),
        ("共公开82条，政策3条，动态6条，其他73条。", [(82, [3, 6, 73])]),
        ("发现问题312个，已整改309个，其余13个正在整改。", [(312, [309, 13])]),
        ("发布信息238条，较上年增加31条，其中网站200条，公众号38条。", [(238, [200, 38])]),
        ("发布信息300条。其中，网站200条，公众号100条。", [(300, [200, 100])]),
    ],
)
def test_a_whole_is_found_with_its_parts(words, lists):
    assert _told(words) == lists


def test_lists_within_lists_each_have_their_own_whole():
    words = "发布信息300条，其中网站200条，公众号100条，其中视频60条，图文40条。"

    assert _told(words) == [(300, [200, 100]), (100, [60, 40])]


@pytest.mark.parametrize(
    "words",
    [
        "发布信息300条，其中主要有网站200条，公众号90条。",
        "发布信息300条，其中网站200条，公众号90条等。",
    ],
)
def test_a_list_that_leaves_something_open_tells_no_parts_of_a_whole(words):
    assert _told(words) == []


def test_a_part_told_as_no_less_is_a_part():
    # Whether it can be right is the rule's to judge: 90余 may be all that is left of 300.
    assert _told("发布信息300条，其中网站200条，公众号90余条。") == [(300, [200, 90])]
