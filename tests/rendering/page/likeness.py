"""Pictures of printed pages, and how like an approved one a page is.

The faces and the rasteriser are ours, so another machine differs by hairs: pages are compared by the
ink in blocks of four points, blurred, and a small share of inked blocks may differ.
"""

import io
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

APPROVED = Path(__file__).parents[2] / "fixtures" / "pages"
REPORTS = ("report-2019.json", "report-2021.json")
ALLOWED = 0.005  # of the inked blocks of either page
_BLOCK, _BLUR = 4, 2  # pixels, one a point
_GREYS = 16
_FAINT, _DIFFERENT = 8, 20  # of 255


def pictures(pdf: bytes) -> list[Image.Image]:
    """Return a grey picture of each page, 72 dots an inch."""
    opened = pypdfium2.PdfDocument(pdf)
    return [sheet.render(scale=1, grayscale=True).to_pil().convert("L") for sheet in opened]


def approved(name: str) -> list[Image.Image]:
    """Return the approved pictures of a fixture's pages."""
    return [Image.open(path).convert("L") for path in places(name)]


def places(name: str) -> list[Path]:
    """Return the files of the approved pictures of a fixture's pages, in order."""
    return sorted(APPROVED.glob(f"{Path(name).stem}-*.png"))


def approve(name: str, pdf: bytes) -> Iterator[Path]:
    """Keep the pictures of a report's pages as the approved ones; yield their files."""
    APPROVED.mkdir(exist_ok=True)
    for old in places(name):
        old.unlink()
    for number, picture in enumerate(pictures(pdf), 1):
        path = APPROVED / f"{Path(name).stem}-{number}.png"
        picture.quantize(_GREYS).save(path, optimize=True)
        yield path


def unlikeness(page: Image.Image, model: Image.Image) -> float:
    """Return which share of the inked blocks differs, from 0 to 1."""
    if page.size != model.size:
        return 1.0
    ours, theirs = _blocks(page), _blocks(model)
    inked = _count(ImageChops.lighter(ours, theirs), _FAINT)
    return _count(ImageChops.difference(ours, theirs), _DIFFERENT) / max(inked, 1)


def difference(page: Image.Image, model: Image.Image) -> bytes:
    """Return a PNG: what is only on the page red, what is only on the approved one blue."""
    width, height = (max(sides) for sides in zip(page.size, model.size, strict=True))
    canvases = [Image.new("L", (width, height), 255) for _ in range(2)]
    for canvas, picture in zip(canvases, (page, model), strict=True):
        canvas.paste(picture)
    ours, theirs = canvases
    out = io.BytesIO()
    Image.merge("RGB", (theirs, ImageChops.lighter(ours, theirs), ours)).save(out, "PNG")
    return out.getvalue()


def _blocks(picture: Image.Image) -> Image.Image:
    ink = ImageChops.invert(picture)
    return ink.filter(ImageFilter.GaussianBlur(_BLUR)).reduce(_BLOCK)


def _count(blocks: Image.Image, above: int) -> int:
    return sum(blocks.histogram()[above + 1 :])
