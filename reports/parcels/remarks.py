"""What those above say of the reports they took, on its way back down: packed there, taken here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from reports import access, history, workflow
from reports.access import Role
from reports.archive import Opened
from reports.archive.keys import fingerprint
from reports.archive.parcel import BACK_ENDING, REMARKS_FILE, narrow, parcelled, wide
from reports.archive.told import REMARKS, About, NotTold, RemarkTold, dumped, remarks_in
from reports.gathering.matching import Directory, flat
from reports.models import (
    CarriedRemark,
    Organ,
    PackageKey,
    Parcel,
    ParcelReport,
    Remark,
    Report,
    Transition,
    states,
)
from reports.models.chain import moment
from reports.oversight import notices
from reports.refusals import Refused
from reports.rendering.page.title_lines import download_name

from . import keys
from .bringing import Faulty
from .packing import Packed

_LARGEST = 30_000_000
_FROM_ABOVE = "上级"


def pack_back(key_id: int, year: int, *, by) -> Packed:
    """Return the package of what is open on a year's reports that came with a key.

    Open remarks, those from further above too, and why what is given back was. Raise Http404, Refused.
    """
    key = access.key_of(by, key_id)
    if key.side != PackageKey.Side.BELOW or key.revoked_at:
        raise Refused("只能给现在信任的下级打回传包。", 400)
    told = list(_told(key, year))
    if not told:
        raise Refused(f"{key.name}{year}年度的报告上没有没销号的批注，也没有退回的，没有打包。")
    mine = keys.own_key(by=by)
    home = _judging(key.organ, by)
    about = About(
        REMARKS, keys.next_serial(), moment(timezone.now()), home.name, home.code, home.type, year,
        len(told), to=key.fingerprint,
    )  # fmt: skip
    parts = [(REMARKS_FILE, narrow(dumped([vars(one) for one in told])))]
    detail = f"给{key.name}：{year}年度 {len(told)}条 序号{about.serial}"
    history.note(history.Action.REMARKS_PACKED, by=by, organ=key.organ, detail=detail)
    name = download_name(f"给{key.name}{year}年度{timezone.localtime():%m%d%H%M}", BACK_ENDING)
    return Packed(name, len(told), parcelled(about, parts, mine))


def _judging(organ: Organ, by) -> Organ:
    """Return as whose supervisor the person judges `organ`: of several trees, the one it stands in."""
    above = [organ.path[:end] for end in range(Organ.steplen, len(organ.path) + 1, Organ.steplen)]
    return access.organs_supervised(by).filter(path__in=above).order_by("depth").first()


def _told(key: PackageKey, year: int) -> Iterator[RemarkTold]:
    inside = Organ.objects.within([key.organ.path]).order_by().values("pk")
    reports = Report.objects.filter(organ__in=inside, year=year)
    rows = ParcelReport.objects.filter(
        report__in=reports, revision__isnull=False, parcel__stage=Parcel.Stage.TAKEN
    )
    latest = {row.report_id: row for row in rows.defer("content", "findings").order_by("parcel")}
    remarks = Remark.objects.open().official().filter(report__in=latest).select_related("by")
    for remark in remarks.order_by("pk"):
        about = {"place": remark.place, "text": remark.text, "at": moment(remark.at)}
        by = remark.said_by or access.person_name(remark.by)
        yield _one(latest[remark.report_id], f"r{remark.pk}", by, **about)
    for step in _returns(latest):
        by = access.person_name(step.user)
        about = {"text": step.reason, "at": moment(step.at), "is_return": True}
        yield _one(latest[step.report_id], f"t{step.pk}", by, **about)


def _returns(latest: Iterable[int]) -> list[Transition]:
    """Return the step that gave back each of the reports that is given back now."""
    back = Report.objects.filter(pk__in=list(latest), status=states.Status.RETURNED)
    steps = Transition.objects.filter(report__in=back, action="return").select_related("user")
    return list({step.report_id: step for step in steps.defer("document").order_by("pk")}.values())


def _one(row: ParcelReport, told: str, by: str, **about) -> RemarkTold:
    return RemarkTold(
        id=told, organ=row.organ_name, code=row.code, year=row.year, kind=row.kind, by=by,
        revision=row.there, digest=row.digest, **about,
    )  # fmt: skip


@dataclass(frozen=True)
class Came:
    """What became of a remark that came: the report it is on, None without; a sentence."""

    told: RemarkTold
    report: Report | None
    what: str
    is_new: bool = False
    is_stale: bool = False
    where: str = ""


def take_back(found: Opened, *, by) -> list[Came]:
    """Take what a package from above says, each once; return what became of each, in order.

    Raise keys.Stranger, Refused.
    """
    key = keys.trusted(found, PackageKey.Side.ABOVE, by=by)
    if not keys.is_ours(found.about.to):
        raise Refused("这个回传包是给别的系统的，没有收下。请对照包上的单位。", 400)
    if fingerprint(found.public) != key.fingerprint:
        raise Refused("钥匙对不上，没有收下。", 400)
    try:
        told = remarks_in(wide(found.read(REMARKS_FILE), _LARGEST))
    except (NotTold, ValueError) as fault:
        why = str(fault) if isinstance(fault, NotTold) else "读不出来"
        raise Faulty([f"{REMARKS_FILE}：{why}。"]) from None
    with transaction.atomic():
        came = [_Arrival(key, found.about, by).take(one) for one in told]
        _tell(came)
        new = sum(one.is_new for one in came)
        detail = f"{found.about.organ}：{len(came)}条，新收{new}条 序号{found.about.serial}"
        history.note(history.Action.REMARKS_TAKEN, by=by, organ=key.organ, detail=detail)
    return came


class _Arrival:
    """A package from above on its way into the remarks of the reports."""

    def __init__(self, key: PackageKey, about: About, by):
        self.key, self.about, self.by = key, about, by
        self.chain = PackageKey.objects.filter(side=key.side, organ=key.organ).values("pk")
        organs = Organ.objects.within([key.organ.path])
        rows = organs.values_list("pk", "name", "code", "type")
        self.names = Directory.of(rows, organs.values_list("pk", "former_names__name").exclude(former_names=None))

    def take(self, one: RemarkTold) -> Came:
        """Take one remark, if it is new and its report is here."""
        if CarriedRemark.objects.filter(key__in=self.chain, told=one.id).exists():
            return Came(one, None, "以前收过")
        report = self._report_of(one)
        if report is None:
            return Came(one, None, "没有找到这个机关这一年度的报告，没有收")
        place = one.place if one.place and workflow.remark_place(report, one.place) else ""
        stale = self._is_stale(report, one)
        if one.is_return and not stale and report.status in (states.Status.SUBMITTED, states.Status.APPROVED):
            return self._return(report, one)
        return self._remark(report, one, place, stale)

    def _report_of(self, one: RemarkTold) -> Report | None:
        organs = {self.names.codes.get(one.code.upper())} if one.code else set()
        organs |= self.names.whole.get(flat(one.organ), set())
        organs.discard(None)
        if len(organs) != 1:
            return None
        rows = Report.objects.filter(organ__in=organs, year=one.year, kind=one.kind)
        return rows.select_for_update(of=("self",)).select_related("organ").first()

    def _is_stale(self, report: Report, one: RemarkTold) -> bool:
        """Whether what the remark is about was written in since it was sent up."""
        later = report.changes.filter(revision__gt=one.revision).exclude(place="status")
        return (later.filter(place=one.place) if one.place else later).exists()

    def _return(self, report: Report, one: RemarkTold) -> Came:
        reason = f"{_FROM_ABOVE}退回（{self._said_by(one)}）：{one.text}"
        workflow.return_(report.pk, by=self.by, reason=reason[: workflow.LONGEST_REASON])
        CarriedRemark.objects.create(key=self.key, told=one.id)
        return Came(one, report, "已退回修改", is_new=True, where="全文")

    def _remark(self, report: Report, one: RemarkTold, place: str, stale: bool) -> Came:
        text = f"{_FROM_ABOVE}退回：{one.text}" if one.is_return else one.text
        remark = Remark.objects.create(
            report=report, place=place, text=text[: Remark.LONGEST], by=self.by,
            said_by=self._said_by(one), aside=_aside(report, one, place, stale),
        )  # fmt: skip
        CarriedRemark.objects.create(key=self.key, told=one.id, remark=remark)
        where = workflow.remark_place(report, place)
        history.note(history.Action.REMARKED, by=self.by, report=report, detail=f"{where}：{remark.said_by}：{text}")
        what = "已成为批注" + ("，之后已改过，请核对" if stale else "")
        return Came(one, report, what, is_new=True, is_stale=stale, where=where)

    def _said_by(self, one: RemarkTold) -> str:
        by = one.by if one.by.startswith(self.about.organ) else f"{self.about.organ} {one.by}"
        return by[:200]


def _aside(report: Report, one: RemarkTold, place: str, stale: bool) -> str:
    said = []
    if one.place and not place:
        said.append("原来批在本系统模板里没有的位置。")
    if stale:
        what = "这一处" if one.place else "报告"
        said.append(f"上级看的是修订{one.revision}，此后{what}已改过，请先核对是否已经改好。")
    if one.is_return and report.status in states.ONCE_PUBLIC:
        said.append("报告已发布，没有自动退回；需要修改时请发起更正。")
    return "".join(said)


def _tell(came: list[Came]) -> None:
    by_report: dict[int, list[Came]] = defaultdict(list)
    for one in came:
        if one.is_new and one.what != "已退回修改":
            by_report[one.report.pk].append(one)
    for some in by_report.values():
        report = some[0].report
        people = access.people_of(report.organ, Role.CLERK, Role.REVIEWER)
        text = f"{report.title}：收到上级的{len(some)}条批注。"
        notices.tell(people, text, reverse("editor", args=[report.pk]), mail=True)
