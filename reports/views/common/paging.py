"""Numbers that an address carries."""

from django.http import HttpRequest


def number(text: str | None) -> int | None:
    """Return the whole number that `text` is, None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def page_of(request: HttpRequest) -> int:
    """Return the page that `?page=` asks for, the first when it makes no sense."""
    return number(request.GET.get("page")) or 1
