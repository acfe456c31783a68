"""A district's calendar of a year: set, or copied from last year's."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from reports import access, history
from reports.editions import AREA, FIRST_YEAR, KINDS, LAST_YEAR, ORGAN_TYPES, OWN, organ_type
from reports.editions.days import caption
from reports.models import Calendar, CalendarLine, Organ
from reports.models.office.calendar import STEPS
from reports.oversight.days import Calendars, Days
from reports.refusals import Refused

Action = history.Action
MOST_SINGLE = 200  # organs with days of their own in one calendar
_ORDER = ("report", "review", "mend", "publish")


@dataclass(frozen=True)
class Key:
    """Which reports a line of a calendar is about. `type`: of all types where empty."""

    kind: str = OWN
    type: str = ""
    only: int | None = None


Lines = Mapping[Key, Mapping[str, datetime.date]]


class WrongDay(Refused):
    """A day that cannot be; `key` and `step` say where it stands."""

    def __init__(self, sentence: str, key: Key, step: str):
        super().__init__(sentence)
        self.key, self.step = key, step


def calendar_of(organ: Organ, year: int) -> Calendar | None:
    """Return the organ's own calendar of the year, if it has set one."""
    return Calendar.objects.filter(organ=organ, year=year).prefetch_related("lines__only").first()


def lines_of(calendar: Calendar | None) -> dict[Key, CalendarLine]:
    """Return the lines of a calendar by what they are about."""
    lines = calendar.lines.all() if calendar else ()
    return {Key(line.kind, line.type, line.only_id): line for line in lines}


def types_below(organ: Organ) -> list[str]:
    """Return the types of the organ and of all below it, in the order of ORGAN_TYPES."""
    found = set(Organ.objects.within([organ.path]).order_by().values_list("type", flat=True))
    return [type for type in ORGAN_TYPES if type in found]


def keys_of(types: Iterable[str]) -> list[Key]:
    """Return the lines that a calendar over organs of such types may have, besides single organs."""
    pairs = [(kind, type) for type in types for kind in organ_type(type).kinds]
    kinds = [kind for kind in (OWN, AREA) if any(kind == of for of, _ in pairs)]
    return [*(Key(kind) for kind in kinds), *(Key(kind, type) for kind, type in pairs)]


def caption_of(key: Key, organ: Organ | None = None) -> str:
    """Return what a line is about, as people read it."""
    type = organ.type if organ else key.type
    of = organ.name if organ else ORGAN_TYPES[type].caption if type else "各机关"
    if not type:
        return "本级政府汇总的报告" if key.kind == AREA else of
    return f"{of}（{KINDS[key.kind]}）" if len(organ_type(type).kinds) > 1 else of


@transaction.atomic
def set_calendar(
    organ_id: int, year: int, lines: Lines, *, before: str = "7,1", after: str = "1,7",
    late_reason: str = "", by,
) -> list[str]:  # fmt: skip
    """Set an organ's calendar of a year, whole; raise Http404, Refused, WrongDay.

    `before`, `after`: how many days off reminders go out. `late_reason`: why a day is later than
    the law has it. Return sentences worth a second look: days later than the notice orders.
    """
    organ = _locked(organ_id, by)
    _must_be_open(year)
    lines = {key: {s: d for s, d in days.items() if d} for key, days in lines.items()}
    singles = _singles(organ, lines)
    said = _checked(organ, year, lines, singles, late_reason)
    calendar = calendar_of(organ, year) or Calendar(organ=organ, year=year)
    old = {key: line.days for key, line in lines_of(calendar if calendar.pk else None).items()}
    calendar.before, calendar.after, calendar.late_reason = before, after, late_reason
    calendar.save()
    calendar.lines.all().delete()
    CalendarLine.objects.bulk_create(
        CalendarLine(calendar=calendar, kind=key.kind, type=key.type, only_id=key.only, **days)
        for key, days in lines.items()
        if days
    )
    _note(calendar, old, {key: days for key, days in lines.items() if days}, by)
    return said


@transaction.atomic
def copy_last_year(organ_id: int, year: int, *, by) -> None:
    """Set the organ's calendar as last year's was, a year later; raise Http404, Refused."""
    organ = _locked(organ_id, by)
    _must_be_open(year)
    last = calendar_of(organ, year - 1)
    if last is None or not lines_of(last):
        raise Refused(f"{organ}没有设定过{year - 1}年度的日程，没有可以沿用的。")
    if lines_of(calendar_of(organ, year)):
        raise Refused(f"{year}年度的日程已经设定，没有改动；要沿用上一年的，请先把日期清空并保存。")
    within = Organ.objects.within([organ.path])
    kept = set(within.filter(calendar_lines__calendar=last).values_list("pk", flat=True))
    lines = {
        key: {step: _a_year_later(day) for step, day in line.days.items()}
        for key, line in lines_of(last).items()
        if key.only is None or key.only in kept
    }
    set_calendar(
        organ_id, year, lines, before=last.before, after=last.after,
        late_reason=last.late_reason, by=by,
    )  # fmt: skip


def _a_year_later(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)


def _locked(organ_id: int, by) -> Organ:
    organ = access.organ_to_supervise(by, organ_id)
    return Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)


def _must_be_open(year: int) -> None:
    today = timezone.localdate()
    if not FIRST_YEAR <= year < LAST_YEAR:
        raise Refused(f"没有{year}年度，请从列表中选择年度。")
    if year + 1 < today.year:
        raise Refused(f"{year}年度的报送已经结束，日程不能再改。")
    if year > today.year:
        raise Refused(f"{year}年度还没有开始，到{year}年再设定它的日程。")


