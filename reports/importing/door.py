"""One door for every format: the bytes say what a file is, its name only helps."""

from collections.abc import Callable

from .fitting.confirming import looked_through
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
from .readers.paper.pictures import look_for_pages
from .readers.paper.scanned import SeenPages, read_pictures
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
    "picture": look_for_pages,
    "rtf": read_rtf,
    "flat-odf": read_flat_document,
}


def read_source(content: bytes) -> Source:
    """Return the lines and tables of a file, whatever they are; raise Unreadable.

    Pages that are pictures are left out, with a notice.
    """
    kind = kind_of(content)
    if kind == "picture" or kind not in _READERS:
        raise Unreadable("这种文件里没有可读的表格，没有读入。")
    if kind == "pdf":
        return read_pdf(content, {})
    return _READERS[kind](content)


def read(
    content: bytes,
    name: str = "",
    *,
    year: int | None = None,
    office: Office | None = None,
    seen: SeenPages | None = None,
) -> Reading:
    """Return the report in a file's bytes; raise Unreadable with a sentence for the clerk.

    `year` is the year that the clerk asks for, used where the file names none; `office` opens old
    office files, which are refused without it. `seen` are the file's pages that were read from
    their pictures; raise Scanned where some are to be and were not.
    """
    try:
        if seen is not None:
            return _recognised(_seen(content, seen), year, name)
        if kind_of(content) == "mail":
            return _read_mail(content, name, year, office)
        return _read(content, name, year, office)
    except (MemoryError, RecursionError):
        raise Unreadable("文件展开后过大，不像一份年度报告，没有读入。") from None


def _seen(content: bytes, seen: SeenPages) -> Source:
    """Return a file with pages that are pictures; without a file, the pictures are all there is."""
    is_pdf = content and kind_of(content) == "pdf"
    return read_pdf(content, seen.pages) if is_pdf else read_pictures(seen)


def _recognised(source: Source, year: int | None, name: str) -> Reading:
    return looked_through(recognise(source, year, name), source)


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
    return _recognised(_READERS[kind](content), year, name)


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
        raise Unreadable(str(refusals[0]))  # Scanned, too: the pages are those of what is enclosed
    return found[0]
