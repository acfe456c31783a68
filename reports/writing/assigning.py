"""The writing room for giving parts of a report to others and taking what they hand in.

Taken is one change with its origin, which 撤销上次导入 puts back as one.
"""

import datetime
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from reports import access, history
from reports.document import format_figure
from reports.document.narrative.merging import differences
from reports.editions.partial import BETWEEN, known_parts, overlap
from reports.models import Assignment, Figure, Narrative, Report
from reports.oversight import notices
from reports.refusals import Refused
from reportsite.database import within

from . import editing, intake, parts

STATE = Assignment.State
MOST = 60  # of one report that were not taken back
SERVES_AFTER = datetime.timedelta(days=14)  # so long after its day a link still serves
_SAME = datetime.timedelta(minutes=1)  # the same once more within it is a second click


@dataclass(frozen=True)
class Key:
    """A link's path and its code, to be shown once: neither is kept."""

    path: str
    code: str


@transaction.atomic
def give(
    report_id: int, part_ids: Iterable[str], *, day: datetime.date, note: str = "",
    person_id: int | None = None, unit: str = "", by,
) -> tuple[Assignment, Key | None]:  # fmt: skip
    """Give parts of a report to a person of its organ, or to a unit; return it, and a unit's key.

    They begin with what stands in the report. Raise Http404, access.Frozen, Refused.
    """
    report = access.report_to_edit(by, report_id)
    found = known_parts(report.template, part_ids)
    if not found:
        raise Refused("请选择要分出去的部分。", 422)
    person = _person(report, person_id) if person_id else None
    _check_day(day)
    ids, holder = BETWEEN.join(part.id for part in found), {"person": person, "unit": unit}
    mine = Assignment.objects.waiting().filter(report=report, by=by, parts=ids, **holder)
    if again := mine.filter(within("at", _SAME, timezone.now()), revision=0).first():
        again.report = report
        return again, _new_key(again) if unit else None
    _check_free(report, [part.id for part in found])
    assignment = Assignment(
        report=report, parts=ids, day=day, note=note, by=by, given_revision=report.revision, **holder
    )
    assignment.places = _begun(report, assignment)
    key = _new_key(assignment) if unit else None
    assignment.save()
    if person and person != by:
        _tell(assignment, f"请填写{report.title}的“{assignment.captions}”，{_until(day)}前交回。{note}")
    parts.note(history.Action.ASSIGNED, assignment, by)
    return assignment, key


def _person(report: Report, person_id: int) -> User:
    person = access.people_of(report.organ, *access.Role).filter(pk=person_id).first()
    if person is None:
        raise Refused("这个人不是本机关的人员，或者账号已停用，没有分出。", 422)
    return person


def _check_day(day: datetime.date) -> None:
    today = timezone.localdate()
    if not today <= day <= today + datetime.timedelta(days=366):
        raise Refused("交回日期应在今天到一年之内。", 422)


def _check_free(report: Report, ids: list[str]) -> None:
    standing = list(Assignment.objects.standing().filter(report=report).select_related("person"))
    if len(standing) >= MOST:
        raise Refused(f"一份报告最多分出{MOST}次，请先收回不用的。", 422)
    for other in standing:
        other.report = report
        if not other.is_taken and (shared := overlap(report.template, ids, other.part_ids)):
            names = "、".join(part.caption for part in shared)
            raise Refused(f"“{names}”已经分给{parts.holder_of(other)}，请先收回，或等交来采用后再分。")


def _begun(report: Report, assignment: Assignment) -> dict[str, list]:
    """Return what stands in the report's part now, totals aside."""
    template = assignment.template
    figures = report.figures.filter(cell__in=template.cells)
    words = report.narratives.filter(section__in=[section.id for section in template.worded])
    typed = {f.cell: format_figure(f.value) for f in figures if f.cell not in template.computed}
    texts = typed | {row.section: row.html for row in words}
    return {place: [text, 0, ""] for place, text in texts.items() if text}


def _new_key(assignment: Assignment) -> Key:
    """Give the assignment another link and code; whoever had the old ones is out."""
    token, code = secrets.token_urlsafe(18), f"{secrets.randbelow(10**6):06}"
    assignment.token, assignment.code = access.hash_of(token), make_password(code)
    assignment.failures = assignment.tries = 0
    assignment.locked_until = None
    assignment.expires_at = _end_of(assignment.day)
    if assignment.pk:
        assignment.save()
    return Key(reverse("unit", args=[token]), code)


def _end_of(day: datetime.date) -> datetime.datetime:
    last = max(day, timezone.localdate()) + SERVES_AFTER
    return timezone.make_aware(datetime.datetime.combine(last, datetime.time(23, 59, 59)))


def _until(day: datetime.date) -> str:
    return f"{day.month}月{day.day}日"


def _tell(assignment: Assignment, text: str) -> None:
    link = reverse("part", args=[assignment.pk])
    notices.tell([assignment.person], text, link, mail=True, urgent=True)


