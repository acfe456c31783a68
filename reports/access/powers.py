"""What a person's roles let them do to a report, whatever its state."""

from enum import StrEnum

from reports.models import Report

from .roles import Role, roles_over, supervisors_of


class Power(StrEnum):
    """Something that may be done to a report."""

    READ = "read"
    WRITE = "write"
    SUBMIT = "submit"  # hand in to the supervisor, take back, give back to the clerk
    JUDGE = "judge"  # approve, return
    REMARK = "remark"
    PUBLISH = "publish"  # publish, begin a correction


_OWN = {
    Role.CLERK: {Power.READ, Power.WRITE},
    Role.REVIEWER: {Power.READ, Power.SUBMIT, Power.REMARK, Power.PUBLISH},
}
_FROM_ABOVE = {Role.SUPERVISOR: {Power.READ, Power.JUDGE, Power.REMARK, Power.PUBLISH}}


def powers_over(user, report: Report) -> frozenset[Power]:
    """Return what `user` may do to the report.

    Where nobody supervises the organ, its own reviewer approves: a report must not be stuck.
    """
    own, above = roles_over(user, report.organ)
    powers = {power for role in own for power in _OWN.get(role, ())}
    powers |= {power for role in above for power in _FROM_ABOVE.get(role, ())}
    alone = Role.REVIEWER in own and Power.JUDGE not in powers
    if alone and not supervisors_of(report.organ).exists():
        powers.add(Power.JUDGE)
    return frozenset(powers)
