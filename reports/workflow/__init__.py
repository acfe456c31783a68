"""A report's way through the hands: steps, remarks, and its versions side by side."""

from .moves import (
    MOVES,
    PUBLIC_MOVES,
    Move,
    NotReady,
    approve,
    correct,
    hand_over,
    move,
    moves_open_to,
    next_step,
    publish,
    return_,
    submit,
    withdraw,
)
from .remarks import add_remark, answer_remark, close_remark, remark_place, remarks_of
from .versions import (
    NOW,
    Comparison,
    Version,
    compare,
    compared_first,
    last_return,
    timeline_of,
    version_of,
    versions_of,
)
from .waiting import Waiting, waiting_in

__all__ = [
    "MOVES", "NOW", "PUBLIC_MOVES", "Comparison", "Move", "NotReady", "Version", "Waiting", "add_remark",
    "answer_remark", "approve", "close_remark", "compare", "compared_first", "correct", "hand_over", "last_return", "move",
    "moves_open_to", "next_step", "publish", "remark_place", "remarks_of", "return_", "submit", "timeline_of",
    "version_of", "versions_of", "waiting_in", "withdraw",
]  # fmt: skip
