"""The PDF: the same document, laid out on sheets by WeasyPrint."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reports.document import Document

from ..typesetting.fonts import MissingGlyphs, faces, missing_characters
from .layout import markup
from .press import Sheet, press, uncollected
from .tags import finish

# Pango knows one thread at a time, and a second would only wait for the first one's Python.
_pango = threading.Lock()


@contextmanager
def laid_out(document: Document, **options) -> Iterator[tuple[Sheet, Any]]:
    """Yield the page of `document` and its sheets, to draw before this ends; raise MissingGlyphs.

    `options` are WeasyPrint's own.
    """
    if missing := missing_characters(document):
        raise MissingGlyphs(missing)
    with _pango, uncollected():
        configuration, style = press(faces())
        told = {"font_config": configuration, "stylesheets": [style], **options}
        sheet = Sheet(markup(document))
        yield sheet, sheet.render(**told)


def document_pdf(document: Document, **options) -> bytes:
    """Return `document` as a tagged PDF (PDF/UA-1); raise MissingGlyphs before printing a box.

    `options` are WeasyPrint's own, for another kind of PDF (archive.py).
    """
    options = {"pdf_variant": "pdf/ua-1", "finisher": finish} | options
    finisher = options.pop("finisher")
    with laid_out(document, **options) as (_, sheets):
        return sheets.write_pdf(finisher=finisher, **options)
