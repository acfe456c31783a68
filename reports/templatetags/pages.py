"""What the head of every page says."""

import re
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def styles(*names: str) -> SafeString:
    """Return the links to style sheets of ours (static/css), in this order."""
    links = ((static(f"css/{name}.css"),) for name in names)
    return format_html_join("\n  ", '<link rel="stylesheet" href="{}">', links)


@register.simple_tag
def module(name: str, later: str = "") -> SafeString:
    """Return the script of a module of ours, and before it links to all that it imports.

    Otherwise a browser learns of each import only when it has read the one before: ten steps deep.
    The addresses of a module that it fetches `later`, and of what only that one imports, are named in
    `data-later`, the module itself first.
    """
    at_once = modules_of(name)
    links = format_html_join(
        "\n  ",
        '<link rel="modulepreload" href="{}">',
        ((static(one),) for one in at_once[1:]),
    )
    script = format_html(
        '<script type="module" src="{}"{}></script>', static(name), _named(later, at_once)
    )
    return format_html("{}\n  {}", links, script)


def _named(later: str, at_once: tuple[str, ...]) -> SafeString | str:
    if not later:
        return ""
    names = [static(one) for one in modules_of(later) if one not in at_once]
    return format_html(' data-later="{}"', " ".join(names))


_IMPORT = re.compile(r"""^(?:import|export)\b(?:[^;"'(]*?from)?\s*["'](\.[^"']+)["']""", re.MULTILINE)


@cache
def modules_of(name: str) -> tuple[str, ...]:
    """Return the static names of a module and of everything it imports, itself first."""
    found, open_names = [], [name]
    while open_names:
        one = open_names.pop(0)
        if one in found:
            continue
        found.append(one)
        text = Path(finders.find(one)).read_text()
        open_names += [normpath(join(dirname(one), path)) for path in _IMPORT.findall(text)]
    return tuple(found)