def _singles(organ: Organ, lines: Lines) -> dict[int, Organ]:
    """Return the single organs of the lines; raise Refused where one is not below `organ`."""
    wanted = {key.only for key in lines if key.only}
    if len(wanted) > MOST_SINGLE:
        raise Refused(f"单独设定日期的机关超过{MOST_SINGLE}个，请改按类型设定。")
    found = Organ.objects.within([organ.path]).filter(pk__in=wanted).in_bulk()
    if len(found) < len(wanted):
        raise Refused(f"有的机关已经不在{organ}之下，请刷新页面后再设定。")
    return found


def _checked(
    organ: Organ, year: int, lines: Lines, singles: dict[int, Organ], late_reason: str
) -> list[str]:
    """Return what is worth a second look; raise WrongDay at the first day that cannot be."""
    for key, days in lines.items():
        for step, day in days.items():
            if day.year != year + 1:
                where = f"{caption_of(key, singles.get(key.only))}的“{STEPS[step]}”"
                raise WrongDay(
                    f"{where}应当在{year + 1}年内，现在是{day.year}年{caption(day)}。", key, step
                )
    above = organ.path[: -Organ.steplen]
    calendars = Calendars([year], [above] if above else [])
    said = []
    for key in _judged(organ, lines):
        single = singles.get(key.only)
        type = single.type if single else key.type
        effective = _Effective(key, type, lines)
        over = calendars.of(Organ(path=above, type=type), year, key.kind)
        said += effective.check(caption_of(Key(key.kind, type, key.only), single), over, late_reason)
    return list(dict.fromkeys(said))


def _judged(organ: Organ, lines: Lines) -> list[Key]:
    """Return every kind of report that the lines may concern: each type below, each single organ."""
    return [*(key for key in keys_of(types_below(organ)) if key.type), *(k for k in lines if k.only)]


class _Effective:
    """The days that count for one kind of report, and in which line each stands."""

    def __init__(self, key: Key, type: str, lines: Lines):
        self.at: dict[str, tuple[datetime.date, Key]] = {}
        for of in (key, Key(key.kind, type), Key(key.kind)):
            for step, day in lines.get(of, {}).items():
                self.at.setdefault(step, (day, of))

    def check(self, of: str, over: Days, late_reason: str) -> list[str]:
        """Return what is worth saying; raise WrongDay. `over`: what counts where nothing is set."""
        known = [(step, *self._day(step, over)) for step in _ORDER]
        known = [(step, day, key) for step, day, key in known if day]
        for (first, day, at), (then, later, at_then) in zip(known, known[1:], strict=False):
            if day > later and (at or at_then):
                self._out_of_order(of, first, day, at, then, later, at_then)
        gathered, key = self._day("gather", over)
        last = max((day for step, day, _ in known if step != "publish"), default=None)
        if key and last and gathered < last:
            raise WrongDay(
                f"{of}：“汇总”{caption(gathered)}早于报送、退改的{caption(last)}，请改到它以后。", key, "gather"
            )  # fmt: skip
        return self._beside_the_law(of, over, late_reason)

    def _day(self, step: str, over: Days) -> tuple[datetime.date | None, Key | None]:
        if step in self.at:
            return self.at[step]
        return (over.publish if step == "publish" else over.named_day(step)), None

    @staticmethod
    def _out_of_order(of, first, day, at, then, later, at_then) -> None:
        whence = "" if at_then else "（上级的日程或上级要求）"
        sentence = (
            f"{of}：“{STEPS[first]}”{caption(day)}晚于“{STEPS[then]}”{caption(later)}{whence}，"
            "应当按报送、初审、退改、发布的先后。"
        )
        key, step = (at, first) if at else (at_then, then)
        raise WrongDay(sentence, key, step)

    def _beside_the_law(self, of: str, over: Days, late_reason: str) -> list[str]:
        if "publish" not in self.at:
            return []
        day, key = self.at["publish"]
        if day > over.law and not late_reason:
            raise WrongDay(
                f"{of}：“发布”{caption(day)}晚于法定的{caption(over.law)}（《政府信息公开条例》第四十九条）。"
                "请改到法定期限以内；确有原因的，在“晚于法定期限的原因”里写明再保存。",
                key, "publish",
            )  # fmt: skip
        if day > over.law:
            return [f"{of}的“发布”{caption(day)}晚于法定的{caption(over.law)}，原因：{late_reason}。"]
        if day > over.ordered:
            return [f"{of}的“发布”{caption(day)}晚于上级要求的{caption(over.ordered)}。"]
        return []


def _note(calendar: Calendar, old: Lines, new: Lines, by) -> None:
    singles = {key.only for key in (*old, *new) if key.only}
    organs = Organ.objects.in_bulk(singles)
    changed = []
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key, {}), new.get(key, {})
        steps = [f"{STEPS[s]}{_said(was.get(s))}→{_said(now.get(s))}" for s in STEPS
                 if was.get(s) != now.get(s)]  # fmt: skip
        if steps:
            changed.append(f"{caption_of(key, organs.get(key.only))}：{'，'.join(steps)}")
    detail = f"{calendar.organ}{calendar.year}年度日程：{'；'.join(changed) or '日期未变'}"
    detail += f"；提前{calendar.before or '—'}天、逾期{calendar.after or '—'}天提醒"
    if calendar.late_reason:
        detail += f"；晚于法定期限的原因：{calendar.late_reason}"
    history.note(Action.CALENDAR_SET, by=by, organ=calendar.organ, detail=detail)


def _said(day: datetime.date | None) -> str:
    return caption(day) if day else "未定"
