"""From the rows of a sheet to drafts: one for each request or review, without personal columns."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ..naming import kept_body, kept_number, kept_result, kept_words, without_names
from ..words import (
    A_PERSON,
    BLANK,
    OPEN,
    SOME_NAME,
    STEP,
    group_of,
    is_kind,
    is_no,
    is_tick,
    is_vague,
    kind_of,
    kind_words,
    name_group,
    outcome_of,
    plain,
    result_of,
    shown,
)
from .dates import date_of, month_in, year_in
from .heads import LITIGATION, meaning_of, title_of
from .layout import Layout, find_layout, is_head_again
from .odds import FIRST_YEAR, Odds
from .values import Draft, ReviewDraft, Sheet

_TOTAL = re.compile("(?:本?[月年季]|全[年部])?(?:合计|总计|小计|共计|累计|总数)")
_FAULT = re.compile("#(?:N/A|REF!|VALUE!|DIV/0!|NAME\\?|NULL!|NUM!|####+)|Err:[0-9]{3}")
_DATE_PARTS = re.compile("[0-9]{2,4}[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?")
LONGEST_NUMBER, LONGEST_BODY, LONGEST_MATTER = 60, 60, 60
LONGEST_RESULT = 400  # characters that the lines of one request have together


class Line(NamedTuple):
    """A row: its number and its cells."""

    number: int
    cells: list[str]


class SheetReader:
    """Reads one sheet, row by row; `drafts` grows, `odds` are told."""

    def __init__(
        self, sheet: Sheet, layout: Layout, odds: Odds, today: date, name: str, matter: bool, salt: str = ""
    ):
        self.sheet, self.layout, self.odds, self.salt = sheet, layout, odds, salt
        self.today, self.matter, self.drafts = today, matter, list[Draft]()
        self.by_row = dict(sheet.rows)
        titles = (sheet.name, layout.title, name)
        self.year = next((year for text in titles if (year := year_in(text))), "")
        told, month = month_in(sheet.name)
        self.year, self.part = told or self.year, month
        self.draft_row = 0
        self.days = self._day_columns()

    def _day_columns(self) -> list[int]:
        reviews = self.layout.reviews.values()
        own = [self.layout.one[what] for what in ("received", "closed") if what in self.layout.one]
        return own or [parts[what] for parts in reviews for what in ("received", "closed", "day") if what in parts]

    def read(self) -> Iterator[int]:
        """Read the rows below the head, yielding how many are done after each."""
        at = self.layout.row + self.layout.depth
        while at < len(self.sheet.rows):
            line = Line(*self.sheet.rows[at])
            if again := self._head(line, at):
                at = again
                continue
            if not self._passed_over(line):
                self._take(line)
            at += 1
            yield at

    def _head(self, line: Line, at: int) -> int:
        """Return where the rows go on after a head that stands in their midst, 0 when it is none."""
        if any(column < len(line.cells) and date_of(line.cells[column]) for column in self.days):
            return 0
        if is_head_again(line.cells, self.layout):
            return at + self.layout.depth
        if sum(bool(meaning_of(cell)[0]) for cell in line.cells if 1 < len(cell) < 20) < 4:
            return 0
        found = find_layout(self.sheet, at, 1, self.layout.title)
        if found is None:
            return 0
        self._odd("repeated_head", line)
        self.layout = found
        self.days = self._day_columns()
        return at + found.depth

    def _passed_over(self, line: Line) -> bool:
        """Whether a row is no case: a total, the title of a part, a remark, a number without more."""
        written = [cell for cell in line.cells if cell]
        if total := next((cell for cell in written[:3] if _TOTAL.match(plain(cell))), ""):
            self._odd("total", line, read=total)
            return True
        if (title := title_of(line.cells)) and not date_of(title):
            return self._title(line, title)
        told = [self._cell(line, column) for column in self._told_columns()]
        return not any(told)

    def _told_columns(self) -> Iterator[int]:
        layout = self.layout
        yield from (column for meaning, column in layout.one.items() if meaning not in ("running", "body"))
        yield from (*layout.kinds, *layout.names, *layout.results, *layout.details)
        yield from (column for column, _, _ in layout.ticks)
        for parts in layout.reviews.values():
            yield from parts.values()

    def _title(self, line: Line, title: str) -> bool:
        year, month = month_in(title)
        if year or month:
            self.year, self.part = year or self.year, month
        elif told := year_in(title):
            self.year, self.part = told, ""
        elif line.cells and line.cells[-1] and self._goes_on(line):
            return False
        elif len(line.cells) - 1 != self.layout.one.get("running"):
            self._odd("lone", line)
        return True

    def _goes_on(self, line: Line) -> bool:
        """Whether a row is the second line of the request above it."""
        column = self.layout.one.get("number", self.layout.one.get("running"))
        if column is None or not self.drafts or self._cell(line, column):
            return False
        if top := self.sheet.above.get((line.number, column + 1)):
            return top == self.drafts[-1].row
        received = self.layout.one.get("received")
        beneath = line.number - self.draft_row == 1
        return beneath and (received is None or not self._cell(line, received, filled=True))

    def _take(self, line: Line) -> None:
        if self.layout.is_review:
            self._take_review(line)
        elif self._goes_on(line):
            self._go_on(line)
        elif draft := self._draft(line):
            self.drafts.append(draft)
            self.draft_row = line.number

    def _go_on(self, line: Line) -> None:
        self.draft_row = line.number
        column = self.layout.one.get("number", self.layout.one.get("running", 0))
        if (line.number, column + 1) not in self.sheet.above:
            self._odd("continued", line)
        _join(self.drafts[-1], self._words(line, Draft(self._where(line), line.number), True))

    def _draft(self, line: Line) -> Draft | None:
        number, running = self._cell(line, self._column("number")), self._cell(line, self._column("running"))
        draft = Draft(
            self._where(line), line.number, kept_number((number or running)[:LONGEST_NUMBER], self.salt),
            running=not number and bool(running), part=self.part, context=self._context(),
        )  # fmt: skip
        draft.received = self._received(line)
        if not draft.received:
            return None
        if not draft.number:
            self._odd("no_number", line)
        if (several := self._text(line, "count")).isdecimal() and int(several) > 1:
            self._odd("several", line, self._column("count"), several)
        return self._words(line, draft, False)

    def _words(self, line: Line, draft: Draft, goes_on: bool) -> Draft:
        draft.kind, draft.kind_from = self._kind(line, goes_on)
        words, within = self._result(line)
        draft.result = kept_result(words, self.salt)
        draft.status = without_names(shown(self._text(line, "status")))
        draft.closed = self._day(line, self._column("closed"), "closed") or within
        draft.corrected = self._day(line, self._column("corrected"), "corrected")
        draft.extended = not is_no(self._text(line, "extended"))
        draft.third_party = not is_no(self._text(line, "third_party"))
        draft.body = kept_body(self._text(line, "body"))[:LONGEST_BODY]
        draft.matter = without_names(shown(self._text(line, "matter")))[:LONGEST_MATTER] if self.matter else ""
        draft.reviews = list(self._reviews(line, draft))
        return draft

    # Cells ---------------------------------------------------------------------------------------

    def _column(self, meaning: str) -> int:
        return self.layout.one.get(meaning, -1)

    def _cell(self, line: Line, column: int, filled: bool = False) -> str:
        """Return the words of a cell; `filled`: also of one that is merged from above."""
        if column < 0:
            return ""
        text = line.cells[column] if column < len(line.cells) else ""
        if not text and filled and (top := self.sheet.above.get((line.number, column + 1))):
            cells = self.by_row.get(top, [])
            text = cells[column] if column < len(cells) else ""
        if _FAULT.fullmatch(text):
            self._odd("fault", line, column, text)
            return ""
        return text

    def _text(self, line: Line, meaning: str) -> str:
        return self._cell(line, self._column(meaning), filled=meaning == "body")

    def _received(self, line: Line) -> str:
        column = self._column("received")
        text = self._cell(line, column, filled=True)
        if not text:
            self._odd("no_received", line)
            return ""
        return self._checked(line, column, "received", text)

    def _day(self, line: Line, column: int, what: str) -> str:
        text = self._cell(line, column)
        if is_no(text):
            return ""
        return self._checked(line, column, what, text)

    def _checked(self, line: Line, column: int, what: str, text: str) -> str:
        """Return a date as ISO when it can be one of a case, else tell why not and return nothing."""
        found = date_of(text) or ""
        if found.startswith("--") and what != "received":
            return found
        if found.startswith("--"):
            if not self.year:
                return found
            found = self.year + found[1:]
        kind = "bad" if not found else "old" if int(found[:4]) < FIRST_YEAR else "future" if found > self.today.isoformat() else ""  # fmt: skip
        if not kind:
            return found
        told = {"received": f"{kind}_received", "closed": f"{kind}_closed", "corrected": "bad_corrected"}
        self._odd(told.get(what, "review_bad_day"), line, column, text)
        return ""

    def _kind(self, line: Line, goes_on: bool) -> tuple[str, str]:
        ticked = self._ticked(line, "kind")
        own = [ticked, *(self._cell(line, c, filled=True) for c in self.layout.kinds)]
        told = [kind_words(text) for text in own if text and not is_no(text)]
        if self.layout.mixed:
            # Names stand among the kinds: what is no word for a kind is one of them.
            told = [text for text in told if is_kind(text)]
        sure = [text for text in told if kind_of(text)]
        if told and not goes_on or sure:
            words = (sure or ["/".join(dict.fromkeys(told))])[0]
            return words, "name" if words in (A_PERSON, SOME_NAME) else "applicant"
        for column in self.layout.names:
            if name := self._cell(line, column, filled=True):
                return name_group(name)[0], "name"
        return ("" if goes_on else BLANK), "applicant"

    def _ticked(self, line: Line, what: str) -> str:
        marked = (words for c, of, words in self.layout.ticks if of == what and is_tick(self._cell(line, c)))
        return next(marked, "")

    def _result(self, line: Line) -> tuple[str, str]:
        """Return the words of the result and the day that stands among them, if one does.

        Where they say too little, those of the reason stand behind them.
        """
        text = next((text for c in self.layout.results if (text := self._cell(line, c))), "")
        within = date_of(text) or "" if text else ""
        main = _without_days(text) if within else shown(text)
        main = main or self._ticked(line, "result")
        main = "" if main and is_no(main) else main
        if result_of(main) in (OPEN, STEP):
            return main, ""
        if main and not is_vague(main):
            return main, self._within(line, within, text)
        details = dict.fromkeys(shown(text) for c in self.layout.details
                                if (text := self._cell(line, c)) and not is_no(text))  # fmt: skip
        reasons = "；".join(details)
        words = f"{main}（{reasons}）" if main and reasons else main or reasons
        return words, self._within(line, within, text)

    def _within(self, line: Line, day: str, text: str) -> str:
        return self._checked(line, self.layout.results[0], "closed", text) if day else ""

    # Reviews -------------------------------------------------------------------------------------

    def _reviews(self, line: Line, draft: Draft) -> Iterator[ReviewDraft]:
        found: list[ReviewDraft] = []
        groups = sorted(self.layout.reviews.items(), key=lambda item: item[0].startswith(LITIGATION))
        for group, parts in groups:
            review = self._review(line, parts)
            if review is None:
                continue
            if group == LITIGATION:
                after = any(one.group == "reconsideration" for one in found)
                group = "litigation_after_reconsideration" if after else "litigation_direct"
            review.group = group or self._told_group(review, parts)
            found.append(review)
        yield from found

    def _told_group(self, review: ReviewDraft, parts: dict[str, int]) -> str:
        told = (review.group, review.outcome, self.layout.head(next(iter(parts.values()))))
        found = next((shown(text) for text in told if group_of(text)), "") or shown(told[0] or told[2])
        return kept_words(found, self.salt)

    def _review(self, line: Line, parts: dict[str, int]) -> ReviewDraft | None:
        """Return the review that columns beside the request tell, None when they tell of none."""
        told = {what: self._cell(line, column) for what, column in parts.items() if what != "none"}
        told = {what: text for what, text in told.items() if not is_no(text)}
        if not set(told) & {"received", "closed", "day", "outcome", "words", "flag", "number"}:
            return None
        if not set(told) - {"flag"}:
            self._odd("review_no_day", line)
            return None
        return self._of_parts(line, parts, told)

    def _of_parts(self, line: Line, parts: dict[str, int], told: dict[str, str]) -> ReviewDraft:
        days = {what: self._checked(line, parts[what], "review", told[what])
                for what in ("received", "closed", "day") if what in told}  # fmt: skip
        words = told.get("outcome", "") or told.get("words", "")
        within = date_of(words) or ""
        outcome = _without_days(words) if words else ""
        outcome = "" if is_tick(outcome) else outcome
        day = days.get("day") or (within if within[:1] == "2" and within <= self.today.isoformat() else "")
        is_settled = bool(outcome) and outcome_of(outcome) != OPEN
        closed = days.get("closed") or (day if is_settled else "")
        received = days.get("received") or ("" if days.get("closed") and day == days["closed"] else day)
        number = kept_number(told.get("number", "")[:LONGEST_NUMBER], self.salt)
        return ReviewDraft(told.get("group", ""), received, closed, kept_words(outcome, self.salt), number)

    def _take_review(self, line: Line) -> None:
        merged: dict[str, int] = {}
        for parts in self.layout.reviews.values():
            merged |= {what: column for what, column in parts.items() if what not in merged}
        review = self._review(line, merged)
        if review is None:
            return
        own = next((group for group in self.layout.reviews if group and group != LITIGATION), "")
        review.group = kept_words(shown(review.group), self.salt) or own or plain(f"{self.layout.title or self.sheet.name}")[:20]
        review.number = review.number or self._cell(line, self._column("running"))
        review.request = self._cell(line, merged.get("request", -1))[:LONGEST_NUMBER]
        draft = Draft(self._where(line), line.number, review.number, context=self._context(), is_request=False)
        draft.reviews = [review]
        self.drafts.append(draft)
        self.draft_row = line.number

    # Places --------------------------------------------------------------------------------------

    def _context(self) -> str:
        name = f"工作表“{self.sheet.name}”" if self.sheet.name else "这份台账"
        return f"{name}{int(self.part)}月" if self.part and month_in(self.sheet.name)[1] == "" else name

    def _where(self, line: Line) -> str:
        return self.sheet.where(line.number)

    def _odd(self, kind: str, line: Line, column: int = -1, read: str = "") -> None:
        self.odds.add(kind, self.sheet.name, self.sheet.where(line.number, column + 1), line.number, read)


def _without_days(text: str) -> str:
    return shown(re.sub("^[,，、;；:：]+|[,，、;；:：]+$", "", _DATE_PARTS.sub("", text).strip()))


def _join(draft: Draft, more: Draft) -> None:
    """Add what the second line of a request tells to its first."""
    if more.result and more.result != draft.result:
        if not draft.result or result_of(draft.result) in (OPEN, STEP):
            draft.result, draft.closed = more.result, more.closed or draft.closed
        elif result_of(more.result) not in (OPEN, STEP):
            same = result_of(draft.result) == result_of(more.result) is not None
            draft.result = draft.result if same else f"{draft.result}／{more.result}"[:LONGEST_RESULT]
            draft.closed = max(draft.closed, more.closed)
    draft.closed = draft.closed or more.closed
    for name in ("corrected", "body", "matter", "status"):
        setattr(draft, name, getattr(draft, name) or getattr(more, name))
    if draft.kind == BLANK and more.kind:
        draft.kind, draft.kind_from = more.kind, more.kind_from
    draft.extended, draft.third_party = draft.extended or more.extended, draft.third_party or more.third_party
    draft.reviews += [one for one in more.reviews if one not in draft.reviews]
