"""The four properties of an electronic record: 真实性, 完整性, 可用性, 安全性.

Source: DA/T 70-2018. What a program can see is looked at; what it cannot (viruses, the media, who
carries them) is said to be the receiver's. Everything is bounded: the files may be anybody's.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from reports.document import Document, NotAReport

from .package import METADATA

FILES = {
    "网页": "文件/report.html",
    "存档用 PDF": "文件/report-archive.pdf",
    "OFD": "文件/report.ofd",
    "JSON 数据": "数据/report.json",
    "Excel 数据": "数据/report.xlsx",
    "元数据": METADATA,
    "过程记录": "过程/history.json",
}
_REQUIRED = ("题名", "立档单位名称", "年度", "成文日期", "版本", "发布时间")
_MOST_XML, _MOST_PARTS = 20_000_000, 5_000
_OUTSIDE = re.compile(rb"""(?:\ssrc|\shref)\s*=\s*["']?(?!data:|#)(?:https?:)?//[^"'>\s]*""", re.I)
_LOADS = re.compile(rb"<(?:script|iframe|object|embed|link|base)\b|\son\w+\s*=|javascript:", re.I)
_IN_PDF = (b"/JavaScript", b"/Launch", b"/Encrypt", b"/OpenAction")
Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Check:
    """One look at a package: of which property, at what, what was found; "" for nothing wrong."""

    kind: str
    what: str
    fault: str = ""


def checked(files: Files) -> list[Check]:
    """Return what was looked at in the files of a package, in a fixed order."""
    return [
        Check(kind, what, _fault(look, files)) for kind, what, look in _LOOKS
    ]  # fmt: skip


def _fault(look: Callable[[Files], str], files: Files) -> str:
    try:
        return look(files)
    except KeyError as lacking:
        return f"缺少{lacking.args[0]}"
    except (ValueError, TypeError, AttributeError, RecursionError, etree.LxmlError, OSError,
            zipfile.BadZipFile, NotImplementedError, RuntimeError):  # fmt: skip
        return "内容读不出来"


def sheet(checks: list[Check]) -> bytes:
    """Return the sheet of the four properties."""
    lines = "".join(
        f"<check property={quoteattr(c.kind)} what={quoteattr(c.what)} result="
        f"{quoteattr('不合格' if c.fault else '合格')}"
        f"{f' fault={quoteattr(c.fault)}' if c.fault else ''}/>\n"
        for c in checks
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<checks>\n{lines}'
        "<!-- 病毒、载体和移交手续由接收方另行检测。 -->\n</checks>\n"
    ).encode()


_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>四性检测：{title}</title>
<style>
body {{ max-width: 50rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.7 "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #1b1b1b; background: #fff }}
table {{ width: 100%; border-collapse: collapse }}
th, td {{ padding: .35rem .6rem; border: 1px solid #767676; text-align: left; vertical-align: top }}
</style>
</head>
<body>
<h1>四性检测</h1>
<p>{title}</p>
<p><strong>{verdict}</strong></p>
<table>
<thead><tr><th scope="col">性质</th><th scope="col">检测什么</th><th scope="col">结果</th></tr></thead>
<tbody>
{lines}</tbody>
</table>
<p>依据：DA/T 70—2018。病毒、载体和移交手续由接收方另行检测。供程序读取的是同一目录的 四性检测.xml。</p>
</body>
</html>
"""


def sheet_page(checks: list[Check], files: Files) -> bytes:
    """Return the same sheet as a page to read, by itself and without scripts."""
    lines = "".join(
        f"<tr><td>{c.kind}</td><td>{escape(c.what)}</td><td>"
        f"{f'✕ 不合格：{escape(c.fault)}' if c.fault else '✓ 合格'}</td></tr>\n"
        for c in checks
    )
    faults = sum(bool(c.fault) for c in checks)
    verdict = f"✕ {len(checks)} 项中有 {faults} 项不合格" if faults else f"✓ {len(checks)} 项全部合格"
    return _PAGE.format(title=escape(_title(files)), verdict=verdict, lines=lines).encode()


def _title(files: Files) -> str:
    try:
        return parsed(files[METADATA]).findtext("题名") or ""
    except (KeyError, ValueError, etree.LxmlError):
        return ""


def parsed(content: bytes) -> etree._Element:
    """Return the root of an XML file; ValueError for what no file of ours has."""
    if len(content) > _MOST_XML or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValueError
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(content, parser)


def chain_fault(changes: list[dict], count: int, head: str) -> str:
    """Return where the chain of changes is broken, "" where it is whole."""
    number, previous = 0, ""
    for change in changes:
        content = {name: value for name, value in change.items() if name != "hash"}
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        told = hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
        if change["number"] != number + 1 or change["hash"] != told:
            return f"第{number + 1}条留痕与链值不符"
        number, previous = change["number"], change["hash"]
    return "" if (number, previous) == (count, head) else "留痕的链尾不符"


def _source(files: Files) -> str:
    root = parsed(files[METADATA])
    told = {one.get("name"): one.get("sha256") for one in root.iter("发布文件")}
    changed = [name for name, sha256 in told.items()
               if hashlib.sha256(files[name]).hexdigest() != sha256]  # fmt: skip
    return f"与发布时不同：{'、'.join(changed)}" if changed else ""


def _chain(files: Files) -> str:
    history = json.loads(files[FILES["过程记录"]])
    return chain_fault(history["changes"], history["count"], history["head"])


def _agrees(files: Files) -> str:
    root, document = parsed(files[METADATA]), _document(files)
    issued = document.issued.isoformat() if document.issued else ""
    told = {"题名": document.title, "年度": str(document.year), "成文日期": issued}
    wrong = [name for name, value in told.items() if root.findtext(name) != value]
    return f"元数据与报告不一致：{'、'.join(wrong)}" if wrong else ""


def _document(files: Files) -> Document:
    return _read_report(files[FILES["JSON 数据"]])


@lru_cache(maxsize=1)  # two looks at the same package need it
def _read_report(content: bytes) -> Document:
    try:
        return Document.from_json(json.loads(content))
    except NotAReport:
        raise ValueError from None


def _all_there(files: Files) -> str:
    lacking = [caption for caption, name in FILES.items() if not files.get(name)]
    return f"缺少{'、'.join(lacking)}" if lacking else ""


def _described(files: Files) -> str:
    root = parsed(files[METADATA])
    empty = [name for name in _REQUIRED if not (root.findtext(name) or "").strip()]
    return f"元数据没有填：{'、'.join(empty)}" if empty else ""


def _pdf(files: Files) -> str:
    content = files[FILES["存档用 PDF"]]
    whole = content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:]
    if not whole:
        return "PDF 不完整"
    declared = re.search(rb"pdfaid:part(?:>|=\")([123])", content)
    return "" if declared else "PDF 没有声明为 PDF/A"


def _parts(content: bytes) -> zipfile.ZipFile:
    file = zipfile.ZipFile(io.BytesIO(content))
    infos = file.infolist()
    if len(infos) > _MOST_PARTS or any(info.file_size > _MOST_XML for info in infos):
        raise ValueError
    return file


def _ofd(files: Files) -> str:
    with _parts(files[FILES["OFD"]]) as file:
        root = parsed(_read(file, "OFD.xml"))
        place = root.findtext(".//{*}DocRoot") or ""
        pages = parsed(_read(file, place)).findall(".//{*}Page")
    return "" if pages else "OFD 没有页"


def _read(file: zipfile.ZipFile, name: str) -> bytes:
    with file.open(name) as part:
        return part.read(_MOST_XML)


def _others(files: Files) -> str:
    page = files[FILES["网页"]]
    page.decode()
    _document(files)
    with _parts(files[FILES["Excel 数据"]]) as book:
        _read(book, "xl/workbook.xml")
    return "" if b"<html" in page[:500] else "网页不完整"


def _quiet(files: Files) -> str:
    page = files[FILES["网页"]]
    if _LOADS.search(page):
        return "网页里有会运行或加载的内容"
    return "" if not re.search(rb"<img[^>]*\ssrc=[\"'](?!data:)", page) else "网页里有外部图片"


def _no_programs(files: Files) -> str:
    pdf = files[FILES["存档用 PDF"]]
    if any(word in pdf for word in _IN_PDF):
        return "PDF 里有脚本、加密或自动动作"
    with _parts(files[FILES["Excel 数据"]]) as book:
        return "Excel 里有宏" if "xl/vbaProject.bin" in book.namelist() else ""


def _names(files: Files) -> str:
    return next((f"文件名不安全：{name!r}" for name in files if not safe(name)), "")


def safe(name: str) -> bool:
    """Whether the name of a file leads nowhere out of its package."""
    return (
        0 < len(name) <= 300
        and name.isprintable()
        and not name.startswith("/")
        and "\\" not in name
        and ":" not in name
        and not {"", ".", ".."} & set(name.split("/"))
    )


_LOOKS: tuple[tuple[str, str, Callable[[Files], str]], ...] = (
    ("真实性", "发布文件与发布时的摘要一致", _source),
    ("真实性", "修改留痕的散列链完整", _chain),
    ("真实性", "元数据与报告内容一致", _agrees),
    ("完整性", "各种格式、数据、元数据、过程记录齐全", _all_there),
    ("完整性", "必填的元数据都有", _described),
    ("可用性", "PDF 完整，声明为 PDF/A", _pdf),
    ("可用性", "OFD 能打开，有页", _ofd),
    ("可用性", "网页、JSON、Excel 能读出", _others),
    ("安全性", "网页不运行脚本、不加载外部内容", _quiet),
    ("安全性", "PDF、Excel 里没有脚本、宏、加密", _no_programs),
    ("安全性", "文件名不会越出文件包", _names),
)
