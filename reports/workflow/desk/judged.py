"""What was judged: by whom, how long each report had waited, how often and why it came back."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from reports import access
from reports.models import Transition

from ..moves import RECEIVED

_JUDGEMENTS = ("approve", "return")


@dataclass(frozen=True)
class Judgement:
    """A report found good or given back. `waited`: since it was handed in; `time`: the how manieth."""

    report_id: int
    organ: str
    action: str
    by_id: int
    by: str
    at: datetime.datetime
    reason: str
    waited: datetime.timedelta
    time: int

    @property
    def days(self) -> int:
        """For how many whole days it had waited."""
        return self.waited.days


@dataclass(frozen=True)
class Tally:
    """What one person has judged: how many, and for how many days these had waited."""

    by_id: int
    by: str
    passed: int
    returned: int
    median_days: float
    longest_days: int


def judgements(user, year: int) -> list[Judgement]:
    """Return what was judged of the year's reports of the organs that `user` supervises, newest first."""
    organs = access.organs_supervised(user).order_by().values("pk")
    steps = Transition.objects.filter(
        report__year=year, report__organ__in=organs, action__in=("submit", RECEIVED, *_JUDGEMENTS)
    ).order_by("pk")
    names = ("user", "user__last_name", "user__first_name", "user__username")
    rows = steps.values_list("report", "report__organ__name", "action", "at", "reason", *names)
    found: list[Judgement] = []
    handed_in: dict[int, datetime.datetime] = {}
    times: dict[int, int] = defaultdict(int)
    for report, organ, action, at, reason, user_id, last, first, name in rows.iterator(chunk_size=5000):
        if action in ("submit", RECEIVED):
            handed_in[report] = at
            continue
        times[report] += 1
        waited = at - handed_in.get(report, at)
        found.append(Judgement(report, organ, action, user_id, f"{last}{first}" or name, at, reason,
                               waited, times[report]))  # fmt: skip
    return found[::-1]


def tallies_of(found: list[Judgement]) -> list[Tally]:
    """Return what each person has judged, by name."""
    people: dict[int, list[Judgement]] = defaultdict(list)
    for one in found:
        people[one.by_id].append(one)
    return sorted(map(_tally, people.values()), key=lambda tally: tally.by)


def _tally(theirs: list[Judgement]) -> Tally:
    passed = sum(one.action == "approve" for one in theirs)
    days = [one.days for one in theirs]
    one = theirs[0]
    return Tally(one.by_id, one.by, passed, len(theirs) - passed, median(days), max(days))


def returned_most(found: list[Judgement], most: int = 10) -> list[tuple[str, int, list[Judgement]]]:
    """Return the organs whose reports came back, most often first: name, times, each return."""
    back: dict[str, list[Judgement]] = defaultdict(list)
    for one in found:
        if one.action == "return":
            back[one.organ].append(one)
    ordered = sorted(back.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [(organ, len(times), times) for organ, times in ordered[:most]]

