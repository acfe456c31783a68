"""The PDF: the same document, laid out on sheets by WeasyPrint."""

import threading
from collections.abc import Callable, Iterator
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


def laid_out(
    document: Document, draw: Callable[[Sheet, Any], bytes], mark: str = "", **options
) -> bytes:
    """Lay `document` out and return what `draw` makes of its page and its sheets.

    `mark` stands at the top of each page; `options` are WeasyPrint's own. Raise MissingGlyphs.
    """
    if missing := missing_characters(document):
        raise MissingGlyphs(missing)
    with one_at_a_time():
        # All boxes are gone before the garbage collector is on again and looks at them.
        return _drawn(document, draw, mark, options)


def _drawn(document: Document, draw: Callable, mark: str, options: dict) -> bytes:
    configuration, style = press(faces())
    styles = [style, CSS(string=_MARK % (mark, dict(faces().css)["body"]))] if mark else [style]
    told = {"font_config": configuration, "stylesheets": styles, **options}
    sheet = Sheet(markup(document))
    return draw(sheet, sheet.render(**told))


_MARK = '@page { @top-right { content: "%s"; font: 10.5pt/14pt %s; vertical-align: bottom; } }'


def draft_pdf(document: Document, mark: str) -> bytes:
    """Return `document` as a PDF with `mark` (plain words) on each page; raise MissingGlyphs."""
    return laid_out(document, lambda _, sheets: sheets.write_pdf(), mark)


def document_pdf(document: Document, **options) -> bytes:
    """Return `document` as a tagged PDF (PDF/UA-1); raise MissingGlyphs before printing a box.

    `options` are WeasyPrint's own, for another kind of PDF (archive.py).
    """
    options = {"pdf_variant": "pdf/ua-1", "finisher": finish} | options
    finisher = options.pop("finisher")

    def draw(_: Sheet, sheets: Any) -> bytes:
        return sheets.write_pdf(finisher=finisher, **options)

    return laid_out(document, draw, **options)
