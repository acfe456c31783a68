"""等我办的: what waits for a person, of each kind the most pressing first."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from reports import access
from reports.document.which import MAIN, OFFICE
from reports.editions.days import dated
from reports.models import Incoming, Scan
from reports.oversight import days, supervision

from .to_sign import to_sign

SHOWN = 8  # of a kind


@dataclass(frozen=True)
class Errand:
    """One thing to do: what, where, by when."""

    what: str
    address: str
    due: datetime.date | None = None
    note: str = ""

    @property
    def day(self) -> str:
        """By when, as people write it."""
        return dated(self.due, timezone.localdate()) if self.due else ""

    @property
    def days_left(self) -> int | None:
        """For how many days there is time; below zero: how many it is late."""
        return None if self.due is None else days.left_until(self.due)

    @property
    def days_late(self) -> int:
        """For how many days it is late."""
        return max(0, -(self.days_left or 0))


@dataclass(frozen=True)
class Errands:
    """The things of one kind: the first of them, how many there are, where all of them stand."""

    caption: str
    first: list[Errand]
    count: int
    all_at: str


def errands_of(user) -> list[Errands]:
    """Return what waits for `user`, kind by kind; a kind with nothing is left out."""
    home, desk = reverse("my_reports"), reverse("desk")
    supervises = access.supervises_anything(user)
    kinds = (
        _begin(user, home),
        _reports("填写", access.reports_to_fill(user), "editor", home),
        _parts(user, home),
        _brought(user),
        _parts_back(user, home),
        _kinds(user, home),
        _remarks("答复批注", access.remarks_to_answer(user), "editor", home),
        _rectifications("整改", access.rectifications_to_answer(user), home),
        _reports("核对", access.reports_to_check(user), "review", home),
        _reports("审核", access.reports_to_judge(user), "review", desk if supervises else home),
        _sign(user),
        _reports("发布", access.reports_to_publish(user), "publication", home),
        _remarks("批注销号", access.remarks_to_settle(user), "review", home),
        _rectifications("整改待认可", access.rectifications_to_settle(user),
                        reverse("rectifying") if supervises else home),
    )
    return [kind for kind in kinds if kind.count]


def _begin(user, home: str) -> Errands:
    year = supervision.current_year()
    errands, count = [], 0
    for kind in (MAIN, OFFICE):
        organs = access.organs_to_begin(user, year, kind)
        first = list(organs[:SHOWN])
        calendars = days.Calendars({year}, {organ.path for organ in first})
        which = "（机关本级）" if kind == OFFICE else ""
        errands += [
            Errand(f"{organ.name}{year}年度报告{which}",
                   f"{home}?organ={organ.pk}&year={year}&kind={kind}#new-report",
                   calendars.of(organ, year, supervision.days_kind(kind)).report)
            for organ in first
        ]  # fmt: skip
        count += organs.count() if first else 0
    return Errands("新建", _by_day(errands)[:SHOWN], count, f"{home}#new-report")


def _reports(caption: str, rows, view: str, all_at: str) -> Errands:
    first = list(rows[:SHOWN])
    due = days.due_of(first, days.of_reports(first)) if first else {}
    errands = [
        Errand(report.title, reverse(view, args=[report.pk]), due[report.pk],
               report.get_status_display())
        for report in first
    ]  # fmt: skip
    return Errands(caption, _by_day(errands), rows.count(), all_at)


def _parts(user, home: str) -> Errands:
    """Return the parts of reports that the person was given to fill in."""
    waiting = access.assigned_to(user).waiting()
    errands = [
        Errand(one.captions, reverse("part", args=[one.pk]), one.day, _as_sent_back(one))
        for one in waiting[:SHOWN]
    ]
    return Errands("交给我填的部分", errands, waiting.count(), f"{home}#assigned")


def _as_sent_back(one) -> str:
    """Return of which report a part is, and why it came back where it did."""
    return f"退回重填：{one.reason}（{one.report.title}）" if one.reason else one.report.title


def _brought(user) -> Errands:
    """Return the file that lies beside a report, or the scan that could not be read."""
    incoming = Incoming.objects.filter(user=user).values_list("name", "organ", "year").first()
    scan = Scan.objects.filter(by=user).exclude(error="").values_list("name", "error").first()
    errands = []
    if incoming:
        name, organ, year = incoming
        note = f"导入到{year}年度报告，还没有写入" if year else "还没有选导入到哪份报告"
        errands.append(Errand(name, reverse("import_look" if organ else "import_aim"), note=note))
    if scan:
        errands.append(Errand(scan[0], reverse("import_scan"), note=scan[1]))
    return Errands("核对导入的文件", errands, len(errands), reverse("import_look"))


def _parts_back(user, home: str) -> Errands:
    """Return what others filled in of the person's reports, for them to take or to send back."""
    back = access.parts_to_take(user)
    errands = [
        Errand(one.captions, reverse("assignment", args=[one.report_id, one.pk]), note=one.report.title)
        for one in back[:SHOWN]
    ]
    return Errands("采用分工", errands, back.count(), home)


def _kinds(user, home: str) -> Errands:
    """Return the reports of governments of which it is to be said which of the two they are."""
    asked = access.reports_to_say_kind_of(user)
    errands = [
        Errand(report.title, home, note="是整个地区的，还是机关本级的？") for report in asked[:SHOWN]
    ]
    return Errands("确认报告种类", errands, asked.count(), home)


def _sign(user) -> Errands:
    """Return the reports whose next step is the person's to sign."""
    waiting = to_sign(user)
    errands = [
        Errand(report.title, reverse("signing", args=[report.pk]), note="、".join(missing))
        for report, missing in waiting[:SHOWN]
    ]
    return Errands("审签", errands, len(waiting), reverse("my_reports"))


def _by_day(errands: Iterable[Errand]) -> list[Errand]:
    never = datetime.date.max
    return sorted(errands, key=lambda errand: errand.due or never)


def _remarks(caption: str, rows, view: str, all_at: str) -> Errands:
    errands = [
        Errand(one.report.title, f"{reverse(view, args=[one.report_id])}#remark-{one.pk}",
               note=one.answer or one.text)
        for one in rows[:SHOWN]
    ]  # fmt: skip
    return Errands(caption, errands, rows.count(), all_at)


def _rectifications(caption: str, rows, all_at: str) -> Errands:
    errands = [
        Errand(one.report.title, f"{reverse('rectifications', args=[one.report_id])}#rectification-{one.pk}",
               one.due if one.is_open else None, one.text)
        for one in rows[:SHOWN]
    ]  # fmt: skip
    return Errands(caption, errands, rows.count(), all_at)
