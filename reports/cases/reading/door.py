"""One door for a register's bytes: what the file is, which sheets are a register, their drafts."""

from datetime import date

from reports.importing.door import read_source
from reports.importing.old_office import Office, modern
from reports.importing.readers.file_kinds import kind_of
from reports.importing.readers.office.packages import Package
from reports.importing.values import Notice, Unreadable

from ..words import shown
from .heads import PRIVATE
from .layout import Layout, find_layout
from .odds import Odds
from .opening.texts import read_text, sheets_of
from .opening.workbook import STEP, read_workbook
from .rows import SheetReader
from .values import ColumnRead, NoRegister, Progress, Register, Sheet

_NONE = (
    "没有找到台账的表头：应有收到日期，以及申请人类型、答复结果、答复日期中的几列。"
    "请确认文件是依申请公开台账，表头是文字。"
)
LARGEST_PART = 100 * 1024 * 1024  # bytes of a sheet: 20,000 rows of forty columns take half of it


def read_register(
    content: bytes,
    name: str = "",
    *,
    matter: bool = False,
    today: date | None = None,
    office: Office | None = None,
    progress: Progress | None = None,
    salt: str = "",
) -> Register:
    """Return the register in a file's bytes, without its personal columns; raise Unreadable.

    `matter`: a few words of what was asked for are kept. `office` opens old office files. `progress`
    is told how far it is, of how far: each row counts once as unfolded and once as read. `salt`
    keeps apart words that are asked and may hold a name (naming.py).
    """
    try:
        tell = progress or (lambda done, total: None)
        sheets = _sheets(content, office, tell)
        found = [(sheet, layout) for sheet in sheets if (layout := find_layout(sheet))]
        if not found:
            raise NoRegister(_NONE)
        return _read(found, name, matter, today or date.today(), tell, salt)
    except (MemoryError, RecursionError):
        raise NoRegister("文件展开后过大，不像一份台账，没有读入。请分年另存后分次导入。") from None


def _sheets(content: bytes, office: Office | None, tell: Progress) -> list[Sheet]:
    kind = kind_of(content)
    if kind == "old":
        content, kind = modern(content, office), "package"
    if kind == "package":
        package = Package(content, LARGEST_PART)
        return read_workbook(package, tell) if package.kind == "xlsx" else sheets_of(read_source(content))
    if kind == "text":
        return read_text(content)
    if kind in ("json", "mail", "picture"):
        raise NoRegister("这不是台账，没有读入。请导入 XLSX、XLS、CSV 文件，或者粘贴表格。")
    return sheets_of(read_source(content))


def _read(
    found: list[tuple[Sheet, Layout]], name: str, matter: bool, today: date, tell: Progress, salt: str
) -> Register:
    register, odds = Register([]), Odds()
    total = sum(len(sheet.rows) for sheet, _ in found)
    done = 0
    for sheet, layout in found:
        reader = SheetReader(sheet, layout, odds, today, name, matter, salt)
        for at in reader.read():
            if at % STEP == 0:
                tell(total + done + at, 2 * total)
        done += len(sheet.rows)
        tell(total + done, 2 * total)
        register.drafts += reader.drafts
        register.notices += sheet.notices
        _tell_columns(register, sheet, layout, matter)
    if len(found) > 1:
        register.notices.append(_several(found))
    register.notices += odds.notices()
    if not register.drafts:
        raise NoRegister(_empty(register.notices))
    return register


def _tell_columns(register: Register, sheet: Sheet, layout: Layout, matter: bool) -> None:
    row = sheet.rows[layout.row + layout.depth - 1][0]
    used = {*layout.one.values(), *layout.kinds, *layout.results, *layout.details}
    used |= {column for column, _, _ in layout.ticks}
    used |= {column for parts in layout.reviews.values() for column in parts.values()}
    used -= set() if matter else {layout.one.get("matter", -1)}
    for column in sorted(layout.heads):
        head, meaning = shown(layout.head(column)), layout.meanings[column]
        if meaning == PRIVATE or column in layout.names:
            # Of a column of kinds and names the kinds are read.
            told = f"{head}的姓名" if column in layout.kinds else head
            if told not in register.left_out:
                register.left_out.append(told)
            meaning = PRIVATE
        is_read = column in used or meaning == PRIVATE
        register.columns.append(ColumnRead(sheet.where(row, column + 1), head, meaning if is_read else ""))


def _several(found: list[tuple[Sheet, Layout]]) -> Notice:
    places = [sheet.where(sheet.rows[layout.row][0], min(layout.heads) + 1) for sheet, layout in found]
    message = f"文件里有{len(found)}张台账，表头在{'、'.join(places[:20])}：合在一起读入。"
    return Notice(places[0], "", message)


def _empty(notices: list[Notice]) -> str:
    first = f"第一处：{notices[0].message}" if notices else ""
    return f"台账里没有能读入的一件申请。{first}"


__all__ = ["NoRegister", "Unreadable", "read_register"]
