"""A stranger's name is kept out of the words of a cell; what an office writes is kept."""

import pytest

from reports.cases.naming import (
    is_hidden,
    kept_body,
    kept_number,
    kept_result,
    kept_words,
    without_mark,
    without_names,
)
from reports.cases.words import result_of

from .test_words import RESULTS

NAMED = {
    "王小明撤回申请": "…撤回申请",
    "因李四未补正，视为放弃": "…未补正，视为放弃",
    "告知王小明获取方式": "告知…获取方式",
    "由张三丰代为领取后予以公开": "…代为领取后予以公开",
    "予以公开（经办人：陈建国）": "予以公开（经办人：…）",
    "涉及李家村村民王二狗个人隐私": "涉及李家村村民…个人隐私",
    "老李来电撤回": "…撤回",
    "与当事人周某某协商": "与当事人…协商",
    "欧阳娜娜来访": "…",
    "申请人Zhang Wei来访": "申请人…来访",
}
UNNAMED = (
    "已移送", "自行协商", "依规处置", "属于徐州市高新区管委会职责", "不知何故", "转市自然资源和规划局办理", "政策咨询类",
    "党务信息，不属于政府信息", "历史遗留问题", "档案移交档案馆", "涉及某某有限公司商业秘密", "建议向住建局申请", "联系不上申请人",
)  # fmt: skip


@pytest.mark.parametrize("text", NAMED, ids=[f"named{n}" for n in range(len(NAMED))])
def test_a_name_in_a_sentence_is_struck_out(text):
    assert without_names(text) == NAMED[text]


@pytest.mark.parametrize("text", UNNAMED, ids=[f"plain{n}" for n in range(len(UNNAMED))])
def test_words_of_offices_are_kept(text):
    assert without_names(text) == text


@pytest.mark.parametrize("meaning", RESULTS, ids=str)
def test_the_words_of_a_result_are_kept_as_they_are(meaning):
    assert [word for word in RESULTS[meaning].split() if kept_result(word) != word] == []


@pytest.mark.parametrize("text", NAMED, ids=[f"named{n}" for n in range(len(NAMED))])
def test_a_result_means_the_same_without_the_name(text):
    assert result_of(kept_result(text)) == result_of(text)


def test_words_that_are_asked_are_told_apart_without_saying_what_they_were():
    one, other = kept_result("王小明来访", "salt"), kept_result("张小刚来访", "salt")

    assert one != other and one == kept_result("王小明来访", "salt") != kept_result("王小明来访", "another")
    assert is_hidden(one) and without_mark(one) == without_mark(other) == "…"
    assert kept_words("不予支持") == "不予支持" and not is_hidden("不予支持")


@pytest.mark.parametrize(
    ("text", "kept"),
    [("城建科（李四）", "城建科"), ("张三", ""), ("张三、城建科", "城建科"), ("高新区管委会", "高新区管委会"), ("法规处 王小明", "法规处")],
    ids=["in-brackets", "alone", "before", "none", "behind"],
)
def test_of_who_dealt_with_a_case_the_unit_is_kept(text, kept):
    assert kept_body(text) == kept


def test_a_bare_name_is_no_number():
    assert "王小明" not in kept_number("王小明")
    assert [kept_number(text) for text in ("2025-1", "徐公开告字", "〔2025〕3号")] == ["2025-1", "徐公开告字", "〔2025〕3号"]
