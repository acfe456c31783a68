"""The OFD file: its pages, faces, pictures, outline, tags and attached data, packed as ZIP.

Source: GB/T 33190-2016. The same report gives the same bytes: the parts stand in a fixed order, with
fixed times.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from itertools import groupby, pairwise
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from fontTools.ttLib import TTFont
from weasyprint.draw import draw_page

from reports.document import Document

from ..page.pdf import laid_out
from .drawing import MM, Path, Picture, Sheet, Text
from .structure import NAMESPACE, Structure

_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_PAPER = "0 0 210 297"
_TIME = (1980, 1, 1, 0, 0, 0)
# How far glyphs may reach over and under the base line, and out to the sides, in em.
_OVER, _UNDER, _BESIDE = 1.1, 0.4, 0.2
# XML 1.0 has no such characters.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# So many equal steps in a row are written as a group.
_MANY = 3


def document_ofd(document: Document, files: Mapping[str, bytes]) -> bytes:
    """Return `document` as OFD, page for page its PDF, with `files` (name to content) attached.

    Raise MissingGlyphs as document_pdf does.
    """

    def draw(sheet: Any, pages: Any) -> bytes:
        return _File(document, sheet.etree_element, pages).packed(files)

    return laid_out(document, draw)


class _File:
    """One OFD in the making; numbers are those of objects, unique in a file."""

    def __init__(self, document: Document, root: Any, pages: Any):
        self._document = document
        self._pages = pages
        self._structure = Structure(root)
        self._number = 0
        self._parts: dict[str, bytes] = {}
        self._faces: dict[str, tuple[int, list]] = {}
        self._pictures: dict[int, tuple[int, Any]] = {}
        self._maps: dict[str, Mapping[int, int]] = {}

    def packed(self, files: Mapping[str, bytes]) -> bytes:
        """Return the file."""
        images: dict = {}
        drawn = []
        for page in self._pages.pages:
            sheet = Sheet(self._pages.fonts, images)
            draw_page(page._page_box, sheet)
            drawn.append(sheet.objects)
        fonts = self._subsets(drawn)
        numbers = [self._next() for _ in drawn]
        contents = [self._page(*page) for page in zip(numbers, drawn, strict=True)]
        self._write("Doc_0/Document.xml", self._document_xml(numbers))
        for at, content in enumerate(contents):
            self._write(f"Doc_0/Pages/Page_{at}/Content.xml", content)
        self._write("Doc_0/PublicRes.xml", f'<ofd:Res {_OFD} BaseLoc="Res">{fonts}</ofd:Res>')
        media = self._media()
        self._write("Doc_0/DocumentRes.xml", f'<ofd:Res {_OFD} BaseLoc="Res">{media}</ofd:Res>')
        self._write("Doc_0/Tags/CustomTags.xml", _tags())
        self._write("Doc_0/Tags/Structure.xml", self._structure.xml())
        self._write("Doc_0/Attachs/Attachments.xml", _attached(files))
        self._parts |= {f"Doc_0/Attachs/{name}": content for name, content in files.items()}
        return _zipped({"OFD.xml": (_HEAD + self._entry()).encode(), **self._parts})

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _write(self, name: str, content: str) -> None:
        self._parts[name] = (_HEAD + content).encode()

    def _entry(self) -> str:
        document = self._document
        told = hashlib.sha256()
        for name, content in self._parts.items():
            told.update(name.encode() + content)
        day = document.issued and document.issued.isoformat()
        data = {"ReportYear": str(document.year), "IndexNumber": document.index_number}
        entries = [
            ("DocID", told.hexdigest()[:32]),
            ("Title", document.title),
            ("Author", document.organ),
            ("Subject", "政府信息公开工作年度报告"),
            *([("CreationDate", day), ("ModDate", day)] if day else []),
            ("DocUsage", "Normal"),
        ]
        told_of = "".join(f"<ofd:{name}>{_text(value)}</ofd:{name}>" for name, value in entries)
        custom = "".join(
            f'<ofd:CustomData Name="{name}">{_text(value)}</ofd:CustomData>'
            for name, value in data.items()
            if value
        )
        return (
            f'<ofd:OFD {_OFD} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>{told_of}'
            f"<ofd:CustomDatas>{custom}</ofd:CustomDatas></ofd:DocInfo>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
        )

    def _document_xml(self, numbers: list[int]) -> str:
        pages = "".join(
            f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{at}/Content.xml"/>'
            for at, number in enumerate(numbers)
        )
        outline = self._outline(self._pages.make_bookmark_tree(), numbers)
        return (
            f"<ofd:Document {_OFD}><ofd:CommonData><ofd:MaxUnitID>{self._number}</ofd:MaxUnitID>"
            f"<ofd:PageArea><ofd:PhysicalBox>{_PAPER}</ofd:PhysicalBox></ofd:PageArea>"
            "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
            "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>"
            f"<ofd:Pages>{pages}</ofd:Pages>"
            + (f"<ofd:Outlines>{outline}</ofd:Outlines>" if outline else "")
            + "<ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags>"
            "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments></ofd:Document>"
        )

    def _outline(self, tree: list, numbers: list[int]) -> str:
        return "".join(
            f'<ofd:OutlineElem Title={_quoted(label)} Expanded="{str(state == "open").lower()}">'
            '<ofd:Actions><ofd:Action Event="CLICK"><ofd:Goto>'
            f'<ofd:Dest Type="XYZ" PageID="{numbers[page]}" Left="{x * MM:.3f}" Top="{y * MM:.3f}"'
            ' Zoom="0"/></ofd:Goto></ofd:Action></ofd:Actions>'
            f"{self._outline(children, numbers)}</ofd:OutlineElem>"
            for label, (page, x, y), children, state in tree
        )

    def _page(self, page: int, objects: list) -> str:
        layer = self._next()
        pieces = []
        for one in objects:
            if isinstance(one, Path):
                pieces.append(_path(self._next(), one))
                continue
            if isinstance(one, Picture) or any(words.strip() for words, *_ in one.glyphs):
                number = self._next()
                self._structure.add(one.element, (page, number))
                pieces.append(self._shown(number, one))
        return (
            f'<ofd:Page {_OFD}><ofd:Content><ofd:Layer ID="{layer}" Type="Body">'
            f"{''.join(pieces)}</ofd:Layer></ofd:Content></ofd:Page>"
        )

    def _shown(self, number: int, one: Text | Picture) -> str:
        link = self._structure.link(one.element)
        action = (
            '<ofd:Actions><ofd:Action Event="CLICK">'
            f"<ofd:URI URI={_quoted(link)}/></ofd:Action></ofd:Actions>"
            if link and not link.startswith("#")
            else ""
        )
        if isinstance(one, Picture):
            return self._picture(number, one, action)
        font, _ = self._faces[one.font.hash]
        left = min(x for _, _, x in one.glyphs) - _BESIDE * one.size
        top = one.y - _OVER * one.size
        width = max(x for _, _, x in one.glyphs) - left + (1 + _BESIDE) * one.size
        box = _box(left, top, width, (_OVER + _UNDER) * one.size)
        codes = "".join(
            _codes(list(glyphs), left, one.y - top, self._map(one))
            for _, glyphs in groupby(one.glyphs, lambda glyph: _wide(glyph[0]))
        )
        return (
            f'<ofd:TextObject ID="{number}" Boundary="{box}" Font="{font}" Size="{one.size:.4f}"'
            f"{_alpha(one.alpha)}>{action}{_color('Fill', one.color)}{codes}</ofd:TextObject>"
        )

    def _map(self, text: Text) -> Mapping[int, int] | None:
        """Return which glyph the face has for a character, None where all glyphs are those."""
        return None if text.set else self._maps[text.font.hash]

    def _picture(self, number: int, one: Picture, action: str) -> str:
        key = one.image.id
        if key not in self._pictures:
            self._pictures[key] = (self._next(), one.image)
        _, _, width, height = one.box
        return (
            f'<ofd:ImageObject ID="{number}" Boundary="{_box(*one.box)}" CTM="{width:.3f} 0 0 '
            f'{height:.3f} 0 0" ResourceID="{self._pictures[key][0]}"{_alpha(one.alpha)}>'
            f"{action}</ofd:ImageObject>"
        )

    def _subsets(self, drawn: list[list]) -> str:
        """Cut the faces to what is shown; return their list."""
        texts = [one for objects in drawn for one in objects if isinstance(one, Text)]
        for text in texts:
            if text.font.hash not in self._faces:
                self._faces[text.font.hash] = (self._next(), [])
            fonts = self._faces[text.font.hash][1]
            if text.font not in fonts:
                fonts.append(text.font)
        fonts = []
        for at, (key, (number, same)) in enumerate(self._faces.items()):
            face = same[0]
            used = {glyph: words for font in same for glyph, words in font.to_unicode.items()}
            face.clean(used, hinting=False)
            name = f"Font_{at}.{face.type}"
            self._parts[f"Doc_0/Res/{name}"] = face.file_content
            if any(text.font.hash == key and not text.set for text in texts):
                font = TTFont(io.BytesIO(face.file_content))
                self._maps[key] = {
                    code: font.getGlyphID(glyph) for code, glyph in font.getBestCmap().items()
                }
            fonts.append(
                f'<ofd:Font ID="{number}" FontName={_quoted(face.family)}>'
                f"<ofd:FontFile>{name}</ofd:FontFile></ofd:Font>"
            )
        return f"<ofd:Fonts>{''.join(fonts)}</ofd:Fonts>" if fonts else ""

    def _media(self) -> str:
        media = []
        for at, (number, image) in enumerate(self._pictures.values()):
            name = f"Image_{at}.{'jpg' if image.format == 'JPEG' else 'png'}"
            self._parts[f"Doc_0/Res/{name}"] = image.image_data.data
            media.append(
                f'<ofd:MultiMedia ID="{number}" Type="Image" Format="{image.format}">'
                f"<ofd:MediaFile>{name}</ofd:MediaFile></ofd:MultiMedia>"
            )
        return f"<ofd:MultiMedias>{''.join(media)}</ofd:MultiMedias>" if media else ""


def _text(words: str) -> str:
    """Return words as XML holds them; no reader strips the spaces at their ends."""
    words = _NO_XML.sub("", words)
    inner = words.strip(" ")
    before = len(words) - len(words.lstrip(" "))
    after = len(words) - before - len(inner)
    return "&#x20;" * before + escape(inner) + "&#x20;" * after


def _quoted(words: str) -> str:
    return quoteattr(_NO_XML.sub("", words))


def _box(*edges: float) -> str:
    return " ".join(f"{edge:.3f}" for edge in edges)


def _color(kind: str, color: tuple[float, ...]) -> str:
    if not any(color):
        return ""
    value = " ".join(str(round(part * 255)) for part in color)
    return f'<ofd:{kind}Color Value="{value}"/>'


def _alpha(alpha: float) -> str:
    return f' Alpha="{round(alpha * 255)}"' if alpha < 1 else ""


def _path(number: int, path: Path) -> str:
    drawn = f'LineWidth="{path.width:.4f}"' if path.width else 'Stroke="false" Fill="true"'
    color = _color("Stroke" if path.width else "Fill", path.color)
    return (
        f'<ofd:PathObject ID="{number}" Boundary="{_PAPER}" {drawn}{_alpha(path.alpha)}>{color}'
        f"<ofd:AbbreviatedData>{' '.join(path.data)}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _wide(words: str) -> bool:
    # Readers disagree whether such a character is one or two: it stands alone.
    return any(ord(character) > 0xFFFF for character in words)


def _codes(glyphs: list, left: float, base: float, known: Mapping[int, int] | None) -> str:
    """Return characters of one kind, those of the higher planes each by itself."""
    if len(glyphs) > 1 and _wide(glyphs[0][0]):
        return "".join(_codes([glyph], left, base, known) for glyph in glyphs)
    places = [round((x - left) * 1000) for _, _, x in glyphs]
    steps = []
    for step, group in groupby(b - a for a, b in pairwise(places)):
        count = len(list(group))
        steps += [f"g {count} {step / 1000:g}"] if count >= _MANY else [f"{step / 1000:g}"] * count
    delta = f' DeltaX="{" ".join(steps)}"' if steps else ""
    words = "".join(words for words, *_ in glyphs)
    return (
        f"{_transforms(glyphs, known) if known is not None else ''}"
        f'<ofd:TextCode X="{places[0] / 1000:g}" Y="{base:.3f}"{delta}>{_text(words)}</ofd:TextCode>'
    )


def _transforms(glyphs: list, known: Mapping[int, int]) -> str:
    """Return which glyphs stand for characters where they are not those of the characters."""
    found, at = [], 0
    for words, glyph, _ in glyphs:
        if len(words) != 1 or known.get(ord(words)) != glyph:
            found.append(
                f'<ofd:CGTransform CodePosition="{at}" CodeCount="{len(words)}" GlyphCount="1">'
                f"<ofd:Glyphs>{glyph}</ofd:Glyphs></ofd:CGTransform>"
            )
        at += len(words)
    return "".join(found)


def _tags() -> str:
    return (
        f'<ofd:CustomTags {_OFD}><ofd:CustomTag TypeID="Report" NameSpace="{NAMESPACE}">'
        "<ofd:FileLoc>Structure.xml</ofd:FileLoc></ofd:CustomTag></ofd:CustomTags>"
    )


def _attached(files: Mapping[str, bytes]) -> str:
    listed = "".join(
        f'<ofd:Attachment ID="Data{at}" Name={_quoted(name)} Format={_quoted(name.rsplit(".")[-1])}'
        f' Size="{len(content) / 1024:.3f}"><ofd:FileLoc>{name}</ofd:FileLoc></ofd:Attachment>'
        for at, (name, content) in enumerate(files.items())
    )
    return f"<ofd:Attachments {_OFD}>{listed}</ofd:Attachments>"


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            told = zipfile.ZipInfo(name, _TIME)
            told.compress_type = zipfile.ZIP_DEFLATED
            told.external_attr = 0o644 << 16
            file.writestr(told, content, compresslevel=4)
    return out.getvalue()
