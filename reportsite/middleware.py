"""What every request goes through: log-in, size, and from where it comes."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse

from reports import access, history
from reports.views.common.problems import problem, too_large, wrong_method

LONGEST_ADDRESS = 4000  # bytes; browsers send less
LARGEST_ID = 2**63 - 1  # what a database can hold
COMPRESSED = {"text/html", "application/json"}
SHORTEST = 4096  # bytes


class CompressedPages(GZipMiddleware):
    """Compress pages and JSON: the editor's page is 300 kB, and a tenth of that compressed.

    Files are compressed in themselves, and short answers are not worth it. Against BREACH Django adds
    random bytes and its tokens differ each time; of other sites only a followed link brings the cookie
    (SameSite=Lax).
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Return the response, compressed where that saves something."""
        kind = response.get("Content-Type", "").split(";")[0]
        if kind not in COMPRESSED or response.streaming or len(response.content) < SHORTEST:
            return response
        return super().process_response(request, response)


class BoundedAddress:
    """Refuse an address that no page of ours has: sent back in a redirect it would break a proxy.

    The public pages say better themselves what is too long (gunicorn.conf.py lets it in).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the page's response, or a 414 with a sentence."""
        if not request.path.startswith("/open/") and len(request.get_full_path()) > LONGEST_ADDRESS:
            return problem(request, 414, "网址太长。", "请检查网址，或回到列表重新打开。")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> None:
        """Raise Http404 for a number in the address that no database holds: nothing has it."""
        numbers = (value for value in view_kwargs.values() if isinstance(value, int))
        if any(number > LARGEST_ID for number in numbers):
            raise Http404


class BoundedBody:
    """Refuse what cannot be read: more than the largest file, or letters that are not UTF-8.

    Not a byte of it is read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the page's response, or a 413, 415 or 405 with a sentence."""
        announced = request.META.get("CONTENT_LENGTH") or "0"
        is_lot = request.path_info in settings.LOTS_ADDRESSES
        largest = settings.LARGEST_LOT if is_lot else settings.LARGEST_REQUEST
        if announced.isdecimal() and int(announced) > largest:
            return too_large(request)
        if not _is_utf8(request.content_params.get("charset", "utf-8")):
            return problem(
                request,
                415,
                "提交的内容编码无法识别。",
                "请使用 UTF-8 编码，已保存的内容没有变化。",
            )
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            return _explained(request, response)
        return response


def _is_utf8(charset: str) -> bool:
    return charset.strip("\"' ").lower() in ("utf-8", "utf8", "us-ascii", "ascii")


def _explained(request: HttpRequest, refusal: HttpResponse) -> HttpResponse:
    answer = wrong_method(request)
    answer["Allow"] = refusal["Allow"]
    return answer


class PrivateByDefault(LoginRequiredMiddleware):
    """Send people to the log-in page; tell scripts with a 401, so that nothing typed is lost."""

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs):
        """Let everyone into what is public without looking who they are: caches need not either."""
        if not getattr(view_func, "login_required", True):
            return None
        access.remember_roles(request.user)
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func) -> HttpResponseBase:
        """Return a redirect to the log-in page, or a JSON 401 for a script."""
        if "application/json" in request.headers.get("Accept", ""):
            message = "登录已过期，重新登录后继续（内容已保留）。"
            return JsonResponse({"message": message}, status=401)
        if (
            "held" in request.session
        ):  # a form that came too late: reportsite/accounts/policy/sessions.py
            return redirect_to_login(reverse("held"))
        return super().handle_no_permission(request, view_func)


class Origin:
    """Tell the history from which address a request comes."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request with its address known."""
        with history.acting_from(client_address(request)):
            return self.get_response(request)


def client_address(request: HttpRequest) -> str | None:
    """Return the client's address, which RealAddress has found; None when it cannot be one."""
    try:
        return str(ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return None
