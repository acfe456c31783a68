"""The OFD, judged by a reader that others wrote (ofdkit) and by schemas of GB/T 33190.

tests/browser/ofd lets another reader draw it.
"""

import base64
import io
import json
import re

import ofdkit
import pytest
from fontTools.ttLib import TTFont
from lxml import etree, html
from PIL import Image

from reports.rendering.formats import FORMATS
from reports.rendering.page.html import document_html
from reports.rendering.page.pdf import document_pdf

from ..reading import Sheets
from .reading import OFD, File

TAGS = "Doc_0/Tags/Structure.xml"


@pytest.fixture(scope="module")
def made():
    """A maker of files that makes each report's only once."""
    files: dict = {}

    def make(document) -> bytes:
        key = id(document)
        files.setdefault(key, FORMATS["ofd"].bytes_of(document))
        return files[key]

    return make


def picture(mode: str, form: str) -> str:
    """Return an image element: a small red picture, half of it clear where the mode has that."""
    out = io.BytesIO()
    Image.new(mode, (300, 100), (200, 0, 0, 128)[: len(mode)]).save(out, form)
    code = base64.b64encode(out.getvalue()).decode()
    return f'<p><img alt="图" src="data:image/{form.lower()};base64,{code}"></p>'


def shown(text: str) -> str:
    """Return what is seen of a text."""
    return "".join(text.split())


def test_every_part_is_as_the_standard_says(document, made):
    assert File(made(document)).faults() == []


def test_the_same_report_gives_the_same_bytes(city, made):
    assert FORMATS["ofd"].bytes_of(city) == made(city)


def words_by_page(content: bytes) -> list[str]:
    """Return what ofdkit finds on each page, in the order of the file."""
    with ofdkit.open(content) as opened:
        return [shown("".join(run.text for run in page.runs)) for page in opened.pages]


def test_another_reader_finds_the_words_of_the_pdf_page_for_page(document, sheets, made):
    pages = words_by_page(made(document))

    # pdfium tells the cells of a stacked head in an order of its own.
    theirs = [shown("".join(mark.text for mark in marks)) for marks in sheets.pages]
    assert [sorted(page) for page in pages] == [sorted(page) for page in theirs]


def test_another_reader_finds_the_words_of_the_web_page_in_order(document, made):
    page = html.fromstring(document_html(document)).find(".//main")
    etree.strip_elements(page, "caption", with_tail=False)

    found = "".join(re.sub(r"—\d+—$", "", words) for words in words_by_page(made(document)))
    assert found.replace("•", "") == shown("".join(page.itertext()))


def test_another_reader_reads_lines_in_order_and_who_wrote_it(city, city_sheets, made):
    with ofdkit.open(made(city)) as opened:
        lines = [shown(line) for line in opened.pages[0].text().splitlines() if line.strip()]
        told = opened.info

    assert lines[:-1] == [shown(line) for line in city_sheets.lines(0)]
    assert (told.title, told.author) == (city.title, city.organ)
    assert told.creation_date == city.issued.isoformat()


def test_each_character_stands_where_the_pdf_has_it(city, city_sheets, made):
    places = [
        (round(run.x, 1), round(run.y, 1))
        for page in ofdkit.open(made(city)).pages
        for run in page.runs
    ]
    printed = {
        (round(mark.left / 72 * 25.4, 1), round(mark.base / 72 * 25.4, 1))
        for marks in city_sheets.pages
        for mark in marks
    }
    near = {(x + a / 10, y + b / 10) for x, y in printed for a in (-1, 0, 1) for b in (-1, 0, 1)}

    near = {(round(x, 1), round(y, 1)) for x, y in near}
    assert [place for place in places if place not in near] == []


def test_the_data_come_along_and_can_be_brought_back(city, made):
    file = File(made(city))

    listed = file.xml("Doc_0/Attachs/Attachments.xml")
    assert [one.get("Name") for one in listed] == ["report.json", "report.xlsx"]
    assert json.loads(file.parts["Doc_0/Attachs/report.json"]) == city.to_json()


def test_the_outline_has_the_sections_and_their_pages(city, city_sheets, made):
    document = File(made(city)).xml("Doc_0/Document.xml")
    pages = [page.get("ID") for page in document.iter(f"{OFD}Page")]

    outline = {
        entry.get("Title"): pages.index(entry.find(f".//{OFD}Dest").get("PageID"))
        for entry in document.find(f"{OFD}Outlines")
    }
    captions = [section.caption for section in city.edition.sections]
    assert list(outline) == captions
    assert outline == {caption: city_sheets.page_of(caption) for caption in captions}


