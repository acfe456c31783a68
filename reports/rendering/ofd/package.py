"""The OFD file: its pages, faces, pictures, outline, tags and attached data, packed as ZIP.

Source: GB/T 33190-2016. The same report gives the same bytes: the parts stand in a fixed order, with
fixed times.
"""

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import count, groupby, pairwise
from typing import Any

from fontTools.ttLib import TTFont
from weasyprint.draw import draw_page

from reports.document import Document

from ..page.pdf import laid_out
from ..xml import element, legal, zipped
from .drawing import MM, Glyph, Path, Picture, Sheet, Text
from .structure import NAMESPACE, Structure

_OFD = {"xmlns:ofd": "http://www.ofdspec.org/2016"}
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_PAPER = (0, 0, 210, 297)
_LEVEL = 4  # of packing: more saves little and takes long
_MANY = 3  # equal steps in a row are written as a group
# How far glyphs may reach over and under the base line, and out to the sides, in em.
_OVER, _UNDER, _BESIDE = 1.1, 0.4, 0.2


def document_ofd(document: Document, files: Mapping[str, bytes]) -> bytes:
    """Return `document` as OFD, page for page its PDF, with `files` (name to content) attached.

    Raise MissingGlyphs as document_pdf does.
    """
    return laid_out(document, lambda page, sheets: _File(page, sheets).packed(document, files))


class _Face:
    """A face of the file, cut to what is shown; `fonts` are WeasyPrint's, a size each."""

    def __init__(self, fonts: list):
        self.family = fonts[0].family
        shown = {glyph: words for font in fonts for glyph, words in font.to_unicode.items()}
        fonts[0].clean(shown, hinting=False)
        self.kind, self.content = fonts[0].type, fonts[0].file_content

    @cached_property
    def glyphs(self) -> dict[int, int]:
        """Return which glyph each character has by itself."""
        font = TTFont(io.BytesIO(self.content))
        return {code: font.getGlyphID(name) for code, name in font.getBestCmap().items()}


