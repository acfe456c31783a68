"""What a file is, told by its bytes; what cannot be a report is refused with what to do."""

import re

from ..old_office import OLE
from ..values import Unreadable
from .mail import is_mail

_SAVE_AS = "请用 Word、WPS 或 Excel 打开，另存为 {} 后再导入。"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"BM", b"II*\0", b"MM\0*")
_REFUSED = {
    (b"GIF8", b"RIFF", b"\0\0\0\x18ftyphe", b"\0\0\0\x1cftyphe", b"\0\0\0\x24ftyphe"):
        "这种图片不能识别文字。请存为 JPEG 或 PNG 后再导入，或者导入有文字的文件。",
    (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ"):
        "这是压缩包。请先解压，再导入里面的报告文件。",
    (b"MZ", b"\x7fELF", b"%!PS"): "这不是报告文件，没有读入。",
}  # fmt: skip
_FLAT_ODF = b"urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_OFFICE_XML = (b"mso-application", b"pkg:package")
_MARKUP = re.compile(
    rb"<(?:!doctype|html|head|body|meta|div|p|table|tr|h[1-6]|span|br|section|article)\b", re.I
)
# A page's text may begin with a bracket too: {{ title }}, [打印], [2023年], [1].
_JSON = re.compile(
    rb"\{\s*(?:[\"}]|$)|\[\s*(?:[\[{\"]|-?\d[\d.eE+-]*\s*,|(?:true|false|null)\b|(?:-?\d[\d.eE+-]*\s*)?\]\s*$|$)"
)
_SPACES = b" \t\r\n\xef\xbb\xbf"


def kind_of(content: bytes) -> str:
    """Return what reads the bytes, one of the names in `door`; raise Unreadable."""
    if not content.strip(_SPACES + b"\0"):
        raise Unreadable("文件是空的，没有内容可以读入。")
    if content.startswith(OLE):
        return "old"
    for signs, sentence in _REFUSED.items():
        if content.startswith(signs):
            raise Unreadable(sentence)
    if is_picture(content):
        return "picture"
    if content.startswith(b"PK"):
        return "package"
    if b"%PDF-" in content[:1024]:
        return "pdf"
    return _kind_of_text(content)


def is_picture(content: bytes) -> bool:
    """Whether a file begins as a picture whose words can be read."""
    return content.startswith(_PICTURES)


def _kind_of_text(content: bytes) -> str:
    head = content.lstrip(_SPACES)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(b"<?xml") and _FLAT_ODF in head[:4096]:
        return "flat-odf"
    if head.startswith(b"<?xml") and any(name in head[:4096] for name in _OFFICE_XML):
        raise Unreadable("这是 XML 格式的办公文件。" + _SAVE_AS.format("DOCX 或 XLSX"))
    if _JSON.match(head):
        return "json"
    if is_mail(head[:8192]):
        return "mail"
    plain = content.replace(b"\0", b"") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else content
    return "html" if _MARKUP.search(plain[:65536]) else "text"
