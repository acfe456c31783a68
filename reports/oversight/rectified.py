"""整改 as the office sees it: the list of all below, what is late, how many each organ had."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils import timezone

from reports import access
from reports.models import Rectification, RectificationStep
from reports.models.deciding.rectification import RectificationQuerySet

State = Rectification.State
UNSETTLED, OVERDUE = "", "overdue"
CAPTIONS = {
    UNSETTLED: "没有办结的", OVERDUE: "已过期未答复",
    **{state.value: state.label for state in State}, "all": "全部",
}  # fmt: skip
SOURCES = Rectification.Source.choices
HEAD = ["机关", "报告", "位置", "问题", "来源", "来源说明", "提出日期", "期限", "状态", "逾期", "最近一步", "说明", "更正版本"]


@dataclass(frozen=True)
class Choice:
    """What of the list somebody wants to see: a year, a state (CAPTIONS), a source."""

    year: int
    state: str = UNSETTLED
    source: str = ""

    @property
    def query(self) -> str:
        """The choice as an address has it."""
        return urlencode({name: value for name, value in vars(self).items() if value})


def chosen(user, choice: Choice) -> RectificationQuerySet:
    """Return the list that `choice` names, what is due first in front."""
    rows = access.rectifications_supervised(user, choice.year)
    match choice.state:
        case "":
            rows = rows.unsettled()
        case "overdue":
            rows = rows.overdue()
        case state if state in State.values:
            rows = rows.filter(state=state)
    if choice.source:
        rows = rows.filter(source=choice.source)
    rows = rows.select_related("report__organ", "publication")
    return rows.prefetch_related("steps__by", "steps__publication").order_by("due", "pk")


def counts(user, year: int) -> list[tuple[str, str, int]]:
    """Return, for what stands above the list, each state's id, its caption and how many there are."""
    rows = access.rectifications_supervised(user, year)
    found = list(rows.values_list("state", "due"))
    today = timezone.localdate()
    late = sum(state == State.OPEN and due < today for state, due in found)
    tally = [(state.value, state.label, sum(one == state for one, _ in found)) for state in State]
    return [(OVERDUE, CAPTIONS[OVERDUE], late), *tally]


def of_reports(user, year: int) -> tuple[dict[int, int], dict[int, int]]:
    """Return, by report, how many there were (taken back ones left out), and how many were late."""
    rows = access.rectifications_supervised(user, year)
    return rows.counted().by_report(), rows.late().by_report()


def lines(user, choice: Choice) -> Iterator[list]:
    """Yield a row for each of the list, under HEAD."""
    for one in chosen(user, choice).iterator(chunk_size=500):
        steps = list(one.steps.all())
        last = steps[-1]
        answered = [step for step in steps if step.action == RectificationStep.Action.ANSWERED]
        publication = answered[-1].publication if answered else None
        yield [
            one.report.organ.name, one.report.title, one.report.called(one.place) or one.place, one.text, one.get_source_display(),
            one.origin, timezone.localdate(one.at), one.due, one.get_state_display(),
            "是" if one.was_late or one.days_late else "否", last.get_action_display(), last.words,
            f"第{publication.version}版" if publication else "",
        ]  # fmt: skip
