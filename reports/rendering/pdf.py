"""The PDF: the same document, laid out on sheets by WeasyPrint."""

from reports.document import Document

from .fonts import MissingGlyphs, faces, missing_characters
from .layout import markup
from .press import Sheet, press, uncollected
from .tags import finish


def document_pdf(document: Document, **options) -> bytes:
    """Return `document` as a tagged PDF (PDF/UA-1); raise MissingGlyphs before printing a box.

    `options` are WeasyPrint's own, for another kind of PDF (archive.py).
    """
    if missing := missing_characters(document):
        raise MissingGlyphs(missing)
    configuration, style = press(faces())
    with uncollected():
        return Sheet(markup(document)).write_pdf(
            font_config=configuration,
            stylesheets=[style],
            **{"pdf_variant": "pdf/ua-1", "finisher": finish} | options,
        )
