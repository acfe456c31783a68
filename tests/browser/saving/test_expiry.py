"""The session ends while a clerk writes: nothing typed is lost."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

CELL = "requests.new.business"


def idle(minutes: int) -> None:
    """Let the clerk have done nothing for so long."""
    for row in Session.objects.all():
        session = row.get_session_store_class()(row.session_key)
        session["seen"] -= minutes * 60
        session.save()


@pytest.fixture
def expired(desk, complaints):
    """The desk after something was typed into an idle session."""
    idle(31)
    desk.enter({CELL: "35"})
    expect(desk.page.locator("#save-state")).to_contain_text(
        "登录已过期，重新登录后继续（内容已保留）"
    )
    return desk


def log_in_again(page) -> None:
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="重新登录").click()
    log_in = opened.value
    log_in.get_by_label("用户名").fill("zhang")
    log_in.get_by_label("密码").fill("correct horse")
    log_in.get_by_role("button", name="登录", exact=True).click()
    log_in.wait_for_selector("html[data-ready]")
    assert log_in.url == page.url


def test_what_was_typed_is_saved_after_logging_in_again(expired, report, complaints):
    log_in_again(expired.page)

    expired.saved()

    assert report.figures.get(cell=CELL).value == 35
    complaints.forgive("401 (Unauthorized)")


def test_typing_on_while_logged_out_loses_nothing(expired, report, complaints):
    expired.enter({"requests.new.research": "7"})
    log_in_again(expired.page)

    expired.saved()

    assert report.figures.get(cell=CELL).value == 35
    assert report.figures.get(cell="requests.new.research").value == 7
    complaints.forgive("401 (Unauthorized)")


def test_closing_the_page_and_coming_back_loses_nothing(expired, report, complaints):
    page = expired.page
    page.goto(f"/reports/{report.pk}/")
    page.get_by_label("用户名").fill("zhang")
    page.get_by_label("密码").fill("correct horse")
    page.get_by_role("button", name="登录", exact=True).click()

    expired.saved()

    assert report.figures.get(cell=CELL).value == 35
    complaints.forgive("401 (Unauthorized)")
