"""How the cells of a workbook look: what stands in the file is not always what a reader sees."""

import datetime
import re
from decimal import Decimal

from reports.document import format_figure

from ...source import raised
from .packages import Package

_M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFF = ("0", "false")
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # built-in formats
_PERCENTS = {9, 10}
_DATE_LETTERS = re.compile(r"[ymdhs年月日]", re.IGNORECASE)
_NOT_SHOWN_AS_SUCH = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
# A format may show less than is stored: thousands left out (0.00,), a point put in (0!.0,), a unit.
_THOUSANDS = re.compile(r"[0#?](,+)(?![0#?])")
_POINT_PUT_IN = re.compile(r"[!\\]\.([0#?]+)")
_MONEY = re.compile(r"(?:[十百千]?万|[百千亿])?元")
_FIRST_DAY = datetime.date(1899, 12, 30)


class Looks:
    """The styles of a workbook's cells, by number: which are struck out, dates, percentages."""

    def __init__(self, package: Package):
        root = package.xml("xl/styles.xml")
        self.struck: set[int] = set()
        self._dates: set[int] = set()
        self._percents: set[int] = set()
        self._units: dict[int, tuple[Decimal, str]] = {}
        if root is not None:
            self._read(root)

    def _read(self, root) -> None:
        fonts = [_has(font, "strike") for font in root.iterfind(f"{_M}fonts/{_M}font")]
        codes = {f.get("numFmtId"): f.get("formatCode", "") for f in root.iter(f"{_M}numFmt")}
        for at, style in enumerate(root.iterfind(f"{_M}cellXfs/{_M}xf")):
            font, number = style.get("fontId", ""), style.get("numFmtId", "0")
            if font.isdecimal() and int(font) < len(fonts) and fonts[int(font)]:
                self.struck.add(at)
            told = codes.get(number, "").split(";")[0]
            code = _NOT_SHOWN_AS_SUCH.sub("", codes.get(number, ""))
            built_in = int(number) if number.isdecimal() else 0
            if "%" in code or built_in in _PERCENTS:
                self._percents.add(at)
            elif _DATE_LETTERS.search(code) or built_in in _DATES:
                self._dates.add(at)
            elif told:
                self._read_scale(at, told)

    def _read_scale(self, style: int, code: str) -> None:
        literal = "".join(re.findall(r'"([^"]*)"', code)) + re.sub(r'"[^"]*"', "", code)
        bare = re.sub(r'"[^"]*"|\[[^\]]*\]', "", code)
        left_out = sum(3 * len(commas) for commas in _THOUSANDS.findall(bare))
        put_in = sum(len(digits) for digits in _POINT_PUT_IN.findall(bare))
        unit = _MONEY.search(literal)
        if left_out or put_in or unit:
            self._units[style] = (Decimal(10) ** -(left_out + put_in), unit[0] if unit else "")

    def shown(self, text: str, style: int) -> str:
        """Return a stored number as it is seen where that is no plain number."""
        known = style in self._dates or style in self._percents or style in self._units
        if not text or not known:
            return text
        try:
            number = Decimal(text)
            if style in self._units:
                scale, unit = self._units[style]
                return f"{format_figure(number * scale)}{unit}"
            if style in self._percents:
                return f"{format_figure(number * 100)}%"
            return (_FIRST_DAY + datetime.timedelta(days=int(number))).isoformat()
        except (ArithmeticError, ValueError):
            return text


def seen_words(element) -> str:
    """Return what is seen of a cell's text: nothing struck out, raised marks in brackets."""
    parts = []
    for text in element.iter(f"{_M}t"):
        run = text.getparent()
        # Phonetic guides (rPh) are no words of the cell.
        if run.tag == f"{_M}rPh" or run.tag == f"{_M}r" and _is_struck(run):
            continue
        seen = text.text or ""
        parts.append(raised(seen) if run.tag == f"{_M}r" and _is_raised(run) else seen)
    return "".join(parts)


def struck_words(root) -> list[str]:
    """Return the words of a part that are struck out."""
    runs = () if root is None else root.iter(f"{_M}r")
    found = (run.findtext(f"{_M}t") or "" for run in runs if _is_struck(run))
    return [text for text in found if text.strip()]


def _is_struck(run) -> bool:
    properties = run.find(f"{_M}rPr")
    return properties is not None and _has(properties, "strike")


def _is_raised(run) -> bool:
    align = run.find(f"{_M}rPr/{_M}vertAlign")
    return align is not None and align.get("val") == "superscript"


def _has(element, name: str) -> bool:
    child = element.find(f"{_M}{name}")
    return child is not None and child.get("val", "1") not in _OFF
