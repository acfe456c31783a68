"""The room of the register (依申请公开台账): kept, brought in, counted into a report (docs/adr/0101)."""

from .bringing import last_batch
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
from .taking import take

__all__ = [
    "Typed", "TypedReview", "clear_old", "last_batch", "proposed_number", "remove_request", "remove_review",
    "save_request", "save_review", "set_up", "take",
]  # fmt: skip
