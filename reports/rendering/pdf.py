"""The PDF. (Interface; the layout follows.)"""

from weasyprint import HTML

from reports.document import Document

from .html import document_html


def document_pdf(document: Document) -> bytes:
    """Return the report as a PDF; raise MissingGlyphs."""
    return HTML(string=document_html(document)).write_pdf()
