"""What the checks found: for the editor's panel, as a 校核单 to print, and the rules explained."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from reports import access, workflow
from reports.forms.report import AcceptanceForm
from reports.refusals import Refused
from reports.rules import (
    RULES,
    SEVERITIES,
    SEVERITY_NAMES,
    Finding,
    place_of,
    rule_of,
    with_blanks_together,
)
from reports.rules.explaining import Explanation, explanations
from reports.writing import accepting, judging, tallies

from ..common.refusing import refused_as_page


def findings_json(found: Iterable[Finding], kept: dict) -> list[dict[str, Any]]:
    """Return findings as the panel takes them: with where to read on, and why one is kept."""
    rules = reverse("rules")
    return [
        finding.to_json()
        | {
            "help": rules + (f"#{rule.anchor}" if (rule := rule_of(finding.id)) else ""),
            "reasons": rule.reasons if rule else (),
            "accepted": _acceptance_json(kept.get(finding.key)),
        }
        for finding in found
    ]


def _acceptance_json(acceptance) -> dict[str, str] | None:
    if acceptance is None:
        return None
    at = timezone.localtime(acceptance.at)
    return {
        "reason": acceptance.reason,
        "by": access.person_name(acceptance.by),
        "at": f"{at:%Y-%m-%d %H:%M}",
    }


@require_GET
def findings(request: HttpRequest, report_id: int) -> JsonResponse:
    """Return every finding of the report as it is saved, with the revision they speak of."""
    return _panel(access.report_to_read(request.user, report_id))


def _panel(report) -> JsonResponse:
    found, kept = judging.findings_of(report), access.acceptances_of(report)
    tallies.keep(report, found, kept)
    answer = {"revision": report.revision, "findings": findings_json(found, kept)}
    return JsonResponse(answer)


@require_POST
@refused_as_page("没有保存。")
def accept(request: HttpRequest, report_id: int) -> HttpResponse:
    """Keep a warning for a written reason; JSON for the panel, else back to the 校核单."""
    report = access.report_to_read(request.user, report_id)
    key, usual = request.POST.get("key", ""), request.POST.get("usual", "")
    reason = "。".join(part for part in (usual, request.POST.get("reason", "")) if part.strip())
    try:
        accepting.accept(report_id, key, reason, by=request.user)
    except access.Frozen:
        raise
    except Refused as refusal:
        return _not_kept(request, report, refusal)
    return _answer(request, report_id, key)


@require_POST
@refused_as_page("没有保存。")
def withdraw_acceptance(request: HttpRequest, report_id: int) -> HttpResponse:
    """Open a warning again that was kept; JSON for the panel, else back to the 校核单."""
    access.report_to_read(request.user, report_id)
    key = request.POST.get("key", "")
    accepting.withdraw(report_id, key, by=request.user)
    return _answer(request, report_id, key)


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _not_kept(request: HttpRequest, report, refusal: Refused) -> HttpResponse:
    """Say why a reason was not kept, on the page where it was written and with what was written."""
    if _wants_json(request):
        raise refusal
    handing_in = "handing_in" in request.POST
    key = request.POST.get("key", "")
    found = (f for f in judging.findings_of(report) if f.key == key)
    reasons = next(map(_reasons, found), ())
    form = AcceptanceForm(report.pk, key, request.POST, handing_in=handing_in, reasons=reasons)
    form.say(str(refusal))
    step = workflow.next_step(request.user, report) if handing_in else None
    return sheet(request, report, step=step, refused=form)


def _answer(request: HttpRequest, report_id: int, key: str) -> HttpResponse:
    if _wants_json(request):
        return _panel(access.report_to_read(request.user, report_id))
    place = "submit" if "handing_in" in request.POST else "check_sheet"
    return redirect(reverse(place, args=[report_id]) + f"#f-{key}")


@dataclass(frozen=True)
class Line:
    """A line of the 校核单: a finding, where it stands, and why it is kept or the form to say so."""

    finding: Finding
    place: str
    acceptance: Any = None
    form: AcceptanceForm | None = None
    reading: Explanation | None = None  # how the sentence was read that the finding is on

    @property
    def severity_name(self) -> str:
        """错误, 提醒 or 提示."""
        return SEVERITY_NAMES[self.finding.severity]

    @property
    def kept_by(self) -> str:
        """Who keeps it."""
        return access.person_name(self.acceptance.by)

    @property
    def is_open_warning(self) -> bool:
        """Whether somebody should mend it, or say why it stays."""
        return self.finding.severity == "warning" and self.acceptance is None


def lines_of(
    report, found: Iterable[Finding], may_write: bool = True, *, handing_in: bool = False
) -> list[Line]:
    """Return findings as lines in order, the blanks of a table as one.

    Whoever does not write in the report gets no forms. `handing_in`: a reason leads back there.
    """
    kept = access.acceptances_of(report)
    return [
        Line(finding, place_of(finding, report.template), kept.get(finding.key),
             _form(report, finding, handing_in) if may_write else None)
        for finding in with_blanks_together(found, report.template)
    ]  # fmt: skip


def _explained(lines: list[Line], report) -> list[Line]:
    """Return the lines with how the sentences were read that they are on."""
    if not any(line.finding.quote for line in lines):
        return lines
    read = list(explanations(report.document(pictures=False)))
    return [
        replace(line, reading=next((one for one in read if one.holds(line.finding)), None))
        for line in lines
    ]


def _form(report, finding: Finding, handing_in: bool) -> AcceptanceForm | None:
    if finding.severity != "warning" or report.is_frozen:
        return None
    return AcceptanceForm(report.pk, finding.key, handing_in=handing_in, reasons=_reasons(finding))


def _reasons(finding: Finding) -> tuple[str, ...]:
    rule = rule_of(finding.id)
    return rule.reasons if rule else ()


@require_GET
def check_sheet(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show the 校核单: all findings in order, to read, to answer and to print."""
    return sheet(request, access.report_to_read(request.user, report_id))


def sheet(
    request: HttpRequest, report, *, step: Any = None, remarks: Sequence = (),
    refused: AcceptanceForm | None = None, parts_out: Any = None,
) -> HttpResponse:  # fmt: skip
    """Return the 校核单; with `step` as what to look at before the report is handed in.

    `remarks` are those without an answer, `parts_out` says what is still with others; `refused` is the form of a reason that was not kept.
    """
    may_write = access.Power.WRITE in access.powers_over(request.user, report)
    lines = lines_of(report, judging.findings_of(report), may_write, handing_in=step is not None)
    lines = _explained(lines, report)
    if refused:
        lines = [replace(line, form=refused) if line.form and line.form.key == refused.key else line
                 for line in lines]  # fmt: skip
    counts = Counter(line.finding.severity for line in lines if not line.acceptance)
    context = {
        "report": report,
        "lines": lines,
        "counts": [(SEVERITY_NAMES[s], counts[s]) for s in SEVERITIES],
        "kept": sum(line.acceptance is not None for line in lines),
        "open": sum(line.is_open_warning for line in lines),
        "step": step,
        "may_write": may_write,
        "remarks": remarks,
        "parts_out": parts_out,
        "refused": refused,
        "printed_at": timezone.localtime(),
        "printed_by": access.person_name(request.user),
    }
    return render(request, "clerk/check_sheet.html", context, status=422 if refused else 200)


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """Show 规则说明: every rule with its reason, its source and two examples."""
    return render(request, "clerk/rules.html", {"rules": RULES})
