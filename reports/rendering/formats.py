"""Every form that a finished report is handed out in. A new format is one new line here."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from reports.document import Document

from .ofd.package import document_ofd
from .office.word import document_docx
from .office.workbook import document_xlsx
from .page.fragment import document_fragment
from .page.html import document_html
from .page.pdf import document_pdf
from .page.pdf_archive import archival_pdf


@dataclass(frozen=True)
class Format:
    """A form of a report: what a reader calls it, what for, its media type, how its file's name ends."""

    caption: str
    use: str
    media_type: str
    suffix: str
    make: Callable[[Document], bytes | str]

    def bytes_of(self, document: Document) -> bytes:
        """Return `document` in this form; raise fonts.MissingGlyphs where it is printed."""
        made = self.make(document)
        return made.encode() if isinstance(made, str) else made


def document_json(document: Document) -> str:
    """Return the documented JSON form (docs/report.schema.json), readable by the import."""
    return json.dumps(document.to_json(), ensure_ascii=False, indent=1)


def data_files(document: Document) -> dict[str, bytes]:
    """Return what is attached to the forms for the archive: the figures and words as data."""
    return {
        "report.json": document_json(document).encode(),
        "report.xlsx": document_xlsx(document),
    }


def archived(document: Document) -> bytes:
    """Return the PDF for the archive (PDF/A-3a), the figures inside as data."""
    return archival_pdf(document, data_files(document))


def ofd(document: Document) -> bytes:
    """Return the OFD, the figures inside as data."""
    return document_ofd(document, data_files(document))


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: dict[str, Format] = {
    "pdf": Format("PDF", "打印、公开", "application/pdf", ".pdf", document_pdf),
    "archive": Format("存档用 PDF", "PDF/A", "application/pdf", "-archive.pdf", archived),
    "ofd": Format("OFD", "归档、政务系统", "application/ofd", ".ofd", ofd),
    "html": Format("网页", "上传网站", "text/html; charset=utf-8", ".html", document_html),
    "docx": Format(
        "Word", "修改后可导回", f"{_OFFICE}.wordprocessingml.document", ".docx", document_docx
    ),
    "xlsx": Format(
        "Excel", "分发填数、导回", f"{_OFFICE}.spreadsheetml.sheet", ".xlsx", document_xlsx
    ),
    "fragment": Format(
        "网页片段",
        "粘贴到网站后台",
        "text/html; charset=utf-8",
        "-fragment.html",
        document_fragment,
    ),
    "json": Format("JSON", "备份、导入", "application/json", ".json", document_json),
}
