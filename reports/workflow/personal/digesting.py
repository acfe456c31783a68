"""One letter a day: what waits for a person and what happened since the last, for who wants it so.

A `Digest` is made with the notices it tells of in one transaction, and is its own outbox: whoever is
killed over it leaves nothing half told, and a day has one for a person at most (docs/adr/0141).
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from reports import access, history
from reports.models import Digest, Letters, Notice
from reports.models.office.notice import unsent
from reports.oversight import notices
from reports.oversight.reminding import FROM
from reports.refusals import Refused

from .errands import Errand, errands_of

MOST_NEWS = 30  # lines; the rest is counted
# Each way as the page offers it: id, caption, what it means.
MODES = (
    (Letters.Mode.EACH, Letters.Mode.EACH.label,
     "退回、通过、催报、分工等，一件一封，当时就发。没有选过的都是这样：填报人一年只有几封，临近期限晚一天就可能误事。"),
    (Letters.Mode.DAILY, Letters.Mode.DAILY.label,
     "早上 8 点以后，把上一封以来的新事和现在等我办的合成一封；没有新的事不发。催报和退回也等到这一封。下级报送很多的主管适用。"),
    (Letters.Mode.URGENT, Letters.Mode.URGENT.label,
     "只有催报和到期提醒、退回、整改、分给我填的才发，当时就发；其余只在本页看。"),
)  # fmt: skip


def gather() -> int:
    """Make today's digests where something is new, from eight o'clock on; return how many were made."""
    if timezone.localtime().hour < FROM or not notices.sends_mail():
        return 0
    today = timezone.localdate()
    done = Digest.objects.filter(day=today).values("user")
    daily = Letters.objects.filter(mode=Letters.Mode.DAILY, user__is_active=True)
    daily = daily.exclude(user__email="").exclude(user__in=done).select_related("user")
    return sum(_gather(letters, today) for letters in daily.order_by("pk"))


@transaction.atomic
def _gather(letters: Letters, today) -> bool:
    """Make a person's digest; return whether there was anything new, and nobody else made it."""
    person = letters.user
    news = _news(letters)
    if not news.exists():
        return False
    digest, is_mine = Digest.objects.get_or_create(user=person, day=today)
    if not is_mine:
        return False
    rows = list(news.select_for_update().order_by("pk"))
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(digest=digest)
    digest.text = _words(person, rows)
    digest.save(update_fields=["text"])
    return True


def _news(letters: Letters):
    """Return what the person was told and no letter has told them: also what is told on the site alone."""
    recent = timezone.now() - Notice.STALE
    rows = Notice.objects.filter(unsent(), user=letters.user, digest=None, at__gt=recent)
    return rows.filter(Q(mail=True) | Q(at__gte=letters.since))


def _words(person, rows: list[Notice]) -> str:
    lines = [f"{access.person_name(person)}：", "", "【新的事】"]
    lines += [f"· {row.text}" for row in rows[:MOST_NEWS]]
    if len(rows) > MOST_NEWS:
        lines.append(f"……共{len(rows)}件，其余请看网站上的“通知”。")
    for kind in errands_of(person):
        lines += ["", f"【{kind.caption}】{kind.count}件", *map(_errand, kind.first)]
        if kind.count > len(kind.first):
            lines.append(f"……其余{kind.count - len(kind.first)}件请看网站。")
    return "\n".join(lines)


def _errand(errand: Errand) -> str:
    left = f"已过{errand.days_late}天" if errand.days_late else f"还有{errand.days_left}天" if errand.days_left else "今天"
    more = "，".join(filter(None, (errand.note, errand.day, errand.due and left)))
    return f"· {errand.what}{f'（{more}）' if more else ''}"


def mode_of(user) -> str:
    """Return how a person wants letters: each by itself where they have not chosen."""
    return Letters.objects.filter(user=user).values_list("mode", flat=True).first() or Letters.Mode.EACH


@transaction.atomic
def choose(mode: str, *, by) -> str:
    """Keep how `by` wants letters; return what that is called; raise Refused."""
    if mode not in Letters.Mode.values:
        raise Refused("请选择邮件怎么发。", 400)
    before = mode_of(by)
    if mode == before:
        return Letters.Mode(mode).label
    if before == Letters.Mode.URGENT:
        # What was to be read on the site alone is no letter now.
        held = Notice.objects.filter(unsent(), user=by, mail=True, urgent=False)
        held.update(mail=False)
    Letters.objects.update_or_create(user=by, defaults={"mode": mode, "since": timezone.now()})
    label = Letters.Mode(mode).label
    history.note(history.Action.LETTERS_SET, by=by, detail=label)
    notices.send_soon()
    return label
