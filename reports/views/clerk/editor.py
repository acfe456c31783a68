"""The editor: one page for a report, a plain form that scripts turn into a desk."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from reports import access, aggregation, history, workflow
from reports.cases.counting import counted_requests, counted_reviews
from reports.document import SENTENCES, format_figure
from reports.document.narrative.plain_lines import plain_lines, with_lines
from reports.editions.browser import edition_json
from reports.forms.report import DetailsForm, ReportForm, known_of
from reports.refusals import Refused
from reports.writing import assigning, editing, judging, tallies

from ..common.problems import login_to, not_found
from ..common.public_state import standing
from .checking import findings_json
from .downloads import FORMS


@require_http_methods(["GET", "HEAD", "POST"])
def editor(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show the report's desk; without scripts, take the whole form at once."""
    report = access.report_to_read(request.user, report_id)
    if access.Power.WRITE not in access.powers_over(request.user, report):
        return redirect("review", report_id) if request.method != "POST" else not_found(request)
    if request.method == "POST":
        return _take_form(request, report)
    return _desk(request, report)


def _desk(request: HttpRequest, report, form=None, status: int = 200, remarks=()) -> HttpResponse:
    previous = access.fetch_content(report)
    findings = judging.findings_beside(report, previous)
    kept = access.acceptances_of(report)
    tallies.keep(report, findings, kept)
    figures = {figure.cell: figure for figure in report.figures.all()}
    narratives = {narrative.section: narrative for narrative in report.narratives.all()}
    form = form or ReportForm(
        report.template,
        initial=initial_of(figures, narratives),
        frozen=report.is_frozen,
    )
    context = {
        "report": report,
        "edition": report.template,
        "form": form,
        "findings": findings,
        "remarks": remarks,
        "formats": FORMS,
        "last_import": history.last_import(report),
        "locked": access.Frozen.SENTENCES.get(report.status, ""),
        "open_remarks": _open_remarks(request.user, report),
        "last_return": workflow.last_return(report),
        "parts_out": assigning.standing_of(report),
        "may_write": not report.is_frozen,
        "registered": _registered(report),
        "moves": workflow.moves_open_to(request.user, report),
        **standing(report, access.powers_over(request.user, report)),
        "editor_data": {
            "edition": edition_json(report.template),
            "sentences": SENTENCES,
            "report": _state(request.user, report, figures, previous)
            | {"findings": findings_json(findings, kept)}
            | {"narratives": words_of(form, narratives), "registered": _registered(report)},
        },
    }
    return render(request, "clerk/editor.html", context, status=status)


def _open_remarks(user, report) -> list:
    """Return the open remarks; those of a reviewer are settled on the review page."""
    remarks = [one for one in workflow.remarks_of(report, user) if not one.closed_at]
    for remark in remarks:
        remark.may_answer = remark.may_answer and not report.is_frozen
        remark.may_close = remark.may_close and remark.inside
    return remarks


def _registered(report) -> dict:
    """Return the way to the register's counts, its tables, and those that were taken from it."""
    if not report.has_register:
        return {}
    edition = report.template
    where = (counted_requests(edition), counted_reviews(edition))
    return {
        "url": reverse("from_register", args=[report.pk]),
        "tables": [one.table for one in where if one],
        "taken": aggregation.taken_tables(report),
    }


def initial_of(figures: dict, narratives: dict) -> dict:
    """Return what the form shows of figures and sections, by place, and as of which revision."""
    texts = {cell: format_figure(figure.value) for cell, figure in figures.items()}
    words = {section: plain_lines(narrative.html) for section, narrative in narratives.items()}
    base = {cell: [texts[cell], figure.revision] for cell, figure in figures.items()}
    base |= {section: [LINES, n.revision] for section, n in narratives.items()}
    return {**texts, **words, "base": json.dumps(base, separators=(",", ":"))}


# What the page's base says of a section whose field holds plain lines; older pages held mark-up.
LINES = "lines"


def words_of(form, narratives: dict) -> dict:
    """Return what the scripts start from, as mark-up: what was posted, else what is stored."""
    return {
        section: {
            "revision": n.revision,
            "html": with_lines(n.html, form.data[section]) if section in form.data else n.html,
        }
        for section, n in narratives.items()
    }


