"""What a supervisor sees of all organs below, and reminding those that are late.

The list is one query a page: how far and how well a report is, is kept with it (tallies).
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone

from reports import access, history
from reports.document.which import MAIN, OFFICE
from reports.editions import ORGAN_TYPES, OWN, edition_for, get_edition
from reports.editions.days import KINDS, caption
from reports.models import Duty, FormerName, Membership, Organ, Rectification, Transition, states
from reports.models.deciding.own_site import SITE_CAPTIONS
from reports.models.organ import EXCUSED, OrganQuerySet
from reports.refusals import Refused
from reportsite.database.pages import KeysFirst

from . import calling, days, notices, sites
from .days import Calendars, Days

PAGE = 50
SORTS = {
    "tree": ("path",),
    "name": ("name", "path"),
    "progress": ("answered", "path"),
    "-errors": ("-errors", "path"),
    # Without a report there is no such time: PostgreSQL would put that first.
    "-changed": (F("changed").desc(nulls_last=True), "path"),
    "untouched": (F("called_at").asc(nulls_first=True), "path"),
}


@dataclass(frozen=True)
class Choice:
    """What of the list somebody wants to see."""

    year: int
    # A state, or undone, overdue, unposted, wrong, excused, one of SITE_CAPTIONS or of RECTIFY.
    state: str = ""
    type: str = ""
    under: int | None = None
    search: str = ""
    sort: str = "tree"
    page: int = 1
    kind: str = ""  # or OFFICE: the reports that governments make of themselves

    @property
    def report_kind(self) -> str:
        """The kind of the reports, as their rows have it."""
        return self.kind or MAIN


@dataclass(frozen=True)
class Overview:
    """A page of the list, how many organs are in each state, and how many owe a report.

    `found` and `filled` count the owing organs by what the checks found and by how far they are;
    `overdue` are not handed in, `unposted` not public though their day is past; `rectify_late` have
    not put right in time what was found in what is public. `due`: the days by which most of them
    are to be handed in.
    """

    page: Page
    counts: dict[str, int]
    found: dict[str, int]
    filled: dict[str, int]
    owing: int
    excused: int
    overdue: int
    unposted: int
    rectify_late: int
    due: tuple[datetime.date, ...]


def overview(user, choice: Choice) -> Overview:
    """Return the part of the list that `choice` names, of the organs that `user` supervises."""
    scope = _scope(user, replace(choice, state=""))
    calendars, kind = _calendars(user, choice.year), days_kind(choice.kind)
    lines = list(_counted(scope.owing(), choice.year, calendars))
    counts = dict.fromkeys(states.CAPTIONS, 0)
    late, due = Counter(), Counter()
    for line in lines:
        counts[line["state"]] += line["n"]
        its = calendars.of(_one_of(line), choice.year, kind)
        due[its.report] += line["n"]
        late.update(dict.fromkeys(_lateness(line["state"], line["public"], its), line["n"]))
    found, filled = ({name: sum(n[name] for n in lines) for name in names}
                     for names in (("wrong", "warned", "sound"), ("full", "half", "begun")))  # fmt: skip
    excused = scope.excused().count()
    chosen = _chosen(scope, choice, lambda: _Late(scope, choice, calendars))
    everybody = None if choice.state else sum(counts.values()) + excused
    page = Paginator(KeysFirst(_sorted(chosen, choice), everybody), PAGE).get_page(choice.page)
    for organ in page.object_list:
        _describe(organ, calendars.of(organ, choice.year, kind))
    calling.lay_beside(list(page.object_list), choice.year, choice.report_kind)
    sites.lay_beside(list(page.object_list))
    return Overview(
        page, counts, found, filled, sum(counts.values()), excused, late["overdue"], late["unposted"],
        _to_rectify(scope, "rectify_late").count(), _most(due) or _plain_due(choice),
    )  # fmt: skip


def _one_of(line: dict) -> Organ:
    """Return an organ that stands for those of a line: with their type, below the same calendars."""
    return Organ(pk=line["alone"], path=line["branch"], type=line["type"])


def _lateness(state: str, public: bool, its: Days) -> list[str]:
    """Return for what a report in that state is past its days: `overdue`, `unposted`.

    Of which a version is public, it is late for nothing: what goes its way then is a correction.
    """
    if public:
        return []
    today = timezone.localdate()
    overdue = state in states.UNDONE and its.due(state) < today
    unposted = state not in states.PUBLIC_SOMEWHERE and its.publish < today
    return ["overdue"] * overdue + ["unposted"] * unposted


def _most(due: Counter) -> tuple[datetime.date, ...]:
    """Return the days by which most are to hand in, no more than a chart marks."""
    return tuple(sorted(day for day, _ in due.most_common(4)))


def _sorted(organs: OrganQuerySet, choice: Choice) -> OrganQuerySet:
    if choice.sort == "untouched":
        organs = calling.with_last_call(organs, choice.year, choice.report_kind)
    return organs.order_by(*SORTS.get(choice.sort, SORTS["tree"]))


def _calendars(user, year: int) -> Calendars:
    return Calendars([year], access.supervisor_paths(user))


class _Late:
    """Which of the owing organs are past their days; one query.

    `overdue`: not handed in; `unposted`: not public.
    """

    def __init__(self, scope: OrganQuerySet, choice: Choice, calendars: Calendars):
        self.overdue: list[int] = []
        self.unposted: list[int] = []
        kind = days_kind(choice.kind)
        owing = scope.owing().order_by().values_list("pk", "path", "type", "state", "public", named=True)
        known: dict[tuple, list[str]] = {}
        for organ in owing.iterator(chunk_size=2000):
            its = calendars.of(organ, choice.year, kind)
            # Thousands of organs have the very same days and one of a few states.
            if (key := (id(its), organ.state, organ.public)) not in known:
                known[key] = _lateness(organ.state, organ.public, its)
            for what in known[key]:
                getattr(self, what).append(organ.pk)


def owing(user, choice: Choice) -> Iterable:
    """Return what its name says of each owing organ of the list, in tree order."""
    names = ("pk", "name", "path", "type", "numchild", "state", "public")
    return _scope(user, choice).owing().order_by("path").values_list(*names, named=True)


def days_late(user, choice: Choice) -> dict[int, datetime.date]:
    """Return, by organ, the day that was missed by each whose report is not handed in in time."""
    calendars, kind = _calendars(user, choice.year), days_kind(choice.kind)
    late = set(_Late(_scope(user, choice), choice, calendars).overdue)
    organs = (organ for organ in owing(user, choice) if organ.pk in late)
    return {o.pk: calendars.of(o, choice.year, kind).due(o.state) for o in organs}


def _plain_due(choice: Choice) -> tuple[datetime.date, ...]:
    """Return the days that the notice orders, of one type or of all: nobody is there to have any."""
    kinds = [ORGAN_TYPES[choice.type]] if choice.type else ORGAN_TYPES.values()
    edition = edition_for(choice.year)
    which = days_kind(choice.kind)
    return tuple(sorted({edition.ordered(kind, choice.year, which) for kind in kinds}))


def _counted(owing: OrganQuerySet, year: int, calendars: Calendars) -> Iterable[dict]:
    """Return, by state, type and what days they have: how many, how well checked, how far filled."""
    cells = len(edition_for(year).cells)
    groups = {
        "wrong": Q(errors__gt=0),
        "warned": Q(errors=0, warnings__gt=0),
        "sound": Q(errors=0, warnings=0, answered__gte=cells),
        "full": Q(answered__gte=cells),
        "half": Q(answered__gte=cells / 2, answered__lt=cells),
        "begun": Q(answered__gt=0, answered__lt=cells / 2),
    }
    counts = {name: Count("pk", filter=group) for name, group in groups.items()}
    by_days = owing.annotate(**calendars.parting())
    return by_days.values("state", "public", "type", "branch", "alone").annotate(n=Count("pk"), **counts).order_by()


def handed_in(user, choice: Choice) -> dict[str, list[datetime.date]]:
    """Return on which days the owing organs' reports were first handed in, and first passed."""
    owing = _scope(user, replace(choice, state="")).owing()
    steps = Transition.objects.filter(
        report__year=choice.year, report__kind=choice.report_kind, action__in=_STAGES,
        report__organ__in=owing.values("pk"),
    )
    before = Transition.objects.filter(report=OuterRef("report"), action=OuterRef("action"))
    firsts = steps.filter(~Exists(before.filter(at__lt=OuterRef("at"))))
    by_day = firsts.order_by().values_list("action", TruncDate("at")).annotate(Count("report", distinct=True))
    days: dict[str, list[datetime.date]] = {name: [] for name in _STAGES.values()}
    for action, day, count in by_day:
        days[_STAGES[action]] += [day] * count
    return days


