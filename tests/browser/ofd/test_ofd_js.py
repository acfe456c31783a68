"""ofd.js, a reader of OFD that others wrote, draws our pages like pdfium draws the PDF's.

It reads no embedded faces: the browser is given those of the file under the names that it asks for.
Characters of the higher planes it takes for two each, so it draws none of them.
"""

import base64
import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageOps

from reports.rendering.formats import FORMATS
from tests.rendering.conftest import read
from tests.rendering.ofd.reading import OFD, File

READER = Path(__file__).parents[3] / "tools" / "node" / "node_modules" / "ofd.js/lib/ofd.umd.min.js"
# Pixels of CSS a millimetre: the only scale in which it draws pictures in their size.
SCALE = 1 / 0.2642
# It has names of its own for a face whose name sounds like 楷体.
ITS_NAMES = {"Nianbao Kai": ["楷体"]}
# Ink within so many pixels of the other's is in its place: 0.26 mm.
_INK, _NEAR, _DENSE = 160, 2, 2
ALLOWED = 0.001
DRAW = """async ([data, faces, scale]) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  for (const [name, face] of faces) {
    const loaded = await new FontFace(name, `url(data:font/ttf;base64,${face})`).load();
    document.fonts.add(loaded);
  }
  const [file] = await new Promise((success, fail) =>
    ofd.parseOfdDocument({ ofd: bytes.buffer, success, fail }));
  ofd.setPageScale(scale);
  window.pages = ofd.renderOfdByScale(file);
  return window.pages.length;
}"""


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def drawn(browser, content: bytes) -> list[Image.Image]:
    """Return the pages as ofd.js draws them."""
    file = File(content)
    listed = file.xml("Doc_0/PublicRes.xml").iter(f"{OFD}Font")
    faces = [
        (name, encoded(file.parts[f"Doc_0/Res/{face[0].text}"]))
        for face in listed
        for name in ITS_NAMES.get(face.get("FontName"), [face.get("FontName")])
    ]
    page = browser.new_page(device_scale_factor=_DENSE)
    page.set_content("<!doctype html><body style='margin: 0'></body>")
    page.add_script_tag(path=READER)
    pictures = []
    for number in range(page.evaluate(DRAW, [encoded(content), faces, SCALE])):
        page.evaluate("(number) => document.body.replaceChildren(window.pages[number])", number)
        pictures.append(page.locator("body > div").screenshot())
    page.close()
    return [Image.open(io.BytesIO(picture)).convert("L") for picture in pictures]


def stray(one: Image.Image, other: Image.Image) -> float:
    """Return which share of a page's ink has none of the other's near it, from 0 to 1."""
    ink, near = (page.point(lambda grey: 255 * (grey < _INK)) for page in (one, other))
    alone = ImageChops.subtract(ink, near.filter(ImageFilter.MaxFilter(2 * _NEAR + 1)))
    return alone.histogram()[255] / max(1, ink.histogram()[255])


@pytest.mark.parametrize("name", ["report-2019.json", "report-2021.json"])
def test_another_reader_draws_every_page_like_the_pdf(browser, name):
    document = read(name)
    sheets = pypdfium2.PdfDocument(FORMATS["pdf"].bytes_of(document))

    pages = drawn(browser, FORMATS["ofd"].bytes_of(document))

    assert len(pages) == len(sheets)
    for page, sheet in zip(pages, sheets, strict=True):
        printed = sheet.render(scale=_DENSE * SCALE * 25.4 / 72).to_pil().convert("L")
        printed = ImageOps.expand(printed, 9, 255).crop((9, 9, 9 + page.width, 9 + page.height))
        assert stray(page, printed) < ALLOWED
        assert stray(printed, page) < ALLOWED
