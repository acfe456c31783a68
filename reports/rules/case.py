"""What a rule reads: the report, last year's, and their words, on which findings can be made."""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from reports.document import Document
from reports.editions.quoting import quoted
from reports.guarded import Watched
from reports.language import LONGEST, Passage, Sentence, passages_of
from reports.language.claims.language import Language
from reports.once import once

from .findings import Finding

__all__ = ["LONGEST", "Case", "Finding", "Found", "Passage", "Sentence", "Text", "shown"]
Found = Iterator[Finding]  # what a rule yields


class Text(Passage):
    """The words of one section, which know how a finding on them is made."""

    def finding(
        self, rule: str, severity: str, message: str, start: int, end: int, **more
    ) -> Finding:
        """Return a finding on a range of `canon`; `{quote}` in the message is what stands there."""
        first, last = self.span(start, end)
        return self.at(rule, severity, message, first, last, **more)

    def each(self, pattern: re.Pattern, rule: str, severity: str, message: str, **more) -> Found:
        """Yield a finding wherever a pattern stands in `canon`: on its named group, where it has one."""
        for told in pattern.finditer(self.canon):
            yield self.finding(rule, severity, message, *told.span(told.lastgroup or 0), **more)

    def at(self, rule: str, severity: str, message: str, start: int, end: int, **more) -> Finding:
        """Return a finding on a range of `text`; `{where}` and `{quote}` in the message are filled."""
        quote = self.text[start:end]
        filled = message.replace("{where}", self.caption)
        filled = filled.replace("“{quote}”", quoted(shown(quote))).replace("{quote}", shown(quote))
        return Finding(rule, severity, filled, section=self.section, quote=quote,
                       start=start, end=end, **more)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """What a rule reads: the report, last year's and the register's where they are, and the words."""

    document: Document
    previous: Document | None = None
    # What the organ's register counts now for the tables that were taken from it, by cell.
    register: Mapping[str, int] = field(default_factory=dict)
    # What the yearly statistics of enforcement have, by cell: the count and what it is made of.
    enforcement: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    # The day by which a district's calendar has it public, and whose calendar that is.
    due: tuple[datetime.date, str] | None = None
    cuts: list[Passage] = field(default_factory=list)

    @once
    def before(self) -> "Case | None":
        """Last year's report in its turn."""
        return Case(self.previous) if self.previous else None

    @once
    def passages(self) -> list[Text]:
        """The preface and the narrative sections that say anything, in order."""
        return Watched(Text(*part) for part in passages_of(self.document))

    def cut(self, passage: Passage) -> None:
        """Note that a rule leaves out a part of a section's words: there is too much of it."""
        self.cuts.append(passage)

    def taken_cuts(self) -> list[Passage]:
        """Return the sections that were `cut` since this was asked last."""
        taken, self.cuts[:] = list(self.cuts), []
        return taken

    @once
    def language(self) -> Language:
        """Its words as they are understood."""
        return Language(self.document, self.passages)

    def passage(self, section: str) -> Text | None:
        """Return the words of a section, None when it has none."""
        return next((p for p in self.passages if p.section == section), None)


def shown(words: str, longest: int = 40) -> str:
    """Return words short enough to quote in a sentence."""
    line = " ".join(words.split())
    return line if len(line) <= longest else f"{line[:longest]}…"
