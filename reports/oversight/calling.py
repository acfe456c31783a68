"""The call sheet: who was reminded when, by whom, and what they said on the telephone."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import OuterRef, Subquery

from reports import access, history
from reports.document.which import MAIN
from reports.models import Call, Membership, Organ
from reports.models.organ import OrganQuerySet
from reports.refusals import Refused

LONGEST_NOTE = 200


@transaction.atomic
def note_call(
    organ_id: int, year: int, note: str, *, answered: bool, kind: str = MAIN, by
) -> Call:
    """Keep that `by` has telephoned an organ about its report; raise Http404, Refused."""
    organ = access.organ_to_supervise(by, organ_id)
    note = " ".join(note.replace("\0", "").split())
    if len(note) > LONGEST_NOTE:
        raise Refused(f"记录太长，请缩短到{LONGEST_NOTE}字以内。", 400)
    if not note and not answered:
        note = "没有接通"
    call = Call.objects.create(
        organ=organ, year=year, kind=kind, way=Call.Way.PHONE, answered=answered, note=note, by=by
    )
    said = "接通" if answered else "没有接通"
    detail = f"{organ}{year}年度：{said}{'，' + note if note else ''}"
    history.note(history.Action.CALLED, by=by, organ=organ, detail=detail)
    return call


def keep_letters(organ_ids: Iterable[int], year: int, kind: str, by) -> None:
    """Keep that the people of some organs were sent a reminder; `by` None: by itself."""
    Call.objects.bulk_create(
        (Call(organ_id=pk, year=year, kind=kind, way=Call.Way.LETTER, by=by) for pk in organ_ids),
        batch_size=500,
    )


def with_last_call(organs: OrganQuerySet, year: int, kind: str) -> OrganQuerySet:
    """Add when each organ was reminded last of its report: `called_at`, empty for never."""
    calls = Call.objects.filter(organ=OuterRef("pk"), year=year, kind=kind).order_by("-at")
    return organs.annotate(called_at=Subquery(calls.values("at")[:1]))


def lay_beside(organs: list[Organ], year: int, kind: str) -> None:
    """Give each organ its `last_call`, and `last_note`, the latest word from the telephone.

    Where there is no report yet, also its `staff`: who would have to make it.
    """
    calls = Call.objects.filter(organ__in=[organ.pk for organ in organs], year=year, kind=kind)
    last: dict[int, Call] = {}
    noted: dict[int, Call] = {}
    for call in calls.select_related("by").order_by("at", "pk"):
        call.caller = access.person_name(call.by) if call.by else "自动提醒"
        last[call.organ_id] = call
        if call.way == Call.Way.PHONE:
            noted[call.organ_id] = call
    staff = _staff([organ.pk for organ in organs if not organ.report_id])
    for organ in organs:
        organ.staff = staff.get(organ.pk, [])
        organ.last_call, organ.last_note = last.get(organ.pk), noted.get(organ.pk)


def _staff(organ_ids: list[int]) -> dict[int, list[str]]:
    roles = (access.Role.CLERK, access.Role.REVIEWER)
    held = Membership.objects.filter(organ__in=organ_ids, role__in=roles, user__is_active=True)
    found: dict[int, list[str]] = {}
    for one in held.select_related("user").order_by("role", "pk"):
        words = f"{one.get_role_display()} {access.person_name(one.user)}"
        found.setdefault(one.organ_id, []).append(words)
    return found
