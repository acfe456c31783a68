"""Telling people: on the site at once, by e-mail when the transaction has come to its end.

The row of a notice or an invitation is the outbox: what could not be sent stays there for `manage.py send_notices`.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from smtplib import SMTPDataError, SMTPNotSupportedError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connections, transaction
from django.db.models import Manager
from django.utils import timezone

from reports import access
from reports.models import Digest, Invitation, Notice

NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"
_BATCH = 50
_SUBJECT = 60  # characters that a list of letters shows
# What is wrong with one letter: its address above all.
_REFUSALS = (SMTPRecipientsRefused, SMTPDataError, SMTPNotSupportedError, ValueError)
log = logging.getLogger(__name__)


def tell(
    people: Iterable, text: str, link: str = "", *, mail: bool = False, urgent: bool = False
) -> list[Notice]:
    """Tell each of `people` something about a report's way; return the notices.

    `urgent`: somebody has to act again, also who wants no other letters is sent it.
    """
    return _post(
        Notice(user=person, kind=Notice.Kind.STEP, text=text, link=link, mail=mail, urgent=urgent)
        for person in people
    )


def chase(texts: dict, link: str = "", kind: str = Notice.Kind.CHASE) -> list[Notice]:
    """Remind people (person → text) of what is due; return the notices of those reached.

    `kind`: of what they are reminded, a report or the cases of a register.

    Whoever was reminded today already is left in peace, also when two supervisors do it at once.
    """
    today = timezone.localdate()
    asked = Notice.objects.filter(kind=kind, day=today, user__in=list(texts))
    told = set(asked.values_list("user_id", flat=True))
    return _post(
        Notice(user=person, kind=kind, text=text, link=link, mail=True, urgent=True)
        for person, text in texts.items()
        if person.pk not in told
    )


def sends_mail() -> bool:
    """Whether there is a mail server (or, in the demo, a folder) for letters to go to."""
    return settings.EMAIL_BACKEND != NO_MAIL


def send_soon() -> None:
    """Send what waits, an invitation perhaps, when the transaction that made it has come to its end."""
    transaction.on_commit(deliver, robust=True)


def _post(notices: Iterable[Notice]) -> list[Notice]:
    """Store the notices; a second reminder of the day is dropped by the database."""
    notices = list(notices)
    for notice in notices:
        notice.day = timezone.localdate()
        notice.text = notice.text[:1000]
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)
    if any(notice.mail for notice in notices):
        transaction.on_commit(deliver, robust=True)
    return notices


def deliver() -> None:
    """Send what waits, beside the request: a slow mail server holds nobody up."""
    if not sends_mail():
        return
    if settings.MAIL_IN_BACKGROUND:
        threading.Thread(target=_send_and_close).start()
    else:
        send_mail()


def _send_and_close() -> None:
    try:
        send_mail()
    finally:
        connections.close_all()


def send_mail() -> int:
    """Send what waits, notices, digests and invitations; return how many went out."""
    outboxes = ((Notice.objects, _notice), (Digest.objects, _digest), (Invitation.objects, _invitation))
    return sum(_send_all(outbox, write) for outbox, write in outboxes)


def _send_all(outbox: Manager, write: Callable) -> int:
    """Send what waits in the outbox; return how many went out. `write` makes a row a letter.

    A batch is claimed first, and each is marked sent as soon as the mail server took it, both in
    moments: no lock is held while the server is being talked to, and who is killed over a batch has
    not told what will be told again. What fails waits for the next time, in our hands until this
    one is over.
    """
    sent, left = 0, []
    while batch := _claim(outbox):
        done, refused = _send([(row.pk, write(row)) for row in batch], outbox)
        sent += len(done)
        left += [row.pk for row in batch if row.pk not in done]
        if len(done) + len(refused) < len(batch):
            break
    outbox.filter(pk__in=left).update(claimed_at=None)
    return sent


@transaction.atomic
def _claim(outbox: Manager) -> list:
    waiting = outbox.to_mail().order_by("pk")
    batch = list(waiting.select_for_update(of=("self",), skip_locked=True)[:_BATCH])
    outbox.filter(pk__in=[row.pk for row in batch]).update(claimed_at=timezone.now())
    return batch


def _send(
    letters: list[tuple[int, EmailMessage]], outbox: Manager
) -> tuple[list[int], list[int]]:
    """Send over one connection; return which went out and which the server will not have.

    The rest was not tried: the server failed. One wrong address holds nobody else's letter up.
    """
    done: list[int] = []
    refused: list[int] = []
    try:
        with get_connection() as server:
            for pk, letter in letters:
                letter.connection = server
                try:
                    letter.send()
                    done.append(pk)
                    outbox.filter(pk=pk).update(mailed_at=timezone.now())
                except _REFUSALS as refusal:
                    # Its text would put the address in the log.
                    log.warning("mail server: a letter refused, %s", type(refusal).__name__)
                    refused.append(pk)
    except OSError as error:  # smtplib's errors are OSErrors, too
        waiting = len(letters) - len(done) - len(refused)
        log.warning("mail server: %s; %d letters wait", error, waiting)
    return done, refused


def _notice(notice: Notice) -> EmailMessage:
    body = notice.text
    if notice.link and settings.SITE_URL:
        body += f"\n\n{settings.SITE_URL.rstrip('/')}{notice.link}"
    body += "\n\n这封邮件由年报系统自动发出，不用回复。邮件怎么发，在网站的“通知”里改。"
    return _letter(_subject(notice), body, notice.user.email)


def _subject(notice: Notice) -> str:
    """Return what a list of letters shows: what it is about, as far as there is room."""
    kinds = {Notice.Kind.CHASE: "年报催报", Notice.Kind.REGISTER: "依申请公开答复期限提醒"}
    if notice.kind in kinds:
        return kinds[notice.kind]
    first = " ".join(notice.text.split())
    return f"年报：{first[:_SUBJECT]}…" if len(first) > _SUBJECT else f"年报：{first}"


def _letter(subject: str, body: str, to: str) -> EmailMessage:
    """Return a letter that no machine answers (RFC 3834)."""
    return EmailMessage(subject, body, to=[to], headers={"Auto-Submitted": "auto-generated"})


def _digest(digest: Digest) -> EmailMessage:
    body = digest.text
    if settings.SITE_URL:
        body += f"\n\n打开“等我办的”：{settings.SITE_URL.rstrip('/')}/"
    body += "\n\n这是每天最多一封的邮件。要改成有事随时发，在网站的“通知”里改。"
    subject = f"年报：{digest.day.month}月{digest.day.day}日的事"
    return _letter(subject, body, digest.user.email)


def _invitation(invitation: Invitation) -> EmailMessage:
    until = timezone.localtime(invitation.expires_at)
    body = (
        f"{invitation.name}：\n\n"
        f"{access.person_name(invitation.by)}邀请你在“政府信息公开工作年度报告”系统中"
        f"担任{invitation.organ}的{invitation.role_names}。\n"
        f"请在{until.month}月{until.day}日{until:%H:%M}前打开下面的链接，自己设置用户名和密码。"
        f"链接只能用一次，不要转发。\n\n{invitation.link}\n\n"
        "如果不认识邀请人，不用理会这封邮件。"
    )
    subject = f"邀请加入{invitation.organ}的年报填报"
    return _letter(subject, body, invitation.email)


def unread_of(user) -> list[Notice]:
    """Return what a person has not looked at, newest first."""
    return list(Notice.objects.unread().filter(user=user)[:50])


def unread_count(user) -> int:
    """Return how much a person has not looked at."""
    return Notice.objects.unread().filter(user=user).count()


def latest_of(user, most: int = 100) -> list[Notice]:
    """Return a person's newest notices."""
    return list(Notice.objects.filter(user=user)[:most])


def mark_read(user, link: str = "") -> None:
    """Note that a person has looked at their notices, or at where those with this link lead."""
    unread = Notice.objects.unread().filter(user=user)
    (unread.filter(link=link) if link else unread).update(read_at=timezone.now())