_STAGES = {"submit": "已提交", "approve": "已审核"}


def rows(user, choice: Choice) -> Iterator[Organ]:
    """Yield the whole chosen list, page by page unseen, for a file."""
    chosen, calendars = _chosen_by(user, choice), _calendars(user, choice.year)
    every = _sorted(chosen, choice).iterator(chunk_size=1000)
    while some := list(islice(every, 1000)):
        calling.lay_beside(some, choice.year, choice.report_kind)
        sites.lay_beside(some)
        for organ in some:
            _describe(organ, calendars.of(organ, choice.year, days_kind(choice.kind)))
            yield organ


def organs_of(user, choice: Choice) -> OrganQuerySet:
    """Return the ids of the organs that the whole chosen list has."""
    return _chosen_by(user, choice).order_by().values("pk")


def report_ids(user, choice: Choice) -> list[int]:
    """Return the ids of the reports that the whole chosen list has, in its order."""
    chosen = _chosen_by(user, choice).filter(report_id__isnull=False)
    return list(_sorted(chosen, choice).values_list("report_id", flat=True))


def in_words(choice: Choice) -> str:
    """Return what the list is filtered by, besides year and branch; empty where by nothing."""
    captions = states.CAPTIONS | {"undone": "未提交", "overdue": "已过期未提交", "unposted": "已过期未发布",
                       "wrong": "有错误", "excused": "免报或并入"} | _SITES | RECTIFY  # fmt: skip
    words = [
        captions.get(choice.state, ""),
        KINDS[OWN] if choice.kind == OFFICE else "",
        ORGAN_TYPES[choice.type].caption if choice.type else "",
        f"名称或代码有“{choice.search}”" if choice.search else "",
    ]
    return "，".join(word for word in words if word)


