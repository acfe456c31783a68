"""拟稿 → 审核 → 保密审查 → 签发: steps that a district switches on, signed here or on paper.

A signature holds for the content that was signed: what is changed afterwards is to be signed anew.
Date and index number, which publishing gives, are no part of that content.
"""

import hashlib
import json
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Length, Substr
from django.http import Http404
from django.utils import timezone
from django_otp import devices_for_user, match_token

from reports import access, history
from reports.access import Power
from reports.document import Document
from reports.document.pictures import BadPicture, CheckedPicture, check_picture
from reports.models import Organ, Report, Signature, Signing
from reports.refusals import Already, Refused

Step = Signature.Step
# Who signs a step, by what they may do to the report, and how these are called.
_SIGNERS = {
    Step.DRAFT: (Power.WRITE, "填报人"),
    Step.CHECK: (Power.SUBMIT, "审核人"),
    Step.SECRECY: (Power.SUBMIT, "审核人"),
    Step.ISSUE: (Power.SUBMIT, "审核人"),
}
# Steps that are there so that another looks: no two of them are one person's, unless the district allows it.
APART = (Step.DRAFT, Step.CHECK, Step.ISSUE)
PLACE = "signature."  # in the history, followed by the step


@dataclass(frozen=True)
class Standing:
    """How a step of a report stands: signed as it is now, or earlier and changed since."""

    step: str
    caption: str
    signature: Signature | None
    outdated: Signature | None
    signer_role: str
    may_sign: bool = False
    asks_code: bool = False
    barred: str = ""  # what the person signed already: another signs this step


def fingerprint(document: Document) -> str:
    """Return the SHA-256 of what the document says, in hexadecimal digits."""
    plain = replace(document, issued=None, index_number="").to_json()
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint_of(report: Report) -> str:
    """Return the fingerprint of the report as it is saved."""
    return fingerprint(report.document(pictures=False))


def signing_of(organ: Organ) -> Signing | None:
    """Return the setting that counts for the organ: its own or the nearest above."""
    here = Substr(Value(organ.path, output_field=CharField()), 1, Length("organ__path"))
    return Signing.objects.filter(organ__path=here).order_by("-organ__depth").first()


def steps_on(organ: Organ) -> tuple[str, ...]:
    """Return the steps that are on for the organ, in their order."""
    return steps_of(signing_of(organ))


def steps_of(setting: Signing | None) -> tuple[str, ...]:
    """Return the steps that a setting switches on, in their order."""
    chosen = setting.steps.split(",") if setting else []
    return tuple(step for step in Step.values if step in chosen)


@transaction.atomic
def switch_signing(organ_id: int, steps: list[str], *, by_one: bool = False, by) -> None:
    """Switch the steps for the organ and all below it; raise Http404, Refused.

    `by_one`: one person may draft, check and issue.
    """
    organ = access.organ_to_administer(by, organ_id)
    if set(steps) - set(Step.values):
        raise Refused("没有这一个审签步骤，没有保存。", 400)
    ordered = [step for step in Step.values if step in steps]
    Signing.objects.update_or_create(organ=organ, defaults={"steps": ",".join(ordered), "by_one": by_one})
    detail = "、".join(Step(step).label for step in ordered) or "不要求审签"
    detail += "（可以由同一人办理）" if by_one and ordered else ""
    history.note(history.Action.SIGNING_SET, by=by, organ=organ, detail=detail)


def standings_of(report: Report, user=None) -> list[Standing]:
    """Return how each step that is on stands; `may_sign` for `user`, the next step alone."""
    setting = signing_of(report.organ)
    steps = steps_of(setting)
    if not steps:
        return []
    now = fingerprint_of(report)
    signatures = list(report.signatures.select_related("user").defer("photo"))
    powers = access.powers_over(user, report) if user and not _is_public(report) else frozenset()
    held = [] if setting.by_one else [one for one in signatures if one.content == now]
    found, whole = [], True
    for step in steps:
        theirs = [one for one in signatures if one.step == step]
        holds = next((one for one in theirs if one.content == now), None)
        power, role = _SIGNERS[step]
        next_one = whole and holds is None
        found.append(Standing(step, Step(step).label, holds, None if holds or not theirs else theirs[-1],
                              role, next_one and power in powers, step == Step.ISSUE,
                              _signed_before(step, held, user)))  # fmt: skip
        whole = whole and holds is not None
    return found


def _signed_before(step: str, held: list[Signature], user, signer: str = "") -> str:
    """Return which of the steps that are to be apart the person has signed here, or `signer` on paper."""
    name = signer or (access.person_name(user) if user else "")
    for one in held if step in APART else ():
        same = one.signer == name or (not signer and not one.on_paper and one.user == user)
        if one.step in APART and one.step != step and same:
            return one.get_step_display()
    return ""


def _is_public(report: Report) -> bool:
    """Whether it is published as it stands; what was taken down may be signed, to be put up again."""
    return report.is_published and access.live_posting(report) is not None


def unsigned(report: Report) -> list[str]:
    """Return what the steps are called that are on and not signed for the present content."""
    return [one.caption for one in standings_of(report) if one.signature is None]


def must_be_signed(report: Report) -> None:
    """Raise Refused where a step that is on was not signed for the present content."""
    if missing := unsigned(report):
        raise Refused(f"还没有{'、'.join(missing)}，不能发布。请先在“审签”里办完。")


