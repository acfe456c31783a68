"""What is refused, as an answer: sentence and status wherever it is said, and nothing is hidden."""

import json

import pytest
from django import forms
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse

from reports.refusals import Already, Refused
from reports.views.common.refusing import (
    refused_as_json,
    refused_as_page,
    refused_on,
    told_if_done_before,
)


class Line(forms.Form):
    words = forms.CharField()


@pytest.fixture
def form():
    return Line({"words": "甲"})


def busy(request):
    raise Refused("还在读取，请稍后再试。", 429)


def broken(request):
    raise ValueError("ours")


def test_a_page_says_what_was_not_done_and_why(rf):
    answer = refused_as_page("没有导入。")(busy)(rf.get("/open/"))

    page = answer.content.decode()
    assert answer.status_code == 429 and "没有导入。" in page and "还在读取" in page


def test_a_script_is_told_the_sentence_with_its_status(rf):
    answer = refused_as_json(busy)(rf.get("/"))

    assert answer.status_code == 429
    assert json.loads(answer.content) == {"message": "还在读取，请稍后再试。"}


@pytest.mark.parametrize("decorate", [refused_as_page("没有导入。"), refused_as_json])
def test_a_failure_of_ours_is_no_refusal(rf, decorate):
    with pytest.raises(ValueError, match="ours"):
        decorate(broken)(rf.get("/"))


@pytest.mark.parametrize("decorate", [refused_as_page("没有导入。"), refused_as_json])
def test_what_is_not_refused_is_answered_as_it_is(rf, decorate):
    assert decorate(lambda request: HttpResponse("好"))(rf.get("/")).content.decode() == "好"


def test_a_form_gets_what_was_refused_at_its_field(form):
    with refused_on(form, "words"):
        raise Refused("没有这个机关。")

    assert form.errors == {"words": ["没有这个机关。"]}


def test_who_comes_second_is_told_what_was_done(rf):
    request = rf.get("/")
    request.session, request._messages = {}, None
    request._messages = FallbackStorage(request)

    with told_if_done_before(request):
        raise Already("张明 09:30 已提交审核，没有再做一次。")

    assert [str(m) for m in request._messages] == ["张明 09:30 已提交审核，没有再做一次。"]


def test_another_refusal_is_not_taken_for_done(rf):
    with pytest.raises(Refused, match="草稿"), told_if_done_before(rf.get("/")):
        raise Refused("报告现在是“草稿”。")


def test_a_refusal_stands_for_the_state_of_things_unless_it_says_otherwise():
    assert (Refused("甲").status, Refused("甲", 400).status, Already("甲").status) == (
        409,
        400,
        409,
    )
