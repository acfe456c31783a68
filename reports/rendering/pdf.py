"""The PDF: the same document, laid out on sheets by WeasyPrint."""

from functools import lru_cache

from weasyprint import CSS, HTML

from reports.document import Document

from .fonts import Faces, MissingGlyphs, faces, font_configuration, missing_characters
from .layout import markup, style_sheet


def document_pdf(document: Document) -> bytes:
    """Return `document` as a tagged PDF (PDF/UA-1); raise MissingGlyphs before printing a box."""
    if missing := missing_characters(document):
        raise MissingGlyphs(missing)
    configuration, style = _press(faces())
    html = HTML(string=markup(document))
    return html.write_pdf(font_config=configuration, stylesheets=[style], pdf_variant="pdf/ua-1")


@lru_cache(maxsize=4)
def _press(in_use: Faces):
    configuration = font_configuration(in_use)
    return configuration, CSS(string=style_sheet(in_use.css), font_config=configuration)
