"""OFD with text (GB/T 33190): its characters and rules by place, read on as those of a PDF."""

import math
import posixpath
import re
from collections.abc import Iterator

from ...source import Source, struck_out
from ...values import Unreadable
from ..office.packages import Package
from .printed_page import MOST_CHARACTERS, MOST_OBJECTS, MOST_PAGES, PrintedPage, blocks_of_pages
from .ruled_tables import Character, Ruled

_POINT = 72 / 25.4  # OFD measures in millimetres
_BOLD, _LONGEST = 600, 20_000
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_STEP = re.compile(r"([A-Za-z])|(-?\d+(?:\.\d+)?)")
_PLAIN = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_ofd(package: Package) -> Source:
    """Return the paragraphs and tables of an OFD; raise Unreadable."""
    pages = [
        PrintedPage(n, list(_characters(root, height)), list(_rules(root, height)))
        for n, (root, height) in enumerate(_pages(package))
    ]
    if not any(page.characters for page in pages):
        raise Unreadable(
            "这个 OFD 里只有图像，没有文字，读不出内容。请用原来的 Word 文件，或者手工填写。"
        )
    struck = struck_out("OFD", [words for page in pages for words in page.struck])
    return Source(blocks_of_pages(pages), notices=struck)


def _pages(package: Package) -> Iterator[tuple]:
    """Yield the content of each page and how high it is, in millimetres."""
    root = package.xml("OFD.xml")
    place = _text(root, "DocRoot").lstrip("/")
    document = package.xml(place)
    if document is None:
        raise Unreadable("OFD 文件损坏或不完整，无法读取。请重新下载后再导入。")
    usual = _height(document)
    folder = posixpath.dirname(place)
    found = [page for page in document.iter() if _name(page) == "Page" and page.get("BaseLoc")]
    for page in found[:MOST_PAGES]:
        at = page.get("BaseLoc")
        content = package.xml(at.lstrip("/") if at.startswith("/") else posixpath.join(folder, at))
        if content is not None:
            yield content, _height(content) or usual or 297.0


def _name(element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _text(root, name: str) -> str:
    elements = () if root is None else root.iter()
    return next(((e.text or "").strip() for e in elements if _name(e) == name), "")


def _numbers(text: str | None, count: int) -> list[float]:
    found = [float(number) for number in _NUMBER.findall((text or "")[:_LONGEST])]
    return found[:count] if len(found) >= count else []


def _height(root) -> float:
    box = _numbers(_text(root, "PhysicalBox"), 4)
    return box[3] if box and 0 < box[3] < 10_000 else 0.0


class _Space:
    """Where the measures of an object lie on the page."""

    def __init__(self, element, height: float):
        self.left, self.top = (_numbers(element.get("Boundary"), 4) or [0.0] * 4)[:2]
        self.matrix = tuple(_numbers(element.get("CTM"), 6)) or _PLAIN
        self.height = height

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a point in points from the page's lower left corner."""
        a, b, c, d, e, f = self.matrix
        across, down = a * x + c * y + e + self.left, b * x + d * y + f + self.top
        return across * _POINT, (self.height - down) * _POINT

    @property
    def scale(self) -> float:
        """How much larger the object is drawn than it says."""
        return math.hypot(self.matrix[2], self.matrix[3]) or 1.0


def _objects(root, name: str) -> list:
    return [e for e in root.iter() if _name(e) == name][:MOST_OBJECTS]


def _characters(root, height: float) -> Iterator[Character]:
    count = 0
    for element in _objects(root, "TextObject"):
        if element.get("Visible") == "false":
            continue
        space = _Space(element, height)
        size = (_numbers(element.get("Size"), 1) or [3.5])[0]
        bold = (_numbers(element.get("Weight"), 1) or [400])[0] >= _BOLD
        for code in element:
            if _name(code) == "TextCode":
                for text, x, y, wide in _codes(code, size):
                    count += 1
                    if count > MOST_CHARACTERS:
                        raise Unreadable("OFD 一页里的文字过多，不像一份年度报告，没有读入。")
                    yield _character(space, text, (x, y, wide), size, bold)


def _character(space: _Space, text: str, place: tuple, size: float, bold: bool) -> Character:
    x, y, wide = place
    left, base = space.point(x, y)
    right, _ = space.point(x + wide, y)
    return Character(
        text, left, max(right, left), base, max(1.0, size * space.scale * _POINT), bold
    )


def _codes(code, size: float) -> Iterator[tuple[str, float, float, float]]:
    """Yield the characters of a run with their places and how wide they are."""
    text = (code.text or "")[:_LONGEST]
    x = (_numbers(code.get("X"), 1) or [0.0])[0]
    y = (_numbers(code.get("Y"), 1) or [0.0])[0]
    across, down = _steps(code.get("DeltaX")), _steps(code.get("DeltaY"))
    for n, character in enumerate(text):
        wide = size if ord(character) > 0xFF else size / 2
        if not character.isspace() and character.isprintable():
            yield character, x, y, wide
        x += across[n] if n < len(across) else 0.0 if down else wide
        y += down[n] if n < len(down) else 0.0


def _steps(text: str | None) -> list[float]:
    """Return the steps between characters; “g 3 4.5” stands for three steps of 4.5."""
    parts, steps = (text or "")[:_LONGEST].split(), []
    while parts and len(steps) < _LONGEST:
        part = parts.pop(0)
        if part == "g" and len(parts) >= 2 and parts[0].isdecimal():
            times = min(int(parts.pop(0)[:6]), _LONGEST)
            steps += _numbers(parts.pop(0), 1) * times
        else:
            steps += _numbers(part, 1)
    return steps


def _rules(root, height: float) -> Iterator[Ruled]:
    for element in _objects(root, "PathObject"):
        if element.get("Visible") == "false":
            continue
        space = _Space(element, height)
        for one, other in _segments(_text(element, "AbbreviatedData")):
            (a, b), (c, d) = space.point(*one), space.point(*other)
            rule = Ruled(min(a, c), min(b, d), max(a, c), max(b, d))
            if rule.is_thin:
                yield rule


def _segments(path: str) -> Iterator[tuple]:
    """Yield the straight parts of a path."""
    start = last = None
    letter, numbers = "", []
    for match in _STEP.finditer(path[:_LONGEST]):
        if match[1]:
            letter, numbers = match[1].upper(), []
            if letter == "C" and last and start:
                yield last, start
                last = start
            continue
        numbers.append(float(match[2]))
        if letter not in ("M", "L", "S") or len(numbers) < 2:
            continue
        point, numbers = (numbers[0], numbers[1]), []
        if letter == "L" and last:
            yield last, point
        else:
            start = point
        last = point