class _File:
    """One OFD in the making; numbers are those of objects, unique in a file."""

    def __init__(self, page: Any, sheets: Any):
        self._structure = Structure(page.etree_element)
        self._next = count(1).__next__
        self._parts: dict[str, bytes] = {}
        self._pictures: dict[int, tuple[int, Any]] = {}
        self._bookmarks = sheets.make_bookmark_tree()
        self._drawn, images, fonts = [], {}, {}
        for one in sheets.pages:
            drawn = Sheet(sheets.fonts, images)
            draw_page(one._page_box, drawn)
            self._drawn.append(drawn.objects)
        for font in sheets.fonts.values():
            fonts.setdefault(font.hash, []).append(font)
        self._faces = {key: (self._next(), _Face(same)) for key, same in fonts.items()}

    def packed(self, document: Document, files: Mapping[str, bytes]) -> bytes:
        """Return the file."""
        numbers = [self._next() for _ in self._drawn]
        pages = [self._page(*page) for page in zip(numbers, self._drawn, strict=True)]
        fonts = "".join(self._fonts())
        self._write("Document.xml", self._document(numbers))
        for at, page in enumerate(pages):
            self._write(f"Pages/Page_{at}/Content.xml", page)
        self._write("PublicRes.xml", _resources("Fonts", fonts))
        self._write("DocumentRes.xml", _resources("MultiMedias", "".join(self._media())))
        tag = {"TypeID": "Report", "NameSpace": NAMESPACE}
        tag = element("ofd:CustomTag", element("ofd:FileLoc", "Structure.xml"), **tag)
        self._write("Tags/CustomTags.xml", element("ofd:CustomTags", tag, **_OFD))
        self._write("Tags/Structure.xml", self._structure.xml(**_OFD))
        self._write("Attachs/Attachments.xml", _attached(files))
        self._parts |= {f"Doc_0/Attachs/{name}": content for name, content in files.items()}
        return zipped({"OFD.xml": _HEAD + _entry(document, self._parts), **self._parts}, _LEVEL)

    def _write(self, name: str, content: str) -> None:
        self._parts[f"Doc_0/{name}"] = (_HEAD + content).encode()

    def _document(self, numbers: list[int]) -> str:
        paper = element("ofd:PhysicalBox", " ".join(map(str, _PAPER)))
        places = {"PublicRes": "PublicRes.xml", "DocumentRes": "DocumentRes.xml"}
        others = {"CustomTags": "Tags/CustomTags.xml", "Attachments": "Attachs/Attachments.xml"}
        common = [element("ofd:MaxUnitID", str(self._next() - 1)), element("ofd:PageArea", paper)]
        common += [element(f"ofd:{name}", place) for name, place in places.items()]
        pages = [element("ofd:Page", ID=number, BaseLoc=f"Pages/Page_{at}/Content.xml")
                 for at, number in enumerate(numbers)]  # fmt: skip
        parts = [element("ofd:CommonData", *common), element("ofd:Pages", *pages)]
        parts.append(_list("Outlines", self._outline(self._bookmarks, numbers)))
        parts += [element(f"ofd:{name}", place) for name, place in others.items()]
        return element("ofd:Document", *parts, **_OFD)

    def _outline(self, tree: list, numbers: list[int]) -> str:
        lines = []
        for label, (page, x, y), children, state in tree:
            place = {"PageID": numbers[page], "Left": x * MM, "Top": y * MM, "Zoom": 0}
            there = _action(element("ofd:Goto", element("ofd:Dest", Type="XYZ", **place)))
            is_open = str(state == "open").lower()
            below = self._outline(children, numbers)
            lines.append(element("ofd:OutlineElem", there, below, Title=label, Expanded=is_open))
        return "".join(lines)

    def _page(self, page: int, objects: list) -> str:
        layer, pieces = self._next(), []
        for looks, shown in objects:
            if isinstance(looks, Text) and not any(glyph.words.strip() for glyph in shown):
                continue
            number = self._next()
            self._structure.add(looks.element, page, number)
            pieces.append(self._object(number, looks, shown))
        content = element("ofd:Content", element("ofd:Layer", *pieces, ID=layer, Type="Body"))
        return element("ofd:Page", content, **_OFD)

    def _object(self, number: int, looks: Text | Path | Picture, shown: list) -> str:
        writers = {Text: self._text, Path: self._path, Picture: self._picture}
        kind, box, told, pieces = writers[type(looks)](looks, shown)
        link = self._structure.link(looks.element)
        action = _action(element("ofd:URI", URI=link)) if link and not link.startswith("#") else ""
        alpha = round(looks.alpha * 255) if looks.alpha < 1 else None
        return element(f"ofd:{kind}", action, *pieces, ID=number, Boundary=box, **told, Alpha=alpha)

    def _text(self, text: Text, glyphs: list[Glyph]) -> tuple:
        (number, face), size = self._faces[text.font.hash], text.size
        left, top = min(glyph.x for glyph in glyphs) - _BESIDE * size, text.y - _OVER * size
        width = max(glyph.x for glyph in glyphs) - left + (1 + _BESIDE) * size
        box = (left, top, width, (_OVER + _UNDER) * size)
        codes = _codes(glyphs, left, text.y - top, None if text.set else face.glyphs)
        told = {"Font": number, "Size": f"{size:.4f}"}
        return "TextObject", box, told, [_color("Fill", text.color), *codes]

    def _path(self, path: Path, words: list[str]) -> tuple:
        data = element("ofd:AbbreviatedData", " ".join(words))
        if path.width:
            told = {"LineWidth": f"{path.width:.4f}"}
            return "PathObject", _PAPER, told, [_color("Stroke", path.color), data]
        told = {"Stroke": "false", "Fill": "true"}
        return "PathObject", _PAPER, told, [_color("Fill", path.color), data]

    def _picture(self, picture: Picture, _: list) -> tuple:
        image, (*_, width, height) = picture.image, picture.box
        if image.id not in self._pictures:
            self._pictures[image.id] = (self._next(), image)
        told = {"CTM": (width, 0, 0, height, 0, 0), "ResourceID": self._pictures[image.id][0]}
        return "ImageObject", picture.box, told, []

    def _fonts(self) -> Iterator[str]:
        for at, (number, face) in enumerate(self._faces.values()):
            name = f"Font_{at}.{face.kind}"
            self._parts[f"Doc_0/Res/{name}"] = face.content
            yield element("ofd:Font", element("ofd:FontFile", name), ID=number, FontName=face.family)

    def _media(self) -> Iterator[str]:
        for at, (number, image) in enumerate(self._pictures.values()):
            name = f"Image_{at}.{'jpg' if image.format == 'JPEG' else 'png'}"
            self._parts[f"Doc_0/Res/{name}"] = image.image_data.data
            file = element("ofd:MediaFile", name)
            yield element("ofd:MultiMedia", file, ID=number, Type="Image", Format=image.format)


