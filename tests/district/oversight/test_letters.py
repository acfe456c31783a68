"""Letters that wait: one that the mail server refuses, one too old to be sent."""

import datetime
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.utils import timezone

from reports.models import Notice
from reports.oversight import notices
from tests import factories

GONE = "gone@example.gov.cn"


class Choosy(locmem.EmailBackend):
    """A mail server that knows nobody called gone, and takes no letter with a spoilt header."""

    def send_messages(self, messages):
        """Take the letters, or refuse them."""
        for message in messages:
            if message.to == [GONE]:
                raise SMTPRecipientsRefused({GONE: (550, b"no such user")})
        return super().send_messages(messages)


class Dying(locmem.EmailBackend):
    """A mail server that goes away after its first letter."""

    def send_messages(self, messages):
        """Take one letter."""
        if mail.outbox:
            raise SMTPServerDisconnected("gone")
        return super().send_messages(messages)


@pytest.fixture
def told(db, settings):
    """Return a function that tells three people something, the addresses being given."""

    def tell(backend: type, *addresses: str) -> list[Notice]:
        settings.EMAIL_BACKEND = f"{__name__}.{backend.__name__}"
        people = [factories.clerk(f"clerk{n}") for n in range(len(addresses))]
        for person, address in zip(people, addresses, strict=True):
            person.email = address
            person.save()
        return notices.tell(people, "请看通知", mail=True)

    return tell


@pytest.mark.parametrize("wrong", [GONE, "two\nlines@example.gov.cn"])
def test_a_refused_letter_holds_no_other_up(told, caplog, wrong):
    told(Choosy, wrong, "a@example.gov.cn", "b@example.gov.cn")

    assert notices.send_mail() == 2
    assert [letter.to for letter in mail.outbox] == [["a@example.gov.cn"], ["b@example.gov.cn"]]
    assert wrong not in caplog.text and "a letter refused" in caplog.text


def test_a_refused_letter_is_tried_again_the_next_time(told):
    told(Choosy, GONE)
    notices.send_mail()

    assert Notice.objects.to_mail().count() == 1
    assert notices.send_mail() == 0


def test_more_refused_letters_than_a_batch_holds_end_too(told, monkeypatch):
    monkeypatch.setattr(notices, "_BATCH", 2)
    told(Choosy, *[GONE] * 5, "a@example.gov.cn")

    assert notices.send_mail() == 1


def test_a_server_that_goes_away_leaves_the_rest_waiting(told):
    told(Dying, "a@example.gov.cn", "b@example.gov.cn", "c@example.gov.cn")

    assert notices.send_mail() == 1
    assert Notice.objects.to_mail().count() == 2


def test_a_letter_of_last_week_is_not_sent_any_more(told):
    told(Choosy, "a@example.gov.cn")
    Notice.objects.update(at=timezone.now() - Notice.STALE)

    assert notices.send_mail() == 0


def test_a_letter_claimed_by_a_clock_that_went_ahead_goes_out(told):
    told(Choosy, "a@example.gov.cn")
    Notice.objects.update(claimed_at=timezone.now() + datetime.timedelta(days=365))

    assert notices.send_mail() == 1


def test_a_letter_says_in_its_subject_what_it_is_about(db, zhang, settings):
    zhang.email = "zhang@example.gov.cn"
    zhang.save()
    notices.tell([zhang], "瀍水区文化和旅游局2025年度报告：王芳已退回修改。\n说明：" + "表三。" * 40, mail=True)
    mail.outbox.clear()
    Notice.objects.update(mailed_at=None, claimed_at=None)

    notices.send_mail()

    [letter] = mail.outbox
    assert letter.subject.startswith("年报：瀍水区文化和旅游局2025年度报告：王芳已退回修改。 说明：表三。")
    assert letter.subject.endswith("…") and len(letter.subject) == 64
    assert "不用回复" in letter.body and letter.extra_headers["Auto-Submitted"] == "auto-generated"
