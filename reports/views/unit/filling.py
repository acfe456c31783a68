"""The page of a part: a plain form that scripts turn into a desk, and what these scripts talk to."""

from types import SimpleNamespace

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reports import access
from reports.document import SENTENCES
from reports.document.narrative.plain_lines import with_lines
from reports.editions.browser import edition_json
from reports.forms.assigning import HandInForm
from reports.forms.report import ReportForm, known_of
from reports.refusals import Refused
from reports.writing import editing, parts

from ..clerk.editor import LINES, conflict_sentence, figures_json, initial_of, words_of
from ..clerk.saving import edits_in, number_in, outcome_json, read_json, text_in
from ..common.problems import login_to
from ..common.refusing import refused_as_json, refused_as_page
from .door import Way


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, way: Way) -> HttpResponse:
    """Show the part to fill in; without scripts, take the whole form at once."""
    return _take_form(request, way) if request.method == "POST" else show(request, way)


def show(
    request: HttpRequest, way: Way, *, form=None, hand_in=None, status: int = 200, remark: str = ""
) -> HttpResponse:  # fmt: skip
    """Return the part's page; `remark` is why something was refused."""
    assignment, desk = way.assignment, parts.PartDesk(way.assignment)
    frozen = is_frozen(assignment)
    form = form or ReportForm(
        assignment.template, initial=initial_of(desk.figures, desk.narratives), frozen=frozen,
        guide=way.url("sheet"),
    )  # fmt: skip
    findings = parts.findings_in(assignment)
    context = {
        "way": way,
        "assignment": assignment,
        "title": assignment.report.title,
        "giver": access.person_name(assignment.by),
        "form": form,
        "report": _stand_in(assignment),
        "frozen": frozen,
        "report_frozen": assignment.report.is_frozen,
        "findings": findings,
        "hand_in": hand_in or HandInForm(initial={"signed": _signer(way)}),
        "remark": remark,
        "editor_data": {
            "edition": edition_json(assignment.template),
            "sentences": SENTENCES,
            "report": _state(way, desk, frozen)
            | {"findings": findings_json(findings), "narratives": words_of(form, desk.narratives)},
        },
    }
    return render(request, "unit/part.html", context, status=status)


def is_frozen(assignment) -> bool:
    """Whether nobody may write in the part now."""
    return assignment.report.is_frozen or not assignment.is_filling


def _signer(way: Way) -> str:
    return way.assignment.signed or (access.person_name(way.user) if way.user else "")


def _stand_in(assignment) -> SimpleNamespace:
    """Return what the form may say of the report besides the part: whose it is, and which year."""
    organ = assignment.report.organ
    return SimpleNamespace(
        organ=SimpleNamespace(name=organ.name, kind=organ.kind, phone=""),
        year=assignment.report.year, template=assignment.template, pk=None,
    )  # fmt: skip


def _state(way: Way, desk: parts.PartDesk, frozen: bool) -> dict:
    assignment = way.assignment
    user = way.user
    return {
        "id": f"part-{assignment.pk}",
        "title": assignment.report.title,
        "year": assignment.report.year,
        "frozen": frozen,
        "fixedTotals": True,
        "user": {"id": user.pk if user else 0, "name": access.person_name(user) if user else assignment.unit},
        "revision": assignment.revision,
        "known": known_of(_stand_in(assignment)),
        "figures": figures_json(desk.figures.values()),
        "previous": {},
        "largest": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        "urls": {name: way.url(name) for name in ("save", "pulse", "findings")}
        | {"login": way.url() if way.is_link else login_to(way.url()), "guide": way.url("sheet")},
    }  # fmt: skip


def findings_json(findings) -> list[dict]:
    """Return findings as the panel takes them; nothing can be kept here, nor read on about."""
    return [finding.to_json() | {"help": "", "accepted": None} for finding in findings]


def _take_form(request: HttpRequest, way: Way) -> HttpResponse:
    assignment = way.assignment
    form = ReportForm(
        assignment.template, data=request.POST, frozen=is_frozen(assignment), guide=way.url("sheet")
    )
    form.is_valid()
    try:
        outcome = parts.save(assignment.pk, _edits(assignment, form))
    except Refused as refusal:
        return show(request, way, form=form, status=refusal.status, remark=str(refusal))
    for place, sentence in outcome.refused.items():
        if place in form.fields and place not in form.errors:
            form.add_error(place, sentence)
    for conflict in outcome.conflicts:
        form.add_error(conflict.place, conflict_sentence(conflict))
    if form.errors:
        return show(request, way, form=form, status=409 if outcome.conflicts else 400)
    messages.success(request, "已保存，还没有交出。")
    return redirect(way.url())


def _edits(assignment, form) -> list[editing.Edit]:
    base, stored, edits = form.base(), assignment.text_of, []
    for place, text in form.entries().items():
        old, revision = base.get(place, (None, 0))
        if old == LINES:
            old = stored.get(place, "")
            text = with_lines(old, text)
        if text != old:
            edits.append(editing.Edit(place, text, revision))
    return edits


@require_POST
@refused_as_json
def save(request: HttpRequest, way: Way) -> JsonResponse:
    """Store edits of the part; 409 with conflicts, 422 with what was refused."""
    body = read_json(request)
    edits, writer = edits_in(body), text_in(body, "writer", 24)
    outcome = parts.save(way.assignment.pk, edits, writer=writer)
    status = 409 if outcome.conflicts else 422 if outcome.refused else 200
    return JsonResponse(outcome_json(outcome), status=status)


@require_POST
@refused_as_json
def pulse(request: HttpRequest, way: Way) -> JsonResponse:
    """Return what another window changed since."""
    since, desk = number_in(read_json(request), "since"), parts.PartDesk(way.assignment)
    newer = [figure for figure in desk.figures.values() if figure.revision > since]
    words = [words for words in desk.narratives.values() if words.revision > since]
    return JsonResponse(
        {
            "revision": way.assignment.revision,
            "frozen": is_frozen(way.assignment),
            "figures": figures_json(newer),
            "narratives": {n.section: {"revision": n.revision, "html": n.html} for n in words},
            "people": [],
        }
    )


@require_GET
def findings(request: HttpRequest, way: Way) -> JsonResponse:
    """Return every finding within the part as it is saved."""
    found = findings_json(parts.findings_in(way.assignment))
    return JsonResponse({"revision": way.assignment.revision, "findings": found})


@require_POST
def hand_in(request: HttpRequest, way: Way) -> HttpResponse:
    """Give the part to the clerk; where something is open, say what, and take a word on it."""
    form = HandInForm(request.POST)
    if not form.is_valid():
        return show(request, way, hand_in=form, status=400)
    try:
        parts.hand_in(way.assignment.pk, by=way.user, **form.cleaned_data)
    except Refused as refusal:
        return show(request, way, hand_in=form, status=refusal.status, remark=str(refusal))
    return redirect(way.url())


@require_POST
@refused_as_page("没有撤回。")
def take_back(request: HttpRequest, way: Way) -> HttpResponse:
    """Write on in what was handed in, before the clerk has taken it."""
    parts.take_back(way.assignment.pk, by=way.user)
    return redirect(way.url())
