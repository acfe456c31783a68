"""Pages of a PDF as pictures, for the preview on screen."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
from PIL import Image

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


def picture_of(pdf: bytes, width: int, height: int) -> bytes:
    """Return the upper `height` pixels of a PDF's first page, `width` pixels wide, as a PNG."""
    with _opened(pdf) as document:
        page = document[0]
        whole, tall = page.get_size()
        scale = width / whole
        drawn = page.render(scale=scale, crop=(0, max(0, tall - height / scale), 0, 0)).to_pil()
    out = io.BytesIO()
    # Few colours and their edges: a palette of 128 is not to be told from all of them.
    drawn.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def size_of(png: bytes) -> tuple[int, int]:
    """Return the width and height of a picture in pixels."""
    with Image.open(io.BytesIO(png)) as opened:
        return opened.size
