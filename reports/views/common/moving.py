"""Moving what works in the background: pause, resume, retry, stop, take, put back."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest

from reports.refusals import Refused


def moved(request: HttpRequest, moves: Mapping[str, Callable], move_id: str, pk: int) -> bool:
    """Make a move of a job; return whether it was made. What is refused is said on the next page.

    Raise `Http404` for a move that there is not, or a job that is not the person's.
    """
    if move_id not in moves:
        raise Http404
    try:
        moves[move_id](pk, by=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
        return False
    return True
