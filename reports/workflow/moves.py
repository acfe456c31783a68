"""A report's changes of status, each one transaction with who, when, why and the document."""

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from reports import access, history
from reports.access import Power, Role
from reports.models import Report, Transition, states
from reports.models.report import TAKEN_ELSEWHERE, UNDONE_ELSEWHERE
from reports.oversight import notices
from reports.refusals import Already, Refused
from reports.rules import Finding
from reports.writing import judging, tallies

Status = states.Status
LONGEST_REASON = 500
NOBODY_REVIEWS = (
    "本机关还没有审核人，没有人能核对和提交。填过的内容都已保存。请联系本单位的管理员邀请审核人，"
    "或者给自己加上“审核人”的角色。"
)


class NotReady(Refused):
    """The report cannot be handed in yet; `findings` are the errors that stand in the way."""

    def __init__(self, findings: list[Finding]):
        super().__init__("报告还有错误，暂时不能提交。")
        self.findings = findings


@dataclass(frozen=True)
class Move:
    """A step from one state to another.

    `to` is empty where the state stays or returns to what it was. `checks`: every rule is run
    first. `asks`: a reason must be given. `whom`: who is told, of the organ's own people or above.
    """

    id: str
    caption: str
    done: str
    sources: tuple[str, ...]
    to: str
    power: Power
    checks: bool = False
    asks: bool = False
    whom: tuple[str, ...] = ()


_OWN = (Role.CLERK, Role.REVIEWER)
MOVES = {
    move.id: move
    for move in (
        Move("hand_over", "交审核人核对", "交审核人核对", states.OPEN, "", Power.WRITE,
             checks=True, whom=(Role.REVIEWER,)),
        Move("submit", "提交审核", "提交审核", states.OPEN, Status.SUBMITTED, Power.SUBMIT,
             checks=True, whom=(Role.SUPERVISOR,)),
        Move("withdraw", "撤回修改", "撤回修改", (Status.SUBMITTED,), "", Power.SUBMIT),
        Move("send_back", "退回填报人", "退回填报人", states.OPEN, "", Power.SUBMIT, asks=True,
             whom=(Role.CLERK,)),
        Move("return", "退回修改", "退回修改", (Status.SUBMITTED, Status.APPROVED),
             Status.RETURNED, Power.JUDGE, asks=True, whom=_OWN),
        Move("approve", "通过", "审核通过", (Status.SUBMITTED,), Status.APPROVED, Power.JUDGE,
             whom=_OWN),
        Move("reopen", "改回草稿", "改回草稿", (Status.ELSEWHERE,), Status.DRAFT, Power.JUDGE,
             asks=True, whom=_OWN),
        Move("correct", "发起更正", "发起更正", (Status.PUBLISHED,), Status.CORRECTING,
             Power.PUBLISH, asks=True, whom=_OWN),
    )
}  # fmt: skip

# Taken by the room that makes what stands on the public site (publishing), and from nowhere else.
PUBLIC_MOVES = {
    move.id: move
    for move in (
        Move("publish", "发布", "发布", (Status.APPROVED,), Status.PUBLISHED, Power.PUBLISH,
             whom=_OWN),
        Move("publish_correction", "发布更正", "发布更正", (Status.APPROVED,), Status.PUBLISHED,
             Power.PUBLISH, whom=_OWN),
        Move("publish_again", "重新发布", "撤下后重新发布", (Status.APPROVED, Status.PUBLISHED),
             Status.PUBLISHED, Power.PUBLISH, whom=_OWN),
        Move("take_down", "撤下", "从公开网站撤下", tuple(Status), "", Power.PUBLISH, asks=True,
             whom=_OWN),
    )
}  # fmt: skip
# Taken by the room that brings old reports in by the lot (gathering), with its file as the reason.
LOT_MOVES = {
    move.id: move
    for move in (
        Move(TAKEN_ELSEWHERE, "登记为已在别处发布", "登记为已在别处发布", (Status.DRAFT,),
             Status.ELSEWHERE, Power.JUDGE),
        Move(UNDONE_ELSEWHERE, "撤销登记", "撤销“已在别处发布”的登记", (Status.ELSEWHERE,),
             Status.DRAFT, Power.JUDGE),
    )
}  # fmt: skip
_STEPS = MOVES | PUBLIC_MOVES | LOT_MOVES


# What a package does that was brought by hand (reports/parcels): the report as its organ sent it.
RECEIVED, UNRECEIVED = "receive", "receive_undone"
_CARRIED = {RECEIVED: "收到上报", UNRECEIVED: "撤销收到的上报"}


