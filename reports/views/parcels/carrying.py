"""上报包: pack what goes up, bring what came, see what was brought."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST

from reports import access, parcels, tasks
from reports.archive.told import REMARKS
from reports.forms.parcels import TOO_LARGE, PackForm, ParcelForm
from reports.oversight import supervision
from reports.refusals import Refused

from ..common.problems import problem
from .trusting import trust_page


@require_http_methods(["GET", "HEAD", "POST"])
def carrying(request: HttpRequest) -> HttpResponse:
    """Show the packages; take one that was carried here."""
    must_supervise(request.user)
    if request.method != "POST":
        return _page(request, ParcelForm())
    form = ParcelForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=413 if form.has_error("file", TOO_LARGE) else 400)
    try:
        return _brought(request, form.cleaned_data["file"])
    except parcels.Stranger as stranger:
        return trust_page(request, stranger)
    except parcels.Faulty as faulty:
        form.add_error("file", str(faulty))
        return _page(request, form, status=faulty.status, faults=faulty.faults)
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return _page(request, form, status=refusal.status)


def _brought(request: HttpRequest, upload) -> HttpResponse:
    found = parcels.looked_at(upload)
    if found.about.kind == REMARKS:
        came = parcels.take_back(found, by=request.user)
        new = sum(one.is_new for one in came)
        return render(request, "parcels/remarks.html", {"about": found.about, "came": came, "new": new})
    parcel = parcels.bring(found, upload.name, by=request.user)
    tasks.deliver(parcel.pk, room=parcels)
    return redirect("parcel", parcel.pk)


def must_supervise(user) -> None:
    """Raise Http404 for whoever supervises nothing."""
    if not access.supervises_anything(user):
        raise Http404


def _pack_form(request: HttpRequest, data=None) -> PackForm:
    year = supervision.current_year()
    organs = supervision.branches(request.user)
    under = request.GET.get("under", "")
    initial = {"year": year, "organ": under if under.isdecimal() else None, "files": True}
    return PackForm(data, organs=organs, years=range(year + 1, year - 6, -1), initial=initial)


def _page(request, form: ParcelForm, *, pack: PackForm | None = None, status=200, faults=()) -> HttpResponse:
    context = {
        "form": form,
        "pack": pack or _pack_form(request),
        "parcels": parcels.parcels_seen_by(request.user),
        "faults": faults,
    }
    return render(request, "parcels/parcels.html", context, status=status)


@require_POST
def pack(request: HttpRequest) -> HttpResponse:
    """Return the package of an organ's subtree, made while it is sent."""
    must_supervise(request.user)
    form = _pack_form(request, request.POST)
    if not form.is_valid():
        return _page(request, ParcelForm(), pack=form, status=400)
    asked = form.cleaned_data
    options = {"waiting": asked["waiting"], "files": asked["files"]}
    try:
        made = parcels.pack(int(asked["organ"]), asked["year"], by=request.user, **options)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, ParcelForm(), pack=form, status=refusal.status)
    return sent(made)


@require_POST
def pack_back(request: HttpRequest, key_id: int) -> HttpResponse:
    """Return the package of remarks for whoever holds a key."""
    year = request.POST.get("year", "")
    if not (year.isascii() and year.isdecimal() and len(year) == 4):
        access.key_of(request.user, key_id)
        return problem(request, 400, "没有打回传包。", "请选择年度。")
    try:
        return sent(parcels.pack_back(key_id, int(year), by=request.user))
    except Refused as refusal:
        return problem(request, refusal.status, "没有打回传包。", str(refusal))


def sent(made) -> HttpResponse:
    """Return a package as a download."""
    headers = {
        "Content-Disposition": content_disposition_header(True, made.name),
        "Cache-Control": "no-store",
    }
    return StreamingHttpResponse(made.pieces, content_type="application/zip", headers=headers)