_SITES = {state: f"本机关网站{caption}" for state, caption in SITE_CAPTIONS.items()}


def branches(user) -> list[Organ]:
    """Return the supervised organs that have organs below them."""
    return list(access.organs_supervised(user).filter(numchild__gt=0))


def _scope(user, choice: Choice) -> OrganQuerySet:
    organs = access.organs_supervised(user)
    if choice.under:
        root = organs.filter(pk=choice.under).values_list("path", flat=True).first()
        organs = organs.within([root] if root else [])
    if choice.type:
        organs = organs.filter(type=choice.type)
    if choice.search:
        once = FormerName.objects.filter(name__icontains=choice.search).values("organ")
        named = Q(name__icontains=choice.search) | Q(pk__in=once)
        organs = organs.filter(named | Q(code=choice.search.upper()))
    if choice.kind == OFFICE:
        organs = organs.filter(type__in=WITH_TWO)
    return organs.with_report_of(choice.year, choice.report_kind)


WITH_TWO = [kind.id for kind in ORGAN_TYPES.values() if kind.has_two]


def has_two_kinds(user) -> bool:
    """Return whether some organ that `user` supervises has a report for its office beside its main one."""
    return access.organs_supervised(user).filter(type__in=WITH_TWO).exists()


def days_kind(kind: str) -> str:
    """Return as whose report the days of a report of that kind are reckoned (editions/days.py)."""
    return OWN if kind == OFFICE else ""


def _chosen_by(user, choice: Choice) -> OrganQuerySet:
    scope = _scope(user, choice)
    return _chosen(scope, choice, lambda: _Late(scope, choice, _calendars(user, choice.year)))


def _chosen(organs: OrganQuerySet, choice: Choice, late: Callable[[], _Late]) -> OrganQuerySet:
    match choice.state:
        case "undone":
            return organs.owing().filter(state__in=states.UNDONE, public=False)
        case "overdue" | "unposted":
            return organs.filter(pk__in=getattr(late(), choice.state))
        case "wrong":
            return organs.owing().filter(errors__gt=0)
        case "excused":
            return organs.excused()
        case "rectify" | "rectify_late":
            return _to_rectify(organs, choice.state)
        case state if state in SITE_CAPTIONS:
            return sites.standing_so(organs, state)
        case state if state in states.CAPTIONS:
            return organs.owing().filter(state=state)
    return organs


RECTIFY = {"rectify": "有整改没有办结", "rectify_late": "整改逾期没有答复"}


def _to_rectify(organs: OrganQuerySet, state: str) -> OrganQuerySet:
    """Keep the organs whose report of the year has something to be put right, or has it too late."""
    rows = Rectification.objects.all()
    found = rows.unsettled() if state == "rectify" else rows.overdue()
    return organs.filter(report_id__in=found.order_by().values("report"))


