"""From drafts to cases: words become rows and columns, by the words known and by what was answered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from reports.editions import all_editions
from reports.refusals import Refused

from ..case import Request, Review
from ..counting import counted_requests, counted_reviews
from ..words import (
    BLANK,
    LEAVE,
    OPEN,
    STEP,
    group_of,
    is_no,
    kind_of,
    name_proposal,
    outcome_of,
    result_of,
)
from .numbering import EACH, FIRST, LAST, unique, with_numbers
from .odds import Odds
from .values import Asked, Draft, Known, Reading, Register, ReviewDraft

LONGEST_ASKED = 100  # characters of a value that are asked and remembered
Answers = Mapping[str, Mapping[str, str]]
_ASKS = {"result": result_of, "applicant": kind_of, "review": outcome_of, "group": group_of}


class BadAnswer(Refused):
    """An answer that names no row, column or year; the text is a Chinese sentence."""

    status = 422


@lru_cache(maxsize=1)
def choices() -> dict[str, tuple[str, ...]]:
    """Return what may be answered, by column: rows and columns of the newest edition, and more."""
    requests, reviews = counted_requests(all_editions()[-1]), counted_reviews(all_editions()[-1])
    results = requests.results if requests else ()
    applicants = requests.applicants if requests else ()
    return {
        "result": (*results, OPEN, STEP, LEAVE),
        "applicant": (*applicants, LEAVE),
        "name": (*applicants, LEAVE),
        "review": (*(reviews.outcomes if reviews else ()), OPEN, LEAVE),
        "group": (*(reviews.groups if reviews else ()), LEAVE),
        "number": (FIRST, LAST, EACH),
    }


def settle(register: Register, answers: Answers | None = None, today: date | None = None) -> Reading:
    """Return the cases of a register, and what is still to be asked.

    `answers` are values by column and value (`{"result": {"不予公开": "withheld_process"}}`); raise
    BadAnswer for one that means nothing. A case of which something is asked is not among the cases.
    """
    answers = _checked(answers or {})
    settling = _Settling(answers, today or date.today())
    for draft in with_numbers(register.drafts, settling.day_of):
        settling.take(draft)
    requests = tuple(unique(settling.requests, settling))
    reviews = tuple(unique(settling.reviews, settling))
    return Reading(
        requests,
        reviews,
        tuple(settling.asked()),
        (*register.notices, *settling.odds.notices()),
        tuple(register.left_out),
        tuple(Known(c, v, m, n) for (c, v, m), n in settling.known.items()),
        tuple(register.columns),
    )


def _checked(answers: Answers) -> dict[str, dict[str, str]]:
    may = choices()
    for column, values in answers.items():
        if column not in (*may, "year") or not isinstance(values, Mapping):
            raise BadAnswer(f"答案里的“{column}”不是能回答的一栏：可以是{'、'.join([*may, 'year'])}。")
        for value, answer in values.items():
            if not _is_answer(column, answer, may):
                raise BadAnswer(f"对“{value}”的回答“{answer}”不能用：{column} 一栏可以答 {_offered(column, may)}。")
    return {column: dict(values) for column, values in answers.items()}


def _is_answer(column: str, answer: Any, may: dict[str, tuple[str, ...]]) -> bool:
    if column == "year":
        return bool(re.fullmatch("20[0-9]{2}", str(answer)))
    return answer in may[column]


def _offered(column: str, may: dict[str, tuple[str, ...]]) -> str:
    return "年份，如 2024" if column == "year" else "、".join(may[column])


@dataclass
class _Settling:
    answers: dict[str, dict[str, str]]
    today: date
    odds: Odds = field(default_factory=Odds)
    requests: list[tuple[Draft, Request]] = field(default_factory=list)
    reviews: list[tuple[Draft, Review]] = field(default_factory=list)
    known: dict[tuple[str, str, str], int] = field(default_factory=dict)
    questions: dict[tuple[str, str], tuple[str, str, list[int]]] = field(default_factory=dict)

    def ask(self, column: str, value: str, where: str, row: int, proposed: str = "") -> None:
        """Remember that a value of a row is to be asked."""
        self.questions.setdefault((column, value), (where, proposed, []))[2].append(row)

    def asked(self) -> list[Asked]:
        """Return what is asked, in the order of the rows."""
        return [
            Asked(column, value, tuple(rows), where, proposed)
            for (column, value), (where, proposed, rows) in self.questions.items()
        ]

    def answered(self, column: str, value: str) -> str | None:
        """Return the answer that was given to a value; a name's group may be answered as a kind."""
        found = self.answers.get(column, {}).get(value)
        return found or (self.answers.get("applicant", {}).get(value) if column == "name" else None)

    def odd(self, kind: str, draft: Draft, read: str = "") -> None:
        """Tell of an odd row."""
        self.odds.add(kind, draft.where.rpartition("第")[0], draft.where, draft.row, read)

    def meaning(self, column: str, value: str, draft: Draft, proposed: str = "") -> str | None:
        """Return what a value means; None when it is asked, which is then remembered."""
        say = _ASKS.get(column)
        answer = self.answered(column, _cut(value))
        found = answer or (say(value) if say and value != BLANK else None)
        if found is None and column == "result":
            # What was said of the word alone holds where its reason says no more.
            found = self.answered(column, value.partition("（")[0])
        value = _cut(value)
        # Under way, and yet with a day of its end: one of the two is not so.
        is_both = column == "result" and found in (OPEN, STEP) and draft.closed and not answer
        if found is None or is_both:
            self.ask(column, value, draft.where, draft.row, proposed)
            return None
        key = (column, value, found)
        self.known[key] = self.known.get(key, 0) + 1
        return found

    def take(self, draft: Draft) -> None:
        """Make a draft's request and its reviews; what is asked of one does not keep the other back."""
        received = self.received(draft) if draft.is_request else None
        if received and (request := self.request(draft, received)):
            self.requests.append((draft, request))
        for at, told in enumerate(draft.reviews, 1):
            if review := self.review(draft, told, at):
                self.reviews.append((draft, review))

    def day_of(self, draft: Draft) -> str:
        """Return the day on which a request was received, as ISO; empty where its year is asked."""
        year = self.answered("year", draft.context) if draft.received.startswith("--") else ""
        return draft.received if year == "" else f"{year}{draft.received[1:]}" if year else ""

    # Requests ------------------------------------------------------------------------------------

    def received(self, draft: Draft) -> date | None:
        """Return the day on which a request was received; None when its year is asked, or it is none."""
        text = self.day_of(draft)
        if not text:
            self.ask("year", draft.context, draft.where, draft.row)
            return None
        day = _date(text)
        if day is None or day > self.today:
            self.odd("bad_received" if day is None else "future_received", draft, text)
            return None
        return day

    def request(self, draft: Draft, received: date) -> Request | None:
        """Return the request of a row; None when something of it is asked."""
        if draft.kind_from == "name":
            kind = self.meaning("name", draft.kind, draft, name_proposal(draft.kind))
        else:
            kind = self.meaning("applicant", draft.kind, draft)
        outcome, closed = self.end(draft, received)
        if LEAVE in (kind, outcome) or kind is None or outcome is None:
            return None
        return Request(
            draft.number, received, kind, outcome if closed else None, closed,
            self.corrected(draft, received), draft.extended, draft.third_party, draft.matter, draft.body,
        )  # fmt: skip

    def end(self, draft: Draft, received: date) -> tuple[str | None, date | None]:
        """Return the outcome of a request and its day; (None, None) when it is asked."""
        closed = self.closed(draft.closed, received, draft)
        if not draft.result:
            if closed or draft.closed:
                self.odd("no_result", draft)
            elif "已" in draft.status and not is_no(draft.status):
                self.odd("done_without", draft, draft.status)
            return OPEN, None
        outcome = self.meaning("result", draft.result, draft)
        if outcome in (None, LEAVE, OPEN, STEP):
            return outcome, None
        if closed is None and not draft.closed:
            self.odd("no_closed", draft, draft.result)
        return outcome, closed

    def closed(self, text: str, received: date, draft: Draft, early: str = "early_closed") -> date | None:
        """Return the day of an end; None when there is none that can be."""
        if not text:
            return None
        is_bare = text.startswith("--")
        day = _date(f"{received.year}{text[1:]}" if is_bare else text)
        if is_bare and (day is None or day < received) and (later := _date(f"{received.year + 1}{text[1:]}")):
            self.odd("next_year", draft, text[2:])
            day = later
        kind = "bad_closed" if day is None else early if day < received else "future_closed" if day > self.today else ""
        if kind:
            self.odd(kind, draft, text)
            return None
        return day

    def corrected(self, draft: Draft, received: date) -> date | None:
        """Return the day on which the corrected application came, where it can be one."""
        text = draft.corrected
        day = _date(f"{received.year}{text[1:]}" if text.startswith("--") else text)
        if text and (day is None or not received <= day <= self.today):
            self.odd("bad_corrected", draft, text)
            return None
        return day

    # Reviews -------------------------------------------------------------------------------------

    def review(self, draft: Draft, told: ReviewDraft, at: int) -> Review | None:
        """Return a review of a row; None when something of it is asked, or it has no day at all."""
        known = told.group in choices()["group"]
        group = told.group if known else self.meaning("group", told.group, draft)
        outcome = self.meaning("review", told.outcome, draft) if told.outcome else OPEN
        if LEAVE in (group, outcome) or group is None or outcome is None:
            return None
        received = self.review_day(draft, told)
        if received is None:
            return None
        closed = self.closed(told.closed, received, draft, "review_early")
        if outcome != OPEN and not told.closed:
            self.odd("review_no_closed", draft, told.outcome)
        elif outcome == OPEN and closed:
            self.odd("review_no_outcome", draft)
        is_done = outcome != OPEN and closed
        what = "复议" if group == "reconsideration" else "诉讼"
        number = told.number or f"{draft.number or draft.row}-{what}{at if at > 2 else ''}"
        about = draft.number if draft.is_request else told.request
        return Review(number, group, received, outcome if is_done else None, closed if is_done else None, about)

    def review_day(self, draft: Draft, told: ReviewDraft) -> date | None:
        """Return the day on which a review came, or that of its end, which counts the same."""
        text = told.received or told.closed
        if text.startswith("--"):
            year = self.answered("year", draft.context) or (draft.received[:4] if draft.received[:1] == "2" else "")
            if not year:
                self.ask("year", draft.context, draft.where, draft.row)
                return None
            text = f"{int(year)}{text[1:]}"
        day = _date(text)
        if day is None or day > self.today:
            self.odd("review_no_day" if not text else "review_bad_day", draft, text)
            return None
        if not told.received:
            self.odd("review_no_received", draft)
        return day


def _cut(value: str) -> str:
    """Return a value as it is asked and remembered."""
    return value if len(value) <= LONGEST_ASKED else f"{value[: LONGEST_ASKED - 1]}…"


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
