"""Pictures of pages: which are looked at at all, and how many pages one holds."""

import io

from PIL import Image

from ...values import Scanned, Unreadable

MOST_SCANNED = 40  # pages of one report that are read from their pictures
_MOST_PIXELS = 64_000_000  # a telephone's largest is 50 million
_LEAST = 300  # pixels of a side
_FORMATS = ("JPEG", "PNG", "TIFF", "BMP")
_DAMAGED = "图片打不开：文件损坏，或者格式不常见。请存为 JPEG 或 PNG 后再导入。"
_SCAN = "这是图片，要识别其中的文字才能读。"


def checked(content: bytes) -> Image.Image:
    """Return a picture whose head is sound and whose size is bounded, not unpacked; raise Unreadable."""
    Image.MAX_IMAGE_PIXELS = None  # judged here, before anything is unpacked
    try:
        picture = Image.open(io.BytesIO(content), formats=_FORMATS)
    except Exception:  # Pillow raises whatever a broken picture makes of it
        raise Unreadable(_DAMAGED) from None
    measure(picture)
    return picture


def measure(picture: Image.Image) -> None:
    """Raise Unreadable where the picture, or the page of it that is open, is too large or too small."""
    wide, high = picture.size
    if wide * high > _MOST_PIXELS:
        raise Unreadable(
            f"图片有{wide}×{high}个像素，太大了，没有读。请缩小到A4纸300点（2480×3508）左右再导入。"
        )
    if min(wide, high) < _LEAST:
        raise Unreadable(f"图片只有{wide}×{high}个像素，看不清文字。请导入原图，或重新扫描。")


def look_for_pages(content: bytes) -> None:
    """Raise Scanned with the pages of a picture, or Unreadable."""
    picture = checked(content)
    count = 1
    if picture.format == "TIFF":
        try:
            while count <= MOST_SCANNED:
                picture.seek(count)
                count += 1
        except EOFError:
            pass
        except Exception:
            raise Unreadable(_DAMAGED) from None
    raise scanned(_SCAN, tuple(range(count)), count)


def scanned(message: str, pages: tuple[int, ...], count: int) -> Unreadable:
    """Return what is raised for pages that are pictures, or for too many of them."""
    if len(pages) > MOST_SCANNED:
        return Unreadable(
            f"扫描件有{len(pages)}页，一次最多识别{MOST_SCANNED}页。请只留下年度报告的各页再导入。"
        )
    return Scanned(message, pages, count)
