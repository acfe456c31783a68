"""What was refused, as an answer: a page, a line on a form, JSON for a script."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse

from reports.refusals import Already, Refused

from .problems import problem

View = Callable[..., HttpResponse]


def refused_as_page(heading: str) -> Callable[[View], View]:
    """Let a view answer what is refused with a page under `heading`, or its JSON for a script."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except Refused as refusal:
                return problem(request, refusal.status, heading, str(refusal))

        return answered

    return decorate


def refused_as_json(view: View) -> View:
    """Let a view that scripts talk to answer what is refused with its sentence and status."""

    @wraps(view)
    def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refusal:
            return JsonResponse({"message": str(refusal)}, status=refusal.status)

    return answered


@contextmanager
def refused_on(form, field: str | None = None) -> Iterator[None]:
    """Put what is refused within on the form, at a field or above all; go on after it."""
    try:
        yield
    except Refused as refusal:
        form.add_error(field, str(refusal))


@contextmanager
def told_if_done_before(request: HttpRequest) -> Iterator[None]:
    """Tell whoever clicked twice, or came second, what has been done; go on as if they had."""
    try:
        yield
    except Already as done:
        messages.info(request, str(done))