def receive(report: Report, *, by, reason: str) -> None:
    """Let the locked report, whose content has come in a package, wait to be judged here."""
    report.handed_over_at = None
    passed(report, RECEIVED, Status.SUBMITTED, by=by, reason=reason)


def unreceive(report: Report, to: str, *, by, reason: str) -> None:
    """Bring the locked report back to the state in which a package found it."""
    passed(report, UNRECEIVED, to, by=by, reason=reason)


def caption_of(action: str) -> str:
    """Return what a step that was taken is called."""
    return _STEPS[action].done if action in _STEPS else _CARRIED.get(action, action)


def moves_open_to(user, report: Report) -> dict[str, Move]:
    """Return the steps that `user` may take with the report as it stands."""
    powers = access.powers_over(user, report)
    return {m.id: m for m in MOVES.values() if m.power in powers and _fits(m, report)}


def next_step(user, report: Report) -> Move:
    """Return the step with which `user` passes the report on, whatever its state."""
    hands_in = Power.SUBMIT in access.powers_over(user, report)
    return MOVES["submit" if hands_in else "hand_over"]


def _fits(move: Move, report: Report) -> bool:
    # Only what the clerk handed over can be sent back to them.
    waiting = move.id != "send_back" or report.handed_over_at is not None
    return report.status in move.sources and waiting


def _last_step(report: Report) -> Transition | None:
    return report.transitions.select_related("user").defer("document").last()


def _is_done(step: Move, report: Report, last: Transition | None) -> bool:
    """Whether the step is the last one taken and left nothing to be done once more."""
    if last is None or last.action != step.id:
        return False
    # Handing over changes no state: who has mended something since hands over anew.
    return last.revision == report.revision if _fits(step, report) else True


_TRIES = 3  # judgements of a report that is being written in


def move(
    report_id: int, move_id: str, *, by, reason: str = "", seen: int | None = None
) -> Report:  # fmt: skip
    """Take a step with the report; raise Http404, Refused, Already, NotReady, access.Frozen.

    `seen` is the revision that `by` has read: what was changed since is not passed unread.
    Rules that must hold are asked before the row is locked, for they take their time, and again
    where the report has changed meanwhile.
    """
    step, reason = _STEPS[move_id], " ".join(reason.split())
    for _ in range(_TRIES):
        judged = _judgement(report_id, step, by)
        with transaction.atomic():
            report = access.locked_report(by, report_id, step.power)
            _must_fit(step, report, reason, by)
            _must_be_seen(step, report, seen)
            if not step.checks:
                return _take(step, report, by, reason)
            if judged and judged.revision == report.revision:
                _must_be_ready(step, report, judged)
                return _take(step, report, by, reason)
    raise Refused(f"同事正在修改这份报告，还不能{step.caption}。请稍后再试。")


def _must_fit(step: Move, report: Report, reason: str, by) -> None:
    last = _last_step(report)
    if _is_done(step, report, last):
        raise Already(_done_before(step, last, by, reason))
    if not _fits(step, report):
        _refuse(step, report)
    if step.asks and not reason:
        raise Refused(f"“{step.caption}”需要写明原因。")
    if len(reason) > LONGEST_REASON:
        raise Refused(f"原因超过{LONGEST_REASON}字，请写得简短些。")


def _must_be_seen(step: Move, report: Report, seen: int | None) -> None:
    if seen is not None and seen != report.revision:
        raise Refused(
            f"打开这一页之后，报告又有改动，没有{step.caption}。下面是现在的内容，请看过再决定。"
        )


@dataclass(frozen=True)
class _Judgement:
    revision: int
    errors: list[Finding]


def _must_be_ready(step: Move, report: Report, judged: _Judgement) -> None:
    if judged.errors:
        raise NotReady(judged.errors)
    if step.id == "hand_over" and not access.people_of(report.organ, Role.REVIEWER).exists():
        raise Refused(NOBODY_REVIEWS)


def _done_before(step: Move, last: Transition, by, reason: str) -> str:
    when = f"{timezone.localtime(last.at):%H:%M}"
    said = f"{access.person_name(last.user)} {when} 已{step.done}，没有再做一次。"
    if reason and (last.user_id, last.reason) != (by.pk, reason):
        said += f"这次写的说明没有发出：{reason}"
    return said


def _refuse(step: Move, report: Report) -> None:
    if step.checks and report.is_frozen:
        raise access.Frozen(report.status)
    raise Refused(
        f"报告现在是“{report.get_status_display()}”，不能{step.caption}。请刷新页面再看。"
    )


