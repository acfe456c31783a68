"""WeasyPrint, kept warm: the faces, the style and the page are read in the quickest way.

What is here leans on WeasyPrint beyond its manual; tests/rendering/page/test_press.py holds it to the
version that requirements.txt pins.
"""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML, layout
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from .. import kept
from ..kept.cascade import looks
from ..paper_saving import make_all_pages
from ..typesetting.composing import install
from ..typesetting.fonts import Faces, font_configuration
from ..typesetting.typecase import TypeCase
from . import tag_tree
from .layout import base_style, style_sheet

_VOID = re.compile(r'<(meta|col|img|br|wbr|hr)\b((?:"[^"]*"|[^">])*)>')


class Sheet(HTML):
    """A page for WeasyPrint: no browser defaults beyond ours, no fetch but from the page itself."""

    def __init__(self, markup: str):
        try:
            # Our mark-up is well-formed but for its void elements; expat is far the faster.
            root = ElementTree.fromstring(_VOID.sub(r"<\1\2/>", markup))
        except ElementTree.ParseError:
            super().__init__(string=markup, url_fetcher=fetcher())
            return
        self.base_url = None
        self.url_fetcher = fetcher()
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = root

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_base()]


@lru_cache(maxsize=1)
def fetcher() -> URLFetcher:
    """Return a fetcher that reads data: addresses and nothing else."""
    return URLFetcher(allowed_protocols={"data"})


@lru_cache(maxsize=1)
def _base() -> CSS:
    return sheet_of(base_style())


def sheet_of(style: str, **options) -> CSS:
    """Return a style sheet, and with it what its selectors look at."""
    sheet = CSS(string=style, **options)
    sheet.looks = looks(style)
    return sheet


@lru_cache(maxsize=4)
def press(in_use: Faces) -> tuple[FontConfiguration, CSS]:
    """Return the font configuration and the parsed style for the faces in use, made once."""
    install()
    tag_tree.install()
    kept.install()
    layout.make_all_pages = make_all_pages
    configuration = font_configuration(in_use)
    configuration.type_case = TypeCase(in_use)
    configuration.kept_styles = {}
    return configuration, sheet_of(style_sheet(in_use.css), font_config=configuration)


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector off: a tenth of a PDF's time, and the boxes die together."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
