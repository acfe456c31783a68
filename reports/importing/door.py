"""One door for every format: the bytes say what a file is, its name only helps."""

from collections.abc import Callable

from .ours.document import read_json
from .ours.workbook import read_ours
from .readers.file_kinds import kind_of
from .readers.packages import Package
from .readers.pdf import read_pdf
from .readers.plain import read_text
from .readers.web_page import read_html
from .readers.word import read_docx
from .readers.workbook import read_xlsx
from .recognising.recogniser import recognise
from .source import Source
from .values import Reading, Unreadable


def read_package(content: bytes) -> Source:
    """Return the lines and tables of a DOCX or XLSX; raise Unreadable."""
    package = Package(content)
    return {"docx": read_docx, "xlsx": read_xlsx}[package.kind](package)


def read_our_package(content: bytes) -> Reading | None:
    """Return our own workbook's reading, None for any other package; raise Unreadable."""
    package = Package(content)
    return read_ours(package) if package.kind == "xlsx" else None


_READERS: dict[str, Callable[[bytes], Source]] = {
    "html": read_html,
    "text": read_text,
    "package": read_package,
    "pdf": read_pdf,
}


def read(content: bytes, name: str = "", *, year: int | None = None) -> Reading:
    """Return the report in a file's bytes; raise Unreadable with a sentence for the clerk.

    `year` is the year that the clerk asks for, used where the file names none.
    """
    kind = kind_of(content)
    try:
        if kind == "json":
            return read_json(content)
        if kind == "package" and (ours := read_our_package(content)):
            return ours
        source = _READERS[kind](content)
        return recognise(source, year, name)
    except (MemoryError, RecursionError):
        raise Unreadable("文件展开后过大，不像一份年度报告，没有读入。") from None
