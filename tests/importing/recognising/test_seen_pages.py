"""Pages as they were seen on pictures: what stands at their edges, and tables without rules."""

import pytest

from reports.importing import read_guarded, seen_json

SIZE = 16.0
BODY = ["五、存在的主要问题及改进情况", "公开的内容还不够丰富，下一步扩大公开范围。", "六、其他需要报告的事项",
        "本年度未收取信息处理费。"]  # fmt: skip
FIRST = ["瀍水区水务局2025年政府信息公开工作年度报告", "一、总体情况", "2025年，我局主动公开政府信息，做好监督保障。"]


def line(text: str, height: float, left: float = 90.0) -> list[list]:
    """The characters of a line, as the recogniser tells them; a blank is a wide gap."""
    told, at = [], left
    for character in text:
        if character != " ":
            told.append([character, at, at + SIZE, height, SIZE, False])
        at += SIZE * (1 if character != " " else 3)
    return told


def page(number: int, lines: list[str], *, head: str = "", foot: str = "") -> dict:
    characters = [c for n, text in enumerate(lines) for c in line(text, 700 - 30 * n)]
    characters += line(head, 800) + line(foot, 40, 280)
    return {"number": number, "characters": characters, "rules": [], "pieces": []}


def read(*pages: dict):
    return read_guarded(b"", "", year=2025, seen=seen_json(list(pages), len(pages)))


@pytest.mark.parametrize(
    "feet",
    [("— 1 —", "— 2 —"), ("一1一", "一2一"), ("-1", "2~"), ("第1页共2页", "第2页共2页"), ("1", "2")],
    ids=["dashes", "dashes read as one", "half a dash", "words", "bare"],
)
def test_the_number_of_a_seen_page_ends_in_no_section(feet):
    reading = read(page(0, FIRST, foot=feet[0]), page(1, BODY, foot=feet[1]))

    assert reading.document.sections["other_matters"] == "<p>本年度未收取信息处理费。</p>"
    assert reading.document.sections["overview"].endswith("监督保障。</p>")


def test_a_running_head_that_is_read_otherwise_on_each_page_ends_in_no_section():
    reading = read(
        page(0, FIRST, head="瀍水区水务局政府信息公开年报"),
        page(1, BODY[:2], head="瀍水区水努局政府信息公开年报"),
        page(2, BODY[2:], head="瀍水区水务局政府信患公开年报"),
    )

    assert "年报" not in "".join(reading.document.sections.values())


def test_a_signature_with_its_date_ends_in_no_section():
    signed = [*BODY, "瀍水区水务局", "2026年1月20日"]

    reading = read(page(0, FIRST, foot="一1一"), page(1, signed, foot="一2一"))

    assert reading.document.sections["other_matters"] == "<p>本年度未收取信息处理费。</p>"
    assert str(reading.document.issued) == "2026-01-20"


def test_words_at_the_foot_of_a_page_stay():
    reading = read(page(0, FIRST, foot="全年共3次"), page(1, BODY))

    assert "全年共3次" in reading.document.sections["overview"]


def test_figures_of_a_table_without_rules_are_told_and_left_blank():
    table = ["三、收到和处理政府信息公开申请情况", "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计",
             "一、本年新收政府信息公开申请数量 3 1 0 0 0 0 4",
             "二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0"]  # fmt: skip

    reading = read(page(0, FIRST), page(1, table), page(2, BODY))

    assert not any(got.value is not None for got in reading.cells.values())
    assert any("没有认出表格线" in notice.message for notice in reading.notices)
