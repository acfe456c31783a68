"""Titles broken by meaning: GB/T 9704-2012, 7.3.1."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.rendering.page.title_lines import (
    LINE_EM,
    download_name,
    em,
    phrased_lines,
    phrases,
    signed_lines,
    title_lines,
)

REPORT = "2025年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("organ", "lines"),
    [
        ("瀍水区水务局", ["瀍水区水务局", REPORT]),
        ("瀍水市人民政府", ["瀍水市人民政府", REPORT]),
        (
            "瀍水市瀍河回族区文化广电旅游体育局",
            ["瀍水市瀍河回族区文化广电旅游体育局", REPORT],
        ),
        (
            "云溪省瀍水市住房和城乡建设局",
            ["云溪省瀍水市住房和城乡建设局", REPORT],
        ),
        (
            "瀍水经济技术开发区管理委员会",
            ["瀍水经济技术开发区管理委员会", REPORT],
        ),
    ],
)
def test_an_organ_and_its_report_are_not_torn(organ, lines):
    assert title_lines(organ + REPORT, organ) == lines


def test_a_short_title_is_one_line():
    assert title_lines("2025年政府信息公开年度报告", "") == ["2025年政府信息公开年度报告"]


ORGANS = [
    place + body
    for place in ("瀍水市", "云溪省", "瀍水市城关镇", "云溪州瀍水自治县", "瀍水市老城区西关街道")
    for body in (
        "人民政府",
        "发展和改革委员会",
        "人力资源和社会保障局",
        "综合行政执法局",
        "农业农村和水利局",
        "市场监督管理局",
        "政务服务和数据管理局",
        "机关事务管理局",
        "民族宗教事务委员会",
        "办事处",
    )
]


@pytest.mark.parametrize("organ", ORGANS)
@pytest.mark.parametrize(
    "end", [REPORT, "2020年度政府信息公开工作年度报告", "2024年政府信息公开年报"]
)
def test_every_line_of_a_title_is_whole_words(organ, end):
    lines = title_lines(organ + end, organ)

    assert "".join(lines) == organ + end
    assert all(em(line) <= LINE_EM for line in lines)
    assert min(map(len, lines)) > 2
    # Where there is a second line, one ends with the organ's name.
    assert len(lines) == 1 or organ in ["".join(lines[:n]) for n in range(1, len(lines))]
    assert not any(
        line.startswith(("年度报告", "报告", "局", "委员会", "工作", "和", "的", "府", "会"))
        for line in lines
    )


@given(st.text("瀍水市区县文化局2025年度报告政府信息公开 A", min_size=1, max_size=90))
def test_any_title_keeps_every_character_and_fits(title):
    lines = title_lines(title, title[:6])

    assert "".join(lines) == title
    assert all(em(line) <= LINE_EM for line in lines)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("瀍水市2025年年度报告", "瀍水市2025年年度报告.pdf"),
        ('a/b\\c:d*e?"<>|', "a_b_c_d_e_____.pdf"),
        ("../../etc/passwd", "_.._etc_passwd.pdf"),
        (" . ", "年度报告.pdf"),
    ],
)
def test_a_file_is_named_by_its_title(title, name):
    assert download_name(title, ".pdf") == name


def test_a_file_name_is_never_too_long_for_a_file_system():
    name = download_name("瀍" * 200, ".html")

    assert len(name.encode()) <= 240
    assert name.endswith("瀍.html")


@pytest.mark.parametrize("organ", ORGANS)
def test_phrases_keep_words_whole_and_lose_nothing(organ):
    parts = phrases(organ + REPORT, organ)

    assert "".join(parts) == organ + REPORT
    assert parts[-3:] == ["2025年", "政府信息公开", "工作年度报告"]
    assert not any(part in ("局", "委员会", "的") for part in parts)


@given(title=st.text(st.sampled_from("瀍水市局2025年政府信息公开工作报告ab ，"), max_size=90))
def test_phrases_of_the_lines_are_the_lines(title):
    found = phrased_lines(title, title[:6])
    assert ["".join(line) for line in found] == title_lines(title, title[:6])


# Looked at one by one: a line for each title, its lines parted by strokes.
LOOKED_AT = (Path(__file__).parents[2] / "fixtures" / "titles.txt").read_text().splitlines()


@pytest.mark.parametrize("wanted", LOOKED_AT)
def test_a_title_breaks_where_a_typographer_breaks_it(wanted):
    lines = wanted.split(" / ")
    organ = "".join(lines).removesuffix("2024年政府信息公开工作年度报告")

    assert title_lines("".join(lines), organ) == lines


@pytest.mark.parametrize("wanted", LOOKED_AT)
def test_no_title_breaks_inside_brackets(wanted):
    assert all(line.count("（") == line.count("）") for line in wanted.split(" / "))


def test_a_title_of_many_names_ends_soon():
    organ = "、".join(f"青岚市第{n}区水务局" for n in range(40))

    lines = title_lines(organ + REPORT, organ)

    assert "".join(lines) == organ + REPORT
    assert all(em(line) <= LINE_EM for line in lines)


@pytest.mark.parametrize("lines", [
    ["瀍水区文化和旅游局"],
    ["内蒙古自治区呼伦贝尔市", "莫力达瓦达斡尔族自治旗人力资源和社会保障局"],
    ["新疆生产建设兵团第三师图木舒克市住房和城乡建设局", "（图木舒克市人民防空办公室、图木舒克市城市管理局）"],
    ["瀍水市瀍河回族区文化广电旅游体育局", "（瀍水市瀍河回族区文物保护与考古研究管理局）"],
    ["某" * 60],
    [""],
])  # fmt: skip
def test_a_name_too_long_for_a_line_is_signed_on_even_lines_between_its_phrases(lines):
    assert signed_lines("".join(lines)) == lines
