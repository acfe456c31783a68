"""Counts that agree with each other or not while the tables are still blank."""

import pytest

from reports.editions import edition_for
from reports.rules import check
from reports.rules.registry import CLEAN, Example

BLANK = dict.fromkeys(edition_for(2024).cells)


def found(words: str) -> set[str]:
    """Return the ids of what is found in words beside blank tables."""
    told = {"overview": f"{CLEAN['overview']}<p>{words}</p>"}
    findings = check(Example("", sections=told, cells=BLANK).document())
    return {finding.id for finding in findings if finding.section}


FLOW = "全年新收政府信息公开申请46件，上年结转3件，办结{done}件，结转下年度继续办理{forward}件。"


@pytest.mark.parametrize(("done", "forward"), [(45, 4), (48, 1), (43, 3)])  # 43: without what came over
def test_a_flow_that_balances_is_silent(done, forward):
    assert found(FLOW.format(done=done, forward=forward)) == set()
    assert found(FLOW.replace("，办结", "。办结").format(done=done, forward=forward)) == set()


@pytest.mark.parametrize(("done", "forward"), [(45, 6), (54, 4)])
def test_a_flow_that_does_not_balance_is_told(done, forward):
    assert found(FLOW.format(done=done, forward=forward)) == {"text.sum"}
    assert found(FLOW.replace("，办结", "。办结").format(done=done, forward=forward)) == {"text.sum"}


SHARES = "全年收到政府信息公开申请40件，其中自然人申请30件，占{one}%，企业申请10件，占{other}%。"


def test_a_share_of_what_is_told_beside_it():
    assert found(SHARES.format(one=75, other=25)) == set()
    assert found(SHARES.format(one=70, other=25)) == {"text.share"}


def test_a_share_whose_whole_is_not_told_is_not_judged():
    assert found("依申请公开中，自然人申请30件，占70%。") == set()


RESULTS = "收到政府信息公开申请70件，予以公开17件、不予公开6件、无法提供21件、其他处理12件，结转下年度{forward}件。"


def test_results_that_do_not_make_what_came_in():
    assert found(RESULTS.format(forward=14)) == set()
    assert found(RESULTS.format(forward=1)) == {"text.sum"}


@pytest.mark.parametrize(("told", "wrong"), [(15, {"text.count"}), (16, set()), (18, set())])  # 18: two came over, perhaps
def test_a_count_below_what_the_table_has_already_is_wrong_whatever_is_blank(told, wrong):
    words = f"{CLEAN['overview']}<p>全年共收到政府信息公开申请{told}件。</p>"
    cells = BLANK | {"requests.new.total": 16}

    findings = check(Example("", sections={"overview": words}, cells=cells).document())

    assert {finding.id for finding in findings if finding.section} == wrong


def test_a_count_that_what_is_blank_may_lessen_is_not_judged():
    words = f"{CLEAN['overview']}<p>全年办结政府信息公开申请15件。</p>"
    cells = BLANK | {"requests.processed.total": 16}

    findings = check(Example("", sections={"overview": words}, cells=cells).document())

    assert {finding.id for finding in findings if finding.section} == set()
