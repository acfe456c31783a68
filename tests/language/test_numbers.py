"""Numbers in running text: their value in the unit of the tables, and how exact they are."""

from decimal import Decimal

import pytest

from reports.language.words.numbers import numeral, read_numbers


@pytest.mark.parametrize(
    ("words", "value", "unit", "grain"),
    [
        ("收取1.2亿元", "12000", "万元", "1000"),
        ("采购25.90亿元", "259000", "万元", "100"),
        ("公开1.2万件", "12000", "件", "1000"),
        ("公开3千条", "3000", "条", "1000"),
        ("收取5.5万元", "5.5", "万元", None),
        ("受理1，234件", "1234", "件", None),
    ],
)
def test_a_number_has_its_value_in_the_unit_of_the_tables(words, value, unit, grain):
    [number] = read_numbers(words)

    assert (number.value, number.unit) == (Decimal(value), unit)
    assert number.grain == (Decimal(grain) if grain else None)


@pytest.mark.parametrize("joint", ["-", "~", "至", "到", "--"])
def test_both_ends_of_a_range_are_no_exact_counts(joint):
    first, last = read_numbers(f"每月受理3{joint}5件")

    assert (first.rough, last.rough) == (True, True)


def test_two_numbers_beside_each_other_are_no_range():
    first, last = read_numbers("受理3件，办结5件")

    assert (first.rough, last.rough) == (False, False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("三百六十五", 365),
        ("两千", 2000), ("一万二千", 12_000), ("十万", 100_000),
        ("十十", None), ("一百百", None), ("一二三", None), ("十百", None),
    ],
)  # fmt: skip
def test_a_chinese_numeral_is_read_or_none(text, value):
    assert numeral(text) == value


@pytest.mark.parametrize("words", ["1.办结3件", "12、办结3件"])
def test_the_number_of_a_paragraph_is_no_count(words):
    assert [number.value for number in read_numbers(words)] == [3]


def test_a_sentence_may_begin_with_a_count():
    assert [number.value for number in read_numbers("1.5万元")] == [Decimal("1.5")]
