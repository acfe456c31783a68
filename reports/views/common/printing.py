"""The PDF of a document, made once for the preview's pages and the download."""

import hashlib
import json

from django.core.cache import cache

from reports.document import Document
from reports.rendering.page.pdf import document_pdf

_KEEP = 600  # seconds


def key_of(document: Document) -> str:
    """Return a name for the document's content."""
    text = json.dumps(document.to_json(), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def printed(document: Document) -> bytes:
    """Return the PDF, from the cache when the same content was printed a moment ago."""
    key = f"pdf:{key_of(document)}"
    pdf = cache.get(key)
    if pdf is None:
        pdf = document_pdf(document)
        cache.set(key, pdf, _KEEP)
    return pdf
