"""A report's way through the hands: steps, remarks, and its versions side by side."""

from .desk.judged import judgements, returned_most, tallies_of
from .desk.kept import judge_kept, kept_warnings
from .desk.passing import MOST, Passed, dockets_of, pass_clear
from .desk.waiting import Waiting, waiting_in
from .moves import (
    LONGEST_REASON,
    MOVES,
    PUBLIC_MOVES,
    RECEIVED,
    UNRECEIVED,
    Move,
    NotReady,
    approve,
    correct,
    hand_over,
    move,
    moves_open_to,
    next_step,
    publish,
    receive,
    return_,
    submit,
    unreceive,
    withdraw,
)
from .personal.errands import errands_of
from .remarks import add_remark, answer_remark, close_remark, is_own, remark_place, remarks_of
from .signing import (
    Step,
    fingerprint_of,
    must_be_signed,
    photograph_of,
    receipt_of,
    sign,
    signing_of,
    standings_of,
    steps_on,
    switch_signing,
    unsigned,
)
from .versions import (
    NOW,
    Comparison,
    Version,
    changed_since_return,
    compare,
    compared_first,
    last_return,
    timeline_of,
    version_of,
    versions_of,
)

__all__ = [
    "LONGEST_REASON", "RECEIVED", "UNRECEIVED",
    "MOST", "MOVES", "NOW", "PUBLIC_MOVES", "Comparison", "Move", "NotReady", "Passed", "Step", "fingerprint_of", "must_be_signed", "photograph_of", "receipt_of", "sign", "standings_of",
    "signing_of", "steps_on", "switch_signing", "unsigned", "Version", "Waiting",
    "add_remark", "answer_remark", "approve", "changed_since_return", "close_remark", "compare",
    "compared_first", "correct", "dockets_of", "errands_of", "hand_over", "is_own", "judge_kept", "judgements", "kept_warnings", "last_return", "move",
    "moves_open_to", "next_step", "pass_clear", "publish", "remark_place", "remarks_of", "return_",
    "receive", "returned_most", "submit", "tallies_of", "unreceive", "timeline_of", "version_of", "versions_of", "waiting_in",
    "withdraw",
]  # fmt: skip
