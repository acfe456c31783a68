"""How a register is kept, and clearing away what is older than it keeps."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from reports import access, register
from reports.forms.register import RegisterSettingsForm
from reports.register import clearing

from ..common.refusing import refused_as_page, refused_on


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Show and set how the register is kept."""
    kept = access.register_to_read(request.user, organ_id)
    if not kept.may_write:
        raise Http404
    names = ("keeps_matter", "shown_above", "years_kept")
    form = RegisterSettingsForm(request.POST or None, initial={n: getattr(kept, n) for n in names})
    if request.method == "POST" and form.is_valid():
        with refused_on(form):
            register.set_up(organ_id, by=request.user, **form.cleaned_data)
            messages.success(request, "已保存台账设置。")
            return redirect("register_settings", organ_id)
    old = [rows.count() for rows in clearing.old_rows(kept)] if kept.pk else [0, 0]
    context = {
        "register": kept,
        "form": form,
        "old": old,
        "last_day": clearing.last_day_to_clear(kept),
    }
    return render(request, "register/settings.html", context, status=400 if form.errors else 200)


@require_POST
@refused_as_page("没有清理。")
def clear(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Remove the closed cases that are older than the register keeps."""
    count = register.clear_old(organ_id, by=request.user)
    messages.success(request, f"已清理 {count} 件，审计里有记录。")
    return redirect("register_settings", organ_id)
