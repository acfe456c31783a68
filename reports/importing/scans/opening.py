"""A picture, or a page of a PDF, opened within bounds as shades of grey."""

import numpy as np
import pypdfium2
from PIL import Image, ImageOps

from ..readers.paper.pictures import checked, measure
from ..values import Unreadable

LONGEST = 4200  # pixels of a side: more shows nothing more
_INCH, _DOTS = 72, 200
_UNREAD = "这一页打不开，图片可能已损坏。请重新扫描或拍照。"


def opened(content: bytes, number: int) -> np.ndarray:
    """Return page `number` of a file as an array of shades; raise Unreadable."""
    try:
        return _page(content, number) if b"%PDF-" in content[:1024] else _picture(content, number)
    except Unreadable:
        raise
    # Pillow and PDFium raise whatever a broken picture makes of them.
    except Exception:
        raise Unreadable(_UNREAD) from None


def _page(content: bytes, number: int) -> np.ndarray:
    document = pypdfium2.PdfDocument(content)
    page = document[number]
    longest = max(page.get_size())
    scale = min(_DOTS / _INCH, LONGEST / max(longest, 1.0))
    made = page.render(scale=scale, grayscale=True).to_pil()
    return np.array(made.convert("L"))


def _picture(content: bytes, number: int) -> np.ndarray:
    picture = checked(content)
    picture.seek(number)
    measure(picture)  # each page of a TIFF has a size of its own
    # A JPEG is made smaller while it is unpacked.
    picture.draft("L", (LONGEST, LONGEST))
    if picture.mode in ("RGBA", "LA", "P", "PA"):
        picture = _on_paper(picture)
    grey = ImageOps.exif_transpose(picture.convert("L"))
    grey.thumbnail((LONGEST, LONGEST))
    return np.array(grey)


def _on_paper(picture: Image.Image) -> Image.Image:
    """Return a picture with what is seen through as white."""
    whole = picture.convert("LA")
    paper = Image.new("L", whole.size, 255)
    paper.paste(whole.getchannel("L"), mask=whole.getchannel("A"))
    return paper