def _state(user, report, figures, previous) -> dict:
    """Return what the browser must know of the report, as plain JSON."""
    return {
        "id": report.pk,
        "title": report.title,
        "year": report.year,
        "frozen": report.is_frozen,
        "user": {"id": user.pk, "name": access.person_name(user)},
        "revision": report.revision,
        "known": known_of(report),
        "figures": figures_json(figures.values()),
        "previous": _previous_figures(report, previous),
        "largest": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        "urls": {
            name: reverse(name, args=[report.pk])
            for name in ("save", "pulse", "findings", "pictures", "preview", "accept", "reopen")
        }
        | {"login": login_to(reverse("editor", args=[report.pk]))}
        | {
            "guide": reverse("edition_guide", args=[report.edition]),
            "whichRow": reverse("which_row", args=[report.edition]),
        },
    }


def figures_json(figures) -> dict:
    """Return figures as the browser keeps them: cell to text, revision and manual."""
    return {
        f.cell: {"text": format_figure(f.value), "revision": f.revision, "manual": f.manual}
        for f in figures
    }


def _previous_figures(report, previous) -> dict:
    cells = report.template.cells if previous else ()
    return {c: previous.figure(c) for c in cells if previous.cells.get(c) is not None}


def _take_form(request: HttpRequest, report) -> HttpResponse:
    form = ReportForm(report.template, data=request.POST, frozen=report.is_frozen)
    form.is_valid()
    try:
        outcome = editing.save(report.pk, _edits(report, form), by=request.user)
    except access.Frozen as frozen:
        return _desk(request, report, form, status=frozen.status, remarks=[str(frozen)])
    for place, sentence in outcome.refused.items():
        if place in form.fields and place not in form.errors:
            form.add_error(place, sentence)
    for conflict in outcome.conflicts:
        form.add_error(conflict.place, conflict_sentence(conflict))
    if form.errors:
        return _desk(request, report, form, status=409 if outcome.conflicts else 400)
    return redirect("editor", report.pk)


def _edits(report, form) -> list[editing.Edit]:
    base, edits = form.base(), []
    stored = {narrative.section: narrative.html for narrative in report.narratives.all()}
    for place, text in form.entries().items():
        old, revision = base.get(place, (None, 0))
        if old == LINES and place in stored:
            old = history.text_at(report, place, revision, stored[place])
            text = with_lines(old, text)
        if text != old:
            edits.append(editing.Edit(place, text, revision))
    return edits


def conflict_sentence(conflict: editing.Conflict) -> str:
    """Return what the second clerk reads when somebody was first."""
    when = f"{timezone.localtime(conflict.at):%H:%M}" if conflict.at else ""
    if conflict.before is not None:
        return f"{conflict.by} {when} 已修改这一部分。请选用哪一份，或合并两者。"
    theirs, mine = conflict.theirs or "未填", conflict.mine or "未填"
    here = "这里恢复为自动计算" if conflict.gives_back else f"这里填写的是 {mine}"
    return f"{conflict.by} {when} 将此格改为 {theirs}，{here}。"


def _detail_sentence(conflict: editing.Conflict) -> str:
    when = f"{timezone.localtime(conflict.at):%H:%M}" if conflict.at else ""
    theirs = conflict.theirs or "未填"
    return f"{conflict.by} {when} 将此项改为 {theirs}，没有保存。要用这里填写的，请再保存一次。"


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show and set the title, date of issue and index number."""
    report = access.report_to_write(request.user, report_id)
    initial = {name: getattr(report, name) for name in ("title", "issued", "index_number")}
    initial["seen"] = report.revision
    form = DetailsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            editing.set_details(report_id, by=request.user, **form.cleaned_data)
            return redirect("editor", report_id)
        except editing.Overtaken as overtaken:
            for conflict in overtaken.conflicts:
                form.add_error(conflict.place, _detail_sentence(conflict))
                form.look_again(conflict.revision)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "report": report}
    return render(request, "clerk/details.html", context, status=400 if form.errors else 200)
