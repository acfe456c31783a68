"""汇总: sums over the reports of a subtree, and what stands behind them. Only reads."""

from .behind import Line, Part, lines_of, parts_of
from .below import Below, below
from .gathering import (
    ALL,
    MOST_CHOSEN,
    REACHES,
    STAGE_CAPTIONS,
    STAGE_STEPS,
    STAGES,
    Absent,
    Choice,
    absent,
    branches,
    chosen_organs,
    counted_reports,
    counted_twice,
    excused,
)
from .outliers import Outlier, outliers
from .registered import (
    CellCount,
    Registered,
    behind,
    counted,
    counted_years,
    from_register,
    registered,
    taken_tables,
)
from .sums import Aggregate, Broken, CellSum, broken, summed
from .years import MOST_YEARS, Change, Comparison, compared, years_with_reports

__all__ = [
    "ALL", "MOST_CHOSEN", "MOST_YEARS", "REACHES", "STAGES", "STAGE_CAPTIONS", "STAGE_STEPS", "Absent", "Aggregate",
    "Below", "Broken", "CellCount", "CellSum", "Change", "Choice", "Comparison", "Line", "Outlier", "Part", "Registered", "absent", "behind", "below",
    "branches", "broken", "chosen_organs", "compared", "counted", "counted_reports", "counted_twice", "counted_years", "excused",
    "from_register", "lines_of", "outliers", "parts_of", "registered", "taken_tables", "summed", "years_with_reports",
]  # fmt: skip
