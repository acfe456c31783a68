"""One organ: added, renamed, moved; its particulars, and what it owes in a year."""

import datetime

from django.core.paginator import Page, Paginator
from django.db import IntegrityError, transaction
from django.db.models import Max, Min, Q
from django.utils import timezone

from reports import access, history
from reports.models import Duty, FormerName, Organ, Posting
from reports.refusals import Already, Refused

from .planting import DEEPEST, plant

Action = history.Action
PAGE = 100


_CONTACT = {"contact", "phone"}


@transaction.atomic
def set_particulars(
    organ_id: int, *, by, renamed_on: datetime.date | None = None, **values: str
) -> Organ:
    """Set name, type, code, region, contact, phone; raise Http404, Refused.

    The name that it had until `renamed_on` (today) is kept; what was published under it keeps it anyway.
    """
    organ = access.organ_to_administer(by, organ_id)
    former = organ.name
    changed = [name for name, value in values.items() if getattr(organ, name) != value]
    for name in changed:
        setattr(organ, name, values[name])
    if not changed:
        return organ
    if "name" in changed:
        _must_be_past(organ, renamed_on)
    try:
        with transaction.atomic():
            organ.save(update_fields=changed)
    except IntegrityError:
        raise Refused("名称或代码与另一个机关重复，没有保存。") from None
    if "name" in changed:
        until = renamed_on or timezone.localdate()
        FormerName.objects.create(organ=organ, name=former, until=until)
        detail = f"{former}更名为{organ.name}（{until:%Y-%m-%d}）"
        history.note(Action.ORGAN_RENAMED, by=by, organ=organ, detail=detail)
    if rest := [name for name in changed if name != "name"]:
        captions = "、".join(str(Organ._meta.get_field(name).verbose_name) for name in rest)
        action = Action.CONTACT_SET if set(rest) <= _CONTACT else Action.PARTICULARS_SET
        history.note(action, by=by, organ=organ, detail=f"修改{organ}的{captions}")
    return organ


def _must_be_past(organ: Organ, day: datetime.date | None) -> None:
    """Raise Refused for a rename that is still to come, or before the one before it."""
    if day is None:
        return
    if day > timezone.localdate():
        raise Refused("更名日期还没有到，没有保存。到了那一天再更名，或者核对日期。")
    last = organ.former_names.first()
    if last and day < last.until:
        raise Refused(f"更名日期早于上一次更名（{last.until:%Y-%m-%d}，原名称{last.name}），没有保存。请核对日期。")


def organ_called(words: str, *, by) -> Organ:
    """Return the organ of that name or code; raise Refused, naming what comes near."""
    words = " ".join(words.split())
    found = Organ.objects.filter(Q(name=words) | Q(code=words.upper(), code__gt="")).first()
    if found:
        return found
    near = access.organs_seen(by).filter(name__icontains=words) if words else Organ.objects.none()
    names = "、".join(organ.name for organ in near[:5])
    hint = f"相近的有：{names}。" if names else "请写全称，或者写代码。"
    raise Refused(f"没有叫“{words[:40]}”的机关。{hint}")


@transaction.atomic
def add_organ(parent: str, *, by, **values: str) -> Organ:
    """Add an organ below another (its name or code; empty: at the top); raise Refused.

    A second click finds it there already.
    """
    above = _parent(parent, by)
    there = Organ.objects.filter(name=values["name"]).first()
    if there and there.path[: -Organ.steplen] == (above.path if above else ""):
        raise AlreadyThere(there)
    organ = Organ(**values)
    try:
        with transaction.atomic():
            plant([(organ, above)])
    except IntegrityError:
        raise Refused("名称或代码与另一个机关重复，没有新增。") from None
    where = f"{above}的下级" if above else "最上级"
    detail = f"新增{organ}（{where}）"
    history.note(Action.ORGAN_ADDED, by=by, organ=organ, detail=detail)
    return organ


class AlreadyThere(Already):
    """The organ stands where it was to be added, perhaps by a first click."""

    def __init__(self, organ: Organ):
        super().__init__(f"“{organ}”已经在这里，没有再新增一个。")
        self.organ = organ


def _parent(words: str, by) -> Organ | None:
    """Return the organ to stand below, its row locked; None for the top. Raise Refused."""
    if not words:
        if access.administrator_paths(by) != access.ALL_PATHS:
            raise Refused("请写明上级机关的名称或代码。")
        return None
    named = organ_called(words, by=by)
    mine = access.organs_administered(by).select_for_update(no_key=True)
    above = mine.filter(pk=named.pk).first()
    if above is None:
        raise Refused(f"上级机关“{named}”不在管理范围内。")
    if above.depth >= DEEPEST:
        raise Refused(f"“{above}”已是第{DEEPEST}层，下面不能再有机关。")
    return above


