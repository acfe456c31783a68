"""Numbers of people: told by their check digits, not by their length."""

import pytest

from reports.document import Document
from reports.rules import check
from reports.rules.text.wording.privacy import is_id_number


@pytest.mark.parametrize("number", ["11010519491231002X", "11010519491231002x"])
def test_the_check_digit_of_a_citizen_is_ten_in_either_letter(number):
    assert is_id_number(number)


@pytest.mark.parametrize(
    "number",
    ["110105194912310021", "110105194913310029", "11010519491231002", "1101051949123100XX"],
)
def test_what_does_not_check_is_no_citizens_number(number):
    assert not is_id_number(number)


def private(words: str) -> list[tuple[str, str]]:
    """Return severity and quote of each piece of private data in some words."""
    words = f"<p>{words}其余工作按照要求有序开展，内容及时更新。</p>"
    report = {"organ": "某局", "year": 2025, "sections": {"overview": words}}
    found = check(Document.from_json(report))
    return [(f.severity, f.quote) for f in found if f.id == "text.private"]


@pytest.mark.parametrize("number", ["4539578763621486", "6011000990139424", "4000000000000000006"])
def test_a_bank_card_of_sixteen_to_nineteen_digits_is_an_error(number):
    assert private(f"请汇款至银行账户{number}。") == [("error", number)]


@pytest.mark.parametrize("number", ["4539578763621487", "4539578763621468"])
def test_digits_that_do_not_check_are_no_card(number):
    assert private(f"请汇款至银行账户{number}。") == []


def test_a_card_of_another_bank_needs_words_that_say_so():
    assert private("本年度发布信息4539578763621486号。") == []
