"""A rule that fails, or dawdles, takes down neither the page nor the other rules."""

import re
from dataclasses import replace

import pytest

from reports.document import Document
from reports.rules import check, rule_of, running
from reports.rules.case import Case
from reports.rules.registry import CLEAN, FINDERS, Finder

pytestmark = pytest.mark.usefixtures("fresh_processes")
LONG = "<p>" + "公开政府信息。" * 400 + "</p>"


def report(**sections: str) -> Document:
    basics = {"organ": "桐溪县人民政府", "organ_type": "county", "year": 2024}
    return Document.from_json(basics | {"sections": CLEAN | sections})


def fails(case: Case):
    for passage in case.passages:
        assert passage.section != "problems", "a fault of ours"
    yield


def dawdles(case: Case):
    for passage in case.passages:
        while True:
            for _ in passage.sentences:
                pass
    yield


def searches(case: Case):
    """Search as badly as a pattern can, in one call that no thread can end."""
    for passage in case.passages:
        re.search("(?:x+)+y", "x" * 60)
        yield passage.at("text.typo", "hint", "。", 0, 1)


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """Wait for the process apart as long as it takes: the tests' machine may be busy."""
    monkeypatch.setattr(running, "PATIENCE", 600)


@pytest.fixture
def with_finder(monkeypatch):
    """Run one more finder, before all others."""

    def use(find):
        monkeypatch.setattr(running, "FINDERS", (Finder("text.typo", find), *FINDERS))

    monkeypatch.setattr(running, "FINDER_SECONDS", 0.3)
    return use


def unread(found) -> list[tuple[str, str]]:
    return [(f.section, f.message[:30]) for f in found if f.id == "rule.unread"]


def test_a_rule_that_fails_is_named_with_its_section_and_the_others_are_read(with_finder, caplog):
    with_finder(fails)

    found = check(report(other_matters="<p>不收费。。</p>"))

    assert [f.section for f in found if f.id == "rule.unread"] == ["problems"]
    assert "的“文字差错”这条规则没有读完" in next(
        f.message for f in found if f.section == "problems"
    )
    assert any(f.id == "text.typo" and f.quote == "。。" for f in found)
    assert "a fault of ours" in caplog.text and "test_running.py" in caplog.text


def test_a_rule_that_dawdles_is_ended(with_finder):
    with_finder(dawdles)

    found = check(report())

    assert len(unread(found)) == 1 and "“文字差错”这条规则没有读完" in unread(found)[0][1]


def test_a_search_that_never_ends_is_ended_in_the_process_apart():
    finder, case = Finder("text.typo", searches), Case(report(), None)

    found = running.found_within(finder, case, 0.3)

    assert [f.id for f in found] == ["rule.unread"] and found[0].section == "overview"


def test_a_long_report_is_read_apart_with_the_same_result(monkeypatch):
    document = report(overview=CLEAN["overview"] + LONG + "<p>不断提高。。</p><p>秘密★一年</p>")
    apart, asked = running.apart, []
    monkeypatch.setattr(running, "apart", lambda *a, **kw: asked.append(a[0]) or apart(*a, **kw))

    found = check(document, document)

    assert asked == ["reports.rules.judge"]
    monkeypatch.setattr(running, "LONG_PARAGRAPH", 100_000)
    assert found == check(document, document) and len(asked) == 1
    assert {"text.sensitive", "text.repeat", "text.typo"} <= {f.id for f in found}


def test_a_process_that_dies_leaves_one_hint_for_all_its_rules(monkeypatch):
    monkeypatch.setattr(running, "_WORKER", "reports.rules.no_such_process")

    found = check(report(overview=LONG))

    assert len(unread(found)) == 1
    assert [f for f in found if f.id == "cell.blank"]


def test_a_process_that_is_too_slow_is_ended_and_named(monkeypatch):
    monkeypatch.setattr(running, "PATIENCE", 0.01)

    assert len(unread(check(report(overview=LONG)))) == 1


def test_when_too_many_long_reports_come_at_once_the_rest_is_told(monkeypatch):
    monkeypatch.setattr(running, "_WAIT", 0.01)
    for _ in range(2):
        running._slots.acquire()
    try:
        found = check(report(overview=LONG))
    finally:
        for _ in range(2):
            running._slots.release()

    assert len(unread(found)) == 1


def test_a_picture_is_no_words():
    picture = '<p><img src="data:image/png;base64,' + "A" * 300_000 + '" alt="图"></p>'
    words = CLEAN["overview"] + "<p>秘密★一年</p>"

    found = check(replace(report(), sections=CLEAN | {"overview": picture + words}))

    assert any(f.id == "text.sensitive" for f in found)
    assert "rule.unread" not in {f.id for f in found}


@pytest.mark.parametrize("words", ['alt=""', 'alt="公开情况一览"'])
def test_pictures_in_place_of_words_are_warned_of(words):
    pictures = f'<p><img src="/reports/1/pictures/{"0" * 64}" {words}></p>'

    found = check(replace(report(), sections=CLEAN | {"problems": pictures}))

    told = [f for f in found if f.section == "problems"]
    assert ("text.picture", "warning") in {(f.id, f.severity) for f in told}
    assert any("只有图片，没有文字" in f.message for f in told)


def test_every_finder_is_named_after_a_rule():
    assert all(rule_of(finder.rule) for finder in FINDERS)


def test_counts_beyond_the_bound_are_told_once_a_section():
    counts = "<p>收到申请1件，没有结转。未作出行政处罚。</p>" * 1_501

    found = check(report(overview=CLEAN["overview"] + counts, problems=CLEAN["problems"] + counts))

    cut = [f.section for f in found if f.id == "rule.unread"]
    assert cut == ["overview", "problems"]
