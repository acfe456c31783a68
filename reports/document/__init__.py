"""A report as a plain value: what importers make, rules read, renderers print, models store."""

from .equations import broken_sentence
from .figures import (
    NOTE_MARKS,
    NOTHING_HAPPENED,
    SENTENCES,
    BadFigure,
    Entry,
    faults,
    format_figure,
    read_figure,
    without_unseen,
)
from .narrative.text import clean, has_words, plain_text
from .value import Document, NotAReport

__all__ = [
    "NOTE_MARKS", "NOTHING_HAPPENED", "SENTENCES", "BadFigure", "Document", "Entry", "NotAReport",
    "broken_sentence", "clean", "faults", "format_figure", "has_words", "plain_text", "read_figure",
    "without_unseen",
]  # fmt: skip
