"""通报: how the reports of a district stand, on a sheet for whoever leads it, ready to be signed."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape

from django.utils import timezone

from reports import access
from reports.document import Document
from reports.editions import ORGAN_TYPES, Edition, Section
from reports.editions.days import caption
from reports.models import Organ, Transition, states

from . import supervision
from .supervision import Choice

MOST_ROWS, MOST_LATE, MOST_REASONS = 12, 60, 5
_COLUMNS = ("应报", "已提交", "已发布", "未提交", "逾期未提交")
_RETURNS = ("return", "send_back")
_NUMERALS = "一二三四"
_Part = tuple[str, str]  # a heading and what stands under it


class Circular(Document):
    """Words of an office in the layout of a report, without a report's parts."""

    @cached_property
    def edition(self) -> Edition:
        """A template without sections: all is in the preface."""
        preface = Section("preface", "", "narrative")
        return Edition("", "", self.year, self.year, preface, (), (), ())


@dataclass
class _Tally:
    """How many organs of a group owe, have handed in, are public, have not, are late."""

    owing: int = 0
    handed_in: int = 0
    public: int = 0
    undone: int = 0
    late: int = 0

    def count(self, organ, is_late: bool) -> None:
        undone = organ.state in states.UNDONE and not organ.public
        self.owing += 1
        self.undone += undone
        self.handed_in += not undone
        self.public += organ.public or organ.state in states.PUBLIC_SOMEWHERE
        self.late += is_late

    @property
    def cells(self) -> tuple[int, ...]:
        return self.owing, self.handed_in, self.public, self.undone, self.late


@dataclass
class _Standing:
    """What the circular tells: all organs, by type and by district, and who is late."""

    all: _Tally = field(default_factory=_Tally)
    by_type: dict[str, _Tally] = field(default_factory=lambda: defaultdict(_Tally))
    by_branch: dict[str, _Tally] = field(default_factory=lambda: defaultdict(_Tally))
    late: list[tuple[str, datetime.date]] = field(default_factory=list)


def circular(user, choice: Choice) -> Circular:
    """Return the circular over the organs of the list, whatever their state.

    Reasons of returns are quoted as they were written, the most frequent first.
    """
    choice = replace(choice, state="", search="")
    standing = _standing(user, choice)
    today = timezone.localdate()
    home = _home(user, choice)
    area = home.name if home else "本地区"
    title = f"关于{area}{choice.year}年度政府信息公开工作年度报告报送情况的通报"
    parts = [*_tables(standing), _late(standing), *_reasons(user, choice)]
    numbered = (f"<h3>（{n}）{head}</h3>{words}" for n, (head, words) in zip(_NUMERALS, parts, strict=False))
    preface = _summary(area, choice, standing.all, today) + "".join(numbered)
    return Circular(home.name if home else "", choice.year, "", title, issued=today, preface=preface)


def _home(user, choice: Choice) -> Organ | None:
    organs = access.organs_supervised(user)
    if choice.under:
        return organs.filter(pk=choice.under).first()
    first = organs.order_by("depth", "-numchild").first()
    # Over several trees nobody's name stands for all.
    beside = first and organs.exclude(path__startswith=first.path).exists()
    return None if beside else first


def _standing(user, choice: Choice) -> _Standing:
    standing, late = _Standing(), supervision.days_late(user, choice)
    owing = list(supervision.owing(user, choice))
    branches = _branches(owing)
    for organ in owing:
        is_late = organ.pk in late
        groups = [standing.all, standing.by_type[organ.type]]
        if branch := next((b for path, b in branches if organ.path.startswith(path)), ""):
            groups.append(standing.by_branch[branch])
        for tally in groups:
            tally.count(organ, is_late)
        if is_late:
            standing.late.append((organ.name, late[organ.pk]))
    return standing


def _branches(owing: Iterable) -> list[tuple[str, str]]:
    """Return path and name of each government below the topmost that has organs below it."""
    governments = [o for o in owing if o.numchild and ORGAN_TYPES[o.type].government]
    least = min((len(o.path) for o in governments), default=0)
    return [(o.path, o.name) for o in governments if len(o.path) == least + Organ.steplen]


def _summary(name: str, choice: Choice, all: _Tally, today: datetime.date) -> str:
    words = (
        f"截至{today.year}年{caption(today)}，{name}应报{choice.year}年度报告的机关{all.owing}个，"
        f"已提交{all.handed_in}个，其中已发布{all.public}个；"
        f"未提交{all.undone}个，其中逾期{all.late}个。"
    )
    return f"<p>{escape(words)}</p>"


def _tables(standing: _Standing) -> list[_Part]:
    types = [(ORGAN_TYPES[t].caption, standing.by_type[t]) for t in ORGAN_TYPES if t in standing.by_type]
    parts = [("各类机关", _table("机关类型", types))]
    branches = sorted(standing.by_branch.items(), key=lambda one: -one[1].late)[:MOST_ROWS]
    if branches:
        parts.append(("各地区", _table("地区", branches)))
    return parts


def _table(head: str, rows: list[tuple[str, _Tally]]) -> str:
    first = "".join(f"<th>{words}</th>" for words in (head, *_COLUMNS))
    lines = "".join(
        f"<tr><td>{escape(name)}</td>{''.join(f'<td>{n}</td>' for n in tally.cells)}</tr>"
        for name, tally in rows
    )
    return f"<table><tbody><tr>{first}</tr>{lines}</tbody></table>"


def _late(standing: _Standing) -> _Part:
    if not standing.late:
        return "逾期未提交的机关", "<p>没有。</p>"
    names = "、".join(f"{name}（{caption(day)}到期）" for name, day in standing.late[:MOST_LATE])
    more = f"等{len(standing.late)}个" if len(standing.late) > MOST_LATE else ""
    return "逾期未提交的机关", f"<p>{escape(names)}{more}。</p>"


def _reasons(user, choice: Choice) -> list[_Part]:
    of = {organ.pk for organ in supervision.owing(user, choice)}
    steps = Transition.objects.filter(
        report__year=choice.year, report__kind=choice.report_kind, action__in=_RETURNS
    )
    told = [(r, why) for r, organ, why in steps.values_list("report", "report__organ", "reason")
            if organ in of]  # fmt: skip
    if not told:
        return []
    reports = len({report for report, _ in told})
    often = Counter(why.strip()[:60] or "没有写原因" for _, why in told).most_common(MOST_REASONS)
    words = "；".join(f"{why}（{n}次）" for why, n in often)
    told_of = f"共退回{len(told)}次，涉及{reports}份报告。主要原因：{escape(words)}。"
    return [("退回修改", f"<p>{told_of}</p>")]
