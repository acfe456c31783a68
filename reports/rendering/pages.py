"""Pages of a PDF as pictures. (Interface; follows.)"""

import io

import pypdfium2


def page_count(pdf: bytes) -> int:
    """Return the number of pages."""
    return len(pypdfium2.PdfDocument(pdf))


def page_image(pdf: bytes, number: int) -> bytes:
    """Return page `number`, counted from 1, as a PNG; raise IndexError."""
    document = pypdfium2.PdfDocument(pdf)
    if not 1 <= number <= len(document):
        raise IndexError(number)
    out = io.BytesIO()
    document[number - 1].render(scale=1.6).to_pil().save(out, "PNG")
    return out.getvalue()
