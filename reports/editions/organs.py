"""The kinds of organ that owe a report, and what the law asks of each.

Source: 《政府信息公开条例》 arts. 49, 50; 《立法法》 on the power to make 规章.
"""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class OrganType:
    """A kind of organ.

    `government`: owes the additional topics of art. 50. `rulemaking`: can make 规章.
    `deadline`: (month, day) of the year after the report year.
    """

    id: str
    caption: str
    government: bool = False
    rulemaking: bool = False
    deadline: tuple[int, int] = (1, 31)

    def due(self, year: int) -> datetime.date:
        """Return the last day on which the report for `year` may be published."""
        return datetime.date(year + 1, *self.deadline)


_END_OF_MARCH = (3, 31)
ORGAN_TYPES = {
    kind.id: kind
    for kind in (
        OrganType("state_council_department", "国务院部门", rulemaking=True),
        OrganType("province", "省级政府", True, True, _END_OF_MARCH),
        OrganType("city", "设区的市、自治州政府", True, True, _END_OF_MARCH),
        OrganType("county", "县级政府（县、县级市、区）", True, deadline=_END_OF_MARCH),
        OrganType("town", "乡镇政府、街道办事处", True),
        OrganType("department", "地方政府部门"),
        OrganType("other", "其他机关单位"),
    )
}


def organ_type(type_id: str) -> OrganType:
    """Return the kind of that id; anything unknown counts as 其他."""
    return ORGAN_TYPES.get(type_id, ORGAN_TYPES["other"])
