"""What the yearly appraisal asks of each organ: passed at once, early or late, how often it came back.

Counted from the steps as they were taken; nothing is judged. Organs of one kind are compared only
where there are enough of them.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from django.db.models import Count, Min, Q
from django.utils import timezone

from reports import access
from reports.document.which import MAIN, OFFICE
from reports.editions import KINDS, ORGAN_TYPES, OWN, organ_type
from reports.models import Acceptance, Organ, Posting, Publication, Remark, Transition, states
from reports.rendering.office.lists import Sheet, lists_xlsx

from . import rectified, supervision
from .days import Calendars, Days

LEAST = 5  # organs of a kind, for them to be compared
TOO_FEW = f"不足{LEAST}个，不比较"


class Judged(NamedTuple):
    """One report that an organ owes for a year: when it was handed in, what was said of it.

    Of the organ: pk, path, name, code, type, report_id and state. Days: how many after the day (below
    zero: before it), None for not yet.
    """

    organ: tuple
    kind: str
    due: datetime.date
    handed_in: datetime.date | None
    handed_in_late: int | None
    passed_at_once: bool | None
    returns: int


class Line(NamedTuple):
    """One report that an organ owes for a year, in all its numbers: those of `Judged` first."""

    organ: tuple
    kind: str
    due: datetime.date
    handed_in: datetime.date | None
    handed_in_late: int | None
    passed_at_once: bool | None
    returns: int
    remarks: int
    kept: int
    published: datetime.date | None
    published_late: int | None
    corrections: int
    rectified: int
    rectified_late: int

    @property
    def name(self) -> str:
        """What the organ is called, and which of its two reports it is."""
        return _which(self.organ.name, self.kind)


def _which(words: str, kind: str) -> str:
    return f"{words}（{KINDS[OWN]}）" if kind == OFFICE else words


@dataclass(frozen=True)
class Comparison:
    """The organs of one kind; rates and medians are None where they are too few to be compared."""

    caption: str
    organs: int
    handed_in: int
    judged: int
    at_once_share: int | None
    days_late: float | None
    returns: float | None


class Appraisal:
    """What is owed below `user` for the year, in the tree's order; a slice of it is a list of lines.

    A government's own report counts where it is there, and where no organ of its own is the office. There
    are ten thousands of them: all are judged, and only of those that are looked at the rest is asked.
    """

    def __init__(self, user, year: int):
        self._user, self._year = user, year
        self._calendars = Calendars({year}, access.supervisor_paths(user))
        self._zone = timezone.get_current_timezone()  # asked once
        steps = _steps(user, year)
        self.judged = sorted(
            (self._judge(organ, kind, steps.get(organ.report_id, _NONE))
             for kind in (MAIN, OFFICE) for organ in _owing(user, year, kind)),
            key=lambda one: one.organ.path,
        )  # fmt: skip

    def _judge(self, organ, kind: str, steps: "_Steps") -> Judged:
        due = self._days(organ, kind).report
        first = steps.submitted and steps.submitted.astimezone(self._zone).date()
        verdicts = [at for at in (steps.approved, steps.returned) if at]
        passed = steps.approved == min(verdicts) if verdicts else None
        return Judged(organ, kind, due, first, _late(first, due), passed, steps.returns)

    def _days(self, organ, kind: str) -> Days:
        return self._calendars.of(organ, self._year, supervision.days_kind(kind))

    def __len__(self) -> int:
        return len(self.judged)

    def __getitem__(self, some: slice) -> list[Line]:
        judged = self.judged[some]
        every = len(judged) == len(self.judged)
        counts = _Counts(self._user, self._year, None if every else [one.organ.report_id for one in judged])
        return [self._line(one, counts) for one in judged]

    def _line(self, one: Judged, counts: "_Counts") -> Line:
        report = one.organ.report_id
        public = counts.published.get(report)
        published = public and public.astimezone(self._zone).date()
        return Line(
            *one, counts.remarks[report], counts.kept[report],
            published, _late(published, self._days(one.organ, one.kind).publish), max(0, counts.versions[report] - 1),
            counts.rectified.get(report, 0), counts.rectified_late.get(report, 0),
        )  # fmt: skip


def lines_of(user, year: int) -> list[Line]:
    """Return a line for each report that is owed below `user` for the year, in the tree's order."""
    return Appraisal(user, year)[:]


def _owing(user, year: int, kind: str):
    organs = access.organs_supervised(user).with_report_of(year, kind).owing().order_by("path")
    if kind == OFFICE:
        theirs = Q(pk__in=Organ.objects.for_their_office().order_by().values("pk"))
        organs = organs.filter(theirs | Q(report_id__isnull=False), type__in=supervision.WITH_TWO)
    # There are ten thousands of them: no more of each than a line needs.
    return organs.values_list("pk", "path", "name", "code", "type", "report_id", "state", named=True)


def _reports(user, year: int) -> dict:
    organs = access.organs_supervised(user).order_by().values("pk")
    return {"report__year": year, "report__organ__in": organs}


class _Steps(NamedTuple):
    """When a report was first handed in, approved and returned, and how often returned."""

    submitted: datetime.datetime | None
    approved: datetime.datetime | None
    returned: datetime.datetime | None
    returns: int


_NONE = _Steps(None, None, None, 0)


