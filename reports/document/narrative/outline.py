"""The headings of a narrative: what of last year's words a new report may begin with."""

import re

from .headings import LONGEST_HEADING
from .text import plain_text

_HEADING = re.compile(r"<(h[34])>.*?</\1>", re.DOTALL)


def outline(markup: str) -> str:
    """Return the headings of a clean narrative as mark-up, without a word of its text.

    A sentence that was set as a heading is text.
    """
    found = (match[0] for match in _HEADING.finditer(markup))
    return "".join(heading for heading in found if _is_short(plain_text(heading)))


def _is_short(words: str) -> bool:
    return len(words) <= LONGEST_HEADING and "。" not in words
