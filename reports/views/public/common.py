"""What every public page has in common: no log-in, caching, and clear pages for what is not there."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

from reports.document.which import Which
from reports.publishing import catalogue
from reports.refusals import Refused

from ..common.problems import problem

FRESH = 60  # seconds that a cache may hand a page out without asking


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page to everyone, for reading: cached, compressed, with an ETag of its content."""
    return public_bytes(gzip_page(conditional_page(view)))


def public_bytes(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a view to everyone, for reading; it says itself whether its content is still the same."""

    @wraps(view)
    def opened(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except catalogue.Withdrawn as gone:
            return problem(request, gone.status, "这份报告已经撤下。", str(gone))
        except Refused as refusal:
            return problem(request, refusal.status, "无法这样搜索。", str(refusal))
        if response.status_code in (200, 304):
            patch_cache_control(response, public=True, max_age=FRESH)
        return response

    return login_not_required(require_safe(opened))


def page_of(request: HttpRequest, items, per_page: int = 20):
    """Return the page that `?page=` asks for; Http404 for one that does not exist."""
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and len(number) < 8):
        raise Http404
    try:
        return Paginator(items, per_page).page(int(number))
    except InvalidPage:
        raise Http404 from None


def show(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    """Render a public page; in a static export what needs a server is left out."""
    frame = {
        "site_name": settings.PUBLIC_NAME,
        "licence": settings.DATA_LICENCE,
        "licence_url": settings.DATA_LICENCE_URL,
        "is_live": not request.META.get("IS_EXPORT"),
    }
    return render(request, f"public/{template}", frame | context)


class WhichReport:
    """A report in an address: 2025, or 2025-own for a government's report of itself."""

    regex = Which.PATTERN

    @staticmethod
    def to_python(text: str) -> Which:
        """Return which report the address names."""
        return Which.of(text)

    @staticmethod
    def to_url(which: Which | int | str) -> str:
        """Return it as addresses have it; a bare year is that of the main report."""
        return str(which)
