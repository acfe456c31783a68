"""Whether the chains are whole: nothing altered, nothing taken out, nothing cut off.

A chain and the end that its report or head keeps are of one snapshot: people go on writing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.models import AuditEvent, AuditHead, Change, Register, RegisterChange, Report
from reports.models.chain import link
from reportsite.database import snapshot


@dataclass(frozen=True)
class Fault:
    """A place where a chain is broken: which chain, the row's number, a sentence."""

    chain: str
    number: int
    message: str


def verify_events() -> list[Fault]:
    """Return the faults of the audit chain."""
    with snapshot():
        head = AuditHead.objects.filter(pk=1).first() or AuditHead()
        rows = AuditEvent.objects.order_by("number").iterator(chunk_size=2000)
        return list(_faults("审计记录", rows, head.number, head.hash))


def audit_end() -> tuple[int, str]:
    """Return how many audit events there are and the last one's hash."""
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    return head.number, head.hash


def verify_changes() -> list[Fault]:
    """Return the faults of every report's and every register's chain of changes."""
    with snapshot():
        return [*_faults_of_reports(), *_faults_of_registers()]


def _faults_of_reports() -> Iterator[Fault]:
    reports = Report.objects.order_by("pk").only("pk", "title", "change_count", "change_head")
    for report in reports.iterator(chunk_size=500):
        rows = Change.objects.filter(report=report).order_by("number").iterator(chunk_size=2000)
        chain = f"《{report.title}》的留痕"
        yield from _faults(chain, rows, report.change_count, report.change_head)


def _faults_of_registers() -> Iterator[Fault]:
    for register in Register.objects.select_related("organ").order_by("pk"):
        rows = RegisterChange.objects.filter(register=register).order_by("number")
        chain = f"{register.organ.name}台账的留痕"
        yield from _faults(
            chain, rows.iterator(chunk_size=2000), register.change_count, register.change_head
        )


def _faults(
    chain: str, rows: Iterable[Change | RegisterChange | AuditEvent], count: int, head: str
) -> Iterator[Fault]:
    """Yield what is wrong in one chain; after a break go on from the row as it stands."""
    number, previous = 0, ""
    for row in rows:
        if row.number != number + 1:
            yield Fault(chain, row.number, f"第{number + 1}条到第{row.number - 1}条缺失。")
        elif row.hash != link(previous, row.content()):
            yield Fault(chain, row.number, f"第{row.number}条的内容与链值不符，被改动过。")
        number, previous = row.number, row.hash
    if (number, previous) != (count, head):
        yield Fault(chain, number, f"链尾不符：应有{count}条，现有{number}条。")
