"""The day that papers in force are told for: the last of the year."""

import re

from ....case import Case, Found
from ....sources import FORMAT

_AS_OF = re.compile(
    r"截[至止到](?P<y>20\d\d)?年?(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日|底)?[^。；\n]{0,40}(?:现行有效|继续有效)"
)


def as_of(case: Case) -> Found:
    """Yield a finding when papers are told as in force on another day than the last of the year."""
    year = case.document.year
    for passage in case.passages:
        for told in _AS_OF.finditer(passage.canon):
            last_day = int(told["m"]) == 12 and told["d"] in ("31", None)
            if not last_day:  # another year is told by text.year
                message = (
                    f"{{where}}“{{quote}}”：现行有效的件数应当截至{year}年12月31日。"
                    "请核对日期，按年末的件数填写。"
                )
                yield passage.finding("text.asof", "warning", message, *told.span(), source=FORMAT)
