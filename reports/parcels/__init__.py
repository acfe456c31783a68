"""Packages that travel by hand between two installations (docs/adr/0150).

Down below a year's reports are packed and signed; above they are looked at, compared, taken as one and
put back as one; what is said of them there travels back the same way. A package is a job of
reports/jobs: its checking, taking and putting back are pieces.
"""

from .bringing import Faulty, bring, looked_at
from .checking import gone_since
from .keys import Stranger, adopt, change, described, own_key, own_row, revoke, start_anew, trust
from .looking import (
    SHOWN,
    counted,
    look_at,
    page_of_reports,
    parcels_seen_by,
    without_report,
)
from .packing import counts, pack, pack_organ, wanted_states
from .remarks import pack_back, take_back
from .settling import (
    Said,
    begin_round,
    clear,
    drop,
    retry,
    settle_reports,
    stranded_jobs,
    take,
    undo,
    unsettled_jobs,
)
from .working import do_here, press_one, progress, settle

__all__ = [
    "SHOWN", "Faulty", "Said", "Stranger", "adopt", "begin_round", "bring", "change", "clear", "counted", "counts",
    "described", "do_here", "drop", "look_at", "looked_at", "own_key", "own_row", "pack", "pack_back", "pack_organ",
    "gone_since", "page_of_reports", "parcels_seen_by", "press_one", "progress", "retry", "revoke", "settle", "settle_reports", "start_anew",
    "stranded_jobs", "take", "take_back", "trust", "undo", "unsettled_jobs", "wanted_states",
    "without_report",
]  # fmt: skip
