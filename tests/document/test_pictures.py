"""Pictures: what is taken, what is refused, and that nothing hidden stays in them."""

import io

import pytest
from PIL import Image

from reports.document.pictures import LARGEST_UPLOAD, BadPicture, check_picture


def picture(mode="RGB", size=(40, 20), kind="PNG", color=0, **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, color).save(out, kind, **options)
    return out.getvalue()


def shown(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_taken(mode):
    checked = check_picture(picture(mode))

    assert (checked.media_type, checked.width, checked.height) == ("image/png", 40, 20)
    assert shown(checked.content).mode in ("L", "RGB")


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_kind_of_jpeg_is_taken(mode):
    checked = check_picture(picture(mode, kind="JPEG"))

    assert checked.media_type == "image/jpeg"
    assert shown(checked.content).format == "JPEG"


def test_grey_of_sixteen_bits_keeps_its_shades():
    checked = check_picture(picture("I;16", color=30_000))

    assert shown(checked.content).getpixel((5, 5)) == 117


def test_a_telephones_jpeg_of_two_pictures_is_its_first():
    second = Image.new("RGB", (40, 20), "white")

    checked = check_picture(picture(kind="MPO", save_all=True, append_images=[second]))

    assert checked.media_type == "image/jpeg"
    assert shown(checked.content).format == "JPEG"
    assert max(shown(checked.content).getpixel((5, 5))) < 20


def test_a_wide_picture_is_made_1600_pixels_wide():
    checked = check_picture(picture(size=(3200, 1000), kind="JPEG"))

    assert (checked.width, checked.height) == (1600, 500)
    assert shown(checked.content).size == (1600, 500)


def test_a_photograph_is_turned_upright_and_loses_where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112], exif[0x8825] = 6, {1: "N", 2: (34.0, 41.0, 0.0)}

    checked = check_picture(picture(kind="JPEG", exif=exif))

    assert (checked.width, checked.height) == (20, 40)
    assert not shown(checked.content).getexif()


def test_text_inside_a_picture_file_is_dropped():
    upload = picture() + b"<script>alert(1)</script>"

    assert b"script" not in check_picture(upload).content


def test_what_shines_through_becomes_white_as_paper():
    checked = check_picture(picture("RGBA", color=(255, 0, 0, 0)))

    assert shown(checked.content).getpixel((0, 0)) == (255, 255, 255)


def test_the_same_upload_gives_the_same_name():
    assert check_picture(picture()).sha256 == check_picture(picture()).sha256
    assert len(check_picture(picture()).sha256) == 64


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (b"", "空的"),
        (b"not a picture", "PNG 或 JPEG"),
        (picture(kind="GIF"), "PNG 或 JPEG"),
        (picture(kind="BMP"), "PNG 或 JPEG"),
        (picture(kind="WEBP"), "PNG 或 JPEG"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "PNG 或 JPEG"),
        (picture(kind="JPEG", size=(400, 400))[:300], "PNG 或 JPEG"),
        (picture()[:40], "PNG 或 JPEG"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "PNG 或 JPEG"),
        (b"0" * (LARGEST_UPLOAD + 1), "5 MB"),
        (picture("1", size=(8000, 6000)), "4000 万"),
        (picture("1", size=(20000, 20000)), "4000 万"),
    ],
)
def test_what_is_no_sound_picture_is_refused_with_a_sentence(upload, said):
    with pytest.raises(BadPicture, match=said):
        check_picture(upload)
