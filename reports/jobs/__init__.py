"""The engine of background work: a job is rows, and whoever claims one does it (docs/adr/0040).

It knows neither the task engine (reports/tasks.py) nor what a piece of work is.
"""

from .pieces import MOST_ATTEMPTS, claim, fail, finish, held
from .progress import Progress, progress_of
from .rounds import STRANDS, Round, begin_round, move, stranded, unsettled
from .rounds import finish as finish_job
from .workers import (
    beat,
    forget_silent_workers,
    join,
    last_moved,
    leave,
    moving,
    worker_is_alive,
)

__all__ = [
    "MOST_ATTEMPTS", "STRANDS", "Progress", "Round", "beat", "begin_round", "claim", "fail", "finish", "finish_job",
    "forget_silent_workers", "held", "join", "last_moved", "leave", "move", "moving", "progress_of", "stranded", "unsettled", "worker_is_alive",
]  # fmt: skip
