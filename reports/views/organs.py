"""The tree of organs: see it, bring it in, mend it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reports import access, directory, notices
from reports.office_forms import DutyForm, InvitationForm, ParticularsForm, WorkbookForm

from .tables import number, searched

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def organs(request: HttpRequest) -> HttpResponse:
    """List the organs that this person administers or supervises, as a tree."""
    administers = access.administers_anything(request.user)
    if not administers and not access.supervises_anything(request.user):
        raise Http404
    search, under = searched(request.GET), number(request.GET.get("under"))
    page = number(request.GET.get("page")) or 1
    part = {name: value for name, value in (("search", search), ("under", under)) if value}
    context = {
        "page": directory.tree_of(request.user, search, under, page),
        "search": search,
        "under": under and access.organs_seen(request.user).filter(pk=under).first(),
        "query": urlencode(part),
        "administers": administers,
    }
    return render(request, "reports/organs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def import_organs(request: HttpRequest) -> HttpResponse:
    """Take organs from a workbook: all, or none with every fault named."""
    if not access.administers_anything(request.user):
        raise Http404
    form = WorkbookForm(request.POST or None, request.FILES or None)
    faults = []
    if request.method == "POST" and form.is_valid():
        try:
            planted = directory.import_organs(form.cleaned_data["file"], by=request.user)
            messages.info(request, f"导入完成：{planted}")
            return redirect("organs")
        except directory.Refused as refused:
            faults = refused.faults
    context = {"form": form, "faults": faults}
    status = 400 if form.errors or faults else 200
    return render(request, "reports/import_organs.html", context, status=status)


@require_GET
def blank_workbook(request: HttpRequest) -> HttpResponse:
    """Return an empty workbook with the columns' names."""
    if not access.administers_anything(request.user):
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="organs.xlsx"'}
    return HttpResponse(directory.blank_workbook(), content_type=_XLSX, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def organ(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Show an organ with its people and duties; set its particulars."""
    found = access.organ_to_administer(request.user, organ_id)
    form = ParticularsForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            directory.set_particulars(organ_id, by=request.user, **form.cleaned_data)
            return redirect("organ", organ_id)
        except directory.NotPossible as refusal:
            form.add_error(None, str(refusal))
    return show_organ(request, organ_id, status=400 if form.errors else 200, particulars=form)


def show_organ(
    request: HttpRequest, organ_id: int, status: int = 200, invited=None, **forms
) -> HttpResponse:
    """Return the organ's page; `invited` is a fresh invitation, `forms` those that were refused."""
    found = access.organ_to_administer(request.user, organ_id)
    context = {
        "organ": found,
        "particulars": forms.get("particulars") or ParticularsForm(instance=found),
        "duty": _to(forms.get("duty") or DutyForm(), "organ_duty", organ_id),
        "invitation": _to(forms.get("invitation") or InvitationForm(), "invite", organ_id),
        "duties": directory.duties_of(found),
        "staff": directory.staff_of(found),
        "invitations": directory.invitations_of(found),
        "role_choices": access.Role.choices,
        "invited": invited,
        "sends_mail": notices.sends_mail(),
        "fault": forms.get("fault", ""),
    }
    return render(request, "reports/organ.html", context, status=status)


def _to(form, name: str, organ_id: int):
    form.helper.form_action = reverse(name, args=[organ_id])
    return form


@require_POST
def duty(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Set what is special about the organ's duty for a year."""
    access.organ_to_administer(request.user, organ_id)
    form = DutyForm(request.POST)
    if not form.is_valid():
        return show_organ(request, organ_id, status=400, duty=form)
    directory.set_duty(organ_id, by=request.user, **form.cleaned_data)
    return redirect("organ", organ_id)
