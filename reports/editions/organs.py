"""The kinds of organ that owe a report, and what the law asks of each.

Source: 《政府信息公开条例》 arts. 49, 50; 《立法法》 on the power to make 规章.
"""

import datetime
import re
from dataclasses import dataclass

from .days import AREA, END_OF_JANUARY, OWN, MonthDay, on


@dataclass(frozen=True)
class OrganType:
    """A kind of organ.

    `government`: owes the additional topics of art. 50. `rulemaking`: can make 规章.
    `kinds`: the kinds of report that it owes, the main one first. `office`: its own office.
    """

    id: str
    caption: str
    government: bool = False
    rulemaking: bool = False
    kinds: tuple[str, ...] = (OWN,)
    office: str = "办公室"

    @property
    def has_two(self) -> bool:
        """Whether it owes two reports: of its whole area, and of itself and its office."""
        return len(self.kinds) > 1

    def office_of(self, name: str) -> str:
        """Return what the office of a government of that name is called."""
        return f"{name}{self.office}"

    def law(self, year: int, kind: str = "") -> datetime.date:
        """Return the last day on which the law lets the report for `year` be published.

        `kind`: of which of its reports; empty: the main one.
        """
        return on(year, _END_OF_MARCH if (kind or self.kinds[0]) == AREA else END_OF_JANUARY)


_END_OF_MARCH: MonthDay = (3, 31)
_TWO = (AREA, OWN)
ORGAN_TYPES = {
    kind.id: kind
    for kind in (
        OrganType("state_council_department", "国务院部门", rulemaking=True),
        OrganType("province", "省级政府", True, True, _TWO, "办公厅"),
        OrganType("city", "设区的市、自治州政府", True, True, _TWO),
        OrganType("county", "县级政府（县、县级市、区）", True, kinds=_TWO),
        OrganType("town", "乡镇政府、街道办事处", True),
        OrganType("department", "地方政府部门"),
        OrganType("other", "其他机关单位"),
    )
}


def organ_type(type_id: str) -> OrganType:
    """Return the kind of that id; anything unknown counts as 其他."""
    return ORGAN_TYPES.get(type_id, ORGAN_TYPES["other"])


# Ends of a name that only one kind of organ has. 市人民政府 says nothing: a county-level city has it too.
_ENDS = (
    ("province", re.compile(r"(?:省|自治区|^(?:北京|天津|上海|重庆)市)人民政府$")),
    ("city", re.compile(r"自治州人民政府$|盟行政公署$")),
    ("town", re.compile(r"(?:乡|镇|苏木)人民政府$|街道办事处$")),
    ("county", re.compile(r"(?:县|区|旗)人民政府$")),
    ("department", re.compile(r"^(?!国家|中国|全国|中共|中央).+[省市县区州旗盟].+(?:局|(?<!办公)厅|改革委员会|健康委员会)$")),
)  # fmt: skip


def type_told_by(name: str) -> str:
    """Return the kind of organ that a full name tells for certain, else nothing."""
    return next((kind for kind, end in _ENDS if end.search(name)), "")
