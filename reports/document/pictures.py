"""Pictures in a report's words: checked, re-encoded, bounded."""

import hashlib
import io
from dataclasses import dataclass
from functools import cached_property

from PIL import Image, ImageFile, ImageOps

LARGEST_UPLOAD = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000  # a phone's photograph has 12 to 50 million; unpacked, 3 bytes each
# The type area is 156 mm wide: 1600 pixels are 260 dpi. A page holds no more than 2400 below it.
WIDEST, TALLEST = 1600, 2400
_PAPER = (255, 255, 255)


class BadPicture(ValueError):
    """The file cannot be taken as a picture; the text is a Chinese sentence."""


@dataclass(frozen=True)
class CheckedPicture:
    """A re-encoded picture: `media_type` is image/png or image/jpeg, the size is in pixels."""

    content: bytes
    media_type: str
    width: int
    height: int

    @cached_property
    def sha256(self) -> str:
        """The name under which the picture is kept."""
        return hashlib.sha256(self.content).hexdigest()


def check_picture(upload: bytes) -> CheckedPicture:
    """Return the picture re-encoded, at most 1600 pixels wide; raise BadPicture.

    Only what is seen is kept: no EXIF (a phone writes where it was), no profile, no other frames.
    The same upload gives the same bytes. What shines through becomes white, like the paper.
    """
    if not upload:
        raise BadPicture("图片文件是空的，没有插入。请重新选择文件。")
    if len(upload) > LARGEST_UPLOAD:
        raise BadPicture("图片超过 5 MB，没有插入。请压缩后再试。")
    image, kind = _read(upload)
    return _written(image, kind)


def _read(upload: bytes) -> tuple[Image.Image, str]:
    # WeasyPrint, once loaded, lets the whole process take half a picture for a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(upload), formats=("PNG", "JPEG")) as image:
            _must_be_bounded(image)
            # Half or a quarter of a large JPEG is read without unpacking the whole.
            image.draft(None, (WIDEST, TALLEST))
            shown = _on_paper(ImageOps.exif_transpose(image))
            shown.thumbnail((WIDEST, TALLEST), Image.Resampling.LANCZOS)
            # A telephone's JPEG may hold a second picture; Pillow calls that MPO.
            return shown, "PNG" if image.format == "PNG" else "JPEG"
    except BadPicture:
        raise
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    # Pillow's readers raise many kinds of errors on a damaged file, and promise none.
    except Exception:
        raise BadPicture(
            "这个文件不是完好的 PNG 或 JPEG 图片，没有插入。请另存为后再试。"
        ) from None


def _must_be_bounded(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> BadPicture:
    return BadPicture("图片的像素超过 4000 万，没有插入。请缩小后再试。")


def _on_paper(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        # Sixteen bits a pixel: Pillow would cut all above the lowest eight off to white.
        return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    if image.mode in ("L", "1"):
        return image.convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB")
    shown = image.convert("RGBA")
    paper = Image.new("RGBA", shown.size, (*_PAPER, 255))
    return Image.alpha_composite(paper, shown).convert("RGB")


def _written(image: Image.Image, kind: str) -> CheckedPicture:
    image.info.clear()
    out = io.BytesIO()
    if kind == "JPEG":
        image.save(out, "JPEG", quality=85, optimize=True)
    else:
        image.save(out, "PNG", optimize=True)
    return CheckedPicture(out.getvalue(), f"image/{kind.lower()}", image.width, image.height)
