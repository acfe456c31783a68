"""Pages of a PDF as pictures."""

import gc
import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from reports.rendering.page.page_images import page_count, page_image
from reports.rendering.page.pdf import document_pdf


@pytest.fixture
def pdf(bureau_sheets) -> bytes:
    return bureau_sheets.pdf


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def test_every_page_is_counted(pdf, bureau_sheets):
    assert page_count(pdf) == len(bureau_sheets.pages)


def test_a_page_is_a_picture_of_a4(pdf):
    picture = opened(page_image(pdf, 1))

    assert picture.format == "PNG"
    assert picture.width > 793
    assert picture.height / picture.width == pytest.approx(297 / 210, abs=0.01)


def test_each_page_shows_its_own_content(pdf):
    pictures = {page_image(pdf, number) for number in range(1, page_count(pdf) + 1)}

    assert len(pictures) == page_count(pdf)


def test_the_title_is_black_on_white(pdf):
    picture = opened(page_image(pdf, 1)).convert("L")

    assert picture.getpixel((5, 5)) == 255
    assert picture.getextrema()[0] < 40


@pytest.mark.parametrize("number", [0, -1, 7, 10**9])
def test_a_page_that_is_not_there_is_an_index_error(pdf, number):
    with pytest.raises(IndexError):
        page_image(pdf, number)


def test_no_pdf_stays_open(pdf):
    page_image(pdf, 1)
    gc.collect()

    kinds = [type(thing).__name__ for thing in gc.get_objects()]
    assert "PdfDocument" not in kinds


def test_threads_print_and_draw_side_by_side(bureau, bureau_sheets):
    def work(number: int) -> tuple[bytes, bytes]:
        pdf = document_pdf(bureau)
        return pdf, page_image(pdf, number)

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(work, [1, 2, 3, 4] * 2))

    assert {pdf for pdf, _ in made} == {bureau_sheets.pdf}
    assert len({picture for _, picture in made}) == 4
