"""The room of the register (依申请公开台账): kept, brought in, counted into a report (docs/adr/0101)."""

from .bringing import answer, begin, clear, drop, last_batch, look, lying, read
from .clearing import clear_old, set_up
from .keeping import (
    Typed,
    TypedReview,
    proposed_number,
    remove_request,
    remove_review,
    save_request,
    save_review,
)
from .reminding import remind
from .taking import take
from .taking_in import put_in, take_in, undo

__all__ = [
    "Typed", "TypedReview", "answer", "begin", "clear", "clear_old", "drop", "last_batch", "look", "lying",
    "proposed_number", "put_in", "read", "remind", "remove_request", "remove_review", "save_request", "save_review", "set_up", "take",
    "take_in", "undo",
]  # fmt: skip
