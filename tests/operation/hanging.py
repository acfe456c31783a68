"""The site with addresses that hang, each in its way, for tests/operation/test_deadlines.py."""

import ctypes
import os
import threading
import time
import uuid

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from reportsite.database.shared_commits import shared_commit
from reportsite.wsgi import application

FOREVER = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
    "postgresql": "SELECT pg_sleep(600)",
}


def _loop() -> None:
    while True:
        time.sleep(0.01)


def _ask() -> None:
    with connection.cursor() as cursor:
        cursor.execute(FOREVER[connection.vendor])


def _deaf() -> None:
    # A foreign call: nothing raised in this thread is heard before it returns.
    ctypes.CDLL(None).sleep(600)


@login_not_required
def hang(request, how: str) -> HttpResponse:
    """Hang."""
    if how == "stream":
        return StreamingHttpResponse(_slow_pieces())
    hung = {"loop": _loop, "ask": _ask, "deaf": _deaf}
    if how.startswith("save-"):
        _kept("hung", hung[how.removeprefix("save-")])
    else:
        hung[how]()
    return HttpResponse()


@shared_commit
@transaction.atomic
def _kept(name: str, then=lambda: None) -> None:
    """Store something, then perhaps hang before it is stored."""
    Group.objects.create(name=f"{name} {uuid.uuid4()}")
    then()


@login_not_required
def keep(request, name: str) -> HttpResponse:
    """Store something."""
    _kept(name)
    return HttpResponse()


@login_not_required
def kept(request, name: str) -> HttpResponse:
    """Say how many such are stored."""
    return HttpResponse(Group.objects.filter(name__startswith=name).count())


def _slow_pieces():
    yield b"begun"
    _loop()


@login_not_required
def quick(request) -> HttpResponse:
    """Answer at once."""
    return HttpResponse("here")


@login_not_required
def much(request) -> HttpResponse:
    """Answer with five million bytes."""
    return HttpResponse(b"0123456789" * 500_000)


_ready: list[int] = []


def _warm_up(really=application.warm_up) -> None:
    """Note the thread that was made ready, then fail if told."""
    really()
    _ready.append(threading.get_ident())
    if os.environ.get("COLD"):
        raise OSError


@login_not_required
def ready(request) -> HttpResponse:
    """Say how many threads were made ready, and whether this one was."""
    return HttpResponse(f"{len(set(_ready))} {threading.get_ident() in _ready}")


@login_not_required
def who(request) -> HttpResponse:
    """Say which process answers."""
    return HttpResponse(os.getpid())


@csrf_exempt
@login_not_required
def length(request) -> HttpResponse:
    """Say how long the body was."""
    return HttpResponse(sum(len(block) for block in iter(lambda: request.read(65536), b"")))


from django.contrib.auth.models import Group  # noqa: E402

import reportsite.urls  # noqa: E402

application.warm_up = _warm_up
settings.RATE_LIMITS = {}
settings.TIME_LIMITS = {"hang": 1, "": 60}
reportsite.urls.urlpatterns += [path("hang/<str:how>/", hang, name="hang"), path("quick/", quick)]
reportsite.urls.urlpatterns += [path("keep/<str:name>/", keep), path("kept/<str:name>/", kept)]
reportsite.urls.urlpatterns += [path("much/", much), path("length/", length), path("ready/", ready)]
reportsite.urls.urlpatterns += [path("who/", who)]
