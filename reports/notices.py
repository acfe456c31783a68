"""Telling people: on the site at once, by e-mail when the transaction has come to its end.

The notice's row is the outbox: what could not be sent stays there for `manage.py send_notices`.
"""

import logging
import threading
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connections, transaction
from django.utils import timezone

from reports.models import Notice

NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"
_BATCH = 50
log = logging.getLogger(__name__)


def tell(people: Iterable, text: str, link: str = "", *, mail: bool = False) -> list[Notice]:
    """Tell each of `people` something about a report's way; return the notices."""
    return _post(
        Notice(user=person, kind=Notice.Kind.STEP, text=text, link=link, mail=mail)
        for person in people
    )


def chase(texts: dict, link: str = "") -> list[Notice]:
    """Remind people (person → text) of what is due; return the notices of those reached.

    Whoever was reminded today already is left in peace, also when two supervisors do it at once.
    """
    today = timezone.localdate()
    asked = Notice.objects.filter(kind=Notice.Kind.CHASE, day=today, user__in=list(texts))
    told = set(asked.values_list("user_id", flat=True))
    return _post(
        Notice(user=person, kind=Notice.Kind.CHASE, text=text, link=link, mail=True)
        for person, text in texts.items()
        if person.pk not in told
    )


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
    if settings.EMAIL_BACKEND == NO_MAIL:
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
    """Send what waits in the outbox; return how many went out.

    A batch is claimed first and marked sent only after the mail server took it, both in moments:
    no lock is held while the server is being talked to. What fails waits for the next time.
    """
    sent = 0
    while batch := _claim():
        done = _send(batch)
        sent += len(done)
        Notice.objects.filter(pk__in=done).update(mailed_at=timezone.now())
        if len(done) < len(batch):
            Notice.objects.filter(pk__in=[n.pk for n in batch], mailed_at=None).update(
                claimed_at=None
            )
            break
    return sent


@transaction.atomic
def _claim() -> list[Notice]:
    waiting = Notice.objects.to_mail().select_related("user").order_by("pk")
    batch = list(waiting.select_for_update(of=("self",), skip_locked=True)[:_BATCH])
    Notice.objects.filter(pk__in=[n.pk for n in batch]).update(claimed_at=timezone.now())
    return batch


def _send(batch: list[Notice]) -> list[int]:
    """Send over one connection; return which went out before the server failed, if it did."""
    done: list[int] = []
    try:
        with get_connection() as server:
            for notice in batch:
                _letter(notice, server).send()
                done.append(notice.pk)
    except OSError as error:  # smtplib's errors are OSErrors, too
        log.warning("mail server: %s; %d notices wait", error, len(batch) - len(done))
    return done


def _letter(notice: Notice, connection) -> EmailMessage:
    body = notice.text
    if notice.link and settings.SITE_URL:
        body += f"\n\n{settings.SITE_URL.rstrip('/')}{notice.link}"
    subject = "年报催报" if notice.kind == Notice.Kind.CHASE else "年报通知"
    return EmailMessage(subject, body, to=[notice.user.email], connection=connection)


def unread_of(user) -> list[Notice]:
    """Return what a person has not looked at, newest first."""
    return list(Notice.objects.unread().filter(user=user)[:50])


def unread_count(user) -> int:
    """Return how much a person has not looked at."""
    return Notice.objects.unread().filter(user=user).count()


def latest_of(user, most: int = 100) -> list[Notice]:
    """Return a person's newest notices."""
    return list(Notice.objects.filter(user=user)[:most])


def mark_read(user) -> None:
    """Note that a person has looked at their notices."""
    Notice.objects.unread().filter(user=user).update(read_at=timezone.now())
