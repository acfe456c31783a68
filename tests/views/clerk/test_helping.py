"""填报说明 and the six questions: made of the edition, with a way back to the cell."""

import pytest

from reports import editions
from reports.editions import get_edition
from tests.editions.test_third_edition import EDITION as THIRD
from tests.views.conftest import words

CHOICE = "/guide/2021/which-row/"


def test_the_guide_says_of_every_row_what_it_counts_and_why(client):
    page = words(client.get("/guide/2019/"))

    for table in get_edition("2019").tables:
        helps = [row.help for row in table.rows if row.help]
        assert all(one.words in page and one.basis in page for one in helps)


def test_the_guide_of_no_edition_in_particular_is_the_newest(client):
    assert get_edition("2021").caption in words(client.get("/guide/"))


def test_every_page_leads_to_the_guide(client):
    assert 'href="/guide/"' in words(client.get("/reports/"))


def test_an_answer_leads_on_with_the_way_back_to_the_cell_kept(client):
    page = words(client.get(f"{CHOICE}?report=7&cell=requests.granted.business"))

    assert "第 1 问，共 6 问" in page
    assert "?report=7&amp;cell=requests.granted.business&amp;at=clear" in page
    assert 'href="/reports/7/#requests.granted.business"' in page


def test_the_last_answer_names_the_row_and_leads_to_its_cell(client):
    asked = f"{CHOICE}?report=7&cell=requests.granted.business&at=clear&answer=3"

    page = words(client.get(asked))

    (row,) = [r for r in get_edition("2021").choosing.rows if r.id == "unavailable_unclear"]
    assert row.name in page and row.help.words in page
    assert 'href="/reports/7/#requests.unavailable_unclear.business"' in page


def test_what_is_no_application_is_told_so(client):
    page = words(client.get(f"{CHOICE}?at=application&answer=7"))

    assert "不填在表里" in page and "第四十一条" in page


@pytest.mark.parametrize(
    "query", ["?at=nowhere", "?at=clear&answer=99", "?at=clear&answer=1", "?at=clear&answer=²"]
)
def test_a_question_that_is_not_asked_is_refused_in_a_sentence(client, query):
    answer = client.get(CHOICE + query)

    assert answer.status_code == 404
    assert "没有这一问" in words(answer)


def test_a_way_back_that_cannot_be_is_left_out(client):
    page = words(client.get(f"{CHOICE}?report=//example.org&cell=%22%3E&at=clear"))

    assert "example.org" not in page and "回到填报" not in page


def test_an_edition_without_help_has_a_page_and_no_questions(client, monkeypatch):
    monkeypatch.setitem(editions._editions, THIRD.id, THIRD)

    assert "还没有填报说明" in words(client.get("/guide/2031/"))
    assert client.get("/guide/2031/which-row/").status_code == 404
    assert client.get("/guide/1999/").status_code == 404
