"""Pictures in a report's words: checked, re-encoded, bounded. (Interface; the checks follow.)"""

import hashlib
import io
from dataclasses import dataclass
from functools import cached_property

from PIL import Image, UnidentifiedImageError


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
    """Return the picture re-encoded; raise BadPicture."""
    try:
        image = Image.open(io.BytesIO(upload), formats=("PNG", "JPEG"))
        image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise BadPicture("这个文件不是 PNG 或 JPEG 图片，没有插入。") from None
    out = io.BytesIO()
    image.convert("RGB").save(out, "PNG")
    return CheckedPicture(out.getvalue(), "image/png", image.width, image.height)
