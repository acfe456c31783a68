"""Sections that say the same: found by their signatures as by comparing all with all."""

import random

import pytest

from reports.editions import get_edition
from reports.language import likeness as like

WORDS = ["公开", "政策", "群众", "平台", "栏目", "解读", "图解", "窗口", "培训", "监督", "责任", "考核", "街道", "社区", "医院", "学校", "公交", "水务", "道路", "绿化", "审批", "目录", "档案", "制度", "会议", "热线", "答复", "时限", "科室", "网站", "专栏", "征集", "意见", "采纳", "预算", "决算", "采购", "救助", "就业", "食品", "安全", "应急", "环境", "住房", "改造", "旅游", "文化", "体育", "农业", "养老"]
EDITION = get_edition("2021")


def text(dice: random.Random, sentences: int) -> list[str]:
    return ["".join(dice.choice(WORDS) for _ in range(dice.randrange(10, 18))) for _ in range(sentences)]


def altered(dice: random.Random, sentences: list[str], share: float) -> list[str]:
    return [text(dice, 1)[0] if dice.random() < share else one for one in sentences]


def held_together(pairs) -> dict:
    """Return, by member, the group that the pairs make of them."""
    group: dict = {}
    for one, other in pairs:
        joined = group.get(one, {one}) | group.get(other, {other})
        group.update(dict.fromkeys(joined, joined))
    return group


@pytest.mark.parametrize("seed", range(3))
def test_what_comparing_all_with_all_finds_is_found(seed):
    dice = random.Random(seed)
    sources = [text(dice, dice.randrange(8, 40)) for _ in range(40)]
    texts = ["".join(altered(dice, dice.choice(sources), dice.choice([0, .02, .1, .3, 1]))) for _ in range(300)]
    sets = [like.shingles(words) for words in texts]
    true = {
        (a, b) for b in range(len(sets)) for a in range(b) if like.likeness(sets[a], sets[b]) >= like.ALIKE
    }  # fmt: skip

    prints = [(at, like.read_signature(like.signature(words))) for at, words in enumerate(texts)]
    possible = list(like.candidates(prints))
    found = {pair for pair in possible if pair in true}
    groups = held_together(found)

    assert len(true) > 100
    missed = [pair for pair in true if groups.get(pair[0]) is not groups.get(pair[1]) or pair[0] not in groups]
    assert missed == []
    assert len(possible) <= len(texts) * like.NEAREST * like.BINS // like.ROWS


def test_copies_without_end_stay_linear():
    words = "".join(text(random.Random(1), 30))
    numbers = like.read_signature(like.signature(words))

    pairs = list(like.candidates((at, numbers) for at in range(2000)))

    assert len(pairs) == 2000 * like.NEAREST - sum(range(1, like.NEAREST + 1))
    assert all(0 < b - a <= like.NEAREST for a, b in pairs)


def test_what_every_report_has_is_not_its_own():
    standard = (
        "<h3>（一）主动公开情况</h3><p>根据《中华人民共和国政府信息公开条例》和有关要求，编制本报告。"
        "本报告所列数据的统计期限为2025年1月1日至2025年12月31日。</p><p>本年度没有收取信息处理费。</p>"
    )
    offered = EDITION.narratives[0].models[0]

    assert like.own_words(standard, "某局", EDITION) == ""
    assert like.own_words(f"<p>{offered.filled({'year': '2025'})}</p>", "某局", EDITION) == ""
    assert like.signature("短") == b""


def test_other_figures_and_another_name_are_the_same_words():
    written = "<p>{}在全区12个社区设立公开专区，安排专人值守并帮助老年人查询办事指南{}次。</p>"

    one = like.own_words(written.format("瀍水区民政局", 312), "瀍水区民政局", EDITION)
    other = like.own_words(written.format("瀍水区教育局", 87), "瀍水区教育局", EDITION)

    assert one == other != ""
