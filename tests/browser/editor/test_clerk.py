"""The main job, whole: a clerk logs in, fills in the year's report and takes the PDF away."""

import json
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from reports.document import format_figure, plain_text
from reports.editions import get_edition
from reports.management.commands import load_demo
from reports.models import Report
from reports.rendering.page.html import document_html
from tests import factories
from tests.browser.conftest import Desk

from .printed import has_only_embedded_subsets, holds_all, in_lines, outline_of

SEED = (factories.FIXTURES / "seed.txt").read_text()
# 2020's figures: what the posted page has printed in full, row by row; the rest is unknown.
SEED_FIGURES = json.loads((load_demo.DEMO_FILES / "bureau-2020.json").read_text())["cells"]
UNKNOWN = (
    "proactive.fees.", "requests.new.", "requests.carried_over.", "requests.granted.",
    "requests.partially_granted.", "requests.withheld_other_law.",
    "requests.withheld_security_stability.", "requests.withheld_third_party.",
    "requests.withheld_internal_affairs.", "requests.withheld_process.",
)  # fmt: skip
CITY = load_demo.DEMO_FILES / "city-2023.json"
PENALTIES = "proactive.penalties.change"


def words_of(page: str) -> dict[str, str]:
    """Return the narratives of a posted page: what stands between its headings."""
    overview = re.split(r"一、\s*总体情况", page)[1].split("二、主动公开政府信息情况")[0]
    problems = page.split("五、存在的主要问题及改进情况")[1].split("六、其他需要报告的事项")[0]
    return {"overview": overview.strip(), "problems": problems.strip()}


def known(edition) -> dict[str, str]:
    """Return the seed's figures that a clerk types, cell by cell."""
    return {
        cell: str(SEED_FIGURES[cell])
        for cell in edition.cells
        if cell not in edition.computed and not cell.startswith(UNKNOWN)
    }


class Clerk(Desk):
    """Clerk 张 at work, from the log-in page on."""

    def log_in(self) -> None:
        self.page.goto("/")
        self.page.get_by_label("用户名").fill("zhang")
        self.page.get_by_label("密码").fill("correct horse")
        self.page.get_by_role("button", name="登录").click()

    def begin(self, year: int) -> Report:
        """Make the year's report, blank, and open it."""
        self.page.get_by_role("link", name="我的报告").click()
        self.page.get_by_role("combobox", name="年度").select_option(str(year))
        self.page.get_by_role("button", name="新建空白报告").click()
        self.page.wait_for_selector("html[data-ready]")
        return Report.objects.get(year=year)

    def type_table(self, table, figures: dict[str, str]) -> None:
        """Go through a table with Tab, from its first cell, typing what is known."""
        for cell in table.cells:
            assert self.active() == cell.id
            if cell.id in figures:
                self.keys.type(figures[cell.id])
            self.keys.press("Tab")

    def leave_table_for(self, cell: str) -> None:
        """Come from one table into the next by keyboard."""
        self.keys.press("Escape")
        for _ in range(30):
            self.keys.press("Tab")
            if self.active() == cell:
                return
        raise AssertionError(f"the keyboard does not lead to {cell}")

    def paste_words(self, section: str, text: str) -> None:
        self.page.locator(f'.prose[data-section="{section}"] .tiptap').focus()
        self.paste(text)

    def sections_say(self) -> dict[str, str]:
        names = ("overview", "problems", "other_matters")
        box = '.prose[data-section="{}"] .tiptap'.format
        return {name: self.page.locator(box(name)).inner_text() for name in names}

    def download(self, form: str) -> Path:
        self.page.get_by_text("下载", exact=True).click()
        # The first PDF of a process takes as long as loading the faces does.
        with self.page.expect_download(timeout=60_000) as download:
            self.page.locator(f'a[href$="/download/{form}"]').click(no_wait_after=True)
        return download.value


@pytest.fixture
def clerk(new_context, zhang, bureau) -> Clerk:
    """A browser in which nobody is logged in yet; 张 sits before it."""
    return Clerk(new_context().new_page())


