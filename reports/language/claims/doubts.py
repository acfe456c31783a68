"""Counts that go on from what was not understood, or from a part of the year's requests."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from ..words.tokens import Token
from .quantities import Meaning
from .spoken import Mention, Spoken

_JOINED = re.compile("[、和及与]|以及")
_SHARE = re.compile("[，；：]?其中")
_WHOLE = re.compile("[一-鿿]{0,12}[中里]$")


@dataclass
class Doubt:
    """What a count goes on from must have been understood, or the count is not either."""

    is_strange: Callable[[Mention], bool]
    names_group: Callable[[list[Token]], bool]
    about: Spoken | None = None
    listing: Spoken | None = None  # 70件复议案件中, whose parts all are of it

    def is_of(self, mention: Mention, meaning: Meaning | None) -> bool:
        """Whether the count goes on from one that was not understood; note whether this one was."""
        spoken = mention.spoken
        goes_on = mention.inherited or bool(_JOINED.match(mention.before))
        doubted = goes_on and self.about is not None and self.about in (spoken, spoken.parent)
        if meaning and not doubted and _WHOLE.match(mention.after):
            self.listing = spoken
        if spoken is self.listing:
            return False
        if not mention.inherited and not doubted:
            self.about = None if meaning else spoken
        elif meaning is None and self.is_strange(mention):
            self.about = spoken
        # What names itself in the table's own words does, whatever the count before it was of.
        column = any(part.startswith("proactive column:") for t in mention.head if "makes" not in t.heads for part in t.parts)
        return doubted and not (column or self.names_group(mention.label) or "处理决定" in mention.before + mention.after)


@dataclass
class Shares:
    """对上年结转的9件申请建立台账。其中7件予以公开: results of a part are no results of the year."""

    last: Spoken | None = None  # the last sentence that told counts
    part: bool = False  # whether all of them were of a part, or not understood
    sharing: Spoken | None = None

    def is_of_a_part(self, mention: Mention, meaning: Meaning | None) -> bool:
        """Whether the count is a share of a part of the year's requests; note what this one was."""
        spoken = mention.spoken.parent or mention.spoken
        begins = bool(_SHARE.match(mention.before))
        goes_on = self.last is not None and spoken.sentence.line == self.last.sentence.line
        if begins and mention.inherited and goes_on and self.part:
            self.sharing = spoken
        if spoken is self.sharing:
            return True
        if spoken is not self.last and _WHOLE.match(mention.after) and _is_unclear(meaning):
            self.sharing = spoken  # 2023年结转的18件中，6件予以公开
        before = self.part or self.last is not spoken
        self.last, self.part = spoken, before and _is_unclear(meaning)
        return False


_PARTS = ("requests.carried_over.", "requests.carried_forward.")


def _is_unclear(meaning: Meaning | None) -> bool:
    """Whether a whole was not understood, or is only of what was carried over or forward."""
    quantities = meaning.quantities if meaning else ()
    return all(cell.startswith(_PARTS) for quantity in quantities for cell in quantity.cells)
