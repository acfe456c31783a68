"""Pictures: chosen, pasted, dropped, refused, described."""

import base64
import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests import factories
from tests.browser.prose.conftest import PASTE


def png(size=(60, 30), color=(200, 30, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    return out.getvalue()


def test_a_picture_is_chosen_sent_and_shown(overview):
    with overview.page.expect_file_chooser() as chosen:
        overview.tool("图片").click()
    chosen.value.set_files({"name": "活动现场.png", "mimeType": "image/png", "buffer": png()})

    picture = overview.box.get_by_role("img", name="活动现场")
    expect(picture).to_have_js_property("naturalWidth", 60)
    row = overview.report.pictures.get()
    overview.shows(
        f'<p><img src="/reports/{overview.report.pk}/pictures/{row.sha256}" alt="活动现场"></p>'
    )


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_file_is_taken_where_it_is_put(overview, kind):
    overview.type("甲")
    overview.paste(files=[("a.png", "image/png", png())], kind=kind)

    expect(overview.box.locator("img[src]")).to_have_js_property("naturalWidth", 60)
    assert overview.report.pictures.count() == 1


def test_a_picture_inside_a_paste_is_sent(overview):
    source = "data:image/png;base64," + base64.b64encode(png()).decode()
    overview.paste(f'<p>前</p><p><img src="{source}" alt="图"></p><p>后</p>')

    expect(overview.box.get_by_role("img", name="图")).to_have_js_property("naturalWidth", 60)
    assert "data:" not in overview.html


def test_a_file_that_is_no_picture_is_refused_with_a_sentence(overview, complaints):
    overview.type("甲")
    overview.paste(files=[("a.png", "image/png", b"no picture")])

    expect(overview.notices).to_contain_text("不是完好的 PNG 或 JPEG 图片，没有插入")
    overview.shows("<p>甲</p>")
    # The browser notes the refusal in its console.
    complaints.take("422", overview.page)


def test_a_chosen_picture_asks_for_its_words(open_section, zhang, report):
    row, _ = factories.editing.add_picture(report.pk, png(), by=zhang)
    overview = open_section(
        words=f'<p><img src="/reports/{report.pk}/pictures/{row.sha256}" alt=""></p>'
    )
    overview.box.locator("img[src]").click()
    said = overview.whole.get_by_label("图片说明")
    said.fill("活动现场")
    said.press("Enter")

    overview.box.get_by_role("img", name="活动现场").wait_for()
    expect(said).to_be_hidden()


def photograph(size=(4000, 3000), orientation=6) -> bytes:
    """A telephone's picture: lying in the file, red at the top and blue below when held upright."""
    picture = Image.effect_noise(size, 90).convert("RGB")
    # Orientation 6: what is left in the file stands at the top.
    picture.paste((200, 0, 0), (0, 0, size[0] // 2, size[1] // 3))
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()


def test_a_large_photograph_is_made_small_and_stands_upright(overview):
    content = photograph()
    assert len(content) > 5 * 1024 * 1024

    with overview.page.expect_file_chooser() as chosen:
        overview.tool("图片").click()
    chosen.value.set_files({"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": content})

    shown = overview.box.get_by_role("img", name="现场")
    expect(shown).to_have_js_property("naturalWidth", 1600)
    kept = Image.open(io.BytesIO(overview.report.pictures.get().content))
    assert kept.size == (1600, 2133)
    assert kept.getpixel((1400, 300))[0] > 150 > kept.getpixel((1400, 300))[2] + 100


def test_what_was_said_of_a_picture_goes_when_another_is_taken(overview, complaints):
    overview.type("甲")
    overview.paste(files=[("a.png", "image/png", b"no picture")])
    expect(overview.notices).to_contain_text("没有插入")

    overview.paste(files=[("b.png", "image/png", png())])

    expect(overview.box.locator("img[src]")).to_have_js_property("naturalWidth", 60)
    expect(overview.notices).to_be_empty()
    complaints.take("422", overview.page)  # the browser notes the refusal


@pytest.mark.parametrize("kind", ["GIF", "BMP", "WEBP"])
def test_what_the_browser_can_show_becomes_a_picture_that_the_report_can_keep(overview, kind):
    out = io.BytesIO()
    Image.new("RGB", (60, 30), (200, 30, 30)).save(out, kind)
    overview.paste(files=[(f"a.{kind.lower()}", f"image/{kind.lower()}", out.getvalue())])

    expect(overview.box.locator("img[src]")).to_have_js_property("naturalWidth", 60)
    assert overview.report.pictures.get().media_type == "image/png"


def test_each_of_several_that_are_refused_is_named(overview, complaints):
    files = [
        ("甲.png", "image/png", b""),
        ("乙.png", "image/png", b"no picture"),
        ("丙.emf", "image/x-emf", b"\1\0\0\0"),
        ("丁.tif", "image/tiff", b"II*\0"),
        ("戊.png", "image/png", png()),
        ("己.docx", "", b"PK"),
    ]
    overview.paste(files=files, kind="drop")

    expect(overview.box.locator("img[src]")).to_have_js_property("naturalWidth", 60)
    expect(overview.notices).to_contain_text("“甲.png”：图片文件是空的，没有插入")
    expect(overview.notices).to_contain_text("“乙.png”：这个文件不是完好的 PNG 或 JPEG 图片，没有插入")
    expect(overview.notices).to_contain_text("“丙.emf”、“丁.tif”：这种格式的图片打不开，没有插入")
    expect(overview.notices).to_contain_text("“己.docx”：不是图片，没有插入")
    complaints.take("422", overview.page)  # the browser notes the refusals


def test_pictures_that_stayed_behind_are_told_beside_those_that_are_refused(overview):
    drawn = "data:image/x-emf;base64,AQAAAGwAAAA="
    overview.paste(f'<p>甲<img src="file:///C:/clip_image001.png"><img src="{drawn}"></p>')

    expect(overview.notices).to_contain_text("有 1 张图片没有随文字粘贴过来")
    expect(overview.notices).to_contain_text("一张图片：这种格式的图片打不开，没有插入")
    overview.shows("<p>甲</p>")


def test_a_dropped_picture_is_undone_wherever_one_was(overview):
    overview.type("甲")
    overview.page.locator("#save-state").evaluate("() => document.activeElement.blur()")
    file = {"name": "a.png", "type": "image/png", "bytes": list(png())}
    dropped = {"texts": {}, "files": [file]}
    overview.page.evaluate(PASTE, [overview.box.element_handle(), dropped, "drop"])
    expect(overview.box.locator("img[src]")).to_have_js_property("naturalWidth", 60)

    overview.page.keyboard.press("Control+z")

    overview.shows("<p>甲</p>")
