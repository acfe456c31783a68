"""The page that a link opens first: it asks for the code, and says what it leads to only after it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from reports import access
from reports.forms.assigning import CodeForm
from reports.refusals import Refused
from reports.writing import parts

from . import door


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the code of a link; 404 where it leads, or leads now, to nothing."""
    access.assignment_of_link(token)
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                door.remember(request, parts.enter(token, form.cleaned_data["code"]))
                return redirect("unit", token)
            except Refused as refusal:
                form.add_error("code", str(refusal))
                status = refusal.status
    response = render(request, "unit/code.html", {"form": form}, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


@login_not_required
@require_POST
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the code again from now on, on a computer that others use too."""
    door.forget(request, access.assignment_of_link(token))
    return redirect("unit_code", token)