def _steps(user, year: int) -> dict[int, _Steps]:
    """Return the steps of each report that has taken one."""
    steps = Transition.objects.filter(action__in=("submit", "approve", "return"), **_reports(user, year))
    first = {f"first_{action}": Min("at", filter=Q(action=action)) for action in ("submit", "approve", "return")}
    # Nothing but what transition_first holds: the documents beside it are not read.
    returns = Count("at", filter=Q(action="return"))
    rows = steps.order_by().values_list("report").annotate(**first, returns=returns)
    return {report: _Steps(*taken) for report, *taken in rows}


class _Counts:
    """How many remarks, kept warnings and versions each report has; when it was public first.

    `some`: of these reports only.
    """

    def __init__(self, user, year: int, some: list[int] | None):
        of = _reports(user, year) if some is None else {"report__in": some}
        self.remarks, self.kept, versions = (
            rows.filter(**of).order_by().values_list("report").annotate(n=Count("pk"))
            for rows in (Remark.objects.official(), Acceptance.objects, Publication.objects)
        )
        self.remarks, self.kept = Counter(dict(self.remarks)), Counter(dict(self.kept))
        self.versions = Counter(dict(versions.filter(n__gt=1)))  # one each says nothing
        self.rectified, self.rectified_late = rectified.of_reports(user, year)
        posted = Posting.objects.filter(**of).order_by()
        self.published = dict(posted.values_list("report", "first_published_at"))


def _late(day: datetime.date | None, due: datetime.date) -> int | None:
    return None if day is None else (day - due).days


def comparisons_of(lines: Iterable[Judged | Line]) -> list[Comparison]:
    """Return the organs kind by kind, side by side."""
    kinds: dict[tuple[str, str], list[Judged | Line]] = defaultdict(list)
    for line in lines:
        kinds[line.organ.type, line.kind].append(line)
    return [
        _compared(_which(type.caption, kind), kinds[type.id, kind])
        for type in ORGAN_TYPES.values() for kind in (MAIN, OFFICE) if (type.id, kind) in kinds
    ]  # fmt: skip


def _compared(caption: str, lines: list[Judged | Line]) -> Comparison:
    late = [line.handed_in_late for line in lines if line.handed_in_late is not None]
    judged = [line for line in lines if line.passed_at_once is not None]
    share = round(100 * sum(bool(line.passed_at_once) for line in judged) / len(judged)) if judged else 0
    return Comparison(
        caption, len(lines), len(late), len(judged),
        share if len(judged) >= LEAST else None,
        median(late) if len(late) >= LEAST else None,
        median(line.returns for line in judged) if len(judged) >= LEAST else None,
    )  # fmt: skip


_HEAD = ["机关", "代码", "类型", "状态", "报送期限", "首次报送", "报送早晚（天，负数为提前）", "一次通过", "退回次数",
         "批注条数", "说明后保留的提醒", "首次发布", "发布早晚（天，负数为提前）", "更正次数",
         "整改条数", "逾期的整改"]  # fmt: skip
_KINDS = ["类型", "应报机关", "已报送", "已审核过", "一次通过率（%）", "报送早晚（天，中位数）", "退回次数（中位数）"]
_NOTES = (
    "应报机关：当年不免报、不并入的机关。县级以上政府的本级政府汇总和机关本级各列一行、分别比较；办公室是单独机关的，机关本级由它报送。",
    "报送早晚：首次报送的日期减去报送期限（上级日程、国办公开办函〔2021〕30号中在先的），负数为提前；还没有报送的空着。",
    "一次通过：报送后第一次审核的结论是通过；还没有审核的空着。",
    "退回次数：主管“退回修改”的次数，不含本机关审核人退回填报人的。",
    "批注条数：这份报告上写过的全部批注，已销号的也算；机关内部同事之间的不算。",
    "整改条数：报告公开以后提出的整改，撤销的不算；逾期的整改：过了期限才答复的，和现在已过期还没有答复的。",
    f"同类机关少于{LEAST}个（或其中已报送、已审核的少于{LEAST}个）时不作比较。",
)


def workbook(user, year: int) -> bytes:
    """Return the appraisal's workbook: a sheet of organs, one of kinds, one of how it is counted."""
    lines = lines_of(user, year)
    kinds = [
        [one.caption, one.organs, one.handed_in, one.judged,
         *(TOO_FEW if value is None else _plain(value)
           for value in (one.at_once_share, one.days_late, one.returns))]
        for one in comparisons_of(lines)
    ]  # fmt: skip
    return lists_xlsx([
        Sheet(f"{year}年度各机关", _HEAD, map(_row, lines), (36, 20, 20, 10)),
        Sheet("同类比较", _KINDS, kinds, (24,)),
        Sheet("说明", ["怎样计数"], [[note] for note in _NOTES], (90,)),
    ])  # fmt: skip


def _plain(value: float):
    return int(value) if value == int(value) else f"{value}"


def _row(line: Line) -> list:
    organ = line.organ
    at_once = {None: None, True: "是", False: "否"}[line.passed_at_once]
    return [line.name, organ.code, organ_type(organ.type).caption, states.CAPTIONS[organ.state], line.due, line.handed_in,
            line.handed_in_late, at_once, line.returns, line.remarks, line.kept, line.published,
            line.published_late, line.corrections, line.rectified, line.rectified_late]  # fmt: skip