def _list(name: str, pieces: str) -> str:
    return element(f"ofd:{name}", pieces) if pieces else ""


def _resources(name: str, pieces: str) -> str:
    return element("ofd:Res", _list(name, pieces), **_OFD, BaseLoc="Res")


def _action(what: str) -> str:
    return element("ofd:Actions", element("ofd:Action", what, Event="CLICK"))


def _color(kind: str, color: tuple[float, ...]) -> str:
    value = tuple(round(part * 255) for part in color)
    return element(f"ofd:{kind}Color", Value=value) if any(color) else ""


def _words(words: str) -> str:
    """Return words as XML holds them; no reader strips the spaces at their ends."""
    inner = words.strip(" ")
    before, _, after = words.partition(inner) if inner else (words, "", "")
    return "&#x20;" * len(before) + legal(inner) + "&#x20;" * len(after)


def _is_wide(glyph: Glyph) -> bool:
    # Readers disagree whether such a character is one or two: it stands alone.
    return any(ord(character) > 0xFFFF for character in glyph.words)


def _codes(glyphs: list[Glyph], left: float, base: float, known: Mapping | None) -> Iterator[str]:
    """Yield the characters with their places; `known` has the glyphs of faces, None where all are set."""
    for _, run in groupby(glyphs, lambda glyph: glyph.x if _is_wide(glyph) else None):
        glyphs = list(run)
        places = [round((glyph.x - left) * 1000) for glyph in glyphs]
        steps = " ".join(_steps(b - a for a, b in pairwise(places)))
        words = _words("".join(glyph.words for glyph in glyphs))
        if known is not None:
            yield from _transforms(glyphs, known)
        yield element("ofd:TextCode", words, X=f"{places[0] / 1000:g}", Y=base, DeltaX=steps or None)


def _steps(steps: Iterable[int]) -> Iterator[str]:
    for step, group in groupby(steps):
        many = len(list(group))
        yield from [f"g {many} {step / 1000:g}"] if many >= _MANY else [f"{step / 1000:g}"] * many


def _transforms(glyphs: list[Glyph], known: Mapping[int, int]) -> Iterator[str]:
    """Yield which glyphs stand for characters where they are not those of the characters."""
    at = 0
    for words, number, _ in glyphs:
        if len(words) != 1 or known.get(ord(words)) != number:
            glyph = element("ofd:Glyphs", str(number))
            yield element("ofd:CGTransform", glyph, CodePosition=at, CodeCount=len(words), GlyphCount=1)
        at += len(words)


def _attached(files: Mapping[str, bytes]) -> str:
    listed = [
        element("ofd:Attachment", element("ofd:FileLoc", name), ID=f"Data{at}", Name=name,
                Format=name.rsplit(".")[-1], Size=len(content) / 1024)
        for at, (name, content) in enumerate(files.items())
    ]  # fmt: skip
    return element("ofd:Attachments", *listed, **_OFD)


def _entry(document: Document, parts: Mapping[str, bytes]) -> str:
    """Return the file that a reader opens first; its number of the document follows from all parts."""
    told = hashlib.sha256(b"".join(name.encode() + content for name, content in parts.items()))
    day = document.issued and document.issued.isoformat()
    entries = {
        "DocID": told.hexdigest()[:32], "Title": document.title, "Author": document.organ,
        "Subject": "政府信息公开工作年度报告", "CreationDate": day, "ModDate": day, "DocUsage": "Normal",
    }  # fmt: skip
    custom = {"ReportYear": str(document.year), "IndexNumber": document.index_number}
    info = [element(f"ofd:{name}", _words(value)) for name, value in entries.items() if value is not None]
    own = [element("ofd:CustomData", _words(value), Name=name) for name, value in custom.items() if value]
    info = element("ofd:DocInfo", *info, element("ofd:CustomDatas", *own))
    body = element("ofd:DocBody", info, element("ofd:DocRoot", "Doc_0/Document.xml"))
    return element("ofd:OFD", body, **_OFD, Version="1.0", DocType="OFD")
