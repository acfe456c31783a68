"""The PDF: the same document, laid out on sheets by WeasyPrint."""

import threading

from reports.document import Document

from ..typesetting.fonts import MissingGlyphs, faces, missing_characters
from .layout import markup
from .press import Sheet, press, uncollected
from .tags import finish

# Pango knows one thread at a time, and a second would only wait for the first one's Python.
_pango = threading.Lock()


def document_pdf(document: Document, **options) -> bytes:
    """Return `document` as a tagged PDF (PDF/UA-1); raise MissingGlyphs before printing a box.

    `options` are WeasyPrint's own, for another kind of PDF (archive.py).
    """
    if missing := missing_characters(document):
        raise MissingGlyphs(missing)
    with _pango, uncollected():
        options = {"pdf_variant": "pdf/ua-1", "finisher": finish} | options
        finisher = options.pop("finisher")
        configuration, style = press(faces())
        told = {"font_config": configuration, "stylesheets": [style], **options}
        return Sheet(markup(document)).render(**told).write_pdf(finisher=finisher, **options)
