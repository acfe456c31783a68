"""Pictures in a report's words: checked, re-encoded, bounded.

A picture of a few kilobytes may unpack to a quarter of a gigabyte. What is large is unpacked by a
process apart, a few at a time, and made small strip by strip.
"""

import base64
import binascii
import hashlib
import io
import json
import logging
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from threading import BoundedSemaphore

from PIL import Image, ImageChops, ImageFile, ImageOps

from reports.guarded import TooSlow, apart
from reports.refusals import Refused

_log = logging.getLogger(__name__)
LARGEST_UPLOAD = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000  # a phone's photograph has 12 to 50 million; unpacked, 3 bytes each
MOST_SCALED = 120_000_000  # of a JPEG, which is made smaller while it is unpacked
# The type area is 156 mm wide: 1600 pixels are 260 dpi. A page holds no more than 2400 below it.
WIDEST, TALLEST = 1600, 2400
MOST_PICTURES = 60  # of one file: each is unpacked and packed again
DATA_URI = re.compile(r'src="data:image/\w+;base64,([A-Za-z0-9+/=]+)"')
_PAPER = (255, 255, 255)
SMALL = 2_000_000  # pixels that are unpacked in the server itself, with copies some 40 MB
_STRIP = 1_000_000  # pixels that are put on paper at a time
_WORKER = "reports.document.picture_worker"
SECONDS, PATIENCE = 20, 60.0  # of a processor, of a clock
# Processes at once for each process of the server, 350 MB each at most.
_slots = BoundedSemaphore(2)
_WAIT = 20.0


class BadPicture(Refused):
    """The file cannot be taken as a picture; the text is a Chinese sentence."""

    status = 422


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
    return _checked_apart(upload) if _is_large(upload) else checked_here(upload)


def embedded(html: str) -> set[str]:
    """Return the base 64 of the pictures embedded in a narrative."""
    return {match[1] for match in DATA_URI.finditer(html)}


def checked_inside(narratives: Iterable[str]) -> dict[str, CheckedPicture]:
    """Return the pictures embedded in narratives, checked, by their base 64; raise BadPicture."""
    found = sorted(set().union(*map(embedded, narratives)))
    if len(found) > MOST_PICTURES:
        raise BadPicture(f"文件里有{len(found)}张图片，最多{MOST_PICTURES}张。请删去一些后再导入。")
    try:
        return {text: check_picture(base64.b64decode(text)) for text in found}
    except binascii.Error:
        raise _damaged() from None


def _is_large(upload: bytes) -> bool:
    with _opened(upload) as image:
        _must_be_bounded(image)
        return image.width * image.height > SMALL


def _opened(upload: bytes) -> Image.Image:
    # WeasyPrint, once loaded, lets the whole process take half a picture for a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        return _scaled(Image.open(io.BytesIO(upload), formats=("PNG", "JPEG")))
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    # Pillow's readers raise many kinds of errors on a damaged file, and promise none.
    except Exception:
        raise _damaged() from None


def _scaled(image: Image.Image) -> Image.Image:
    """Have a telephone's 50 or 100 million pixels unpacked at a half or a quarter of their size.

    A progressive file is unpacked whole before it is scaled: it has to keep within MOST_PIXELS.
    """
    whole = image.width * image.height
    if image.format == "JPEG" and not image.info.get("progressive") and whole <= MOST_SCALED:
        image.draft(None, (WIDEST, WIDEST))
    return image


def _checked_apart(upload: bytes) -> CheckedPicture:
    if not _slots.acquire(timeout=_WAIT):
        raise BadPicture("同时处理的图片太多，这张没有插入。请稍后再试。")
    try:
        answer, complaints = apart(_WORKER, upload, seconds=PATIENCE)
    except TooSlow:
        raise BadPicture("图片太大，服务器没有在一分钟内处理完，没有插入。请缩小后再试。") from None
    finally:
        _slots.release()
    return _picture_in(answer, complaints)


def _picture_in(answer: bytes, complaints: str) -> CheckedPicture:
    try:
        (length,) = struct.unpack(">I", answer[:4])
        said = json.loads(answer[4 : 4 + length])
    except (struct.error, ValueError):
        _log.warning("the process that unpacks a picture died: %s", complaints)
        raise BadPicture(
            "图片无法处理：内容损坏，或者展开后过大，没有插入。请缩小、另存为后再试。"
        ) from None
    if "refusal" in said:
        raise BadPicture(said["refusal"])
    return CheckedPicture(answer[4 + length :], **said)


def answer_of(upload: bytes) -> bytes:
    """Return what the process apart answers: a head of JSON, the picture."""
    try:
        made = checked_here(upload)
        head = {"media_type": made.media_type, "width": made.width, "height": made.height}
        content = made.content
    except BadPicture as bad:
        head, content = {"refusal": str(bad)}, b""
    said = json.dumps(head).encode()
    return struct.pack(">I", len(said)) + said + content


def checked_here(upload: bytes) -> CheckedPicture:
    """Check a picture as `check_picture` does, in this very process."""
    with _opened(upload) as image:
        _must_be_bounded(image)
        try:
            return _written(*_shown(image))
        except Exception:
            raise _damaged() from None


def _shown(image: Image.Image) -> tuple[Image.Image, str]:
    # Half or a quarter of a large JPEG is read without unpacking the whole.
    image.draft(None, (WIDEST, TALLEST))
    turned = image.getexif().get(_ORIENTATION, 1)
    shown = _small(image)
    if turned != 1:
        shown.getexif()[_ORIENTATION] = turned
        shown = ImageOps.exif_transpose(shown)
    shown.thumbnail((WIDEST, TALLEST), Image.Resampling.LANCZOS)
    # A telephone's JPEG may hold a second picture; Pillow calls that MPO.
    return shown, "PNG" if image.format == "PNG" else "JPEG"


_ORIENTATION = 0x0112


def _small(image: Image.Image) -> Image.Image:
    """Return the picture on paper, less than twice as large as what is kept, however it is turned."""
    width, height = image.size
    upright, lying = max(width / WIDEST, height / TALLEST), max(height / WIDEST, width / TALLEST)
    factor = max(1, int(min(upright, lying)))
    shown, at = None, 0
    for strip in _strips(image, factor):
        piece = on_paper(strip).reduce(factor)
        if shown is None:
            shown = Image.new(piece.mode, (piece.width, -(-height // factor)))
        shown.paste(piece, (0, at))
        at += piece.height
    return shown


def _strips(image: Image.Image, factor: int) -> Iterator[Image.Image]:
    """Yield the picture in strips of whole rows, as many as are made one row of the small picture."""
    rows = max(1, _STRIP // image.width // factor) * factor
    for top in range(0, image.height, rows):
        yield image.crop((0, top, image.width, min(top + rows, image.height)))


def _must_be_bounded(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> BadPicture:
    return BadPicture("图片的像素超过 4000 万，没有插入。请缩小后再试。")


def _damaged() -> BadPicture:
    return BadPicture("这个文件不是完好的 PNG 或 JPEG 图片，没有插入。请另存为后再试。")


def on_paper(image: Image.Image) -> Image.Image:
    """Return the image in grey or sRGB, what shines through being white."""
    if image.mode.startswith("I"):
        # Sixteen bits a pixel: Pillow would cut all above the lowest eight off to white.
        return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    if image.mode in ("L", "1"):
        return image.convert("L")
    if image.mode == "CMYK" and "adobe" not in image.info:
        # Pillow takes all such JPEGs for Adobe's, whose colours are inverted.
        image = ImageChops.invert(image)
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
