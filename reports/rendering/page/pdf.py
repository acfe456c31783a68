"""The PDF: the same document, laid out on sheets by WeasyPrint."""

import threading
from typing import Any

from reports.document import Document

from ..paper_saving import closer
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
        return _laid_out(markup(document), told).write_pdf(finisher=finisher, **options)


def _laid_out(page: str, told: dict) -> Any:
    """Return the sheets of a page, set closer where that saves one."""
    sheets, kept = Sheet(page).render(**told), ""
    for look in closer(sheets.pages):
        body = f'<body class="{kept}{look}">'
        saved = Sheet(page.replace("<body>", body, 1)).render(**told)
        if len(saved.pages) < len(sheets.pages):
            sheets, kept = saved, f"{kept}{look} "
    return sheets
