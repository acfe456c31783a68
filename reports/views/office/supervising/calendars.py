"""A district's calendar of a year: see it, set it, begin with last year's."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reports import access, directory
from reports.editions import FIRST_YEAR, LAST_YEAR
from reports.forms.calendar import CalendarForm
from reports.oversight import supervision
from reports.refusals import Refused

_MOST = 500  # names to choose from while typing


@require_GET
def calendars(request: HttpRequest) -> HttpResponse:
    """Go to the calendar of the topmost organ that this person supervises, of the year in hand."""
    organ = access.organs_supervised(request.user).order_by("depth", "-numchild").first()
    if organ is None:
        raise Http404
    return redirect("calendar", organ.pk, supervision.current_year())


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, organ_id: int, year: int) -> HttpResponse:
    """Show an organ's calendar of a year; set it."""
    organ = _organ(request, organ_id, year)
    form = CalendarForm(request.POST or None, organ=organ, year=year, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            words = {name: form.cleaned_data[name] for name in ("before", "after", "late_reason")}
            said = directory.set_calendar(organ_id, year, form.lines, **words, by=request.user)
            messages.success(request, f"已保存{year}年度的日程。{''.join(said)}")
            return redirect("calendar", organ_id, year)
        except Refused as refusal:
            form.put(refusal)
    return _page(request, organ, year, form, status=400 if form.errors else 200)


@require_POST
def copy(request: HttpRequest, organ_id: int, year: int) -> HttpResponse:
    """Take over the calendar of the year before, a year later."""
    organ = _organ(request, organ_id, year)
    try:
        directory.copy_last_year(organ_id, year, by=request.user)
    except Refused as refusal:
        form = CalendarForm(organ=organ, year=year, by=request.user)
        return _page(request, organ, year, form, fault=str(refusal), status=refusal.status)
    messages.success(request, f"已沿用{year - 1}年度的日程，日期各推后一年。请核对周末和节假日。")
    return redirect("calendar", organ_id, year)


def _organ(request: HttpRequest, organ_id: int, year: int):
    if not FIRST_YEAR <= year < LAST_YEAR:
        raise Http404
    return access.organ_to_supervise(request.user, organ_id)


def _page(request: HttpRequest, organ, year: int, form, *, fault="", status=200) -> HttpResponse:
    below = access.organs_supervised(request.user).within([organ.path])
    context = {
        "organ": organ,
        "year": year,
        "form": form,
        "fault": fault,
        "years": supervision.report_years(),
        "branches": supervision.branches(request.user),
        "names": list(below.values_list("name", flat=True)[:_MOST]),
        "has_last": bool(directory.lines_of(directory.calendar_of(organ, year - 1))),
    }
    return render(request, "office/calendar.html", context, status=status)
