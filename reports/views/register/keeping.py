"""The register all year: its list, one line for a new request, a page for one case."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reports import access, register
from reports.forms.register import NewRequestForm, RequestForm, ReviewForm
from reports.register import captions, looking, summing

from ..common.lists import number, searched
from ..common.paging import page_of
from ..common.refusing import refused_as_page, refused_on


@require_GET
def registers(request: HttpRequest) -> HttpResponse:
    """Lead to the one register of the person, or list those of several organs."""
    organs = access.registers_worked_in(request.user)
    below = access.registers_counted_by(request.user)
    if not organs and not access.supervises_anything(request.user):
        raise Http404
    if len(organs) == 1 and not below:
        return redirect("register", organs[0].pk)
    return render(request, "register/registers.html", {"organs": organs, "below": below})


@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Show the register's requests; enter a new one."""
    kept = access.register_to_read(request.user, organ_id)
    if request.method != "POST":
        return _list(request, kept)
    if not kept.may_write:
        raise Http404
    form = NewRequestForm(request.POST, keeps_matter=kept.keeps_matter)
    if form.is_valid():
        with refused_on(form, "number"):
            made = register.save_request(organ_id, form.typed(), by=request.user)
            messages.success(request, f"已登记 {made.number}。")
            return redirect("register", organ_id)
    return _list(request, kept, form, 400)


def _list(request: HttpRequest, kept, form=None, status: int = 200) -> HttpResponse:
    wanted = _wanted(request.GET)
    today = timezone.localdate()
    years = summing.years_of(kept)
    # In January all that is there is of last year.
    year = wanted.year or next(iter(years), today.year)
    if form is None and kept.may_write:
        start = {"number": register.proposed_number(kept, today), "received_on": today}
        form = NewRequestForm(initial=start, keeps_matter=kept.keeps_matter)
    query = {name: value for name, value in vars(wanted).items() if value}
    context = {
        "register": kept,
        "form": form,
        "page": looking.page_of_requests(kept, wanted, page_of(request)),
        "wanted": wanted,
        "query": urlencode(query),
        "states": looking.STATES,
        "counts": summing.counts_now(kept),
        "years": years,
        "bodies": summing.bodies_of(kept),
        "kinds": captions.applicants(),
        "outcomes": captions.outcomes(),
        "periods": summing.periods(kept, year, wanted.body),
        "year": year,
        "last_batch": register.last_batch(kept),
    }
    return render(request, "register/cases/requests.html", context, status=status)


def _wanted(given) -> looking.Wanted:
    state = given.get("state", "")
    year = number(given.get("year"))
    body = "".join(filter(str.isprintable, given.get("body", "")))[:100]
    return looking.Wanted(
        state if state in looking.STATES else "",
        year if year and 2000 <= year <= 2099 else None,
        given.get("outcome", "") if given.get("outcome") in captions.outcomes() else "",
        given.get("applicant", "") if given.get("applicant") in captions.applicants() else "",
        body,
        searched(given),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def one_request(request: HttpRequest, organ_id: int, pk: int) -> HttpResponse:
    """Show one request to be closed, changed or taken out."""
    kept, row = _row(request, organ_id, pk, "requests")
    chosen = request.GET.get("outcome", "") if request.method == "GET" else ""
    chosen = chosen if chosen in captions.outcomes() and chosen != row.outcome else ""
    start = _initial(kept, row) | ({"outcome": chosen} if chosen else {})
    form = RequestForm(request.POST or None, initial=start, keeps_matter=kept.keeps_matter)
    answer = _take(request, form, register.save_request, organ_id, pk)
    if answer:
        return answer
    looking.give_days(row, timezone.localdate())
    context = {
        "register": kept, "case": row, "form": form,
        "changes": looking.changes_of(kept, "request", row.number),
        "reviews": kept.reviews.filter(request=row.number),
        "chosen": captions.outcomes().get(chosen, ""),
    }  # fmt: skip
    return render(request, "register/cases/request.html", context, status=400 if form.errors else 200)


def _row(request: HttpRequest, organ_id: int, pk: int, rows: str):
    kept = access.register_to_read(request.user, organ_id)
    row = getattr(kept, rows).filter(pk=pk).first() if kept.may_write and kept.pk else None
    if row is None:
        raise Http404
    return kept, row


def _initial(kept, row) -> dict:
    return {name: getattr(row, name) for name in row.FIELDS} | {"seen": kept.revision}


def _take(request: HttpRequest, form, save, organ_id: int, pk: int) -> HttpResponse | None:
    if request.method == "POST" and form.is_valid():
        with refused_on(form):
            seen = form.cleaned_data["seen"]
            made = save(organ_id, form.typed(), by=request.user, pk=pk, seen=seen)
            messages.success(request, f"已保存{made.number}。")
            return redirect("register" if save is register.save_request else "register_reviews", organ_id)
    return None


@require_POST
@refused_as_page("没有移出。")
def remove_request(request: HttpRequest, organ_id: int, pk: int) -> HttpResponse:
    """Take a request out of the register."""
    register.remove_request(organ_id, pk, by=request.user)
    messages.success(request, "已移出台账。")
    return redirect("register", organ_id)


@require_http_methods(["GET", "HEAD", "POST"])
def reviews(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Show the register's cases of reconsideration and litigation; enter a new one."""
    kept = access.register_to_read(request.user, organ_id)
    start = {"received_on": timezone.localdate(), "request": searched({"search": request.GET.get("about", "")})}
    form = ReviewForm(request.POST or None, initial=start)
    if request.method == "POST":
        if not kept.may_write:
            raise Http404
        if form.is_valid():
            with refused_on(form, "number"):
                made = register.save_review(organ_id, form.typed(), by=request.user)
                messages.success(request, f"已登记 {made.number}。")
                return redirect("register_reviews", organ_id)
    rows = looking.reviews_of(kept)
    page = Paginator(rows, looking.PAGE).get_page(page_of(request))
    context = {"register": kept, "form": form, "page": page}
    return render(request, "register/cases/reviews.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def one_review(request: HttpRequest, organ_id: int, pk: int) -> HttpResponse:
    """Show one case of reconsideration or litigation to be closed, changed or taken out."""
    kept, row = _row(request, organ_id, pk, "reviews")
    form = ReviewForm(request.POST or None, initial=_initial(kept, row))
    answer = _take(request, form, register.save_review, organ_id, pk)
    if answer:
        return answer
    context = {
        "register": kept, "case": row, "form": form,
        "changes": looking.changes_of(kept, "review", row.number),
    }  # fmt: skip
    return render(request, "register/cases/review.html", context, status=400 if form.errors else 200)


@require_POST
@refused_as_page("没有移出。")
def remove_review(request: HttpRequest, organ_id: int, pk: int) -> HttpResponse:
    """Take a case of reconsideration or litigation out of the register."""
    register.remove_review(organ_id, pk, by=request.user)
    messages.success(request, "已移出台账。")
    return redirect("register_reviews", organ_id)
