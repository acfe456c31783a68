"""Reports as scanners and telephones show them: pages as pictures, slanted, noisy, photographed."""

import io
import random

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

from reports.document import Document
from reports.editions import get_edition
from tests import factories

WORDS = {
    "overview": "<p>2025年，我局认真落实政府信息公开条例，主动公开政府信息，规范依申请公开办理，"
    "加强政府信息管理，建设公开平台，做好监督保障。</p>",
    "problems": "<p>公开的内容还不够丰富，下一步将扩大公开范围，加强业务培训。</p>",
    "other_matters": "<p>本年度未收取信息处理费。</p>",
}


def report(seed: int = 1, edition: str = "2021") -> Document:
    """Return a short report with made-up figures that hold every equation."""
    year = 2025 if edition == "2021" else 2020
    words = {"organ": "瀍水区水务局", "title": f"瀍水区水务局{year}年政府信息公开工作年度报告"}
    return factories.filled(get_edition(edition), seed, year=year, sections=WORDS, **words)


_ORGANS = ("青溪县自然资源局", "云麓市人民政府", "黑水镇人民政府", "江澄市市场监督管理局", "瀍水区水务局")


def various(seed: int, edition: str = "2021") -> Document:
    """Return a report of one of five organs with figures of one to five digits, all of them met."""
    year, dice = 2024 if edition == "2021" else 2019, random.Random(seed)
    figures = [0] * 12 + [dice.randrange(10 ** dice.randrange(1, 5)) for _ in range(40)]
    organ = _ORGANS[seed % len(_ORGANS)]
    words = {"organ": organ, "title": f"{organ}{year}年政府信息公开工作年度报告"}
    return factories.filled(
        get_edition(edition), seed, figures, year=year, sections=WORDS, **words
    )  # fmt: skip


def pages(pdf: bytes, dots: int = 150) -> list[Image.Image]:
    """Return the pages of a PDF as pictures, so many dots an inch."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=dots / 72, grayscale=True).to_pil().convert("L") for page in document]


def skewed(page: Image.Image, degrees: float = 2.0) -> Image.Image:
    """Return a page as it lies aslant on a scanner's glass."""
    return page.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=250)


def noisy(page: Image.Image, seed: int, strength: float = 14.0) -> Image.Image:
    """Return a page with the grain of a poor scanner, and dust."""
    dice = np.random.default_rng(seed)
    grey = np.asarray(page, dtype=np.float32)
    grey = 24 + grey * 0.86 + dice.normal(0, strength, grey.shape)
    dust = dice.integers(0, (grey.shape[0], grey.shape[1]), (grey.size // 20_000, 2))
    grey[dust[:, 0], dust[:, 1]] = 40
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def photographed(page: Image.Image, seed: int) -> Image.Image:
    """Return a page as a telephone sees it on a table: askew, from the side, badly lit, not sharp."""
    dice = np.random.default_rng(seed)
    wide, high = page.size
    edge = round(0.07 * wide)
    room = (wide + 2 * edge, high + 2 * edge)
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], dtype=float)
    moved = corners + edge + dice.uniform(-0.03, 0.03, (4, 2)) * wide
    seen = page.transform(
        room, Image.Transform.PERSPECTIVE, _perspective(moved, corners), Image.Resampling.BICUBIC
    )
    paper = Image.new("L", page.size, 255).transform(
        room, Image.Transform.PERSPECTIVE, _perspective(moved, corners)
    )
    table = Image.new("L", room, 78)
    table.paste(seen, mask=paper)
    shade = np.linspace(1.0, 0.66, room[0])[None, :] * np.linspace(0.95, 0.8, room[1])[:, None]
    grey = np.asarray(table.filter(ImageFilter.GaussianBlur(0.8)), dtype=np.float32) * shade
    grey += dice.normal(0, 4, grey.shape)
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def _perspective(source: np.ndarray, target: np.ndarray) -> list[float]:
    """Return what Pillow needs to show `target` at `source`."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    return np.linalg.solve(np.array(rows), target.ravel()).tolist()


def file_of(page: Image.Image, kind: str = "PNG") -> bytes:
    """Return a picture as a file."""
    made = io.BytesIO()
    page.save(made, kind)
    return made.getvalue()


def pdf_of(pictures: list[Image.Image], dots: int = 150) -> bytes:
    """Return pictures as the pages of a PDF, as a scanner writes it."""
    made = io.BytesIO()
    first, *rest = pictures
    first.save(made, "PDF", save_all=True, append_images=rest, resolution=dots)
    return made.getvalue()
