"""钥匙: our own fingerprint, the keys of others; trusting one, revoking one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from reports import access, parcels
from reports.archive.keys import fingerprint, groups, raw, text
from reports.forms.parcels import TrustForm
from reports.oversight import supervision
from reports.refusals import Refused

from ..common.problems import problem


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """Show our own fingerprint and every key that is, or was, trusted."""
    if not access.supervises_anything(request.user):
        raise Http404
    own = parcels.own_row()
    context = {
        "own": parcels.described([own])[0] if own else None,
        "keys": parcels.described(access.keys_of(request.user)),
        "years": range(supervision.current_year(), supervision.current_year() - 6, -1),
    }
    return render(request, "parcels/keys.html", context)


def trust_page(request: HttpRequest, stranger: parcels.Stranger) -> HttpResponse:
    """Show the fingerprint of a key that nobody trusts yet, and ask whose it is."""
    about = stranger.opened.about
    organs = supervision.branches(request.user)
    same = next((organ.pk for organ in organs if organ.name == about.organ), None)
    initial = {
        "key": text(stranger.opened.public), "name": about.organ, "organ": same,
        "side": "below" if about.kind == "reports" else "above",
    }  # fmt: skip
    form = TrustForm(organs=organs, initial=initial)
    context = {"form": form, "groups": stranger.groups, "about": about}
    return render(request, "parcels/trust.html", context, status=stranger.status)


@require_POST
def trust(request: HttpRequest) -> HttpResponse:
    """Trust a key whose fingerprint somebody has compared."""
    if not access.supervises_anything(request.user):
        raise Http404
    form = TrustForm(request.POST, organs=supervision.branches(request.user))
    try:
        said = groups(fingerprint(raw(request.POST.get("key", ""))))
    except ValueError:
        return problem(request, 400, "没有信任这把钥匙。", "钥匙不完整，请重新上传那个包。")
    status = 400
    if form.is_valid():
        asked = form.cleaned_data
        try:
            key = parcels.trust(
                asked["key"], organ_id=int(asked["organ"]), side=asked["side"], name=asked["name"],
                typed=asked["typed"], by=request.user,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("typed", str(refusal))
            status = refusal.status
        else:
            messages.success(request, f"已信任{key.name}的签名钥匙。请再上传一次那个包。")
            return redirect("parcels")
    context = {"form": form, "groups": said}
    return render(request, "parcels/trust.html", context, status=status)


@require_POST
def revoke(request: HttpRequest, key_id: int) -> HttpResponse:
    """Trust a key no longer."""
    try:
        key = parcels.revoke(key_id, by=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"已撤销信任{key.name}的签名钥匙。已收下的报告不受影响。")
    return redirect("parcel_keys")
