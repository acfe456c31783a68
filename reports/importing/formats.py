"""Which files are read: the one list for the page, its file chooser and the documents."""

from dataclasses import dataclass

from .old_office import program
from .scans.guard import can_read


@dataclass(frozen=True)
class Format:
    """A kind of file as a clerk knows it, and how such files are named."""

    caption: str
    endings: tuple[str, ...]

    @property
    def words(self) -> str:
        """The kind with its endings, as a sentence lists it."""
        return f"{self.caption}（{'、'.join(self.endings)}）"


FORMATS = (
    Format("网页", (".html", ".htm", ".mht", ".mhtml")),
    Format("邮件", (".eml",)),
    Format("文本", (".txt", ".csv", ".md", ".rtf")),
    Format("Word、WPS 文档", (".docx", ".odt")),
    Format("Excel、WPS 表格", (".xlsx", ".ods")),
    Format("版式文件", (".pdf", ".ofd")),
    Format("本系统的数据", (".json", ".jsonl")),
)
# By way of text recognition, where it is installed.
PICTURES = (Format("扫描件、照片", (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp")),)
# By way of LibreOffice, where it is installed.
OLD_FORMATS = (Format("旧格式", (".doc", ".xls", ".wps", ".et")),)


def accepted(*, scans: bool = True) -> tuple[Format, ...]:
    """Return the kinds of files that are read here; without `scans` where none can be looked at."""
    pictures = PICTURES if scans and can_read() else ()
    return FORMATS + pictures + (OLD_FORMATS if program() else ())


def endings(*, scans: bool = True) -> str:
    """Return how the files that are read may be named, for a file chooser.

    Old names are among them always: what WPS names .wps and .et may well be a new file. So are
    pictures: whoever chooses one is told what is lacking.
    """
    kinds = (*FORMATS, *(PICTURES if scans else ()), *OLD_FORMATS)
    return ",".join(ending for kind in kinds for ending in kind.endings)
