"""What a published version says, read from its own JSON."""

import json
from decimal import Decimal

from reports.document import Document
from reports.models import Publication


def document_of(publication: Publication) -> Document:
    """Return what a published version says."""
    return read(bytes(publication.files.get(form="json").content))


def read(content: bytes) -> Document:
    """Return the document of a published JSON."""
    return Document.from_json(json.loads(content, parse_float=Decimal))
