"""Word's automatic numbering: the “（一）” that stands in no text."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = "零一二三四五六七八九"
_BULLET = "bullet"


def chinese(number: int) -> str:
    """Return 1 … 99 in Chinese numerals, as headings count."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_CHINESE[tens]}十"
    return ten + (_CHINESE[ones] if ones else "")


def _circled(number: int) -> str:
    return chr(0x245F + number) if 0 < number <= 20 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "ideographDigital": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "chineseLegalSimplified": chinese,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedCircle": _circled,
    "lowerLetter": lambda n: chr(96 + n) if 0 < n <= 26 else str(n),
    "upperLetter": lambda n: chr(64 + n) if 0 < n <= 26 else str(n),
    "none": lambda n: "",
}


@dataclass(frozen=True)
class _Level:
    format: str
    text: str
    start: int


class Numbering:
    """Counts the numbered paragraphs of a document as Word does."""

    def __init__(self, root):
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._lists: dict[str, str] = {}
        if root is not None:
            for abstract in root.iter(f"{W}abstractNum"):
                self._levels[abstract.get(f"{W}abstractNumId", "")] = _levels(abstract)
            for num in root.iter(f"{W}num"):
                target = num.find(f"{W}abstractNumId")
                if target is not None:
                    self._lists[num.get(f"{W}numId", "")] = target.get(f"{W}val", "")

    def label(self, list_id: str, depth: int) -> str:
        """Return the number of the next paragraph of a list, empty for a bullet or no list."""
        abstract = self._lists.get(list_id, "")
        level = self._levels.get(abstract, {}).get(depth)
        if level is None or level.format == _BULLET:
            return ""
        counts = self._counts[abstract]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return self._text(abstract, level, counts)

    def kind(self, list_id: str, depth: int) -> str:
        """Return `ul` for a list of bullets, `ol` for one of numbers."""
        level = self._levels.get(self._lists.get(list_id, ""), {}).get(depth)
        return "ul" if level and level.format == _BULLET else "ol"

    def _text(self, abstract: str, level: _Level, counts: dict[int, int]) -> str:
        text = level.text
        for depth in range(9):
            if f"%{depth + 1}" in text:
                other = self._levels[abstract].get(depth, level)
                spell = _FORMATS.get(other.format, str)
                text = text.replace(f"%{depth + 1}", spell(counts.get(depth, other.start)))
        return text


def _levels(abstract) -> dict[int, _Level]:
    levels = {}
    for level in abstract.iter(f"{W}lvl"):
        depth = number(level.get(f"{W}ilvl"))
        levels[depth] = _Level(
            value(level, "numFmt") or "decimal",
            value(level, "lvlText"),
            number(value(level, "start"), 1),
        )
    return levels


def value(element, name: str) -> str:
    """Return the `w:val` of a child, empty when there is none."""
    child = element.find(f"{W}{name}") if element is not None else None
    return child.get(f"{W}val", "") if child is not None else ""


def number(text: str | None, default: int = 0) -> int:
    """Return a small whole number, the default for anything else."""
    bare = (text or "").strip()
    return int(bare) if bare.isdecimal() and len(bare) < 6 else default
