"""整改: asked for by the office once a report is public; answered by a correction or in words; settled."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from reports import access, history
from reports.access import Power, Role
from reports.document import without_unseen
from reports.editions.days import caption
from reports.models import Publication, Rectification, RectificationStep, Report
from reports.models.deciding.rectification import latest_day
from reports.oversight import notices
from reports.refusals import Already, Refused

from .remarks import remark_place

Source, State = Rectification.Source, Rectification.State
Action, Way = RectificationStep.Action, RectificationStep.Way
OWN = (Role.CLERK, Role.REVIEWER)
_ANSWERING = (Power.WRITE, Power.SUBMIT)
# What the office does with one, and in which states.
OFFICE_ACTS = {
    "close": (Action.CLOSED, (State.ANSWERED,)),
    "send_back": (Action.SENT_BACK, (State.ANSWERED, State.CLOSED)),
    "put_off": (Action.PUT_OFF, (State.OPEN,)),
    "drop": (Action.DROPPED, (State.OPEN, State.ANSWERED)),
}
_STATE_AFTER = {
    Action.CLOSED: State.CLOSED,
    Action.SENT_BACK: State.OPEN,
    Action.PUT_OFF: State.OPEN,
    Action.DROPPED: State.DROPPED,
}
_NEEDS_WORDS = (Action.SENT_BACK, Action.PUT_OFF, Action.DROPPED)


@transaction.atomic
def ask(
    report_id: int, text: str, due: datetime.date | None, *, by, place: str = "",
    source: str = Source.OFFICE, origin: str = "",
) -> Rectification:  # fmt: skip
    """Ask an organ to put something right in what it has published; raise Refused, Already, Http404."""
    report = access.locked_report(by, report_id, Power.JUDGE)
    posting = access.live_posting(report)
    if posting is None:
        raise Refused("这份报告没有公开，不提整改。没有发布的请批注或退回，已撤下的不用整改。")
    if place and remark_place(report, place) is None:
        raise Refused("本报告的模板里没有这个位置，没有提出整改。", 400)
    if source not in Source.values:
        raise Refused("请选择是谁发现的。", 400)
    text, origin = _words(text, "问题"), " ".join(without_unseen(origin).split())
    if len(origin) > Rectification.LONGEST_ORIGIN:
        raise Refused(f"来源说明超过{Rectification.LONGEST_ORIGIN}字，请写得简短些。", 400)
    _must_be_new(report, place, text)
    made = Rectification.objects.create(
        report=report, publication=posting.publication, place=place, source=source, origin=origin,
        text=text, due=_day(due), by=by,
    )  # fmt: skip
    _step(made, Action.ASKED, by)
    what = f"{_named(made)}请在{caption(made.due)}前更正或说明：{made.text}"
    _tell_own(made, f"{access.person_name(by)}提出整改。{what}", by)
    return made


def _must_be_new(report: Report, place: str, text: str) -> None:
    same = report.rectifications.unsettled().filter(place=place, text=text).select_related("by")
    if before := same.first():
        who = access.person_name(before.by)
        when = f"{timezone.localtime(before.at):%m-%d %H:%M}"
        raise Already(f"{who} {when} 已提出同样的整改，没有再提一次。")


@transaction.atomic
def answer(
    report_id: int, rectification_id: int, way: str, words: str, *, by, version: int | None = None
) -> Rectification:
    """Answer with a correction that is public, or in words; raise Refused, Already, Http404."""
    report = access.locked_report(by, report_id, *_ANSWERING)
    one = _of(report, rectification_id)
    _must_be(one, (State.OPEN,), "答复")
    if way not in Way.values:
        raise Refused("请选择用更正答复，还是用说明答复。", 400)
    publication = _correction(one, version) if way == Way.CORRECTION else None
    words = _words(words, "说明") if way == Way.EXPLANATION or words.strip() else publication.note
    return _answered(one, way, words, publication, by)


def _correction(one: Rectification, version: int | None) -> Publication:
    later = corrections_for(one)
    if not later:
        raise Refused(
            f"第{one.publication.version}版之后还没有发布更正。请先发起更正、改好并审核通过，"
            "发布更正时勾选这一条，就算答复了。不需要更正的，用说明答复。"
        )
    found = next((made for made in later if made.version == version), None)
    if found is None:
        raise Refused("请选择是哪一版更正的。", 400)
    return found


def corrections_for(one: Rectification) -> list[Publication]:
    """Return the versions that were published after the one in which it was found, the latest first."""
    later = Publication.objects.filter(report=one.report_id, version__gt=one.publication.version)
    return list(later.order_by("-version"))


def answer_by_correction(publication: Publication, ids: Iterable[int], *, by) -> None:
    """Answer some of what is to be put right with the correction that is just being published.

    Inside the transaction that publishes it. What is no longer open is left as it is.
    """
    report = publication.report
    for one in report.rectifications.to_answer().filter(pk__in=list(ids)).select_related("publication"):
        if publication.version > one.publication.version:
            one.report = report
            _answered(one, Way.CORRECTION, publication.note, publication, by)


def _answered(
    one: Rectification, way: str, words: str, publication: Publication | None, by
) -> Rectification:
    one.was_late = one.was_late or one.due < timezone.localdate()
    one.state = State.ANSWERED
    one.save(update_fields=["state", "was_late"])
    how = f"已发布第{publication.version}版更正" if publication else "已说明"
    people = access.nearest_supervisors(one.report.organ).exclude(pk=by.pk)
    text = f"{_named(one)}{how}，请看是否办结：{words}"
    notices.tell(people, text, _address(one))
    _step(one, Action.ANSWERED, by, words, way=way, publication=publication)
    return one


@transaction.atomic
def act(
    report_id: int, rectification_id: int, act_id: str, words: str = "", *, by,
    due: datetime.date | None = None,
) -> Rectification:  # fmt: skip
    """Let the office settle, send back, put off or take back one; raise Refused, Already, Http404."""
    if act_id not in OFFICE_ACTS:
        raise Http404
    report = access.locked_report(by, report_id, Power.JUDGE)
    one = _of(report, rectification_id)
    action, states = OFFICE_ACTS[act_id]
    _must_be(one, states, action.label)
    words = _words(words, "原因") if action in _NEEDS_WORDS or words.strip() else ""
    if action in (Action.SENT_BACK, Action.PUT_OFF):
        one.due = _day(due)
    one.state = _STATE_AFTER[action]
    one.save(update_fields=["state", "due"])
    told = f"{_named(one)}{access.person_name(by)}已{action.label}"
    told += f"，期限{caption(one.due)}" if one.is_open else ""
    _tell_own(one, f"{told}。{words}", by)
    _step(one, action, by, words)
    return one


def _of(report: Report, rectification_id: int) -> Rectification:
    rows = report.rectifications.select_for_update(of=("self",)).select_related("publication")
    one = rows.filter(pk=rectification_id).first()
    if one is None:
        raise Http404
    one.report = report
    return one


def _must_be(one: Rectification, states: tuple, what: str) -> None:
    if one.state in states:
        return
    last = one.steps.select_related("by").last()
    done = f"{access.person_name(last.by)} {timezone.localtime(last.at):%m-%d %H:%M} 已{last.get_action_display()}"
    if last.action == what or last.get_action_display() == what:
        raise Already(f"{done}，没有再做一次。")
    raise Refused(f"这条整改现在是“{one.get_state_display()}”（{done}），不能{what}。请刷新后再看。")


def _day(due: datetime.date | None) -> datetime.date:
    today = timezone.localdate()
    if due is None:
        raise Refused("请填写整改期限。", 400)
    if not today <= due <= latest_day(today):
        raise Refused("整改期限要在今天到一年以内，请重新选择日期。", 400)
    return due


def _words(text: str, what: str) -> str:
    words = " ".join(without_unseen(text).split())
    if not words:
        raise Refused(f"请写明{what}。", 400)
    if len(words) > Rectification.LONGEST:
        raise Refused(f"{what}超过{Rectification.LONGEST}字，请写得简短些。", 400)
    return words


def _named(one: Rectification) -> str:
    place = remark_place(one.report, one.place) or one.place
    return f"{one.report.title}的整改（{place}）："


def _address(one: Rectification) -> str:
    return f"{reverse('rectifications', args=[one.report_id])}#rectification-{one.pk}"


def _tell_own(one: Rectification, text: str, by) -> None:
    people = access.people_of(one.report.organ, *OWN).exclude(pk=by.pk)
    notices.tell(people, text, _address(one), mail=True, urgent=one.is_open)


def _step(one: Rectification, action: Action, by, words: str = "", **more) -> None:
    RectificationStep.objects.create(
        rectification=one, action=action, words=words, due=one.due, by=by, **more
    )
    note = history.Action(f"rectify_{action}")
    detail = f"{_named(one)}{words or one.text}"
    history.note(note, by=by, report=one.report, detail=detail)


def rectifications_of(report: Report) -> list[Rectification]:
    """Return all of a report, unsettled first, each with `where`, `way_so_far` and its `corrections`."""
    if not getattr(report, "has_rectifications", True):
        return []
    rows = report.rectifications.select_related("by", "publication")
    found = list(rows.prefetch_related("steps__by", "steps__publication"))
    versions = list(report.publications.order_by("-version")) if found else []
    for one in found:
        one.report = report
        one.where = remark_place(report, one.place) or one.place
        one.way_so_far = list(one.steps.all())
        for step in one.way_so_far:
            step.name = access.person_name(step.by)
        one.corrections = [made for made in versions if made.version > one.publication.version]
    return sorted(found, key=lambda one: (one.state not in Rectification.UNSETTLED, one.due, one.pk))
