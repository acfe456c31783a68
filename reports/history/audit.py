"""The only maker of `AuditEvent` rows: one chain for the whole site (docs/adr/0010)."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from reports.models import AuditEvent, AuditHead, Organ, Report
from reports.models.chain import link

from .origin import address

Action = AuditEvent.Action
MOST_TREES = 50  # in which the same is noted


@transaction.atomic
def note(
    action: str, *, by=None, organ: Organ | None = None, report: Report | None = None,
    detail: str = "", name: str = "",
) -> AuditEvent:  # fmt: skip
    """Add an event to the audit trail and return it.

    Call it last in a transaction: the end of the chain is locked until the transaction ends.
    """
    head = _locked_head()
    event = AuditEvent(
        number=head.number + 1, at=timezone.now(), user=by, address=address(), action=action,
        name=by.get_username() if by else name[:150], report=report,
        organ=organ or (report.organ if report else None), detail=detail,
    )  # fmt: skip
    event.hash = link(head.hash, event.content())
    event.save(force_insert=True)
    head.number, head.hash = event.number, event.hash
    head.save(update_fields=["number", "hash"])
    return event


@transaction.atomic
def note_over(action: str, trees: Iterable[Organ], *, by, detail: str) -> None:
    """Note the same in each of the trees that it is about: an administrator reads of their own only."""
    for organ in list(trees)[:MOST_TREES] or [None]:
        note(action, by=by, organ=organ, detail=detail)


def _locked_head() -> AuditHead:
    heads = AuditHead.objects.select_for_update()
    return heads.filter(pk=1).first() or heads.get_or_create(pk=1)[0]
