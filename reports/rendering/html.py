"""The web page. (Interface; the layout follows.)"""

from reports.document import Document


def document_html(document: Document) -> str:
    """Return the self-contained web page."""
    body = "".join(document.narrative(s.id) for s in document.edition.narratives)
    return f"<!doctype html><html lang=zh-CN><title>{document.title}</title>{body}</html>"
