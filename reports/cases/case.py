"""A case: as little of a request or a review as counting needs, and nothing of the person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Request:
    """A request for information (依申请公开).

    `number` is the office's own, unique in its register. `applicant` is a column of table 三 and
    `outcome` the id of its result row in the edition of 2021; no outcome and no `closed_on`: open.
    `corrected_on` is the day on which the corrected application came (补正), `extended` whether the
    time was extended (延期), `third_party` whether a third party was asked. `body` is the unit that
    dealt with it (承办单位), `matter` a few words of what it is about.
    """

    number: str
    received_on: date
    applicant: str
    outcome: str | None = None
    closed_on: date | None = None
    corrected_on: date | None = None
    extended: bool = False
    third_party: bool = False
    matter: str = ""
    body: str = ""


@dataclass(frozen=True)
class Review:
    """A reconsideration or a lawsuit; `group` and `outcome` are a row and a column of table 四.

    `request` is the number of the request that it is about, where that is known.
    """

    number: str
    group: str
    received_on: date
    outcome: str | None = None
    closed_on: date | None = None
    request: str = ""


Case = Request | Review


def problems(case: Case) -> Iterator[str]:
    """Yield what keeps a case from being counted, a Chinese clause each; nothing when it is sound."""
    if not case.number:
        yield "没有编号"
    if case.outcome and not case.closed_on:
        yield "有结果，没有办结日期"
    if case.closed_on and not case.outcome:
        yield "有办结日期，没有结果"
    if case.closed_on and case.closed_on < case.received_on:
        yield f"办结日期{case.closed_on}早于收到日期{case.received_on}"
    corrected = case.corrected_on if isinstance(case, Request) else None
    if corrected and corrected < case.received_on:
        yield f"补正日期{corrected}早于收到日期{case.received_on}"
