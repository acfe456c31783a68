"""Formats besides Word's, Excel's and web pages: ODF, RTF, Markdown, letters, archived pages, OFD."""

import io
import zipfile

import pytest

from reports.document import plain_text
from reports.importing import Unreadable, read, read_guarded
from reports.importing.door import read as read_here
from reports.rendering.page.pdf import document_pdf
from tests.libreoffice import converted

from ..making import letters, office, styles
from ..making.pages import CITY, messages
from .test_office_files import report, words

TITLE = "青岚县水务局2024年政府信息公开工作年度报告"
RULES = [f"proactive.rules.{column}" for column in ("issued", "repealed", "in_force")]


@pytest.mark.parametrize("target", ["odt", "rtf"])
def test_a_text_saved_by_libreoffice_comes_back(target):
    content = converted(office.document_docx(CITY), "docx", target)

    read_back = read(content).document

    assert read_back.cells == CITY.cells
    assert words(read_back) == words(CITY)
    assert (read_back.organ, read_back.year) == (CITY.organ, CITY.year)


def test_a_workbook_saved_by_libreoffice_as_ods_comes_back():
    content = converted(office.document_xlsx(CITY), "xlsx", "ods")

    assert read(content).document.cells == CITY.cells


ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)


def odt(body: str, styles_: str = "", kind: str = "text", before: str = "", **more: bytes) -> bytes:
    """An ODF file with this body."""
    content = (
        f'<?xml version="1.0"?>{before}<office:document-content {ODF}><office:automatic-styles>{styles_}'
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        made.writestr("content.xml", content)
        for name, data in more.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return buffer.getvalue()


def paragraphs(*lines: str) -> str:
    return "".join(f"<text:p>{line}</text:p>" for line in lines)


def table(*rows: str, row: str = "<table:table-row>") -> str:
    cells = ["".join(f"<table:table-cell>{paragraphs(c)}</table:table-cell>" for c in r.split("|")) for r in rows]  # fmt: skip
    return f"<table:table>{''.join(f'{row}{c}</table:table-row>' for c in cells)}</table:table>"


def looked(name: str, look: str) -> str:
    return f'<style:style style:name="{name}" style:family="text"><style:text-properties {look}/></style:style>'


HEAD = "信息内容|本年制发件数|本年废止件数|现行有效件数"


def test_what_is_struck_out_or_hidden_in_an_odt_is_left_out_and_told():
    marks = looked("S", 'style:text-line-through-style="solid"') + looked(
        "H", 'text:display="none"'
    )
    struck = '<text:span text:style-name="S">9</text:span>3'
    hidden = '1<text:span text:style-name="H">7</text:span>'
    body = paragraphs(TITLE, "一、总体情况", "平稳。", "二、主动公开政府信息情况")

    reading = read(odt(body + table(HEAD, f"规章|{struck}|{hidden}|5"), marks))

    assert [reading.document.cells[cell] for cell in RULES] == [3, 1, 5]
    assert "1处划掉的内容" in messages(reading) and "1处隐藏的文字" in messages(reading)


def test_words_deleted_with_changes_tracked_in_an_odt_are_left_out():
    changes = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>删去的话。</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
    )

    reading = read(odt(changes + paragraphs(TITLE, "一、总体情况", "平稳。<text:change/>")))

    assert reading.document.narrative("overview") == "<p>平稳。</p>"
    assert "修订痕迹" in messages(reading)


def test_hidden_lines_of_an_ods_are_left_out_and_told():
    seen, unseen = table(HEAD, "规章|1|2|3"), table("规章|7|7|7", row='<table:table-row table:visibility="collapse">')  # fmt: skip
    rows = seen.replace("</table:table>", "") + unseen.split("<table:table>")[1]
    lines = "".join(table(text).split("<table:table>")[1].split("</table:table>")[0] for text in (TITLE, "二、主动公开政府信息情况"))  # fmt: skip

    reading = read(odt(rows.replace("<table:table>", f"<table:table table:name='甲'>{lines}", 1), kind="spreadsheet"))  # fmt: skip

    assert [reading.document.cells[cell] for cell in RULES] == [1, 2, 3]
    assert "隐藏的行、列里有4格" in messages(reading)


RTF = (
    r"{{\rtf1\ansi\ansicpg936\deff0{{\fonttbl{{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}}}}\uc1 {}}}"
)


def rtf(body: str) -> bytes:
    """An RTF with these words; Chinese as WordPad writes it, by two bytes a character."""
    coded = "".join(c if c.isascii() else "".join(f"\\'{b:02x}" for b in c.encode("gb18030")) for c in body)  # fmt: skip
    return RTF.format(coded).encode()


def rtf_row(*cells: str, marks: str = "") -> str:
    edges = "".join(f"\\cellx{2000 * n}" for n in range(1, len(cells) + 1))
    return rf"\trowd{marks}{edges} " + "".join(rf"\pard\intbl {c}\cell " for c in cells) + r"\row "


LINES = "".join(
    f"{line}\\par " for line in (TITLE, "一、总体情况", "平稳。", "二、主动公开政府信息情况")
)


def test_a_table_of_an_rtf_is_read_without_what_is_hidden_struck_or_deleted():
    figures = (r"{\strike 9}3", r"1{\v 7}", r"{\deleted 8}5")

    reading = read(rtf(LINES + rtf_row(*HEAD.split("|")) + rtf_row("规章", *figures)))

    assert [reading.document.cells[cell] for cell in RULES] == [3, 1, 5]
    assert "1处划掉" in messages(reading) and "1处隐藏" in messages(reading)
    assert "修订痕迹" in messages(reading)


