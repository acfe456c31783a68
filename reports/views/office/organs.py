"""The tree of organs: see it, bring it in, mend it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reports import access, directory, workflow
from reports.forms.office import (
    DutyForm,
    InvitationForm,
    MoveForm,
    NewOrganForm,
    ParticularsForm,
    WorkbookForm,
)
from reports.oversight import notices
from reports.refusals import Refused

from ..common.lists import number, searched
from ..common.refusing import refused_on

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
    return render(request, "office/organs/organs.html", context)


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
        except directory.FaultyLines as refused:
            faults = refused.faults
    context = {"form": form, "faults": faults}
    status = 400 if form.errors or faults else 200
    return render(request, "office/organs/import_organs.html", context, status=status)


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
        with refused_on(form):
            renamed = form.cleaned_data["name"] != form.initial["name"]
            directory.set_particulars(organ_id, by=request.user, **form.cleaned_data)
            messages.success(request, _RENAMED if renamed else "已保存基本信息。")
            return redirect("organ", organ_id)
    return show_organ(request, organ_id, status=400 if form.errors else 200, particulars=form)


_RENAMED = "已保存，已更名。原名称留在本页；已有报告的标题和已公开的内容不变，要改的请在报告里改、发起更正。"


def show_organ(request: HttpRequest, organ_id: int, status: int = 200, **forms) -> HttpResponse:
    """Return the organ's page; `forms` are those that were refused."""
    found = access.organ_to_administer(request.user, organ_id)
    invited = directory.invitation_to_show(found, number(request.GET.get("invited")))
    context = {
        "organ": found,
        "particulars": forms.get("particulars") or ParticularsForm(instance=found),
        "duty": _to(forms.get("duty") or DutyForm(), "organ_duty", organ_id),
        "invitation": _to(forms.get("invitation") or InvitationForm(), "invite", organ_id),
        "move": _to(forms.get("move") or MoveForm(), "move_organ", organ_id),
        "above": directory.above(found),
        "has_register": access.may_count_register(request.user, found),
        "former_names": found.former_names.all(),
        "duties": directory.duties_of(found),
        "public_years": directory.public_years(found),
        "signing_steps": workflow.Step.choices,
        "signing_on": workflow.steps_on(found),
        "signing_by_one": getattr(workflow.signing_of(found), "by_one", False),
        "names": directory.names_to_offer(request.user),
        "staff": directory.staff_of(found),
        "invitations": directory.invitations_of(found),
        "role_choices": access.Role.choices,
        "invited": invited,
        "sends_mail": notices.sends_mail(),
        "fault": forms.get("fault", ""),
    }
    return render(request, "office/organs/organ.html", context, status=status)


def _to(form, name: str, organ_id: int):
    form.helper.form_action = reverse(name, args=[organ_id])
    return form


@require_POST
def signing(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Switch the steps that must be signed, for the organ and all below it."""
    try:
        workflow.switch_signing(organ_id, request.POST.getlist("steps"),
                                by_one="by_one" in request.POST, by=request.user)
    except Refused as refusal:
        return show_organ(request, organ_id, status=refusal.status, fault=str(refusal))
    messages.success(request, "已保存审签步骤。")
    return redirect("organ", organ_id)


@require_POST
def duty(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Set what is special about the organ's duty for a year."""
    found = access.organ_to_administer(request.user, organ_id)
    form = DutyForm(request.POST)
    if not form.is_valid():
        return show_organ(request, organ_id, status=400, duty=form)
    wanted = form.cleaned_data
    merges, name = wanted["kind"] == "merged", wanted.pop("into")
    wanted["onward"] = wanted.pop("lasting") == "onward"
    with refused_on(form, "into" if merges else None):
        into = directory.organ_called(name, by=request.user) if merges else None
        directory.set_duty(organ_id, by=request.user, into=into, **wanted)
    if form.errors:
        return show_organ(request, organ_id, status=400, duty=form)
    said = _after_merger(found, into, wanted["year"], wanted["onward"]) if merges else ""
    messages.success(request, f"已保存{wanted['year']}年度的报送义务。{said}")
    return redirect("organ", organ_id)


def _after_merger(organ, into, year: int, onward: bool) -> str:
    """Return what becomes of the reports of an organ that is merged."""
    years = directory.public_years(organ)
    said = f"{year}年度{'起' if onward else ''}不再要求{organ}报送，由{into}报送。"
    if years:
        listed = "、".join(map(str, years))
        said += (
            f"已公开的{listed}年度报告仍以原名称公开，网址不变，公开网站的机关页注明并入{into}。"
        )
    if year in years:
        said += f"其中{year}年度的已经公开，不会自动撤下；不该公开的，请在它的发布页撤下。"
    return said


@require_http_methods(["GET", "HEAD", "POST"])
def new_organ(request: HttpRequest) -> HttpResponse:
    """Add one organ below another."""
    if not access.administers_anything(request.user):
        raise Http404
    under = access.organs_administered(request.user).filter(pk=number(request.GET.get("under")))
    above = under.first()
    form = NewOrganForm(request.POST or None, initial={"parent": above.name if above else ""})
    if request.method == "POST" and form.is_valid():
        try:
            made = directory.add_organ(by=request.user, **form.cleaned_data)
            messages.success(request, f"已新增{made}。接着可以在“人员”里邀请填报人和审核人。")
            return redirect("organ", made.pk)
        except directory.AlreadyThere as there:
            messages.info(request, str(there))
            return redirect("organ", there.organ.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "names": directory.names_to_offer(request.user)}
    status = 400 if form.errors else 200
    return render(request, "office/organs/new_organ.html", context, status=status)


@require_POST
def move(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Let an organ stand below another."""
    access.organ_to_administer(request.user, organ_id)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return show_organ(request, organ_id, status=400, move=form)
    with refused_on(form, "parent"):
        moved = directory.move_organ(organ_id, form.cleaned_data["parent"], by=request.user)
    if form.errors:
        return show_organ(request, organ_id, status=400, move=form)
    messages.success(request, f"{moved}的上级现在是{directory.above(moved)}。")
    return redirect("organ", organ_id)
