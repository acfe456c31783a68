"""A day's work in the browsers that offices have: cores of Chromium 86, 92 and 109 (docs/adr/0070)."""

from pathlib import Path

import pytest
from django.db import connection

from tests import factories

WORD = (Path(__file__).parents[1] / "prose" / "pasted" / "word.html").read_text()
SAVED = """() => document.querySelector("#save-state").dataset.state === "saved"
  && document.querySelector("#save-state").textContent.includes(":")"""

EDITORS = """() => document.querySelectorAll(".prose").length
  === document.querySelectorAll(".prose .tiptap").length"""


@pytest.fixture
def published(transactional_db, quick_files, bureau, zhang):
    """The bureau's report of 2024, public."""
    yield factories.published(bureau, 2024, by=zhang)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO reports_search (reports_search) VALUES ('delete-all')")
        else:
            cursor.execute("DELETE FROM reports_search")


@pytest.mark.parametrize("version", [86, 92, 109])
def test_a_days_work_is_saved(version, hand, published, report, zhang):
    factories.give(zhang, report.organ, "supervisor")
    clerk = hand(version, zhang)

    clerk.go(f"/reports/{report.pk}/")
    clerk.until("document.documentElement.dataset.ready === ''")
    assert not clerk.shows(".script-hides") and not clerk.shows(".plain-note")
    figures(clerk)
    words(clerk)
    clerk.until(SAVED)
    is_kept(report)
    clerk.go(f"/reports/{report.pk}/")
    clerk.until("document.documentElement.dataset.ready === ''")
    clerk.until(EDITORS)
    assert clerk.value("requests.new.total") == "1269"
    assert "（二）依申请公开" in clerk.words('[data-section="overview"] .tiptap')

    import_of_a_file(clerk, report)
    dashboards_and_public_pages(clerk, published)


def figures(clerk) -> None:
    """Type, paste a block, undo: the total follows."""
    first = clerk.page.evaluate(
        """() => [...document.querySelectorAll('input[name^="requests.new."]')].map(e => e.name)"""
    )
    clerk.click(f'[name="{first[0]}"]')
    clerk.keys.type("1,234")
    clerk.keys.press("Tab")
    assert clerk.value(first[0]) == "1234"
    clerk.paste("\t".join("7" * (len(first) - 2)))
    clerk.until("name => document.querySelector(`[name='${name}']`).value === '1269'", first[-1])
    clerk.keys.press("Control+z")
    clerk.until("name => document.querySelector(`[name='${name}']`).value === ''", first[-1])
    clerk.keys.press("Control+y")
    clerk.until("name => document.querySelector(`[name='${name}']`).value === '1269'", first[-1])


def words(clerk) -> None:
    """Type a sentence into one section, paste from Word into another."""
    clerk.until(EDITORS)
    clerk.click('[data-section="problems"] .tiptap')
    clerk.keys.type("解读形式不够丰富。")
    clerk.click('[data-section="overview"] .tiptap')
    clerk.paste("文字", WORD)
    clerk.until("() => document.querySelector('[data-section=overview] .tiptap table')")


def is_kept(report) -> None:
    assert report.figures.get(cell="requests.new.total").value == 1269
    assert report.narratives.get(section="problems").html == "<p>解读形式不够丰富。</p>"
    assert "<h3>（二）依申请公开</h3>" in report.narratives.get(section="overview").html


def import_of_a_file(clerk, report) -> None:
    clerk.go(f"/reports/{report.pk}/import/")
    clerk.click("textarea[name=text]")
    clerk.paste("规章 3", "<h1>年报</h1><table><tr><td>规章</td><td>3</td></tr></table>")
    clerk.until("() => document.querySelector('.paste-note').textContent.includes('1 个表格')")
    clerk.click("#upload-form [type=submit]")
    clerk.until("() => location.pathname.endsWith('/import/look/')")
    clerk.until("() => !document.querySelector('#next-open').hidden")


def dashboards_and_public_pages(clerk, published) -> None:
    for address in ("/reports/", "/supervision/?year=2025", "/aggregation/?year=2025"):
        clerk.go(address)
        assert clerk.width() <= 1440, address
    clerk.page.set_viewport_size({"width": 390, "height": 844})
    home = f"/open/organs/{published.report.organ_id}/"
    for address in ("/open/", home, f"{home}2024/", "/open/figures/", "/open/organs/"):
        clerk.go(address)
        assert clerk.width() <= 390, address
    clerk.go(f"{home}2024/")
    clerk.click('[data-mode="contrast"]')
    assert clerk.page.evaluate("document.documentElement.classList.contains('contrast')")


def test_a_browser_below_the_floor_saves_with_the_plain_form(hand, report, zhang, complaints):
    clerk = hand(85, zhang)

    clerk.go(f"/reports/{report.pk}/")
    assert clerk.shows(".plain-note") and clerk.shows("input[name=save]")
    complaints.clear()  # the editor said that it is too old
    clerk.click('[name="requests.new.business"]')
    clerk.keys.type("34")
    clerk.click('textarea[name="problems"]')
    clerk.keys.type("解读形式不够丰富。")
    with clerk.page.expect_navigation():
        clerk.click("input[name=save]")

    assert report.figures.get(cell="requests.new.business").value == 34
    assert report.narratives.get(section="problems").html == "<p>解读形式不够丰富。</p>"
    complaints.clear()
