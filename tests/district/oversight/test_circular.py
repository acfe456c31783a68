"""通报: a district's standing on a sheet, for whoever leads it."""

import io
import re

import pytest
from docx import Document as Word

from reports import workflow
from reports.oversight.circular import circular
from reports.oversight.supervision import Choice, overview
from reports.publishing import publications
from tests import factories

YEAR = 2025


@pytest.fixture
def late(report, government, on_day):
    """A district on the tenth of February: a bureau with a draft, a county without a report."""
    on_day("2026-02-10")
    return report


def test_the_circular_tells_numbers_and_names(late, wang):
    words = circular(wang, Choice(YEAR)).preface

    assert "截至2026年2月10日，瀍水区人民政府应报2025年度报告的机关2个，已提交0个" in words
    assert "未提交2个，其中逾期1个" in words
    assert "<td>地方政府部门</td><td>1</td><td>0</td><td>0</td><td>1</td><td>1</td>" in words
    assert "瀍水区文化和旅游局（1月31日到期）" in words


def test_returns_are_told_by_reason(bureau, zhang, li, wang):
    done = factories.sound_report(bureau, YEAR, by=zhang)
    for _ in range(2):
        workflow.submit(done.pk, by=li)
        workflow.move(done.pk, "return", by=wang, reason="数字<不>平")

    words = circular(wang, Choice(YEAR)).preface

    assert "共退回2次，涉及1份报告。主要原因：数字&lt;不&gt;平（2次）" in words


@pytest.mark.parametrize("steps", [(), ("submit",), ("submit", "approve"), ("submit", "return")])
def test_an_organ_that_corrects_what_is_public_is_not_called_late(
    bureau, zhang, li, wang, quick_files, on_day, client_of, steps
):
    made = factories.sound_report(bureau, YEAR, by=zhang)
    workflow.submit(made.pk, by=li)
    workflow.approve(made.pk, by=wang)
    publications.publish(made.pk, by=li)
    workflow.correct(made.pk, by=li, reason="有误")
    for step in steps:
        workflow.move(made.pk, step, by=li if step == "submit" else wang, reason="再看")
    on_day("2026-02-10")

    words, choice = circular(wang, Choice(YEAR)).preface, Choice(YEAR, search=bureau.name)
    seen = overview(wang, choice)

    assert "<td>地方政府部门</td><td>1</td><td>1</td><td>1</td><td>0</td><td>0</td>" in words
    assert bureau.name not in words and (seen.overdue, seen.unposted) == (0, 0)
    assert [organ.due for organ in seen.page] == [None]
    for page in ("/", "/reports/"):
        assert "已过" not in client_of(zhang).get(page).content.decode()


def test_districts_below_have_lines_of_their_own(government, wang):
    town = factories.organ("瀍水区洛浦镇人民政府", type="town", under=government)
    factories.organ("洛浦镇财政所", type="other", under=town)

    words = circular(wang, Choice(YEAR)).preface

    assert "<td>瀍水区洛浦镇人民政府</td><td>2</td>" in words


def test_its_parts_are_numbered_one_after_the_other(late, wang):
    words = circular(wang, Choice(YEAR)).preface

    assert re.findall("<h3>(.*?)</h3>", words) == ["（一）各类机关", "（二）逾期未提交的机关"]


def test_over_several_trees_no_organ_gives_its_name_to_all(late, wang):
    factories.give(wang, factories.organ("云溪市人民政府", type="city"), "supervisor")

    told = circular(wang, Choice(YEAR))

    assert told.title.startswith("关于本地区2025年度") and told.organ == ""
    assert "本地区应报2025年度报告的机关3个" in told.preface


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_it_comes_as_pdf_and_for_word(late, client_of, wang, form, begins):
    answer = client_of(wang).get(f"/supervision/circular.{form}?year={YEAR}")

    assert answer.content.startswith(begins)


def test_word_has_title_table_and_signature(late, client_of, wang):
    answer = client_of(wang).get(f"/supervision/circular.docx?year={YEAR}")

    word = Word(io.BytesIO(answer.content))
    lines = [paragraph.text for paragraph in word.paragraphs]
    assert "报送情况的通报" in "".join(lines) and "2026年2月10日" in lines
    assert word.tables[0].rows[0].cells[0].text == "机关类型"


def test_other_forms_are_not_there(late, client_of, wang):
    assert client_of(wang).get("/supervision/circular.xlsx").status_code == 404


def test_a_stranger_gets_none(late, client_of, zhao):
    assert client_of(zhao).get("/supervision/circular.pdf").status_code == 404
