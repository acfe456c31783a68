"""Small changes of one organ: its particulars, and what it owes in a year."""

from django.db import IntegrityError, transaction

from reports import access, history
from reports.models import Duty, Organ

from .people import NotPossible


@transaction.atomic
def set_particulars(organ_id: int, *, by, **values: str) -> Organ:
    """Set name, type, code, region, contact, phone; raise Http404, NotPossible."""
    organ = access.organ_to_administer(by, organ_id)
    changed = [name for name, value in values.items() if getattr(organ, name) != value]
    for name in changed:
        setattr(organ, name, values[name])
    if changed:
        try:
            with transaction.atomic():
                organ.save(update_fields=changed)
        except IntegrityError:
            raise NotPossible("名称或代码与另一个机关重复，没有保存。") from None
        captions = "、".join(str(Organ._meta.get_field(name).verbose_name) for name in changed)
        history.note(
            history.Action.ORGANS_IMPORTED, by=by, organ=organ, detail=f"修改{organ}的{captions}"
        )
    return organ


@transaction.atomic
def set_duty(organ_id: int, year: int, *, kind: str, reason: str, by) -> None:
    """Say what is special about the organ's duty for a year; an empty kind: nothing. Http404."""
    organ = access.organ_to_administer(by, organ_id)
    duties = Duty.objects.filter(organ=organ, year=year)
    if kind:
        new = {"kind": kind, "reason": reason}
        Duty.objects.update_or_create(organ=organ, year=year, defaults=new)
        words = f"{Duty.Kind(kind).label}（{reason}）"
    else:
        duties.delete()
        words = "按规定报送"
    detail = f"{organ}{year}年度：{words}"
    history.note(history.Action.ORGANS_IMPORTED, by=by, organ=organ, detail=detail)


def duties_of(organ: Organ) -> list[Duty]:
    """Return what is special about the organ's duties, newest year first."""
    return list(organ.duties.order_by("-year"))


def tree_of(user, search: str = "") -> list[Organ]:
    """Return the organs that `user` sees as they stand in the tree, each with its `indent`."""
    organs = list(access.organs_seen(user))
    least = min((organ.depth for organ in organs), default=0)
    for organ in organs:
        organ.indent = min(organ.depth - least, 6)
    return [organ for organ in organs if search in organ.name or search == organ.code]
