"""How words are looked up: in the index of their pieces, not through every text."""

import re

import pytest
from django.db import connection

from reports.models import Posting
from reports.publishing import catalogue, publications
from tests import factories

INDEX = {"sqlite": "VIRTUAL TABLE INDEX", "postgresql": "Bitmap Index Scan on reports_search_grams"}


def test_words_are_looked_up_in_their_index(published):
    explain = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}[connection.vendor]
    sql, params = catalogue.holding(Posting.objects.live(), ["公开"])
    with catalogue.by_index(), connection.cursor() as cursor:
        cursor.execute(explain + sql, params)
        plan = str(cursor.fetchall())

    assert INDEX[connection.vendor] in plan
    assert ":=" not in plan  # SQLite: the words in the whole index, not in each report's row of it


def found(citizen, words: str) -> list[str]:
    """Return the organs whose reports are found, in order."""
    page = citizen.get("/open/", {"q": words}).content.decode()
    return re.findall(r'<p class="quiet">\s*<a\s+href="[^"]*">(.*?)</a>', page)


def excerpt(citizen, words: str) -> str:
    page = citizen.get("/open/", {"q": words}).content.decode()
    return re.search(r'<p class="excerpt">(.*?)</p>', page)[1]


@pytest.fixture
def three(zhang):
    """A bureau of education, and two others whose reports speak of it: one earlier, one later."""
    for name, year, preface in (
        ("瀍水区教育局", 2023, "<p>照章办事。</p>"),
        ("瀍水区财政局", 2022, "<p>会同教育局办理。</p>"),
        ("瀍水区档案馆", 2024, "<p>教育局移送档案。</p>"),
    ):
        factories.published(factories.organ(name, zhang), year, by=zhang, preface=preface)


@pytest.mark.parametrize("words", ["教育局", "敎育局", "教育局 公开"])
def test_the_organ_itself_comes_before_those_that_mention_it(citizen, three, words):
    assert found(citizen, words) == ["瀍水区教育局", "瀍水区档案馆", "瀍水区财政局"]


def test_a_word_of_every_report_is_looked_for_in_the_last_ones(citizen, three, monkeypatch):
    monkeypatch.setattr(catalogue, "MOST_FOUND", 2)

    page = citizen.get("/open/", {"q": "瀍水区"}).content.decode()

    assert found(citizen, "瀍水区") == ["瀍水区档案馆", "瀍水区财政局"]
    assert "只看了最近公布的 2 份" in page
    assert found(citizen, "移送档案") == ["瀍水区档案馆"]
    one_year = citizen.get("/open/", {"q": "瀍水区", "year": "2023"}).content.decode()
    assert "瀍水区教育局" in one_year and "只看了" not in one_year


FIGURES = {"proactive.fees.amount": "190.457379", "proactive.licensing.decisions": "13050"}


@pytest.fixture
def with_figures(published, zhang):
    """A report with some figures that nothing else has."""
    for cell, figure in FIGURES.items():
        factories.mend(published.report, cell, figure, by=zhang)
        publications.publish(published.report_id, by=zhang, note="更正表二")


@pytest.mark.parametrize(
    ("words", "passage"),
    [
        ("190.457379", "行政事业性收费：本年收费金额（单位：万元）<mark>190.457379</mark>。"),
        ("13,050", "行政许可：本年处理决定数量<mark>13050</mark>。"),
        ("１３０５０ 許可", "行政<mark>许可</mark>：本年处理决定数量<mark>13050</mark>。"),
    ],
)
def test_a_figure_is_found_with_its_row(citizen, with_figures, words, passage):
    assert passage in excerpt(citizen, words)


@pytest.mark.parametrize("words", ["3050", "190.45", "457379", "0.457379", "13050.1"])
def test_a_number_is_found_whole(citizen, with_figures, words):
    assert found(citizen, words) == []


@pytest.mark.parametrize("words", ["第二十條", "規章", "總體情況", "行政復議", "行政複議"])
def test_traditional_characters_find_the_simplified_words(citizen, published, zhang, words):
    factories.mend(published.report, "overview", "<p>按第二十条处理规章和行政复议。</p>", by=zhang)
    publications.publish(published.report_id, by=zhang, note="更正第一部分")

    assert len(found(citizen, words)) == 1


def test_an_excerpt_shows_where_the_words_stand_together_as_they_are_written(
    citizen, bureau, zhang
):
    preface = f"<p>甲乙在先，{'远' * 80}。《总則》：“甲乙”和丙丁（ＡＢ）！</p>"
    factories.published(bureau, 2024, by=zhang, preface=preface)

    assert "《总則》：“<mark>甲乙</mark>”和<mark>丙丁</mark>（<mark>ＡＢ</mark>）！" in excerpt(
        citizen, "甲乙 丙丁 ab"
    )