def _judgement(report_id: int, step: Move, by) -> _Judgement | None:
    """Return which errors the report has, None where the step asks for no rules or cannot be taken."""
    if not step.checks:
        return None
    report = access.report_with(by, report_id, step.power)
    if not _fits(step, report):
        return None
    findings = judging.findings_of(report)
    tallies.keep(report, findings, access.acceptances_of(report))
    return _Judgement(report.revision, [f for f in findings if f.severity == "error"])


def _take(step: Move, report: Report, by, reason: str) -> Report:
    if step.id != "take_down":
        report.handed_over_at = timezone.now() if step.id == "hand_over" else None
    passed(report, step.id, step.to or _state_after(step, report), by=by, reason=reason)
    _tell(step, report, by, reason)
    history.note(history.Action(step.id), by=by, report=report, detail=reason)
    return report


def passed(report: Report, action: str, to: str, *, by, reason: str) -> None:
    """Bring the locked report to a state, with the document as it is now as a step of its way."""
    before, report.status = report.status, to
    report.changed_by = by
    report.revision += 1
    if report.checked_revision == report.revision - 1:
        report.checked_revision = report.revision  # a step alters neither words nor figures
    report.save()
    if report.status != before:
        history.record(report, [history.Step("status", before, report.status)], by=by)
    Transition.objects.create(
        report=report, action=action, from_status=before, to_status=report.status, user=by,
        reason=reason, revision=report.revision, document=report.document(pictures=False).to_json(),
    )  # fmt: skip


def _state_after(step: Move, report: Report) -> str:
    """Return the state in which the report stays, or, taken back, in which it was handed in."""
    if step.id != "withdraw":
        return report.status
    handed_in = report.transitions.filter(action="submit").last()
    return handed_in.from_status if handed_in else Status.DRAFT


def _tell(step: Move, report: Report, by, reason: str) -> None:
    name = access.person_name(by)
    text = f"{report.title}：{name}已{step.done}。" + (f"说明：{reason}" if reason else "")
    own = [role for role in step.whom if role in _OWN]
    if own:
        people = access.people_of(report.organ, *own).exclude(pk=by.pk)
        view = "editor" if Role.CLERK in own else "review"
        back = step.id in ("return", "send_back")
        notices.tell(people, text, reverse(view, args=[report.pk]), mail=True, urgent=back)
    if Role.SUPERVISOR in step.whom:
        # A supervisor of hundreds is not sent hundreds of e-mails.
        people = access.nearest_supervisors(report.organ).exclude(pk=by.pk)
        notices.tell(people, text, reverse("review", args=[report.pk]))


def submit(report_id: int, *, by) -> Report:
    """Freeze the report for the review; raise NotReady, Http404, access.Frozen."""
    return move(report_id, "submit", by=by)


def hand_over(report_id: int, *, by) -> Report:
    """Ask the organ's reviewer to check and hand in; raise NotReady, Http404, access.Frozen."""
    return move(report_id, "hand_over", by=by)


@transaction.atomic
def withdraw(report_id: int, *, by) -> Report:
    """Take a report that was handed in back to be mended; raise Http404, Refused.

    A second click finds it taken back already, which is what they want.
    """
    report = access.locked_report(by, report_id, Power.SUBMIT)
    return report if not report.is_frozen else move(report_id, "withdraw", by=by)


def return_(report_id: int, *, by, reason: str) -> Report:
    """Give the report back to be mended, for a reason; raise Http404, Refused."""
    return move(report_id, "return", by=by, reason=reason)


def approve(report_id: int, *, by, reason: str = "") -> Report:
    """Find the report good; raise Http404, Refused."""
    return move(report_id, "approve", by=by, reason=reason)


@transaction.atomic
def register_elsewhere(report_id: int, *, by, file: str) -> Report:
    """Say of a report that was just taken from `file` that it is public elsewhere; Http404, Refused."""
    return move(report_id, TAKEN_ELSEWHERE, by=by, reason=file[-LONGEST_REASON:])


@transaction.atomic
def undo_elsewhere(report_id: int, *, by, file: str) -> Report:
    """Take that back, as far as it stands; Http404, Refused."""
    return move(report_id, UNDONE_ELSEWHERE, by=by, reason=file[-LONGEST_REASON:])


def publish(report_id: int, *, by, reason: str = "", step: str = "publish") -> Report:
    """Take a step of PUBLIC_MOVES; raise Http404, Refused.

    Only the state moves here: the snapshot with its files and the public page are made by the room
    that calls this inside its own transaction (publishing).
    """
    return move(report_id, step, by=by, reason=reason)


def correct(report_id: int, *, by, reason: str) -> Report:
    """Open a published report to be corrected, for a reason; raise Http404, Refused.

    What is published stays public until the correction is published in its turn.
    """
    return move(report_id, "correct", by=by, reason=reason)
