"""Pages of a PDF as pictures, for the preview on screen."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

# A4 on screen is 793 px wide; dense displays and the small type of table three want more.
SCALE = 1.6
# Pdfium knows one thread at a time.
_pdfium = threading.Lock()


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with _pdfium, pypdfium2.PdfDocument(pdf) as document:
        yield document


def page_count(pdf: bytes) -> int:
    """Return the number of pages."""
    with _opened(pdf) as document:
        return len(document)


def page_image(pdf: bytes, number: int) -> bytes:
    """Return page `number`, counted from 1, as a PNG; raise IndexError when there is none."""
    with _opened(pdf) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        picture = document[number - 1].render(scale=SCALE).to_pil()
    out = io.BytesIO()
    # Level 3 packs black on white better than 6, in half the time.
    picture.save(out, "PNG", compress_level=3)
    return out.getvalue()
