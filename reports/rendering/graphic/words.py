"""The words of a 图解: what its picture says, as sentences and lists that are read without it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from reports.document import format_figure

from .facts import Facts, Line, Review

_UNKNOWN = "未填"


@dataclass(frozen=True)
class Part:
    """A part of the 图解: its heading, its sentences, and a list of names, numbers and shares."""

    heading: str
    sentences: tuple[str, ...]
    rows: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Told:
    """Everything that the 图解 says; `lead` is its first sentence, the picture's short name."""

    title: str
    lead: str
    parts: tuple[Part, ...]
    note: str


def told(facts: Facts) -> Told:
    """Return the words of the 图解."""
    parts = (_requests(facts), _results(facts), *_reviews(facts))
    return Told(facts.title, _lead(facts), parts, _note(facts))


def number(value: Decimal | None) -> str:
    """Return a number as it is printed; a blank says that it is one."""
    return _UNKNOWN if value is None else format_figure(value)


def share(value: Decimal | None, whole: Decimal | None) -> str:
    """Return a part of the whole in percent; nothing where there is no whole."""
    if value is None or not whole or value > whole:
        return ""
    percent = 100 * value / whole
    return "不到0.1%" if 0 < percent < Decimal("0.1") else "100%" if value == whole else f"{percent:.1f}%"


def than(line: Line) -> str:
    """Return how a number stands to last year's, as the end of a sentence; nothing without one."""
    now, before = line.value, line.before
    if now is None or before is None:
        return ""
    if now == before:
        return "与上年相同"
    more, word = ("多", "增长") if now > before else ("少", "下降")
    difference = abs(now - before)
    if not before:
        return "上年没有"
    rate = 100 * difference / before
    # Of a handful, or after a handful, a percentage says nothing.
    much = f"（{word}{rate:.1f}%）".replace(".0%", "%") if before >= 10 and rate < 1000 else ""
    return f"比上年{more}{format_figure(difference)}件{much}"


def _lead(facts: Facts) -> str:
    line = facts.received
    if line.value is None:
        return f"{facts.year}年的报告没有填写收到多少件申请"
    if not line.value:
        last = f"，上年收到{number(line.before)}件" if line.before else ""
        return f"{facts.year}年没有收到政府信息公开申请{last}"
    return "，".join(filter(None, (f"{facts.year}年收到政府信息公开申请{number(line.value)}件", than(line))))


def _requests(facts: Facts) -> Part:
    sentences = [_lead(facts) + "。"]
    if facts.carried_over.value:
        sentences.append(f"另有{number(facts.carried_over.value)}件是上年结转下来的。")
    return Part("收到多少申请", tuple(sentences), _rows(facts.applicants, facts.received.value))


def _results(facts: Facts) -> Part:
    done, on = facts.processed.value, facts.carried_forward.value
    answered = "报告没有填写办结多少件" if done is None else f"办结{number(done)}件" if done else "没有办结的申请"
    going_on = f"，{number(on)}件结转下年度继续办理" if on else ""
    return Part("怎样答复", (f"{answered}{going_on}。",), _rows(facts.results, done))


def _reviews(facts: Facts) -> Iterable[Part]:
    for review in facts.reviews:
        yield Part(review.total.caption, (_reviewed(review) + "。",), _rows(review.outcomes, review.total.value))


def _reviewed(review: Review) -> str:
    total = review.total
    if total.value is None:
        return f"报告没有填写{total.caption}的件数"
    if not total.value:
        last = f"，上年{number(total.before)}件" if total.before else ""
        return f"没有因政府信息公开发生的{total.caption}{last}"
    return "，".join(filter(None, (f"{total.caption}{number(total.value)}件", than(total))))


def _rows(lines: Iterable[Line], whole: Decimal | None) -> tuple[tuple[str, str, str], ...]:
    """Return the lines of a list where there is anything to list; what is nought or blank is not."""
    return tuple((one.caption, number(one.value), share(one.value, whole)) for one in lines if one.value)


def _note(facts: Facts) -> str:
    last = "" if facts.year_before else "上年度的报告没有在本网站公开，不作比较。"
    return f"数字取自已公开的《{facts.title}》表三、表四的总计。{last}"