def test_tags_name_every_object_of_the_report_once_in_order(document, made):
    file = File(made(document))
    objects = {
        one.get("ID"): shown("".join(one.itertext()))
        for page in file.pages()
        for one in page.iter(f"{OFD}TextObject", f"{OFD}ImageObject")
    }

    tagged = [ref.text for ref in file.xml(TAGS).iter(f"{OFD}ObjectRef")]
    left = [words for number, words in objects.items() if number not in tagged]
    assert len(set(tagged)) == len(tagged)
    assert all(re.fullmatch(r"—\d+—", words) for words in left)
    assert "".join(objects[number] for number in tagged).startswith(shown(document.title))


def test_a_cell_knows_its_heads(city, made):
    root = File(made(city)).xml(TAGS)
    space = f"{{{etree.QName(root).namespace}}}"

    cells = root.findall(f".//{space}Cell[@Headers]")
    heads = {head.get("Id") for head in root.iter(f"{space}Head")}
    assert len(cells) == len(city.edition.cells)
    assert {name for cell in cells for name in cell.get("Headers").split()} <= heads


def test_faces_are_cut_to_what_is_shown(city, made):
    file = File(made(city))
    codes = {code.text for page in file.pages() for code in page.iter(f"{OFD}TextCode")}
    characters = {ord(character) for code in codes for character in code} - {ord(" ")}

    known: set[int] = set()
    for name, content in file.parts.items():
        if name.endswith((".ttf", ".otf")):
            known |= set(TTFont(io.BytesIO(content)).getBestCmap())
    assert characters <= known
    assert len(known) < len(characters) + 200


def test_a_character_of_the_higher_planes_stands_alone(written):
    content = FORMATS["ofd"].bytes_of(written("<p>公开𬭎𠮷信息</p>"))
    file = File(content)

    codes = [code.text for page in file.pages() for code in page.iter(f"{OFD}TextCode")]
    assert {"𬭎", "𠮷"} <= set(codes)
    assert "公开𬭎𠮷信息" in ofdkit.extract_text(content)
    assert file.faults() == []


def test_what_only_an_engine_can_set_names_its_glyphs(written):
    file = File(FORMATS["ofd"].bytes_of(written("<p>公开\u01b7\u030c信息</p>")))

    page = next(page for page in file.pages() if page.find(f".//{OFD}CGTransform") is not None)
    glyphs = page.find(f".//{OFD}CGTransform")
    assert (glyphs.get("CodeCount"), glyphs.getnext().text) == ("2", "\u01b7\u030c")
    assert file.faults() == []


def test_a_link_leads_out(written):
    file = File(FORMATS["ofd"].bytes_of(written("<p>见https://www.gov.cn/zhengce/ 。</p>")))

    links = {link.get("URI") for page in file.pages() for link in page.iter(f"{OFD}URI")}
    assert "https://www.gov.cn/zhengce/" in links
    assert file.faults() == []


@pytest.mark.parametrize(("mode", "form"), [("RGB", "JPEG"), ("RGBA", "PNG")])
def test_a_picture_comes_along_as_it_is(written, mode, form):
    document = written(picture(mode, form))
    file = File(FORMATS["ofd"].bytes_of(document))

    image = next(one for page in file.pages() for one in page.iter(f"{OFD}ImageObject"))
    media = next(iter(file.xml("Doc_0/DocumentRes.xml").iter(f"{OFD}MultiMedia")))
    kept = Image.open(io.BytesIO(file.parts[f"Doc_0/Res/{media[0].text}"]))
    assert media.get("ID") == image.get("ResourceID")
    assert (kept.format, kept.size) == (form, (300, 100))
    assert file.faults() == []


def test_a_long_report_has_the_pages_of_its_pdf(written):
    document = written(f"<p>{'政府信息公开，' * 40}</p>" * 75)

    content = FORMATS["ofd"].bytes_of(document)

    pages, sheets = words_by_page(content), Sheets(document_pdf(document)).pages
    assert len(pages) == len(sheets) >= 40
    assert [sorted(page) for page in pages] == [
        sorted(shown("".join(mark.text for mark in sheet))) for sheet in sheets
    ]
    assert File(content).faults() == []


def test_words_that_xml_cannot_hold_are_left_out(city):
    document = FORMATS["json"].bytes_of(city)
    changed = json.loads(document) | {"title": "某市\u0001<年>&报\ufffe"}

    file = File(FORMATS["ofd"].bytes_of(type(city).from_json(changed)))

    assert file.xml("OFD.xml").findtext(f".//{OFD}Title") == "某市<年>&报"
