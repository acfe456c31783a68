"""The charts of a register: each with its numbers as a table and in one file."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.register import charting

from .conftest import DAY


@pytest.fixture
def by_id(kept):
    """Return a function that fetches the charts of 2025 by their ids."""
    return lambda: {chart.id: chart for chart in charting.charts(kept(), 2025)}


def test_an_empty_register_has_no_charts(by_id):
    assert by_id() == {}


def test_months_results_and_reviews_are_drawn(some, by_id):
    found = by_id()

    months = dict(found["months"].series)
    assert [int(n) for n in months["新收"]] == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert [int(n) for n in months["办结"]] == [1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    assert [int(n) for n in dict(found["outcomes"].series)["予以公开"]] == [0, 2]
    assert "<svg" in found["months"].svg and "3月 新收：1件" in found["months"].svg


def test_time_taken_is_in_working_days_and_late_is_what_came_after_the_last(enter, by_id, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: DAY(2025, 12, 31))
    for n, closed in enumerate((DAY(2025, 3, 10), DAY(2025, 3, 12), DAY(2025, 4, 30)), 1):
        enter(str(n), DAY(2025, 3, 5), outcome="granted", closed_on=closed)
    enter("open", DAY(2025, 3, 5))
    found = by_id()

    assert found["median"].series[0][1] == (5,)
    assert str(found["in-time"].series[0][1][0]) == "66.7"
    assert [values[0] for _, values in found["late"].series] == [1, 1]


def test_the_page_shows_them_and_the_file_has_their_numbers(client_of, zhang, bureau, some):
    browser = client_of(zhang)
    page = browser.get(reverse("register_figures", args=[bureau.pk]) + "?year=2025").content.decode()
    file = browser.get(reverse("register_charts_csv", args=[bureau.pk]) + "?year=2025")

    assert "chart-months" in page and "数字见下表" in page
    assert "2025年各月新收和办结,新收,3月,1,件" in b"".join(file.streaming_content).decode()


def test_each_chart_has_a_file_of_its_own(client_of, zhang, bureau, some):
    browser = client_of(zhang)
    page = browser.get(reverse("register_figures", args=[bureau.pk]) + "?year=2025").content.decode()
    address = reverse("register_charts_csv", args=[bureau.pk]) + "?year=2025&chart="
    ids = re.findall(r"charts\.csv\?year=2025&amp;chart=([a-z-]+)", page)

    assert len(ids) == page.count('<figure class="drawn">') > 3
    titles = []
    for chart in ids:
        answer = browser.get(f"{address}{chart}")
        lines = b"".join(answer.streaming_content).decode().splitlines()[1:]
        titles += {line.split(",")[0] for line in lines}
    assert len(titles) == len(set(titles)) == len(ids)
    assert browser.get(f"{address}nothing").status_code == 404