def _locked(report_id: int, assignment_id: int, by) -> Assignment:
    """Return what was given of a report that `by` writes, locked; raise Http404, access.Frozen."""
    return access.locked_assignment(access.report_to_edit(by, report_id), assignment_id)


@transaction.atomic
def renew(report_id: int, assignment_id: int, *, by) -> tuple[Assignment, Key]:
    """Make another link and code for a unit; the old ones serve no longer. Raise Http404, Refused."""
    assignment = _locked(report_id, assignment_id, by)
    if not assignment.unit or assignment.is_recalled:
        raise Refused("这一项不是用链接填报的，或者已经收回。", 422)
    key = _new_key(assignment)
    parts.note(history.Action.PART_CHANGED, assignment, by, "换了链接和验证码")
    return assignment, key


@transaction.atomic
def put_off(report_id: int, assignment_id: int, day: datetime.date, *, by) -> Assignment:
    """Set another day; a link serves as much longer. Raise Http404, Refused, access.Frozen."""
    assignment = _locked(report_id, assignment_id, by)
    _check_day(day)
    if assignment.day != day:
        assignment.day = day
        assignment.expires_at = _end_of(day) if assignment.unit else None
        assignment.save(update_fields=["day", "expires_at"])
        if assignment.person and assignment.person != by:
            _tell(assignment, f"“{assignment.captions}”的交回日期改为{_until(day)}。")
        parts.note(history.Action.PART_CHANGED, assignment, by, f"交回日期改为{_until(day)}")
    return assignment


@transaction.atomic
def recall(report_id: int, assignment_id: int, *, by) -> Assignment:
    """Take the part away from whoever has it; what they wrote stays to be seen. Raise Http404."""
    report = access.locked_report(by, report_id, access.Power.WRITE)
    assignment = access.locked_assignment(report, assignment_id)
    if not assignment.is_recalled:
        assignment.state, assignment.token = STATE.RECALLED, ""
        assignment.save(update_fields=["state", "token"])
        if assignment.person and assignment.person != by:
            _tell(assignment, f"{report.title}的“{assignment.captions}”不用再填，已经收回。")
        parts.note(history.Action.PART_RECALLED, assignment, by)
    return assignment


@transaction.atomic
def send_back(report_id: int, assignment_id: int, reason: str, *, by) -> Assignment:
    """Ask the holder to fill it in again, and say why; raise Http404, Refused, access.Frozen."""
    assignment = _locked(report_id, assignment_id, by)
    if not (assignment.is_handed_in or assignment.is_taken):
        raise Refused("还没有交来，不用退回。")
    if not reason:
        raise Refused("请写明退回的原因，填报的人会看到。", 422)
    assignment.state, assignment.reason = STATE.SENT_BACK, reason
    assignment.taken_revision = None
    assignment.save(update_fields=["state", "reason", "taken_revision"])
    if assignment.person and assignment.person != by:
        _tell(assignment, f"{assignment.report.title}的“{assignment.captions}”退回重填：{reason}")
    parts.note(history.Action.PART_SENT_BACK, assignment, by, reason)
    return assignment


# Taking.


@dataclass(frozen=True)
class Difference:
    """A place where what came differs from the report: now and new, as printed.

    `asks`: the report was changed there after the part was given, or the part has it blank: the
    clerk is to say whose stands.
    """

    place: str
    caption: str
    now: str
    new: str
    asks: str = ""
    is_words: bool = False

    @cached_property
    def pieces(self) -> list:
        """What differs in words: `mine` is only in the report, `theirs` only in what came."""
        return differences(self.now, self.new)


def differences_of(assignment: Assignment) -> list[Difference]:
    """Return where a part differs from its report, in the order of the report."""
    template, report = assignment.template, assignment.report
    figures = {f.cell: f for f in report.figures.filter(cell__in=template.cells)}
    words = {n.section: n for n in report.narratives.all()}
    texts = assignment.text_of
    cells = [
        _difference(assignment, cell.place, figures[id], format_figure(figures[id].value), texts.get(id, ""))
        for id, cell in template.cells.items() if id in figures and id not in template.computed
    ]  # fmt: skip
    sections = [
        _difference(assignment, section.caption, words[section.id], words[section.id].html, texts.get(section.id, ""))
        for section in template.worded if section.id in words
    ]  # fmt: skip
    return [one for one in (*sections, *cells) if one]


def _difference(
    assignment: Assignment, caption: str, row: Figure | Narrative, now: str, new: str
) -> Difference | None:
    if now == new:
        return None
    is_words = isinstance(row, Narrative)
    place = row.section if is_words else row.cell
    asks = ""
    if row.revision > assignment.given_revision and now:
        asks = "分出以后，报告里也改过"
    elif not new:
        asks = "交来的是空的"
    return Difference(place, caption, now, new, asks, is_words)


