"""Addresses in a report's words as links: readers for the blind and the archive ask for them."""

import re

# A mailbox or the address of a page; a sentence's own marks at its end do not belong to it. Each
# begins where a word begins, so that long words cost no more than short ones.
_BEGINS = r"(?<![A-Za-z0-9._%+/@-])"
_ADDRESS = re.compile(
    _BEGINS + r"(?:(?P<mail>[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
    r"|(?P<scheme>https?://)?(?P<rest>(?(scheme)|(?:www\.|(?:[A-Za-z0-9-]+\.){1,5}gov\.cn\b))"
    r"(?:[A-Za-z0-9._~:/?#@!$*+,=%-]|&amp;)*(?<![.,:!?])))"
)
# With its area code, and an extension. A browser breaks a line after a hyphen, before figures, too.
_TELEPHONE = re.compile(r"(?<![\w-])0\d{2,3}-\d{7,8}(?:-\d{1,6})?(?![\w-])", re.ASCII)
_PIECE = re.compile(r"<a\b.*?</a>|<[^<>]*>|[^<]+", re.DOTALL)


def linked(markup: str) -> str:
    """Return clean mark-up with its plain mailboxes and addresses of pages as links.

    They bear the class `found`: reports/importing/readers/web_page.py takes them for words again.
    """
    if not any(sign in markup for sign in ("@", "://", "www.", "gov.cn")):
        return markup
    return _PIECE.sub(_words, markup)


def with_whole_numbers(markup: str) -> str:
    """Return clean mark-up with telephone numbers as pieces (class `whole`) that no line breaks."""
    return _PIECE.sub(_numbers, markup) if "-" in markup else markup


def _numbers(match: re.Match) -> str:
    return match[0] if match[0].startswith("<") else _TELEPHONE.sub(r'<span class="whole">\g<0></span>', match[0])


def _words(match: re.Match) -> str:
    return match[0] if match[0].startswith("<") else _ADDRESS.sub(_link, match[0])


def _link(match: re.Match) -> str:
    if not match["mail"] and not match["rest"]:
        return match[0]
    scheme = "mailto:" if match["mail"] else "" if match["scheme"] else "http://"
    return f'<a class="found" href="{scheme}{match[0]}">{match[0]}</a>'
