"""One door for every format: the bytes say what a file is, its name only helps."""

from collections.abc import Callable

from .old_office import Office, modern
from .ours.document import read_json
from .ours.workbook import read_ours
from .readers.file_kinds import kind_of
from .readers.mail import parts_of
from .readers.office.open_document import read_flat_document, read_open_document
from .readers.office.packages import Package
from .readers.office.word import read_docx
from .readers.office.workbook import read_xlsx
from .readers.paper.ofd import read_ofd
from .readers.paper.pdf import read_pdf
from .readers.plain import read_text
from .readers.rtf import read_rtf
from .readers.web_page import read_html
from .recognising.recogniser import recognise
from .source import Source
from .values import Reading, Unreadable

MOST_ENCLOSED = 20  # parts of a letter that are looked at


def read_package(content: bytes) -> Source:
    """Return the lines and tables of an office file in a zip; raise Unreadable."""
    package = Package(content)
    return _PACKAGES[package.kind](package)


def read_our_package(content: bytes) -> Reading | None:
    """Return our own workbook's reading, None for any other package; raise Unreadable."""
    package = Package(content)
    return read_ours(package) if package.kind == "xlsx" else None


_PACKAGES: dict[str, Callable[[Package], Source]] = {
    "docx": read_docx,
    "xlsx": read_xlsx,
    "odf": read_open_document,
    "ofd": read_ofd,
}
_READERS: dict[str, Callable[[bytes], Source]] = {
    "html": read_html,
    "text": read_text,
    "package": read_package,
    "pdf": read_pdf,
    "rtf": read_rtf,
    "flat-odf": read_flat_document,
}


def read_source(content: bytes) -> Source:
    """Return the lines and tables of a file, whatever they are; raise Unreadable."""
    kind = kind_of(content)
    if kind not in _READERS:
        raise Unreadable("这种文件里没有可读的表格，没有读入。")
    return _READERS[kind](content)


def read(
    content: bytes, name: str = "", *, year: int | None = None, office: Office | None = None
) -> Reading:
    """Return the report in a file's bytes; raise Unreadable with a sentence for the clerk.

    `year` is the year that the clerk asks for, used where the file names none; `office` opens old
    office files, which are refused without it.
    """
    try:
        if kind_of(content) == "mail":
            return _read_mail(content, name, year, office)
        return _read(content, name, year, office)
    except (MemoryError, RecursionError):
        raise Unreadable("文件展开后过大，不像一份年度报告，没有读入。") from None


def _read(content: bytes, name: str, year: int | None, office: Office | None) -> Reading:
    kind = kind_of(content)
    if kind == "old":
        content, kind = modern(content, office), "package"
    if kind == "json":
        return read_json(content)
    if kind == "package" and (ours := read_our_package(content)):
        return ours
    if kind == "mail":
        raise Unreadable("这是夹在邮件里的另一封邮件，没有读入。请把里面的报告另存后再导入。")
    return recognise(_READERS[kind](content), year, name)


def _read_mail(content: bytes, name: str, year: int | None, office: Office | None) -> Reading:
    """Return the one report that a letter brings: attached, or else in its words."""
    found: list[Reading] = []
    refusals: list[Unreadable] = []
    for part in parts_of(content)[:MOST_ENCLOSED]:
        if found and not part.attached:
            break
        try:
            found.append(_read(part.content, part.name or name, year, office))
        except Unreadable as refusal:
            refusals.append(refusal)
    if len(found) > 1:
        raise Unreadable(
            f"邮件里有{len(found)}份报告，不能确定要导入哪一份。请把要的那一份另存后再导入。"
        )
    if not found:
        raise refusals[0]
    return found[0]
