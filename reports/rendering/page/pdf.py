"""The PDF: the same document, laid out on sheets by WeasyPrint."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint import CSS

from reports.document import Document

from ..typesetting.fonts import MissingGlyphs, faces, missing_characters
from .layout import markup
from .press import Sheet, press, uncollected
from .tags import finish

# Pango knows one thread at a time, and a second would only wait for the first one's Python.
_pango = threading.Lock()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Have Pango and the boxes of a page to oneself."""
    with _pango, uncollected():
        yield


@contextmanager
def laid_out(document: Document, mark: str = "", **options) -> Iterator[tuple[Sheet, Any]]:
    """Yield the page of `document` and its sheets, to draw before this ends; raise MissingGlyphs.

    `mark` stands at the top of each page; `options` are WeasyPrint's own.
    """
    if missing := missing_characters(document):
        raise MissingGlyphs(missing)
    with one_at_a_time():
        configuration, style = press(faces())
        styles = [style, CSS(string=_MARK % (mark, dict(faces().css)["body"]))] if mark else [style]
        told = {"font_config": configuration, "stylesheets": styles, **options}
        sheet = Sheet(markup(document))
        yield sheet, sheet.render(**told)


_MARK = '@page { @top-right { content: "%s"; font: 10.5pt/14pt %s; vertical-align: bottom; } }'


def draft_pdf(document: Document, mark: str) -> bytes:
    """Return `document` as a PDF with `mark` (plain words) on each page; raise MissingGlyphs."""
    with laid_out(document, mark) as (_, sheets):
        return sheets.write_pdf()


def document_pdf(document: Document, **options) -> bytes:
    """Return `document` as a tagged PDF (PDF/UA-1); raise MissingGlyphs before printing a box.

    `options` are WeasyPrint's own, for another kind of PDF (archive.py).
    """
    options = {"pdf_variant": "pdf/ua-1", "finisher": finish} | options
    finisher = options.pop("finisher")
    with laid_out(document, **options) as (_, sheets):
        return sheets.write_pdf(finisher=finisher, **options)
