"""Around every request: whose address it is, a line in the log, whose turn it is, how often."""

import ipaddress
import logging
import re
import secrets
import threading
import time

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string

from . import limits, logs, shared_limits

log = logging.getLogger("reportsite.operation.requests")
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
WITH_PORT = re.compile(r"\[([^]]*)\](?::\d+)?|([\d.]+):\d+")


class RealAddress:
    """Behind TRUSTED_PROXIES proxies of ours, REMOTE_ADDR is the address the outermost of them saw.

    Each adds one address at the right of X-Forwarded-For; what stands farther left anybody may
    have written and is not believed.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Set REMOTE_ADDR for everybody after us: lock-out, limits, audit."""
        chain = request.headers.get("X-Forwarded-For", "").split(",")
        ours = settings.TRUSTED_PROXIES
        told = chain[-ours] if 0 < ours <= len(chain) else ""
        peer = request.META.get("REMOTE_ADDR", "")
        request.META["REMOTE_ADDR"] = _address(told) or _address(peer)
        return self.get_response(request)


def _address(text: str) -> str:
    """Return the address that an entry names, as everybody writes it; "" for none.

    Some proxies add the port (`1.2.3.4:5678`, `[2001:db8::1]:443`), a socket for both families
    writes IPv4 as IPv6; a zone is the host's own matter.
    """
    text = text.strip()
    with_port = WITH_PORT.fullmatch(text)
    bare = with_port[1] or with_port[2] or "" if with_port else text
    try:
        address = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)


class RequestLog:
    """One line a request: its id, whose, where, status, milliseconds."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then write the line; the id goes back to the asker for asking for help."""
        given = request.headers.get("X-Request-ID", "")
        name = given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        token = logs.request_id.set(name)
        start = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = name
            log.log(_level(response.status_code), "request", extra=_said(request, response, start))
        finally:
            logs.request_id.reset(token)
        return response


def _level(status: int) -> int:
    return logging.ERROR if status >= 500 else logging.INFO


def _said(request: HttpRequest, response: HttpResponseBase, start: float) -> dict:
    match = request.resolver_match
    # Asking a session that nobody read would cost a query for a line in the log.
    user = getattr(request, "_cached_user", None)
    return {
        "method": request.method,
        "route": match.view_name if match else "",
        "status": response.status_code,
        "ms": round((time.perf_counter() - start) * 1000, 1),
        "user": user.pk if user else None,
    }


class Turns:
    """Let two saves of a process run at a time; the others wait in the order of their coming.

    After each question to the database a thread waits for the interpreter, and four saves that are half
    done make each other late (docs/adr/0160). On SQLite those that wait share a commit instead.
    """

    AT_ONCE = 2  # while one waits for the database the other computes
    PATIENCE = 0.25  # seconds: one that hangs holds up no other for longer

    def __init__(self, get_response):
        if connection.vendor == "sqlite":
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.turns = threading.BoundedSemaphore(self.AT_ONCE)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on when it is its turn."""
        if request.method != "POST" or not request.path_info.endswith("/save/"):
            return self.get_response(request)
        # The watchdog raises nothing here: no request is over its time so early (deadlines.py).
        has_turn = self.turns.acquire(timeout=self.PATIENCE)
        try:
            return self.get_response(request)
        finally:
            if has_turn:
                self.turns.release()


class RateLimits:
    """So many requests a minute of one person, or of one address before the log-in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponseBase | None:
        """Answer 429 where somebody asks more often than a person could."""
        match = request.resolver_match
        named = (
            name for name in (match.view_name, match.namespace) if name in settings.RATE_LIMITS
        )
        name = next(named, "")
        limit = settings.RATE_LIMITS.get(name)
        if not limit or (request.method != "POST" and name in POSTED_ONLY):
            return None
        if request.META.get("IS_EXPORT"):
            # A command walks our own pages; no visitor can say so: a header would begin with HTTP_.
            return None
        # Asking who reads a public page would keep every cache from storing it.
        is_public = request.method in ("GET", "HEAD") and not getattr(view, "login_required", True)
        key = f"{name} {_address_of(request) if is_public else _who(request)}"
        if _asked(key) <= limit:
            return None
        wait = limits.seconds_left()
        kept = "，已保存的内容没有变化" if request.method == "POST" else ""
        problem = import_string(settings.PROBLEM_PAGE)
        answer = problem(request, 429, "操作太频繁。", f"请等 {wait} 秒再试{kept}。")
        answer["Retry-After"] = str(wait)
        return answer


POSTED_ONLY = {"login", "admin:login", "second_factor", "import", "import_new", "unit_code"}  # looking is free


def _asked(key: str) -> int:
    if settings.SHARED_LIMITS:
        return shared_limits.count(key)
    return limits.count(settings.DATA_DIR / "limits", key)


def _who(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"person {request.user.pk}"
    return _address_of(request)


def _address_of(request: HttpRequest) -> str:
    return f"address {request.META.get('REMOTE_ADDR', '')}"