def fill_in_the_seed(clerk: Clerk, words: dict[str, str]) -> Report:
    """Write 2020's report from a posted page's words and the seed's figures."""
    edition = get_edition("2019")
    figures = known(edition)
    clerk.log_in()
    report = clerk.begin(2020)
    proactive, requests, review = edition.tables

    clerk.go(proactive.cells[0].id)
    clerk.type_table(proactive, figures | {PENALTIES: "-3"})
    expect(clerk.page.locator("#findings-list")).to_contain_text("行政处罚")
    assert any("行政处罚" in sentence and "小于" in sentence for sentence in clerk.findings())
    clerk.enter({PENALTIES: "-2"})
    assert not any("小于" in sentence for sentence in clerk.findings())

    clerk.go(proactive.cells[-1].id)
    clerk.leave_table_for(requests.cells[0].id)
    clerk.type_table(requests, figures)
    blanks = clerk.page.locator('[data-table="requests"] .blank-count')
    expect(blanks).to_contain_text("还有 54 格未填")

    clerk.paste_at(review.cells[0].id, "\t".join("0" * 15))
    for section, text in words.items():
        clerk.paste_words(section, text)
    clerk.paste_words("other_matters", "无。")
    clerk.saved()
    return report


def prove_the_seed(clerk: Clerk, words: dict[str, str], tmp_path: Path) -> None:
    report = fill_in_the_seed(clerk, words)
    before = clerk.sections_say()

    clerk.page.reload()
    clerk.page.wait_for_selector("html[data-ready]")
    download = clerk.download("pdf")
    path = tmp_path / download.suggested_filename
    shutil.copy(download.path(), path)

    assert clerk.sections_say() == before
    assert path.name == f"{report.title}.pdf"
    report.refresh_from_db()
    document = report.document()
    typed = {c: format_figure(v) for c, v in document.cells.items() if v is not None}
    assert {c: v for c, v in typed.items() if c not in document.edition.computed} == known(
        document.edition
    )
    for section, text in words.items():
        # Numbers of headings are set in full-width brackets; no word is lost.
        assert _letters(plain_text(document.narrative(section))) == _letters(text)
    holds_all(path.read_bytes(), document)
    has_only_embedded_subsets(path)
    assert outline_of(path, "瀍") > 1


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", text))


def test_a_clerk_writes_the_report_of_2020_and_downloads_it(clerk, tmp_path):
    prove_the_seed(clerk, words_of(SEED), tmp_path)


def test_a_clerk_pastes_the_tables_of_2023_mends_one_and_downloads_them(clerk, tmp_path):
    value = json.loads(CITY.read_text())
    document = factories.Document.from_json(value)
    wrong = factories.Document.from_json(
        value | {"cells": value["cells"] | {"requests.granted.natural_person": 1174}}
    )
    clerk.log_in()
    report = clerk.begin(2023)

    page = document_html(wrong)
    for table in document.edition.tables:
        clerk.paste_at(table.cells[0].id, "", part_of(page, document, table.id))
    sentence = next(s for s in clerk.findings() if "“自然人”列不平衡" in s)
    assert "相差 1" in sentence
    clerk.enter({"requests.granted.natural_person": "1175"})
    assert not any("不平衡" in s for s in clerk.findings())
    clerk.saved()

    path = tmp_path / "2023.pdf"
    shutil.copy(clerk.download("pdf").path(), path)
    report.refresh_from_db()
    assert dict(report.document().cells) == dict(document.cells)
    holds_all(path.read_bytes(), report.document())
    has_only_embedded_subsets(path)
    for line in ("2822652", "59237.2449"):
        assert line in in_lines(path)


def part_of(page: str, document, table: str) -> str:
    """Return the tables of one section of a report's web page."""
    captions = {section.id: section.caption for section in document.edition.sections}
    after = page.split(captions[table], 1)[1]
    tables = re.match(r"(?:(?!<h2).)*", after, re.DOTALL)[0]
    return "".join(re.findall(r"<table.*?</table>", tables, re.DOTALL))