def _describe(organ: Organ, its: Days) -> None:
    """Add to a row what follows from it: caption of the state, number of cells, days left."""
    organ.state_caption = states.CAPTIONS[organ.state]
    organ.days, organ.due = its, None if organ.public else its.due(organ.state)
    organ.days_left = days.left_until(organ.due) if organ.due else None
    organ.days_late = -organ.days_left if organ.due else None
    organ.owes = organ.duty not in EXCUSED
    organ.duty_caption = Duty.caption(organ.duty)
    organ.cells = len(get_edition(organ.edition).cells) if organ.edition else 0
    organ.undone = organ.owes and organ.state in states.UNDONE and not organ.public
    organ.publishable = organ.state in states.PUBLISHABLE
    organ.is_approved = organ.state == states.Status.APPROVED
    organ.was_withdrawn = bool(organ.withdrawn_at) and organ.state != states.WITHDRAWN


@dataclass(frozen=True)
class Chased:
    """Whom a reminder reached: people told now, people told earlier today, organs with nobody."""

    told: int
    spared: int
    nobody: list[str]


@dataclass(frozen=True)
class Letters:
    """What a reminder would say: each person's words, of which organs, and organs with nobody."""

    head: str
    organs: dict[int, Organ]
    texts: dict
    nobody: list[str]

    @property
    def sample(self) -> str:
        """The first person's letter."""
        return next(iter(self.texts.values()), "")


LONGEST_HEAD = 300


def letters(user, choice: Choice, organ_ids: list[int] | None = None, head: str = "") -> Letters:
    """Return the reminders for organs whose report is not handed in; nothing is sent.

    Of the organs chosen (all pages), or of those among them that are named. Somebody with several
    organs gets one message. `head`: how each begins; empty: as usual. Raise Refused.
    """
    late = _chosen_by(user, choice).owing().filter(state__in=states.UNDONE, public=False)
    if organ_ids is not None:
        late = late.filter(pk__in=organ_ids)
    organs, calendars = {organ.pk: organ for organ in late}, _calendars(user, choice.year)
    kind = days_kind(choice.kind)
    lines = {
        pk: line_of(organ, calendars.of(organ, choice.year, kind)) for pk, organ in organs.items()
    }
    if len(head) > LONGEST_HEAD:
        raise Refused(f"开头太长，请缩短到{LONGEST_HEAD}字以内。", 400)
    which = KINDS[OWN] if choice.kind == OFFICE else ""
    head = head or f"{access.person_name(user)}催报{choice.year}年度{which}报告："
    texts, reached = messages(lines, head)
    nobody = [organ.name for pk, organ in organs.items() if pk not in reached]
    return Letters(head, organs, texts, nobody)


@transaction.atomic
def chase(user, choice: Choice, organ_ids: list[int] | None = None, head: str = "") -> Chased:
    """Send the `letters`. Nobody is reminded twice a day."""
    written = letters(user, choice, organ_ids, head)
    told = notices.chase(written.texts, reverse("my_reports"))
    if written.organs:
        names = set(written.nobody)
        reached = [pk for pk, organ in written.organs.items() if organ.name not in names]
        calling.keep_letters(reached if told else [], choice.year, choice.report_kind, user)
        detail = f"{choice.year}年度，{len(written.organs)}个机关，通知{len(told)}人"
        history.note_over(history.Action.CHASED, access.trees_supervised(user), by=user, detail=detail)
    return Chased(len(told), len(written.texts) - len(told), written.nobody)


def messages(lines: dict[int, str], head: str) -> tuple[dict, set[int]]:
    """Return each person's message of their organs' lines, and the organs that have anybody to tell."""
    roles = (access.Role.CLERK, access.Role.REVIEWER)
    held = Membership.objects.filter(role__in=roles, user__is_active=True)
    below = held.filter(organ__in=list(lines)) if len(lines) < 500 else held
    owed: dict = {}
    for membership in below.select_related("user").order_by("organ__path"):
        if membership.organ_id in lines:
            owed.setdefault(membership.user, {})[membership.organ_id] = None
    texts = {
        person: head + "；".join(lines[pk] for pk in theirs) for person, theirs in owed.items()
    }
    return texts, {pk for theirs in owed.values() for pk in theirs}


def line_of(organ: Organ, its: Days) -> str:
    """Return what a letter says of an organ: its report's state, its day, and all the others."""
    due = its.due(organ.state)
    left = days.left_until(due)
    what = "" if organ.state in states.UNDONE else "发布"
    when = f"{what}{caption(due)}到期，" + (f"已过{-left}天" if left < 0 else f"还有{left}天")
    more = f"；{its.in_words}" if len(its.parts) > 1 else ""
    return f"{organ.name}（{states.CAPTIONS[organ.state]}，{when}{more}）"


def report_years() -> range:
    """Return the years that a supervisor may want to see, newest first."""
    latest = timezone.localdate().year
    return range(latest, 2018, -1)


def current_year() -> int:
    """Return the year whose reports are due or were last: the last one that is over."""
    return timezone.localdate().year - 1