def test_an_rtf_of_unicode_signs_and_skipped_destinations_is_read():
    title = "".join(f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?" for c in TITLE)
    noise = r"{\*\generator x;}{\pict 0102}{\info{\title zz}}{\header hh}"

    document = read(rtf(rf"{noise}{title}\par 一、总体情况\par 平稳{{\b 有序}}。\par ")).document

    assert (document.organ, document.year) == ("青岚县水务局", 2024)
    assert document.narrative("overview") == "<p>平稳<strong>有序</strong>。</p>"


MARKDOWN = f"""# {TITLE}

## 一、总体情况

（一）主动公开。全年**公开**465条，见[目录](https://example.gov.cn/)。

## 二、主动公开政府信息情况

| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
|:--|--:|--:|---|
| 规章 | 1 | | 3 |

### 行政复议

| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |
|---|---|---|---|---|
| 4 | 3 | 2 | 1 | 10 |

## 六、其他需要报告的事项

- 没有收取信息处理费。
"""


def test_markdown_is_read_by_its_signs():
    reading = read(MARKDOWN.encode())

    assert (reading.document.organ, reading.document.title) == ("青岚县水务局", TITLE)
    assert [reading.document.cells[cell] for cell in RULES] == [1, None, 3]
    assert reading.document.cells["review.reconsideration.total"] == 10
    overview = reading.document.narrative("overview")
    assert "<strong>公开</strong>465条，见目录。" in overview and "#" not in overview


def test_a_letter_brings_the_report_that_is_attached():
    attached = {"报告.docx": office.document_docx(CITY), "说明.txt": "请查收。".encode()}

    document = read(letters.letter(attached=attached)).document

    assert document.cells == CITY.cells


def test_a_letter_with_two_reports_is_refused():
    attached = {f"{n}.docx": office.document_docx(report(n)) for n in ("city-2023", "city-2024")}

    with pytest.raises(Unreadable, match="2份报告"):
        read(letters.letter(attached=attached))


def test_a_letter_without_a_report_says_what_is_wrong_with_the_file_in_it():
    with pytest.raises(Unreadable, match="PDF 文件损坏"):
        read(letters.letter(attached={"报告.pdf": b"%PDF-1.7 cut"}))


@pytest.mark.parametrize("charset", ["gb18030", "utf-8"])
def test_an_archived_page_is_the_page(charset):
    page = styles.clipboard(CITY).decode()

    assert read(letters.archived_page(page, charset)).document.cells == CITY.cells


def test_an_ofd_with_text_is_read_like_a_pdf():
    printed = document_pdf(CITY)

    document = read(letters.as_ofd(printed)).document

    assert document.cells == CITY.cells
    assert plain_text(document.narrative("problems")) == plain_text(CITY.narrative("problems"))
    assert (document.organ, document.year) == (CITY.organ, CITY.year)


def test_an_ofd_of_pictures_is_told_to_be_one():
    with pytest.raises(Unreadable, match="只有图像"):
        read(letters.ofd_of(["<ofd:ImageObject Boundary='0 0 210 297'/>"]))


DEEP = "<text:section>" * 5000 + "</text:section>" * 5000
BOMB = "<!DOCTYPE b [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>"
FAR = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16000"><text:p>1</text:p></table:table-cell></table:table-row>'
TEXT_CODE = "<ofd:TextObject Boundary='0 0 9 9' Size='4'><ofd:TextCode X='0' Y='0' {}>字</ofd:TextCode></ofd:TextObject>"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (odt(DEEP), "嵌套过深|文件损坏"),
        (odt(paragraphs("&b;"), before=BOMB), "文档类型声明"),
        (odt("x", **{"META-INF__manifest_xml": b"<x><encryption-data/></x>"}), "密码"),
        (odt("", kind="presentation"), "另一种办公文件"),
        (odt("<text:p>" + "0" * 60_000_000 + "</text:p>"), "展开后过大"),
        (rtf("{" * 100_000), "嵌套过深"),
        (rtf(r"\bin999999999 x"), "没有读到内容"),
        (rtf(r"\trowd" + r"\cellx1" * 100_000 + r"\intbl x\cell" * 100_000 + r"\row"), "没有认出"),
        (letters.letter(attached={f"{n}.txt": b"x" for n in range(300)}), "过多"),
        (letters.letter(attached={"a.eml": letters.letter("x")}), "另一封邮件"),
        (letters.ofd_of([TEXT_CODE.format("DeltaX='g 999999999 1'")]), "没有认出"),
        (letters.ofd_of([TEXT_CODE.format("") * 500_000]), "过大|过多"),
        (letters.ofd_of(["<ofd:PathObject><ofd:AbbreviatedData>" + "L 1 1 " * 20_000 + "</ofd:AbbreviatedData></ofd:PathObject>"]), "只有图像|过大"),
        (letters.ofd_of(["x"], {"Doc_0/Document.xml": BOMB + "<x>&b;</x>"}), "文档类型声明"),
    ],
)  # fmt: skip
def test_what_is_made_to_harm_is_refused(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        read_guarded(content)


def test_an_ods_of_a_million_repeated_lines_is_bounded():
    with pytest.raises(Unreadable, match="过大"):
        read_guarded(odt(f"<table:table>{FAR}</table:table>", kind="spreadsheet"))


def test_an_outer_entity_of_an_odt_is_never_followed(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密")

    with pytest.raises(Unreadable, match="文档类型声明"):
        read_here(odt("&a;", before=f'<!DOCTYPE b [<!ENTITY a SYSTEM "file://{secret}">]>'))


def test_a_title_with_its_sign_alone_makes_a_text_markdown():
    text = "# 青岚县水务局2024年政府信息公开工作年度报告\n一、总体情况\n全年平稳。\n"

    assert read(text.encode()).document.organ == "青岚县水务局"