@transaction.atomic
def take(
    report_id: int, assignment_id: int, *, by, seen: int, stamp: int, theirs: Iterable[str] = ()
) -> Report:
    """Put what was handed in into the report as one revision, and return the report.

    `seen` and `stamp` are the revisions of report and part that `by` looked at. Where the report was
    changed meanwhile, too, it stays as it is unless the place is among `theirs`. Raise Http404,
    access.Frozen, and Refused when either is another by now.
    """
    report = access.report_to_edit(by, report_id)
    assignment = access.locked_assignment(report, assignment_id)
    if not assignment.is_handed_in:
        raise Refused("这一部分还没有交来，或者已经采用、撤回，没有采用。请看现在的情况。")
    if assignment.revision != stamp:
        raise Refused("核对期间，这一部分又改过，没有采用。请按现在的内容再核对一次。")
    desk, wanted = editing.Desk(report, by, writer=""), set(theirs)
    for one in differences_of(assignment):
        if not one.asks or one.place in wanted:
            row = desk.figures.get(one.place) or desk.narrative(one.place)
            base = intake.base_of(row, seen, report)
            desk.take(editing.Edit(one.place, one.new, base))
    intake.finish_marked(desk, _came_from(assignment))
    assignment.state = STATE.TAKEN
    assignment.taken_revision = report.revision if desk.steps else None
    assignment.save(update_fields=["state", "taken_revision"])
    if assignment.person and assignment.person != by:
        _tell(assignment, f"{report.title}的“{assignment.captions}”已经采用。")
    parts.note(history.Action.PART_TAKEN, assignment, by)
    return report


def _came_from(assignment: Assignment) -> str:
    who = parts.holder_of(assignment)
    signed = f"（{assignment.signed}）" if assignment.signed else ""
    when = timezone.localtime(assignment.handed_in_at)
    return f"科室填报：{who}{signed}\n{assignment.captions}\n{when:%Y-%m-%d %H:%M} 交来"


# What is late.


def remind(today: datetime.date | None = None) -> int:
    """Tell, once a day, who has not handed in what is due, and the clerks; return how many parts."""
    today = today or timezone.localdate()
    late = Assignment.objects.late(today).exclude(reminded_on=today)
    open_reports = late.filter(report__status__in=access.states.OPEN)
    done = 0
    for pk in open_reports.values_list("pk", flat=True):
        with transaction.atomic():
            done += _remind(pk, today)
    return done


def _remind(assignment_id: int, today: datetime.date) -> bool:
    assignment = parts.locked(assignment_id)
    if assignment.reminded_on == today or not assignment.is_filling:
        return False
    assignment.reminded_on = today
    assignment.save(update_fields=["reminded_on"])
    days = (today - assignment.day).days
    title, what = assignment.report.title, assignment.captions
    who = parts.holder_of(assignment)
    text = f"{who}应在{_until(assignment.day)}前交来{title}的“{what}”，已逾期{days}天。"
    notices.tell(parts.clerks_of(assignment), text, parts.clerks_link(assignment))
    if assignment.person and assignment.person != assignment.by:
        _tell(assignment, f"{title}的“{what}”应在{_until(assignment.day)}前交回，已逾期{days}天，请尽快填好交出。")
    return True


@dataclass(frozen=True)
class Line:
    """An assignment in a list: who has it, how far it is, and whether it is late."""

    assignment: Assignment
    who: str
    answered: int
    cells: int


def lines_of(report: Report) -> list[Line]:
    """Return what was given of a report, what is late first, then by day."""
    found = []
    for assignment in access.assignments_in(report):
        assignment.report = report
        cells = [c for c in assignment.template.cells if c not in assignment.template.computed]
        found.append(Line(assignment, parts.holder_of(assignment), assignment.answered(cells), len(cells)))
    return sorted(found, key=lambda line: (line.assignment.is_recalled, not line.assignment.is_late))


@dataclass(frozen=True)
class Standing:
    """The parts of a report that nobody has taken yet: how many, handed in, late, with whom."""

    rows: tuple[Assignment, ...]

    @property
    def out(self) -> int:
        """How many there are."""
        return len(self.rows)

    @property
    def handed_in(self) -> int:
        """How many wait for the clerk."""
        return sum(row.is_handed_in for row in self.rows)

    @property
    def late(self) -> int:
        """How many are past their day."""
        return sum(row.is_late for row in self.rows)

    @property
    def named(self) -> list[tuple[str, Assignment]]:
        """Each with whom it is."""
        return [(parts.holder_of(row), row) for row in self.rows]


def standing_of(report: Report) -> Standing | None:
    """Return how it stands with the parts of a report; None where nothing waits."""
    if not getattr(report, "has_assignments", True):
        return None
    rows = [row for row in access.assignments_in(report) if row.is_filling or row.is_handed_in]
    return Standing(tuple(rows)) if rows else None
