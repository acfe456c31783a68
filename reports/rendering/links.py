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
# Telephone numbers, days, from one number to another. A browser breaks a line after a hyphen, before
# figures, too.
_WHOLE = re.compile(
    r"(?<![\w-])(?:[（(]0\d{2,3}[)）] ?\d{7,8}|0\d{2,3}[-－–]\d{3,4} \d{4}|\d{1,8}(?:[-－–]\d{1,8}){1,3})(?![\w-])",
    re.ASCII,
)
_PIECE = re.compile(r"<a\b.*?</a>|<[^<>]*>|[^<]+", re.DOTALL)


def linked(markup: str) -> str:
    """Return clean mark-up with its plain mailboxes and addresses of pages as links.

    They bear the class `found`: reports/importing/readers/web_page.py takes them for words again.
    """
    if not any(sign in markup for sign in ("@", "://", "www.", "gov.cn")):
        return markup
    return _PIECE.sub(_words, markup)


def with_whole_numbers(markup: str) -> str:
    """Return clean mark-up with telephone numbers and the like in pieces (class `unbroken`) that no line breaks."""
    return _PIECE.sub(_numbers, markup) if _WHOLE.search(markup) else markup


def with_firm_hyphens(words: str, firm: str) -> str:
    """Return words with `firm` for each hyphen in a telephone number and the like."""
    return _WHOLE.sub(lambda match: match[0].replace("-", firm), words)


def _numbers(match: re.Match) -> str:
    return match[0] if match[0].startswith("<") else _WHOLE.sub(r'<span class="unbroken">\g<0></span>', match[0])


def _words(match: re.Match) -> str:
    return match[0] if match[0].startswith("<") else _ADDRESS.sub(_link, match[0])


def _link(match: re.Match) -> str:
    if not match["mail"] and not match["rest"]:
        return match[0]
    scheme = "mailto:" if match["mail"] else "" if match["scheme"] else "http://"
    return f'<a class="found" href="{scheme}{match[0]}">{match[0]}</a>'
