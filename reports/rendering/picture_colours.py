"""The pictures of a report's words, made ready for the page: in colours that every page can show."""

import base64
import io
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

from reports.document.pictures import on_paper

# What a page under an sRGB intent shows as it is (ISO 19005-2, 6.2.4.3).
_PLAIN = {"RGB", "L"}


@dataclass(frozen=True)
class Picture:
    """A picture to print: its data: address, its size in pixels (0 when it cannot be read)."""

    source: str
    width: int = 0
    height: int = 0


@lru_cache(maxsize=8)
def picture(source: str) -> Picture:
    """Return the picture of a data: address.

    Colours for presses (CMYK), sixteen bits, palettes and what shines through become plain ones on
    white; the bytes of any other picture stay as they are.
    """
    kind, _, data = source.partition(";base64,")
    try:
        with Image.open(io.BytesIO(base64.b64decode(data)), formats=("PNG", "JPEG")) as image:
            if image.mode not in _PLAIN or image.has_transparency_data:
                source = f"{kind};base64,{_plain(image)}"
            return Picture(source, image.width, image.height)
    # Pillow's readers raise many kinds of errors on a damaged file, and promise none.
    except Exception:
        return Picture(source)


def _plain(image: Image.Image) -> str:
    out = io.BytesIO()
    shown = on_paper(image)
    shown.info.clear()
    # The orientation that a telephone noted is kept.
    shown.save(out, image.format, quality=90, exif=image.getexif())
    return base64.b64encode(out.getvalue()).decode()
