"""Pictures: what is taken, what is refused, and that nothing hidden stays in them."""

import io
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

import pytest
from PIL import Image

from reports.document import pictures
from reports.document.pictures import LARGEST_UPLOAD, BadPicture, check_picture, checked_here

pytestmark = pytest.mark.usefixtures("fresh_processes")
ROOT = Path(__file__).resolve().parents[2]


def picture(mode="RGB", size=(40, 20), kind="PNG", color=0, **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, color).save(out, kind, **options)
    return out.getvalue()


def saved(image: Image.Image, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", **options)
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


def unpacked(kind: str) -> bytes:
    """Return a file of some kilobytes that unpacks to 40 million pixels."""
    side = 6_320
    if kind == "progressive":
        return picture(size=(side, side), kind="JPEG", progressive=True)
    if kind == "palette":
        return picture("P", size=(side, side), transparency=0)
    return picture(kind, size=(side, side), color=(0, 0, 0, 0) if kind == "RGBA" else 30_000)


@pytest.mark.parametrize("kind", ["RGBA", "I;16", "palette", "progressive"])
def test_a_small_file_that_unpacks_to_much_costs_the_server_nothing(kind):
    # The memory that a process had for its own; its parent's stands in ru_maxrss, too.
    run = (
        "import re, resource, sys; from reports.document.pictures import check_picture;"
        "made = check_picture(sys.stdin.buffer.read());"
        "peak = re.search('VmHWM: *([0-9]+)', open('/proc/self/status').read().replace(chr(9), ''))[1];"
        "child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss;"
        "print(made.width, made.height, int(peak) // 1024, child // 1024)"
    )
    upload = unpacked(kind)

    done = subprocess.run([sys.executable, "-c", run], input=upload, capture_output=True, cwd=ROOT)

    width, height, server, child = map(int, done.stdout.split())
    assert (width, height) == (1600, 1600) and len(upload) < 1_000_000
    assert server < 120 and child < 400  # megabytes


def test_the_process_apart_makes_the_same_picture(monkeypatch):
    upload = picture("RGBA", size=(2_000, 1_500), color=(255, 0, 0, 128))

    apart = check_picture(upload)

    assert apart == checked_here(upload) and pictures.SMALL < 2_000 * 1_500
    assert shown(apart.content).getpixel((0, 0)) == (255, 127, 127)


@pytest.mark.parametrize("size", [(1_700, 1_300), (5_001, 3_001), (9_999, 700), (700, 9_999)])
def test_a_large_picture_keeps_its_shape_and_its_corners(size):
    drawn = Image.new("RGB", size, "white")
    drawn.paste("red", (size[0] // 2, size[1] // 2, *size))

    checked = check_picture(saved(drawn))

    small = shown(checked.content)
    assert checked.width <= 1600 and checked.height <= 2400
    assert abs(checked.width / checked.height - size[0] / size[1]) < 0.01 * size[0] / size[1] + 0.02
    corners = [
        (0, 0),
        (small.width - 1, 0),
        (0, small.height - 1),
        (small.width - 1, small.height - 1),
    ]
    assert [small.getpixel(at) for at in corners] == [(255, 255, 255)] * 3 + [(255, 0, 0)]


def test_a_large_picture_that_lies_on_its_side_is_turned():
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = Image.new("RGB", (3_000, 1_000), "white")
    lying.paste("red", (0, 0, 1_500, 1_000))

    checked = check_picture(saved(lying, exif=exif))

    small = shown(checked.content)
    assert (checked.width, checked.height) == (800, 2400)
    assert small.getpixel((400, 100)) == (255, 0, 0) and small.getpixel((400, 2300)) == (
        255,
        255,
        255,
    )


def test_when_too_many_large_pictures_come_at_once_the_rest_is_told(monkeypatch):
    monkeypatch.setattr(pictures, "_WAIT", 0.01)
    monkeypatch.setattr(pictures, "_slots", BoundedSemaphore(1))
    pictures._slots.acquire()

    with pytest.raises(BadPicture, match="同时处理的图片太多"):
        check_picture(picture(size=(2_000, 1_500)))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("_WORKER", "reports.document.no_such_worker", "无法处理"), ("PATIENCE", 0.01, "一分钟内")],
)
def test_a_process_that_dies_or_takes_too_long_is_a_refusal(monkeypatch, name, value, said):
    monkeypatch.setattr(pictures, name, value)

    with pytest.raises(BadPicture, match=said):
        check_picture(picture(size=(2_000, 1_500)))


def test_a_photograph_of_fifty_million_pixels_is_made_small_and_upright():
    picture = Image.new("RGB", (8160, 6120), "navy")
    picture.paste("red", (0, 0, 4080, 6120))
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright: what is left in the file stands at the top
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)

    checked = check_picture(out.getvalue())

    assert (checked.width, checked.height) == (1600, 2133)
    kept = Image.open(io.BytesIO(checked.content))
    assert kept.getpixel((800, 200))[0] > 200 and kept.getpixel((800, 2000))[2] > 100
