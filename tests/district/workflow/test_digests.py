"""One letter a day: what is new and what waits, once, whoever is killed over it."""

import datetime

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.core.management import call_command
from django.utils import timezone

from reports import workflow
from reports.models import AuditEvent, Digest, Letters, Notice
from reports.oversight import notices
from reports.workflow.personal import digesting
from reports.workflow.personal.errands import Errand
from tests import factories


class Killing(locmem.EmailBackend):
    """A mail server in whose second letter the sender is killed."""

    def send_messages(self, messages):
        """Take one letter."""
        if mail.outbox:
            raise KeyboardInterrupt
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def _at_nine(monkeypatch):
    now = timezone.localtime().replace(hour=9)
    monkeypatch.setattr("django.utils.timezone.localtime", lambda *a: now)


@pytest.fixture
def wang(wang):
    """The supervisor, who has an address and wants one letter a day."""
    wang.email = "wang@example.gov.cn"
    wang.save()
    digesting.choose("daily", by=wang)
    return wang


def run() -> list[str]:
    """Let the timer come; return what went out."""
    mail.outbox.clear()
    call_command("send_notices", verbosity=0)
    return [letter.body for letter in mail.outbox]


def another_day(monkeypatch, days: int) -> None:
    day = timezone.localdate() + datetime.timedelta(days=days)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a: day)


def test_what_is_new_comes_in_one_letter_with_what_waits(wang, report, zhang, li):
    notices.tell([wang], "第一件", mail=True)
    notices.tell([wang], "第二件")

    [body] = run()

    assert "第一件" in body and "第二件" in body and "王芳" in body
    assert Notice.objects.filter(user=wang, digest__day=timezone.localdate()).count() == 2


def test_what_waits_for_the_person_is_told_in_it(wang, bureau, zhang, li):
    made = factories.sound_report(bureau, timezone.localdate().year - 1, by=zhang)
    workflow.submit(made.pk, by=li)

    [body] = run()

    assert "【审核】1件" in body and made.title in body


def test_a_letter_names_the_report_of_a_part_and_the_year_of_a_day_long_past():
    today = timezone.localdate()
    old, soon = datetime.date(today.year - 5, 1, 31), today + datetime.timedelta(days=7)

    assert digesting._errand(Errand("甲局年度报告", "/", old, "草稿")) == (
        f"· 甲局年度报告（草稿，{old.year}年1月31日，已过{(today - old).days}天）"
    )
    part = digesting._errand(Errand("六、其他需要报告的事项", "/", soon, "甲局年度报告"))
    assert part.startswith("· 六、其他需要报告的事项（甲局年度报告，") and part.endswith("，还有7天）")
    assert digesting._errand(Errand("扫描件", "/")) == "· 扫描件"


def test_there_is_one_a_day_at_most(wang, monkeypatch):
    notices.tell([wang], "早上的事", mail=True)
    first = run()
    notices.tell([wang], "下午的事", mail=True)
    again = run()
    another_day(monkeypatch, 1)
    [next_day] = run()

    assert len(first) == 1 and again == []
    assert "下午的事" in next_day and "早上的事" not in next_day


def test_without_anything_new_there_is_none(wang, bureau):
    assert run() == [] and not Digest.objects.exists()


def test_before_eight_nobody_is_woken(wang, monkeypatch):
    notices.tell([wang], "夜里的事", mail=True)
    early = timezone.localtime().replace(hour=7)
    monkeypatch.setattr("django.utils.timezone.localtime", lambda *a: early)

    assert run() == []


def test_who_is_killed_over_the_letters_sends_none_twice_and_loses_none(wang, zhang, settings):
    zhang.email = "zhang@example.gov.cn"
    zhang.save()
    digesting.choose("daily", by=zhang)
    notices.tell([wang, zhang], "一件事", mail=True)
    settings.EMAIL_BACKEND = f"{__name__}.Killing"

    with pytest.raises(KeyboardInterrupt):
        call_command("send_notices", verbosity=0)
    [first] = [letter.to for letter in mail.outbox]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    at_once = run()
    Digest.objects.filter(mailed_at=None).update(claimed_at=timezone.now() - datetime.timedelta(hours=1))
    later = run()

    assert at_once == [] and len(later) == 1
    assert mail.outbox[0].to != first and Digest.objects.filter(mailed_at=None).count() == 0


def test_who_is_killed_while_it_is_made_leaves_nothing_half_told(wang, monkeypatch):
    notices.tell([wang], "一件事", mail=True)
    real = digesting._words

    def killed(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(digesting, "_words", killed)
    with pytest.raises(KeyboardInterrupt):
        digesting.gather()
    monkeypatch.setattr(digesting, "_words", real)

    assert not Digest.objects.exists() and Notice.objects.get().digest is None
    assert "一件事" in run()[0]


def test_two_timers_at_once_make_one(wang):
    notices.tell([wang], "一件事", mail=True)
    letters = Letters.objects.get(user=wang)
    today = timezone.localdate()

    made = [digesting._gather(letters, today), digesting._gather(letters, today)]

    assert made == [True, False] and Digest.objects.count() == 1


def test_who_wants_urgent_letters_alone_is_sent_no_others(zhang, bureau, wang):
    zhang.email = "zhang@example.gov.cn"
    zhang.save()
    digesting.choose("urgent", by=zhang)
    notices.tell([zhang], "审核通过", mail=True)
    notices.tell([zhang], "退回修改", mail=True, urgent=True)
    notices.chase({zhang: "催报"})

    assert [body.split("\n\n")[0] for body in run()] == ["退回修改", "催报"]


def test_what_was_for_the_site_alone_is_not_sent_after_a_change_of_mind(zhang, bureau):
    zhang.email = "zhang@example.gov.cn"
    zhang.save()
    digesting.choose("urgent", by=zhang)
    notices.tell([zhang], "审核通过", mail=True)

    digesting.choose("each", by=zhang)

    assert run() == []


def test_what_happened_before_the_choice_is_not_told_again(wang, monkeypatch):
    Notice.objects.all().delete()
    old = Letters.objects.get(user=wang).since - datetime.timedelta(hours=2)
    notices.tell([wang], "早先在网站上看过的")
    Notice.objects.update(at=old)

    assert run() == []


def test_a_person_chooses_on_the_page_of_notices(zhang, bureau, client_of):
    browser = client_of(zhang)
    said = browser.post("/notices/letters/", {"mode": "daily"}, follow=True).content.decode()

    assert "邮件：每天最多一封。" in said and 'value="daily" checked' in said
    assert AuditEvent.objects.get(action="letters_set").user == zhang


def test_a_way_that_is_none_is_told(zhang, bureau, client_of):
    answer = client_of(zhang).post("/notices/letters/", {"mode": "never"})

    assert answer.status_code == 400 and "请选择邮件怎么发" in answer.content.decode()
    assert digesting.mode_of(zhang) == "each"