def sign(
    report_id: int, step: str, *, by, seen: str, words: str = "", code: str = "",
    photo: bytes | None = None, signer: str = "",
) -> Signature:  # fmt: skip
    """Sign a step of the report; raise Refused, Already, Http404.

    `seen` is the fingerprint of what was read. `photo` is of the sheet that `signer` signed on
    paper; without one `by` signs here, the last step with a `code` of the second factor.
    """
    if step not in Step.values:
        raise Http404
    report = access.report_with(by, report_id, Power.READ)
    _must_be_theirs(report, step, by)
    words, signer = (" ".join(text.replace("\0", "").split()) for text in (words, signer))
    if len(words) > Signature.LONGEST or len(signer) > 60:
        raise Refused(f"意见超过{Signature.LONGEST}字，或签署人超过60字，没有签。请写得简短些。", 400)
    picture = _photograph(photo, signer) if photo is not None else None
    if picture is None and step == Step.ISSUE:
        _must_be_known(by, code)
    with transaction.atomic():
        report = access.locked_report(by, report_id, Power.READ)
        _must_be_open(report, step, seen, by)
        _must_be_another(report, step, seen, by, signer if picture else "")
        return _keep(report, step, seen, by, words, picture, signer or access.person_name(by))


def _must_be_theirs(report: Report, step: str, by) -> None:
    power, role = _SIGNERS[step]
    if power not in access.powers_over(by, report):
        raise Refused(f"“{Step(step).label}”由本机关的{role}办理，这个账号没有这个角色，没有签。", 403)


def _must_be_open(report: Report, step: str, seen: str, by) -> None:
    standings = {one.step: one for one in standings_of(report, by)}
    if step not in standings:
        raise Refused(f"没有开启“{Step(step).label}”这一步，不需要签。")
    if seen != fingerprint_of(report):
        raise Refused("打开这一页之后，报告的内容有改动，没有签。下面是现在的内容，请看过再签。")
    if done := standings[step].signature:
        when = f"{timezone.localtime(done.at):%m-%d %H:%M}"
        raise Already(f"{done.signer} {when} 已签“{Step(step).label}”，没有再签一次。")
    if _is_public(report):
        raise Refused("报告已经发布，不再审签。发现错误时，请先发起更正。")
    if not standings[step].may_sign:
        before = next(one for one in standings.values() if one.signature is None)
        raise Refused(f"请先办完“{before.caption}”，再签“{Step(step).label}”。")


def _must_be_another(report: Report, step: str, seen: str, by, signer: str) -> None:
    if signing_of(report.organ).by_one:
        return
    held = list(report.signatures.filter(content=seen).select_related("user").defer("photo"))
    if done := _signed_before(step, held, by, signer):
        raise Refused(
            f"{signer or access.person_name(by)}已签“{done}”，“{Step(step).label}”要由另一个人签，没有签。"
            "人手不够的，请管理员在“机关”里允许由同一人办理。"
        )


def _photograph(photo: bytes, signer: str) -> CheckedPicture:
    if not signer:
        raise Refused("请写明在纸上签字的是谁，没有保存。", 400)
    try:
        return check_picture(photo)
    except BadPicture as bad:
        raise Refused(
            f"这个文件不是能读的照片，没有保存。请上传 JPG 或 PNG 格式、不超过 5 MB 的照片。（{bad}）", 400
        ) from None


def _must_be_known(user, code: str) -> None:
    """Let a person sign who has their telephone with them; codes that fail are throttled (OTP)."""
    if next(devices_for_user(user), None) is None:
        raise Refused("在这里签发需要两步验证，这个账号还没有设置。请先在右上角“两步验证”里设置，或在纸上签。")
    if match_token(user, "".join(code.split()).lower()[:16]) is None:
        raise Refused("验证码不正确或已用过，没有签。请等手机上出现新的验证码再输入。", 400)


def _keep(report, step: str, seen: str, by, words: str, picture, signer: str) -> Signature:
    made = Signature.objects.create(
        report=report, step=step, content=seen, revision=report.revision, user=by, signer=signer,
        words=words, photo=picture and picture.content,
        photo_type=picture.media_type if picture else "",
        photo_sha256=picture.sha256 if picture else "",
    )  # fmt: skip
    way = "在纸上签" if picture else "签"
    text = f"{signer}{way}“{Step(step).label}”" + (f"：{words}" if words else "")
    history.record(report, [history.Step(f"{PLACE}{step}", "", text)], by=by)
    history.note(history.Action.SIGNED, by=by, report=report, detail=text)
    return made


def photograph_of(report: Report, signature_id: int) -> Signature:
    """Return the signature with its photograph; Http404 for one that is not of the report."""
    found = report.signatures.filter(pk=signature_id, photo__isnull=False).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Receipt:
    """What is given for a report that was handed in: when, by whom, which version, its fingerprint."""

    at: object
    by: str
    revision: int
    content: str


def receipt_of(report: Report) -> Receipt:
    """Return the receipt of the last time that the report was handed in; Http404 before the first."""
    step = report.transitions.filter(action="submit").select_related("user").last()
    if step is None:
        raise Http404
    content = fingerprint(Document.from_json(step.document))
    return Receipt(step.at, access.person_name(step.user), step.revision, content)
