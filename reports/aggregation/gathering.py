"""Whose reports a sum is made of: a subtree, a year and a set of them."""

from dataclasses import dataclass

from django.db.models import Q

from reports import access
from reports.editions import organ_type
from reports.models import Organ, Report, states
from reports.models.organ import OrganQuerySet
from reports.models.report import ReportQuerySet

_S = states.Status
# From which state on a report counts; what is being corrected waits until it is put right.
# What was taken off the public site was approved all the same.
STAGES = {
    "": (*_S, states.WITHDRAWN),
    _S.SUBMITTED: (*states.HANDED_IN, _S.ELSEWHERE, states.WITHDRAWN),
    _S.APPROVED: (*states.SETTLED, _S.ELSEWHERE, states.WITHDRAWN),
    _S.PUBLISHED: (_S.PUBLISHED, _S.ELSEWHERE),
}
STAGE_CAPTIONS = {
    "": "全部报告，含未提交的",
    _S.SUBMITTED: "已提交的（待审核、已审核、已发布、已在别处发布）",
    _S.APPROVED: "已审核的（已审核、已发布、已在别处发布）",
    _S.PUBLISHED: "已发布的（含已在别处发布）",
}
# What has been done with a report that is so far.
STAGE_STEPS = {_S.SUBMITTED: "提交", _S.APPROVED: "审核通过", _S.PUBLISHED: "发布"}
# A government's report counts those below it already (report-template § Aggregation).
REACHES = {"once": "不重复计算（下级政府的报告已含其下级）", "all": "全部下级机关逐份相加"}
MOST_CHOSEN = 200
ALL = "全部所辖机关"


@dataclass(frozen=True)
class Choice:
    """A set of reports. `organs`, when given, are the only ones; the rest then asks for nothing.

    `root` is the top of the set; without one it is all below `tops`. `own`: whether the report of a
    top with organs below it counts itself. `stage`: a key of STAGES.
    """

    root: Organ | None
    year: int
    reach: str = "once"
    own: bool = False
    type: str = ""
    stage: str = ""
    organs: tuple[int, ...] = ()
    tops: tuple[Organ, ...] = ()

    @property
    def name(self) -> str:
        """What the set is called."""
        return self.root.name if self.root else ALL

    @property
    def scope(self) -> str:
        """What the set reaches over, as a file says it."""
        return f"{self.root.name}及其下级" if self.root else ALL

    @property
    def under(self) -> int | str:
        """The top as an address names it: empty for everything."""
        return self.root.pk if self.root else ""

    @property
    def roots(self) -> tuple[Organ, ...]:
        """The tops of the set."""
        return (self.root,) if self.root else self.tops


def chosen_organs(scope: OrganQuerySet, choice: Choice) -> OrganQuerySet:
    """Return the organs of `scope` that the choice names and that owe a report for the year."""
    return _named(scope, choice).owing_in(choice.year)


def excused(scope: OrganQuerySet, choice: Choice) -> int:
    """Return how many organs the choice names that owe no report for the year."""
    named = _named(scope, choice)
    return named.count() - named.owing_in(choice.year).count()


def _named(scope: OrganQuerySet, choice: Choice) -> OrganQuerySet:
    organs = scope.within(root.path for root in choice.roots)
    if choice.organs:
        return organs.filter(pk__in=choice.organs)
    if not choice.own:
        organs = organs.exclude(pk__in=[root.pk for root in choice.roots if root.numchild])
    if choice.type:
        organs = organs.filter(type=choice.type)
    for root in choice.roots if choice.reach == "once" else ():
        organs = organs.each_once(root)
    return organs


def counted_reports(organs: OrganQuerySet, choice: Choice, year: int | None = None):
    """Return the reports of `organs` that count, for the choice's year or another."""
    parts = Q(kind=Report.Kind.MAIN, organ__in=organs.values("pk"))
    parts |= Q(kind=Report.Kind.OFFICE, organ__in=[root.pk for root in _by_parts(choice)])
    reports = Report.objects.filter(parts, year=year or choice.year)
    counted = reports.filter(status__in=STAGES[choice.stage])
    if choice.stage == _S.PUBLISHED:
        counted = counted.exclude(posting__withdrawn_at__isnull=False)
    return counted


def _by_parts(choice: Choice) -> list[Organ]:
    """Return the tops that are not counted themselves: their own offices are among their parts."""
    if choice.own or choice.organs or choice.type:
        return []
    return [root for root in choice.roots if root.numchild and root.kind.has_two]


@dataclass(frozen=True)
class Absent:
    """An organ of the set whose report does not count, with the caption of its state."""

    organ: Organ
    state: str


def absent(organs: OrganQuerySet, choice: Choice) -> list[Absent]:
    """Return the organs that owe a report and have none that counts, in the order of the tree."""
    rest = organs.with_report_of(choice.year).exclude(state__in=STAGES[choice.stage])
    return [Absent(organ, states.CAPTIONS[organ.state]) for organ in rest]


def counted_twice(reports: ReportQuerySet) -> list[str]:
    """Return the governments whose report counts beside reports of organs below them."""
    rows = reports.main().order_by("organ__path").values_list("organ__path", "organ__type", "organ__name")
    found, last = {}, None
    for path, kind, name in rows:
        if last and path.startswith(last[0]):
            found[last[1]] = None
        elif organ_type(kind).government:
            last = (path, name)
    return list(found)


def branches(user) -> list[Organ]:
    """Return what `user` may choose as the top of a sum, what has organs below it first.

    Every supervised organ with organs below it, and those that were named to supervise.
    """
    named = Q(path__in=access.supervisor_paths(user))
    found = access.organs_supervised(user).filter(Q(numchild__gt=0) | named)
    return sorted(found, key=lambda organ: organ.is_leaf())
