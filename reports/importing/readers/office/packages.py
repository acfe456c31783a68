"""Office packages (DOCX, XLSX): zip files from strangers, opened with care.

Declared sizes are judged before anything is unpacked, and unpacking stops at them. Parts are
parsed without document types, entities or addresses; macros and embedded files are never opened.
"""

import io
import posixpath
import zipfile

from lxml import etree

from ...values import Unreadable

MOST_ENTRIES = 5000
LARGEST_PART = 48 * 1024 * 1024
LARGEST_PACKAGE = 120 * 1024 * 1024
STEEPEST = 250  # times: no honest XML shrinks more
DEEPEST = 200
_DAMAGED = "文件损坏或不完整，无法打开。请用 Word、WPS 或 Excel 打开、另存后再导入。"
_TOO_LARGE = "文件展开后过大，不像一份年度报告，没有读入。"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """The parts of an office file; `largest` are the bytes that one part of it may have."""

    def __init__(self, content: bytes, largest: int = LARGEST_PART):
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            raise Unreadable(_DAMAGED) from None
        self._sizes = _judged(entries, largest)

    @property
    def kind(self) -> str:
        """`docx`, `xlsx`, `odf` or `ofd`; raise Unreadable for anything else."""
        if "word/document.xml" in self._sizes:
            return "docx"
        if "xl/workbook.xml" in self._sizes:
            return "xlsx"
        if "[Content_Types].xml" in self._sizes:
            raise Unreadable("只能读入文档和表格，这是另一种办公文件，没有读入。")
        if "mimetype" in self._sizes and "content.xml" in self._sizes:
            return "odf"
        if "OFD.xml" in self._sizes:
            return "ofd"
        raise Unreadable("这是压缩包，不是报告文件。请先解压，再导入里面的报告。")

    def xml(self, name: str):
        """Return the root of a part, None when there is no such part; raise Unreadable."""
        data = self.data(name)
        return None if data is None else parse(data)

    def data(self, name: str) -> bytes | None:
        """Return the bytes of a part, None when there is no such part; raise Unreadable."""
        if name not in self._sizes:
            return None
        try:
            with self._zip.open(name) as part:
                data = part.read(self._sizes[name] + 1)
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError):
            raise Unreadable(_DAMAGED) from None
        except Exception as fault:  # zlib.error has no common base
            raise Unreadable(_DAMAGED) from fault
        if len(data) > self._sizes[name]:
            raise Unreadable(_TOO_LARGE)
        return data

    def relations(self, name: str) -> dict[str, str]:
        """Return the targets that a part refers to, by their ids: parts or outer addresses."""
        folder, file = posixpath.split(name)
        root = self.xml(f"{folder}/_rels/{file}.rels")
        if root is None:
            return {}
        return {r.get("Id", ""): _target(folder, r) for r in root.iter(_RELATIONS)}


def _target(folder: str, relation) -> str:
    target = relation.get("Target", "")
    if relation.get("TargetMode") == "External":
        return target
    return posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")


def _judged(entries: list[zipfile.ZipInfo], largest: int) -> dict[str, int]:
    sizes = {entry.filename: entry.file_size for entry in entries}
    if len(entries) > MOST_ENTRIES or sum(sizes.values()) > LARGEST_PACKAGE:
        raise Unreadable(_TOO_LARGE)
    for entry in entries:
        if entry.flag_bits & 1:
            raise Unreadable("文件设有打开密码，无法读取。请去掉密码后再导入。")
        large = entry.file_size > 1_000_000
        if large and entry.file_size > STEEPEST * max(1, entry.compress_size):
            raise Unreadable(_TOO_LARGE)
        if entry.file_size > largest and entry.filename.endswith((".xml", ".rels")):
            raise Unreadable(_TOO_LARGE)
    return sizes


def parse(data: bytes):
    """Return the root of an XML part; raise Unreadable for a document type or for damage."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unreadable(_DAMAGED) from None
    if root.getroottree().docinfo.doctype:
        raise Unreadable("文件里有不允许的文档类型声明，可能有害，没有读入。")
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise Unreadable("文件里的表格或段落嵌套过深，不像一份年度报告，没有读入。")
    return root
