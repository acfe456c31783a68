"""The workbook that brings in a district's organs: one line an organ, every fault by its row."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

from reports.editions import FIRST_YEAR, LAST_YEAR, ORGAN_TYPES
from reports.editions.codes import BadCode, read_code
from reports.models import Duty

LARGEST = 5 * 1024 * 1024
MOST_LINES = 10_000
# A file of kilobytes may unpack to millions of empty cells, each of which takes half a kilobyte.
_UNPACKED, _MOST_TAGS = 40 * 1024 * 1024, 600_000  # ten thousand organs are 420,000 tags
_LONGEST = {
    "name": 100,
    "parent": 100,
    "into": 100,
    "region": 60,
    "contact": 60,
    "phone": 40,
    "reason": 200,
}
COLUMNS = {
    "机关名称": "name", "上级机关": "parent", "机关类型": "type", "代码": "code", "行政区划": "region",
    "联系人": "contact", "联系电话": "phone", "年度": "year", "报送义务": "duty",
    "并入机关": "into", "原因": "reason",
}  # fmt: skip
_IGNORED = {"", "序号", "备注"}
# What stands between the names within a caption: 乡镇政府、街道办事处; 县级政府（县、县级市、区）.
_BETWEEN = re.compile("[、（）]")
_TYPES = {kind.caption: kind.id for kind in ORGAN_TYPES.values()}
_TYPES |= {
    name: kind for caption, kind in _TYPES.items() for name in _BETWEEN.split(caption) if name
} | {"设区的市政府": "city"}
_DUTIES = {caption: kind for kind, caption in Duty.Kind.choices} | {"并入": "merged", "新设": "new"}


@dataclass(frozen=True)
class Fault:
    """What is wrong in a row of the workbook (0: the whole), as a Chinese sentence."""

    row: int
    message: str

    def __str__(self) -> str:
        return f"第{self.row}行：{self.message}" if self.row else self.message


@dataclass(frozen=True)
class Line:
    """One organ as the workbook has it. `duty` is empty when nothing is special in `year`."""

    row: int
    name: str
    parent: str = ""
    type: str = ""
    code: str = ""
    region: str = ""
    contact: str = ""
    phone: str = ""
    year: int | None = None
    duty: str = ""
    into: str = ""
    reason: str = ""


def read_workbook(content: bytes) -> tuple[list[Line], list[Fault]]:
    """Return the organs in an XLSX file's first sheet, and every fault of every row.

    A row with faults is a line too, without what could not be read.
    """
    rows, fault = _rows(content)
    if fault:
        return [], [Fault(0, fault)]
    head = next(rows, ())
    names, faults = _columns(head)
    if faults:
        return [], faults
    lines = []
    for number, row in enumerate(rows, 2):
        if number > MOST_LINES + 1:
            return [], [Fault(0, f"一次最多导入{MOST_LINES}个机关，请分成几个文件。")]
        cells = {names[at]: value for at, value in enumerate(row) if at in names}
        if any(value not in (None, "") for value in cells.values()):
            texts = {name: _text(cells.get(name)) for name in COLUMNS.values()}
            lines.append(_line(number, texts))
            faults.extend(Fault(number, sentence) for sentence in _faults_of(cells, texts))
    if not lines:
        faults.append(Fault(0, "表里没有机关。请从第2行起，每行填一个机关。"))
    return lines, faults


def _rows(content: bytes) -> tuple[Iterator[tuple], str]:
    """Return the first sheet's rows, or a sentence that says why there are none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if _is_too_large(packed):
                return iter(()), "文件展开后过大，没有读取。请删去多余的工作表和格式。"
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # A sheet may claim a million empty columns; what we read has ten.
        rows = list(sheet.iter_rows(max_row=MOST_LINES + 2, max_col=40, values_only=True))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, IndexError,
            TypeError, SyntaxError, AttributeError, RuntimeError, EOFError, zlib.error):  # fmt: skip
        return iter(()), "这不是 XLSX 文件，或者文件已损坏。请用 Excel 或 WPS 另存为 .xlsx 再导入。"
    return iter(rows), ""


def _is_too_large(packed: zipfile.ZipFile) -> bool:
    if sum(part.file_size for part in packed.infolist()) > _UNPACKED:
        return True
    return any(packed.read(part).count(b"<") > _MOST_TAGS for part in packed.infolist())


def _columns(head: tuple) -> tuple[dict[int, str], list[Fault]]:
    """Return which place of a row holds what."""
    names, faults = {}, []
    for at, caption in enumerate(str(value or "").strip().replace(" ", "") for value in head):
        if caption in COLUMNS and COLUMNS[caption] not in names.values():
            names[at] = COLUMNS[caption]
        elif caption in COLUMNS:
            faults.append(Fault(1, f"“{caption}”这一列出现了两次。"))
        elif caption not in _IGNORED:
            faults.append(
                Fault(1, f"不认识“{caption[:20]}”这一列。可用的列是：{'、'.join(COLUMNS)}。")
            )
    if "name" not in names.values():
        faults.insert(0, Fault(1, "第一行应当是列名，其中要有“机关名称”。"))
    return names, faults


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str("" if value is None else value).split())


