"""What a report's sentences say, knowing the words of the edition and nothing of rules."""

from .numbers import Number
from .passages import LONGEST, Passage, Sentence, passages_of

__all__ = ["LONGEST", "Number", "Passage", "Sentence", "passages_of"]
