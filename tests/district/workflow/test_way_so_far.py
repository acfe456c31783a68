"""A report's way so far: what changed in words, and what its present state is compared with."""

import re

import pytest

from reports import history, workflow
from tests import factories

LONG = "本机关坚持以公开为常态、不公开为例外，及时更新栏目内容，方便群众查询；" * 30


@pytest.fixture
def report(bureau, zhang, wang):
    """A report without errors."""
    return factories.sound_report(bureau, 2025, by=zhang)


@pytest.fixture
def submitted(report, li):
    """The report, handed in by 李."""
    return workflow.submit(report.pk, by=li)


def page_of(client, report, name: str) -> str:
    return client.get(f"/reports/{report.pk}/{name}/").content.decode()


def test_a_step_that_leaves_the_state_is_no_change_of_it(report, zhang, li, client_of):
    workflow.hand_over(report.pk, by=zhang)
    workflow.move(report.pk, "send_back", by=li, reason="请补表二")

    assert not report.changes.filter(place="status").exists()
    assert "张明 交审核人核对" in page_of(client_of(zhang), report, "timeline")


def test_a_change_from_a_state_to_itself_is_not_shown(report, zhang, client_of):
    history.record(report, [history.Step("status", "draft", "draft")], by=zhang)

    page = page_of(client_of(zhang), report, "timeline")
    assert "<td>" in page and not re.search(r"<td>草稿</td>\s*<td>草稿</td>", page)
    assert history.every_change_of(report).filter(place="status").count() == 1


def test_of_a_long_section_the_differing_words_are_shown(report, zhang, client_of):
    factories.type_in(report, "overview", f"<p>{LONG}收到3118件。{LONG}</p>", by=zhang)
    factories.type_in(report, "overview", f"<p>{LONG}收到3119件。{LONG}</p>", by=zhang)

    page = page_of(client_of(zhang), report, "timeline")

    line = page.split('<table class="table plain-table changes">')[1].split("</tr>")[1]
    assert "收到<del>3118</del>件。" in line and "收到<ins>3119</ins>件。" in line
    assert LONG not in line


def test_a_change_of_the_format_is_told_as_such(report, zhang, client_of):
    factories.type_in(report, "overview", "<p>主动公开信息。</p>", by=zhang)
    factories.type_in(report, "overview", "<p><strong>主动公开信息。</strong></p>", by=zhang)

    assert "文字没有改，改的是格式" in page_of(client_of(zhang), report, "timeline")


def chosen(page: str) -> list[str]:
    """Return the captions of the two versions that the page compares."""
    return [part.split(">")[1].split("<")[0] for part in page.split(" selected")[1:]]


def test_a_comparison_opens_on_what_was_given_back_last(submitted, zhang, wang, li, client_of):
    workflow.return_(submitted.pk, by=wang, reason="请核对")
    factories.type_in(submitted, "overview", "<p>改过了。</p>", by=zhang)
    workflow.submit(submitted.pk, by=li)
    workflow.withdraw(submitted.pk, by=li)

    old, new = chosen(page_of(client_of(wang), submitted, "compare"))

    assert "退回修改" in old and new == "现在的内容"


def test_a_comparison_opens_on_what_was_published_last(bureau, wang, zhang, li, client_of):
    archive = factories.organ("云溪市档案馆", li)
    report = factories.published(archive, 2024, by=li).report
    factories.mend(report, "proactive.fees.amount", "12.5", by=li)

    old, new = chosen(page_of(client_of(li), report, "compare"))

    assert "发布" in old and new == "现在的内容"


def test_what_nobody_has_touched_since_is_compared_with_the_version_before(submitted, wang, li):
    first = submitted.transitions.last()
    workflow.return_(submitted.pk, by=wang, reason="请核对")

    assert workflow.compared_first(first.report.__class__.objects.get()) == str(first.pk)


def test_findings_are_read_before_the_decision(submitted, wang, client_of):
    page = page_of(client_of(wang), submitted, "review")
    assert page.index("<h2>校核</h2>") < page.index("<h2>审核意见</h2>")
