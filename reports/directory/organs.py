"""Small changes of one organ: its particulars, and what it owes in a year."""

from django.core.paginator import Page, Paginator
from django.db import IntegrityError, transaction
from django.db.models import Min, Q

from reports import access, history
from reports.models import Duty, Organ

from .people import NotPossible

PAGE = 100


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


def tree_of(user, search: str = "", under: int | None = None, page: int = 1) -> Page:
    """Return a page of the organs that `user` sees as they stand in the tree.

    Those whose name, code or contact has `search`, at or below the organ `under`. Each has its
    `indent`; its `above`, the organ over it where that is not on the page; whether `user`
    `may_mend` it.
    """
    organs = access.organs_seen(user)
    if under:
        root = organs.filter(pk=under).values_list("path", flat=True).first()
        organs = organs.within([root] if root else [])
    least = organs.aggregate(Min("depth"))["depth__min"] or 0
    if search:
        named = Q(name__icontains=search) | Q(contact__icontains=search)
        organs = organs.filter(named | Q(code=search.upper()))
    found = Paginator(organs, PAGE).get_page(page)
    _place(list(found.object_list), least)
    own = tuple(access.administrator_paths(user))
    for organ in found.object_list:
        organ.may_mend = organ.path.startswith(own)
    return found


def _place(organs: list[Organ], least: int) -> None:
    over = {organ.path[: -Organ.steplen] for organ in organs}
    names = dict(Organ.objects.filter(path__in=over).values_list("path", "name"))
    shown = set()
    for organ in organs:
        above = organ.path[: -Organ.steplen]
        organ.indent = min(organ.depth - least, 6)
        organ.above = "" if above in shown or not organ.indent else names.get(above, "")
        shown |= {organ.path, above}