@transaction.atomic
def move_organ(organ_id: int, parent: str, *, by) -> Organ:
    """Let an organ, with all below it, stand below another; raise Http404, Refused.

    Whoever moves it administers it, the organ above it now, and the one above it then.
    """
    list(Organ.objects.select_for_update(no_key=True).order_by("pk"))
    organ = access.organ_to_administer(by, organ_id)
    mine = tuple(access.administrator_paths(by))
    if not organ.path[: -Organ.steplen].startswith(mine):
        raise Refused(f"“{organ}”的上级不在管理范围内，请由上级机关的管理员调整。")
    target, before = _parent(parent, by), above(organ)
    if target is None:
        raise Refused("请写明移到哪个机关之下。")
    if target.path.startswith(organ.path):
        raise Refused(f"“{target}”就是“{organ}”或它的下级，不能移到自己下面。")
    deepest = Organ.objects.filter(path__startswith=organ.path).aggregate(Max("depth"))
    levels = deepest["depth__max"] - organ.depth + 1
    if target.depth + levels > DEEPEST:
        raise Refused(f"移过去以后最下面一级会超过{DEEPEST}层，没有移动。")
    if target == before:
        return organ
    Organ.objects.move(organ, target, "last-child")
    organ = Organ.objects.get(pk=organ_id)
    detail = f"{organ}从{before or '最上级'}移到{target}"
    history.note(Action.ORGAN_MOVED, by=by, organ=organ, detail=detail)
    return organ


@transaction.atomic
def set_duty(
    organ_id: int, year: int, *, kind: str, reason: str, into: Organ | None = None,
    onward: bool = False, by,
) -> None:  # fmt: skip
    """Say what is special about the organ's duty for a year; an empty kind: nothing.

    `onward`: for the years after it, too, until something else is said. `into` is the organ that a
    merged one became part of. Raise Http404, Refused.
    """
    organ = access.organ_to_administer(by, organ_id)
    into = into if kind == Duty.Kind.MERGED else None
    onward = onward and kind != Duty.Kind.NEW
    _must_be_whole(organ, year, into)
    if not kind:
        Duty.objects.filter(organ=organ, year=year).delete()
        before = Duty.objects.of(organ, year)
        kind = Duty.Kind.REPORT if before and not before.owes else ""
    if kind:
        new = {"kind": kind, "reason": reason or "恢复报送", "into": into, "onward": onward, "told": True}
        Duty.objects.update_or_create(organ=organ, year=year, defaults=new)
        caption = f"并入{into}" if into else Duty.caption(kind)
        words = f"{caption}（{new['reason']}）{'，以后各年度同' if onward else ''}"
    else:
        words = "按规定报送"
    history.note(Action.DUTY_SET, by=by, organ=organ, detail=f"{organ}{year}年度：{words}")


def _must_be_whole(organ: Organ, year: int, into: Organ | None) -> None:
    """Raise Refused where the merger would go round in a circle or end in what is gone."""
    if into is None:
        return
    if into == organ:
        raise Refused(f"“{organ}”不能并入自己。")
    further = Duty.objects.of(into, year)
    if further and further.kind == Duty.Kind.MERGED:
        where = f"“{further.into}”" if further.into else "别的机关"
        raise Refused(f"“{into}”{year}年度自己也并入了{where}，请填最后并入的机关。")


def public_years(organ: Organ) -> list[int]:
    """Return the years whose report of the organ is public now, oldest first."""
    posted = Posting.objects.live().filter(organ=organ).order_by("year")
    return list(posted.values_list("year", flat=True))


def duties_of(organ: Organ) -> list[Duty]:
    """Return what is special about the organ's duties, newest year first."""
    return list(organ.duties.select_related("into").order_by("-year"))


def above(organ: Organ) -> Organ | None:
    """Return the organ that `organ` stands below, None at the top."""
    return Organ.objects.get_parent(organ)


def names_to_offer(user, most: int = 500) -> list[str]:
    """Return names of organs that `user` administers, to choose from while typing."""
    return list(access.organs_administered(user).values_list("name", flat=True)[:most])


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
        once = FormerName.objects.filter(name__icontains=search)
        organs = organs.filter(named | Q(code=search.upper()) | Q(pk__in=once.values("organ")))
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
