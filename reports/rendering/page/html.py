"""The web page: one self-contained file that also prints in the paper layout."""

from reports.document import Document

from ..typesetting.fonts import WEB_FACES
from .layout import markup, style_sheet


def document_html(document: Document) -> str:
    """Return the web page of `document`: it fetches nothing and opens from disk."""
    return markup(document, style_sheet(WEB_FACES), on_screen=True)
