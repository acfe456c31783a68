"""What a figure may be, to the last place on either side of each limit."""

import re
from decimal import Decimal

import pytest

from reports.document import BadFigure, faults, read_figure
from reports.editions import AMOUNT, COUNT, SIGNED, all_editions


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("999999999999", COUNT, "999999999999"),
        ("-999999999999", SIGNED, "-999999999999"),
        ("999999999999.999999", AMOUNT, "999999999999.999999"),
        ("0.000001", AMOUNT, "0.000001"),
        ("1.2500000", AMOUNT, "1.25"),
    ],
)
def test_a_figure_just_within_its_limits_is_taken(typed, kind, value):
    assert read_figure(typed, kind).value == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "kind", "rule"),
    [
        ("1000000000000", COUNT, "range"),
        ("-1000000000000", SIGNED, "range"),
        ("1000000000000", AMOUNT, "range"),
        ("0.0000001", AMOUNT, "decimals"),
        ("1.1", COUNT, "whole"),
        ("-1", COUNT, "negative"),
    ],
)
def test_a_figure_just_beyond_its_limits_is_refused(typed, kind, rule):
    with pytest.raises(BadFigure) as refusal:
        read_figure(typed, kind)

    assert refusal.value.rule == rule


@pytest.mark.parametrize(
    ("typed", "kind", "sentence"),
    [
        ("3万", COUNT, "请写全数字：3万请填 30000。"),
        ("1.25万件", COUNT, "请写全数字：1.25万件请填 12500。"),
        ("３．５万", AMOUNT, "本格单位已是万元：３．５万请填 3.5。"),
        ("1.23456万", COUNT, "“1.23456万”不是数字，请只填阿拉伯数字。"),
    ],
)
def test_ten_thousands_are_never_guessed_but_told_what_to_fill_in(typed, kind, sentence):
    with pytest.raises(BadFigure, match=f"^{re.escape(sentence)}$"):
        read_figure(typed, kind)


NUMBERLESS = "“{}”不是数字，请只填阿拉伯数字。"
MONEY = "“{}”是金额，这里填数量，请核对。"
THINGS = "“{}”是数量，这里填金额（万元），请核对。"
IN_FULL = "请写全数字：{}请填 30000。"
AS_TYPED = [  # what clerks type, what it is as a number of things, and as an amount in 万元
    ("3件", 3, THINGS), ("3 件", 3, THINGS), ("３件", 3, THINGS), ("3项", 3, THINGS), ("3起", 3, THINGS),
    ("3万元", MONEY, 3), ("3 万元", MONEY, 3), ("３万元", MONEY, 3),
    ("3元", MONEY, "本格单位为万元：请换算后填写，3元＝0.0003万元。"), ("0.5亿元", MONEY, NUMBERLESS),
    ("3万", IN_FULL, "本格单位已是万元：3万请填 3。"), ("3万件", IN_FULL, THINGS),
    ("3.0", 3, 3), ("3．0", 3, 3), ("3.", 3, 3), ("3.5", "这里填整数，不能有小数。", "3.5"),
    ("3,000", 3000, 3000), ("3，000", 3000, 3000), ("３，０００", 3000, 3000), ("3 000", 3000, 3000),
    ("3,000件", 3000, THINGS), ("3,000万元", MONEY, 3000), ("3,00", NUMBERLESS, NUMBERLESS),
    *((typed, NUMBERLESS, NUMBERLESS) for typed in (
        "3%", "３％", "3人", "3人次", "3次", "3批次", "约3", "3余件", "3多", "近3", "三", "三件", "共3件",
        "3/4", "3-5", "3、4", "3+4", "3；", "O", "l", "①", "3①",
    )),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "number", "amount"), AS_TYPED)
def test_a_number_in_its_own_unit_is_taken_and_all_else_is_told(typed, number, amount):
    assert [read(typed, kind) for kind in (COUNT, SIGNED, AMOUNT)] == [
        wanted.format(typed) if isinstance(wanted, str) and not wanted[0].isdigit() else Decimal(wanted)
        for wanted in (number, number, amount)
    ]


def read(typed: str, kind: str) -> Decimal | str:
    """Return the figure that was typed, or the sentence that refuses it."""
    try:
        return read_figure(typed, kind).value
    except BadFigure as bad:
        return str(bad)


@pytest.mark.parametrize(
    ("value", "broken"),
    [("999999999999", []), ("1000000000000", ["cell.range"]), ("-1000000000000", ["cell.range"])],
)
def test_a_stored_figure_is_as_large_as_it_may_be_on_both_sides_of_nought(value, broken):
    cells = [cell for edition in all_editions() for cell in edition.cells.values()]
    signed = next(cell for cell in cells if cell.kind == SIGNED)

    assert faults(Decimal(value), signed) == broken
