"""What a report's sentences say, knowing the words of the edition and nothing of rules."""

from .words.numbers import Number
from .words.passages import LONGEST, Passage, Sentence, passages_of

__all__ = ["LONGEST", "Number", "Passage", "Sentence", "passages_of"]
