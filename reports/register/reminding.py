"""Reminders of the requests whose last day is near or over: to those who keep the register."""

from collections.abc import Iterator

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from reports import access
from reports.cases import days
from reports.models import Notice, Organ, RegisteredRequest
from reports.oversight import notices

from .looking import as_request

FROM = 8  # o'clock: nobody is woken
# Working days left on which people are reminded; below 0: days after the last.
WHEN = (5, 1, 0, -1, -5, -10)
_NAMED = 5  # requests named in a sentence


def remind() -> int:
    """Send the reminders of today, to nobody twice a day; return how many people were told.

    On a working day from eight o'clock on, for requests whose day comes or came just so many working
    days away. Nothing is said of what a request is about.
    """
    today = timezone.localdate()
    if timezone.localtime().hour < FROM or today not in days.working_days(today.year):
        return 0
    lines: dict[int, list[str]] = {}
    for organ, found in _due(today):
        for person in access.people_of(organ, access.Role.CLERK):
            lines.setdefault(person.pk, []).append(f"{organ.name}：{_said(found)}")
    people = get_user_model().objects.in_bulk(list(lines))
    texts = {people[pk]: f"依申请公开答复期限提醒。{'；'.join(said)}。" for pk, said in lines.items()}
    return len(notices.chase(texts, reverse("registers"), Notice.Kind.REGISTER))


def _due(today) -> Iterator[tuple[Organ, list[tuple[int, str]]]]:
    """Yield each organ with its requests of which people are reminded today: days left and number."""
    found: dict[int, list[tuple[int, str]]] = {}
    rows = RegisteredRequest.objects.still_open().select_related("register")
    for row in rows.order_by("received_on", "pk").iterator(chunk_size=2000):
        left = days.days_left(as_request(row), today)
        if left in WHEN:
            found.setdefault(row.register.organ_id, []).append((left, row.number))
    for organ in Organ.objects.filter(pk__in=list(found)):
        yield organ, found[organ.pk]


def _said(found: list[tuple[int, str]]) -> str:
    parts = []
    for words, some in (
        ("已超期", [number for left, number in found if left < 0]),
        ("今天到期", [number for left, number in found if left == 0]),
        ("还剩1个工作日", [number for left, number in found if left == 1]),
        ("还剩5个工作日", [number for left, number in found if left == 5]),
    ):
        if some:
            more = f"等{len(some)}件" if len(some) > _NAMED else ""
            parts.append(f"{'、'.join(some[:_NAMED])}{more}{words}")
    return "，".join(parts)
