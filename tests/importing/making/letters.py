"""Letters and archived pages that bring a report, and OFDs, made by code for the import to read."""

import email.message
import io
import zipfile
from xml.sax.saxutils import escape

import pypdfium2

from reports.importing.readers.paper import pdf

_POINT = 72 / 25.4
_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def letter(words: str = "", attached: dict[str, bytes] | None = None) -> bytes:
    """Return a letter with these words and attachments, as a mail program saves it."""
    made = email.message.EmailMessage()
    made["From"], made["To"] = "a@example.gov.cn", "b@example.gov.cn"
    made["Subject"] = "报送年度报告"
    made.set_content(words or "请查收附件。")
    for name, content in (attached or {}).items():
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def archived_page(page: str, charset: str = "gb2312") -> bytes:
    """Return a page as a browser archives it, with a style sheet and a picture beside it."""
    made = email.message.EmailMessage()
    made["From"], made["Subject"] = "<Saved by Blink>", "page"
    made["Snapshot-Content-Location"] = "https://example.gov.cn/a.html"
    made.set_content(page, subtype="html", charset=charset, cte="quoted-printable")
    made.add_related("p{color:red}", subtype="css")
    made.add_related(b"\x89PNG\r\n\x1a\n" + bytes(50), maintype="image", subtype="png")
    return made.as_bytes()


def ofd_of(pages: list[str], more: dict[str, str] | None = None) -> bytes:
    """Return an OFD whose pages hold these objects."""
    parts = {
        "OFD.xml": f"<ofd:OFD {_NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        "</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
    }  # fmt: skip
    for n, objects in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{n}/Content.xml"] = (
            f"<ofd:Page {_NS}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in (parts | (more or {})).items():
            made.writestr(name, content)
    return buffer.getvalue()


def as_ofd(printed: bytes) -> bytes:
    """Return a PDF's words and rules as an OFD."""
    document = pypdfium2.PdfDocument(printed)
    pages = []
    for page in document:
        height = page.get_height()
        shown, _hidden, _is_scan = pdf._characters(page)
        objects = [_text(character, height) for character in shown]
        objects += [_rule(rule, height) for rule in pdf._rules(page)]
        pages.append("".join(objects))
    return ofd_of(pages)


def _text(character, height: float) -> str:
    x, y = character.left / _POINT, (height - character.base) / _POINT
    size, wide = character.size / _POINT, (character.right - character.left) / _POINT
    # The line begins a little over its foot, as programs that write OFD have it.
    return (f'<ofd:TextObject Boundary="{x:.3f} {y - size:.3f} {wide:.3f} {size:.3f}" Size="{size:.3f}">'
            f'<ofd:TextCode X="0" Y="{size:.3f}">{escape(character.text)}</ofd:TextCode></ofd:TextObject>')  # fmt: skip


def _rule(rule, height: float) -> str:
    left, top = rule.left / _POINT, (height - rule.top) / _POINT
    wide, high = (rule.right - rule.left) / _POINT, (rule.top - rule.bottom) / _POINT
    return (f'<ofd:PathObject Boundary="{left:.3f} {top:.3f} {wide:.3f} {high:.3f}"><ofd:AbbreviatedData>'
            f"M 0 0 L {wide:.3f} {high:.3f}</ofd:AbbreviatedData></ofd:PathObject>")  # fmt: skip