def _line(row: int, texts: dict[str, str]) -> Line:
    duty = _DUTIES.get(texts["duty"], "")
    read = {
        "type": _TYPES.get(texts["type"], ""),
        "code": texts["code"].upper(),
        "duty": duty,
        "year": _year(texts["year"]) if duty else None,
        "reason": texts["reason"] if duty else "",
        "into": texts["into"] if duty == "merged" else "",
    }
    return Line(row, **texts | read)


def _year(text: str) -> int | None:
    year = text.removesuffix("年度").removesuffix("年")
    if len(year) != 4 or not year.isascii() or not year.isdigit():
        return None
    return int(year) if FIRST_YEAR <= int(year) <= LAST_YEAR else None


def _faults_of(cells: dict[str, Any], texts: dict[str, str]) -> Iterator[str]:
    """Yield a sentence for each cell of a row that is wrong."""
    for name, text in texts.items():
        if sentence := _bad_text(name, cells.get(name), text) or _bad_sense(name, text, texts):
            yield sentence


def _bad_text(name: str, value: Any, text: str) -> str:
    if name == "code" and isinstance(value, int | float) and value >= 10**15:
        return "代码被存成了数字，末几位已经丢失。请把这一列的格式改为“文本”后重新填写。"
    if len(text) > _LONGEST.get(name, 40):
        return f"“{text[:15]}…”太长，最多{_LONGEST.get(name, 40)}字。"
    if not text.isprintable():
        return f"“{text[:15]}”里有看不见的字符，请重新填写。"
    return ""


def _bad_sense(name: str, text: str, texts: dict[str, str]) -> str:
    match name:
        case "name" if not text:
            return "没有填写机关名称。"
        case "type":
            return _unknown(text, _TYPES, "机关类型")
        case "code":
            return _bad_code(text)
        case "year" if texts["duty"] and not _year(text):
            return f"写明报送义务时，年度应在{FIRST_YEAR}至{LAST_YEAR}之间，现为“{text}”。"
        case "duty":
            return _unknown(text, _DUTIES, "报送义务")
        case "into" if _DUTIES.get(texts["duty"]) == "merged" and not text:
            return f"报送义务为“{texts['duty']}”时要写明并入机关的名称或代码。"
        case "reason" if texts["duty"] and not text:
            return f"报送义务为“{texts['duty']}”时要写明原因。"
    return ""


def _bad_code(text: str) -> str:
    try:
        read_code(text)
    except BadCode as bad:
        return str(bad)
    return ""


def _unknown(text: str, known: dict[str, str], caption: str) -> str:
    if not text or text in known:
        return ""
    # Short forms are understood, but named is each kind once.
    captions = {kind: name for name, kind in reversed(known.items())}
    # Not by 、, which stands within a name.
    names = "”“".join(name for name in known if captions[known[name]] == name)
    return f"不认识{caption}“{text[:20]}”。可以填：“{names}”。"


def blank_workbook() -> bytes:
    """Return an XLSX with the columns' names, to be filled in."""
    book = Workbook()
    sheet = book.active
    sheet.title = "机关"
    sheet.append(list(COLUMNS))
    for at, caption in enumerate(COLUMNS, 1):
        cell = sheet.cell(1, at)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 30 if caption.endswith("机关") else 16
        # Text: a code of eighteen digits is no number.
        for row in range(2, 202):
            sheet.cell(row, at).number_format = "@"
    notes = book.create_sheet("填写说明")
    for line in _notes():
        notes.append(line)
    notes.column_dimensions["B"].width = 90
    _offer(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def offered() -> dict[str, list[str]]:
    """Return the words that the blank workbook offers to choose from, by column."""
    year = timezone.localdate().year
    return {
        "机关类型": [kind.caption for kind in ORGAN_TYPES.values()],
        "报送义务": list(Duty.Kind.labels),
        "年度": [str(past) for past in range(year, FIRST_YEAR - 1, -1)],
    }


def _offer(book: Workbook, sheet) -> None:
    """Let each column with words of its own offer them from a list; short forms may be typed."""
    words = book.create_sheet("可选")
    for at, (caption, choices) in enumerate(offered().items(), 1):
        words.append([])
        for row, choice in enumerate([caption, *choices], 1):
            words.cell(row, at, choice)
        letter = words.cell(1, at).column_letter
        choice = DataValidation(
            type="list", formula1=f"可选!${letter}$2:${letter}${len(choices) + 1}",
            allow_blank=True, showErrorMessage=False,
        )  # fmt: skip
        sheet.add_data_validation(choice)
        column = sheet.cell(1, list(COLUMNS).index(caption) + 1).column_letter
        choice.add(f"{column}2:{column}{MOST_LINES + 1}")
    words.sheet_state = "hidden"


def _notes() -> list[tuple[str, str]]:
    kinds = "；".join(kind.caption for kind in ORGAN_TYPES.values())
    return [
        ("机关名称", "必填，写全称，不能重复。已有的机关按代码或名称更新。"),
        ("上级机关", "上级机关的名称或代码，可以是本表里的机关。已有的机关不填则位置不变。"),
        ("机关类型", f"从下拉列表选，或者填：{kinds}。新机关不填按“地方政府部门”。"),
        ("代码", "18位统一社会信用代码，或不超过17位的自编代码。"),
        ("报送义务", f"特殊情况才填：{'；'.join(Duty.Kind.labels)}。同时填年度和原因。"),
        ("并入机关", "报送义务为“并入其他机关”时填：并入哪个机关，写名称或代码。"),
    ]
