"""图解: drawn on request from what is public, approved before it is public itself, and taken down
when a correction changes one of its numbers (docs/adr/0025)."""

import hashlib
from dataclasses import asdict

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from reports import access, history
from reports.access import Power
from reports.models import Graphic, Posting, Report
from reports.refusals import Already, Refused
from reports.rendering.graphic.facts import Facts, facts_of
from reports.rendering.graphic.picture import picture
from reports.rendering.graphic.words import told
from reports.rendering.page.page_images import size_of
from reports.rendering.typesetting.fonts import MissingGlyphs

from .stored import document_of

LONGEST_REASON = 150
_OLD = "公开的数字有更正，图解与它不再一致"


def make(report_id: int, *, by) -> Graphic:
    """Draw the 图解 of what is public now, to be approved; raise Refused, Already, Http404."""
    report = access.report_with(by, report_id, Power.WRITE, Power.PUBLISH)
    posting = _public(report)
    facts = facts_shown(posting)
    try:
        content = picture(facts)
    except MissingGlyphs as missing:
        raise Refused(f"图解里有印不出的字。{missing}") from None
    with transaction.atomic():
        report = access.locked_report(by, report_id, Power.WRITE, Power.PUBLISH)
        if _public(report).publication_id != posting.publication_id:
            raise Refused("生成图解的时候，报告发布了新的一版。请再生成一次。")
        _make_room(report, facts, content, by)
        made = Graphic.objects.create(
            report=report, publication=posting.publication, facts=facts.to_json(),
            words=asdict(told(facts)), content=content, height=size_of(content)[1],
            sha256=hashlib.sha256(content).hexdigest(), made_by=by,
        )  # fmt: skip
        _keep(made, report, history.Action.GRAPHIC_MADE, "", by)
    return made


def _make_room(report: Report, facts: Facts, content: bytes, by) -> None:
    """Set aside what waits to be approved; raise Already where the same stands there."""
    standing = report.graphics.standing().first()
    if standing is None:
        return
    if standing.facts == facts.to_json() and bytes(standing.content) == content:
        raise Already(f"已有的图解（{standing.state}）与公开的数字一致，没有重新生成。")
    if standing.approved_at:
        raise Refused("图解已经公开。要换成新的，请先撤下，再重新生成。")
    _take_down(standing, report, "重新生成", by)


def approve(report_id: int, graphic_id: int, *, by) -> Graphic:
    """Let a 图解 be public; raise Refused, Already, Http404."""
    with transaction.atomic():
        report, graphic = _graphic_to_judge(report_id, graphic_id, by)
        if graphic.approved_at:
            raise Already("这份图解已经公开，没有再做一次。")
        posting = _public(report)
        if facts_shown(posting).to_json() != graphic.facts:
            raise Refused(f"{_OLD}，请重新生成。")
        before = graphic.state
        graphic.approved_at, graphic.approved_by = timezone.now(), by
        graphic.save(update_fields=["approved_at", "approved_by"])
        _keep(graphic, report, history.Action.GRAPHIC_SHOWN, before, by)
    return graphic


def withdraw(report_id: int, graphic_id: int, reason: str, *, by) -> Graphic:
    """Take a 图解 down, or refuse one that waits; raise Refused, Already, Http404."""
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Refused(f"请用不超过{LONGEST_REASON}字写明原因。", 400)
    with transaction.atomic():
        report, graphic = _graphic_to_judge(report_id, graphic_id, by)
        _take_down(graphic, report, reason, by)
    return graphic


def look_again(report: Report, *, by) -> None:
    """Take down what tells other numbers than the public reports do since this one changed.

    That of the year after has this year's numbers beside its own. What is withdrawn with its report
    stays as it is: it is public again when the report is, if it still tells the same.
    """
    told_of = Graphic.objects.standing().filter(
        report__organ=report.organ_id, report__kind=report.kind, report__year__in=(report.year, report.year + 1)
    )
    for pk in told_of.order_by("report__year").values_list("report", flat=True):
        locked = Report.objects.select_for_update(of=("self",)).select_related("organ").get(pk=pk)
        if locked.pk == report.pk:
            locked = report
        posting = _posting(locked)
        graphic = Graphic.objects.standing().filter(report=locked).first()
        if posting and graphic and facts_shown(posting).to_json() != graphic.facts:
            _take_down(graphic, locked, _OLD, by, is_automatic=True)


def graphics_of(report: Report) -> QuerySet[Graphic]:
    """Return every 图解 of the report without its picture, newest first."""
    people = ("publication", "made_by", "approved_by")
    return report.graphics.select_related(*people).defer("content").order_by("-pk")


def facts_shown(posting: Posting) -> Facts:
    """Return what the 图解 of a public report tells, beside the public report of the year before."""
    before = Posting.objects.live().filter(
        organ=posting.organ_id, year=posting.year - 1, report_kind=posting.report_kind
    )
    last = before.select_related("publication").first()
    return facts_of(document_of(posting.publication), last and document_of(last.publication))


def _posting(report: Report) -> Posting | None:
    return Posting.objects.live().filter(report=report).select_related("publication").first()


def _public(report: Report) -> Posting:
    posting = _posting(report)
    if posting is None:
        raise Refused("报告现在没有公开。图解用公开的数字制作，请先发布报告。")
    return posting


def _graphic_to_judge(report_id: int, graphic_id: int, by) -> tuple[Report, Graphic]:
    report = access.locked_report(by, report_id, Power.PUBLISH)
    graphic = report.graphics.filter(pk=graphic_id).first()
    if graphic is None:
        raise Http404
    if graphic.withdrawn_at:
        raise Already(f"这份图解{graphic.state}，没有再做一次。")
    return report, graphic


def _take_down(graphic: Graphic, report: Report, reason: str, by, is_automatic: bool = False) -> None:
    before = graphic.state
    graphic.withdrawn_at, graphic.withdrawal_reason = timezone.now(), reason
    graphic.withdrawn_by = None if is_automatic else by
    graphic.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    _keep(graphic, report, history.Action.GRAPHIC_DOWN, before, by)


def _keep(graphic: Graphic, report: Report, action: str, before: str, by) -> None:
    reason = f"：{graphic.withdrawal_reason}" if graphic.withdrawal_reason else ""
    history.record(report, [history.Step("graphic", before, f"{graphic.state}{reason}")], by=by)
    detail = f"第{graphic.publication.version}版{reason} SHA-256 {graphic.sha256}"
    history.note(action, by=by, report=report, detail=detail)
