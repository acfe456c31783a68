"""What a seal system gave back: whether it is the published file, and signatures put on it alone.

Shows who signed and when as the file says it. Whether a seal is valid is the seal system's word, none
of ours: certificates are not judged, only that what they stand on is what was published.
"""

import base64
import hashlib
import io
import posixpath
import re
import struct
import zipfile
from collections.abc import Mapping

from asn1crypto import cms
from lxml import etree
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    ModificationLevel,
    SuspiciousModification,
)
from pyhanko.sign.fields import enumerate_sig_fields

from reports.refusals import Refused

from .four import parsed, safe
from .package import digests

LARGEST, MOST_SIGNATURES, MOST_PARTS = 20_000_000, 20, 500
_NO_SIGNATURE = "这个文件里没有签章。请上传签章系统盖章以后的文件。"
_BROKEN = "签章文件读不出来，可能不完整。请从签章系统重新下载后再上传。"
_MORE = "发布以后除签章外还改动了别的内容，没有接受"
_OF_A_FORM = {"/Fields", "/SigFlags", "/DA", "/DR"}
_OF_THE_ROOT = {"/AcroForm", "/Version", "/Extensions", "/Perms", "/DSS"}
_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)")
_SIGNS = {"md5": "md5", "1.2.156.10197.1.401": "sm3", "sm3": "sm3", "sha1": "sha1"}
_SIGNS |= {"sha256": "sha256", "sha-256": "sha256", "2.16.840.1.101.3.4.2.1": "sha256"}
# Each signature: who, when, by which program, as the file says; "" where it says nothing.
Signature = dict[str, str]


def sealed_pdf(published: bytes, returned: bytes) -> list[Signature]:
    """Return the signatures that `returned` adds to the published PDF; raise Refused otherwise."""
    if not returned.startswith(published):
        raise Refused(_first_difference(published, returned))
    if len(returned) == len(published):
        raise Refused(_NO_SIGNATURE)
    try:
        return _signatures(published, returned)
    except (PdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError,
            AssertionError) as fault:  # fmt: skip
        if isinstance(fault, Refused):
            raise
        raise Refused(_BROKEN) from None


def _first_difference(published: bytes, returned: bytes) -> str:
    if not returned.startswith(b"%PDF-"):
        return "这不是 PDF 文件。"
    pairs = enumerate(zip(published, returned, strict=False))
    at = next((n for n, (one, other) in pairs if one != other), min(len(published), len(returned)))
    return (
        f"与发布的 PDF 不同：从第{at + 1}个字节起不一样（发布的共{len(published)}字节）。"
        "可能是另一版、另一份报告，或者签章系统重新生成了文件。"
        "请用公开网站上这一版的 PDF 盖章，并设为追加方式。"
    )


def _signatures(published: bytes, returned: bytes) -> list[Signature]:
    reader, old = PdfFileReader(io.BytesIO(returned)), PdfFileReader(io.BytesIO(published))
    before = old.xrefs.total_revisions - 1
    found = [value.get_object() for _, value, _ in enumerate_sig_fields(reader, True)]
    if not found:
        raise Refused(_NO_SIGNATURE)
    if len(found) > MOST_SIGNATURES:
        raise Refused(f"签章超过{MOST_SIGNATURES}个，没有接受。")
    if "/Encrypt" in reader.trailer or _number(reader.root_ref) != _number(old.root_ref):
        raise Refused(f"{_MORE}（文档目录）。")
    start = before
    if "/AcroForm" not in old.root:
        # pyHanko compares a form with a form: where there was none, the first update is looked at here.
        start = before + 1
        _first_update(reader, before, int(old.trailer["/Size"]))
    changed = DEFAULT_DIFF_POLICY.review_file(reader, start)
    if isinstance(changed, SuspiciousModification):
        raise Refused(f"{_MORE}（{str(changed)[:200]}）。")
    if changed.modification_level > ModificationLevel.FORM_FILLING:
        raise Refused("发布以后除签章外还添加了批注，没有接受。")
    ends = [_covered(value, returned) for value in found]
    if returned[max(ends) :].strip():
        raise Refused("最后一个签章以后还有改动，没有接受。")
    return [_said(value, returned) for value in found]


def _first_update(reader: PdfFileReader, before: int, size: int) -> None:
    """Raise Refused unless the update after revision `before` only adds a form of signatures.

    `size`: the numbers of objects below it were taken before.
    """
    old, new = (reader.get_historical_resolver(before + n) for n in (0, 1))
    form = _at(new.root, "/AcroForm", {})
    fields = _at(form, "/Fields", ())
    if not fields or set(form) - _OF_A_FORM or not all(map(_is_seal, fields)):
        raise Refused(f"{_MORE}（表单）。")
    told = [old.root_ref, *_reference(old.root, "/Metadata"), *_reference(reader.trailer, "/Info")]
    root, *others = map(_number, told)
    if any(ref.idnum < size for ref in new.refs_freed_in_revision()):
        raise Refused(f"{_MORE}（删去了对象）。")
    for ref in new.explicit_refs_in_revision():
        if ref.idnum >= size or ref.idnum in others:
            continue
        before_, after = old.get_object(ref), new.get_object(ref)
        free = _OF_THE_ROOT if ref.idnum == root else {"/Annots"}
        if not isinstance(after, generic.DictionaryObject) or _but(before_, free) != _but(after, free):
            raise Refused(f"{_MORE}（对象{ref.idnum}）。")
        if ref.idnum != root and not _only_seals_added(before_, after):
            raise Refused(f"{_MORE}（第{ref.idnum}号对象的批注）。")


def _at(holder, key: str, otherwise):
    return holder.raw_get(key).get_object() if key in holder else otherwise


def _number(ref) -> int:
    return ref.idnum


def _reference(holder, key: str) -> list:
    value = holder.raw_get(key) if key in holder else None
    return [value] if isinstance(value, generic.IndirectObject) else []


def _but(value, left_out: set[str]) -> dict[str, bytes] | None:
    if not isinstance(value, generic.DictionaryObject) or isinstance(value, generic.StreamObject):
        return None
    return {key: _written(value.raw_get(key)) for key in value if key not in left_out}


def _written(value) -> bytes:
    out = io.BytesIO()
    value.write_to_stream(out, None)
    return out.getvalue()


def _only_seals_added(before, after) -> bool:
    if _at(after, "/Type", "") != "/Page":
        return False
    had, has = (list(_at(page, "/Annots", ())) for page in (before, after))
    kept = [_written(one) for one in has[: len(had)]] == [_written(one) for one in had]
    return kept and all(map(_is_seal, has[len(had) :]))


def _is_seal(field) -> bool:
    field = field.get_object()
    return _at(field, "/FT", "") == "/Sig" and not {"/A", "/AA"} & set(field)


def _covered(value, returned: bytes) -> int:
    """Return where what a signature stands on ends; it must be all but the signature itself."""
    first, length, second, rest = (int(number) for number in value["/ByteRange"])
    gap = returned[first + length : second]
    if first or not (gap.startswith(b"<") and gap.endswith(b">")) or second + rest > len(returned):
        raise Refused("签章没有覆盖整个文件，没有接受。")
    return second + rest


def _said(value, returned: bytes) -> Signature:
    name, digest = _signer(bytes(value["/Contents"]))
    if digest:
        first, length, second, rest = (int(number) for number in value["/ByteRange"])
        covered = returned[:length] + returned[second : second + rest]
        if hashlib.new(digest[0], covered).digest() != digest[1]:
            raise Refused("签章与它覆盖的内容不符：盖章以后文件被改动过，没有接受。")
    at = _PDF_DATE.match(str(value.get("/M", "")))
    when = "{}-{}-{} {}:{}:{}".format(*at.groups()) if at else ""
    return {"who": (name or str(value.get("/Name", "")))[:200], "at": when,
            "by": str(value.get("/Filter", "")).lstrip("/")[:100]}  # fmt: skip


def _signer(contents: bytes) -> tuple[str, tuple[str, bytes] | None]:
    """Return the signer's name and the digest that was signed, where it is CMS of a known kind."""
    try:
        signed = cms.ContentInfo.load(contents)["content"]
        info = signed["signer_infos"][0]
        serial = info["sid"].chosen["serial_number"].native
        certificate = next(c.chosen for c in signed["certificates"] if c.chosen.serial_number == serial)
        name = str(certificate.subject.native.get("common_name", ""))
        attributes = {one["type"].native: one["values"] for one in info["signed_attrs"]}
        kind = info["digest_algorithm"]["algorithm"].native
        told = attributes["message_digest"][0].native
        return name, (kind, told) if kind in hashlib.algorithms_available else None
    except (ValueError, KeyError, TypeError, StopIteration, AttributeError, IndexError):
        # National seals (GB/T 38540) are no CMS: their names are the seal system's to show.
        return "", None


def sealed_ofd(published: bytes, returned: bytes) -> list[Signature]:
    """Return the signatures that `returned` adds to the published OFD; raise Refused otherwise."""
    try:
        return _ofd_signatures(_parts(published), _parts(returned))
    except (zipfile.BadZipFile, etree.LxmlError, struct.error, ValueError, KeyError, NotImplementedError,
            RuntimeError, OSError, TypeError) as fault:  # fmt: skip
        if isinstance(fault, Refused):
            raise
        raise Refused(_BROKEN) from None


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        infos = [info for info in file.infolist() if not info.is_dir()]
        names = [info.filename for info in infos]
        too_large = sum(info.file_size for info in infos) > 5 * LARGEST
        if too_large or len(infos) > MOST_PARTS or len(set(names)) < len(names):
            raise ValueError
        if not all(map(safe, names)):
            raise ValueError
        if file.comment or not _fills(file.infolist(), content, file.start_dir):
            raise Refused("文件里除了 OFD 的各部分，还夹着别的内容，没有接受。")
        return {info.filename: file.read(info) for info in infos}


_DESCRIPTOR = 24  # bytes that may follow an entry: its sizes once more


def _fills(infos: list[zipfile.ZipInfo], content: bytes, end: int) -> bool:
    """Whether the entries follow one another from the first byte to the directory at `end`."""
    at = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if not at <= info.header_offset <= at + (_DESCRIPTOR if at else 0):
            return False
        lengths = struct.unpack("<HH", content[info.header_offset + 26 : info.header_offset + 30])
        at = info.header_offset + 30 + sum(lengths) + info.compress_size
    return at <= end <= at + _DESCRIPTOR


def _ofd_signatures(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[Signature]:
    lost = [name for name in before if name not in after]
    changed = [name for name in before
               if name in after and name != "OFD.xml" and after[name] != before[name]]  # fmt: skip
    if lost or changed:
        raise Refused(
            f"与发布的 OFD 不同：{'、'.join((lost + changed)[:5])}等{len(lost + changed)}个部分"
            "缺少或被改动。可能是另一版、另一份报告。请用公开网站上这一版的 OFD 盖章。"
        )
    root = parsed(after["OFD.xml"])
    listed = root.findall(".//{*}DocBody/{*}Signatures")
    for one in listed:
        one.getparent().remove(one)
    if _plain(root) != _plain(parsed(before["OFD.xml"])):
        raise Refused("与发布的 OFD 不同：OFD.xml 除了签章还有改动，没有接受。")
    added = [name for name in after if name not in before]
    if len(listed) != 1:
        raise Refused(_NO_SIGNATURE)
    place = (listed[0].text or "").strip().lstrip("/")
    folder = posixpath.dirname(place) + "/"
    foreign = [name for name in added if not name.startswith(folder)]
    if not posixpath.dirname(place).count("/") or foreign:
        raise Refused(f"除签章外还多了{'、'.join(foreign[:5]) or '别的部分'}，没有接受。")
    entries = list(parsed(after[place]).iter("{*}Signature"))
    if not entries:
        raise Refused(_NO_SIGNATURE)
    if len(entries) > MOST_SIGNATURES:
        raise Refused(f"签章超过{MOST_SIGNATURES}个，没有接受。")
    return [_ofd_said(entry, place, after, before) for entry in entries]


def _plain(root: etree._Element) -> bytes:
    for one in root.iter():
        one.text, one.tail = (one.text or "").strip(), (one.tail or "").strip()
    return etree.tostring(root, method="c14n")


def _ofd_said(entry, place: str, after: Mapping[str, bytes], before: Mapping) -> Signature:
    told = entry.get("BaseLoc", "")
    at = told.lstrip("/") if told.startswith("/") else posixpath.join(posixpath.dirname(place), told)
    root = parsed(after[at])
    references = root.find(".//{*}References")
    method = _SIGNS.get((references.get("CheckMethod") or "md5").lower())
    named = set()
    for one in references.iter("{*}Reference"):
        name = one.get("FileRef", "").lstrip("/")
        value = base64.b64decode(one.findtext("{*}CheckValue") or "")
        if method and _digest(method, after[name]) != value:
            raise Refused(f"签章与它保护的{name}不符，没有接受。")
        named.add(name)
    lacking = [name for name in before if name not in named and name != "OFD.xml"]
    if lacking:
        raise Refused(f"签章没有保护{'、'.join(lacking[:3])}等{len(lacking)}个部分，没有接受。")
    provider = root.find(".//{*}Provider")
    name = provider.get("ProviderName", "") if provider is not None else ""
    company = provider.get("Company", "") if provider is not None else ""
    when = root.findtext(".//{*}SignatureDateTime") or ""
    return {"who": (company or name)[:200], "at": when[:30], "by": name[:100]}


def _digest(method: str, content: bytes) -> bytes:
    if method == "sm3":
        return bytes.fromhex(digests(content)[1])
    return hashlib.new(method, content, usedforsecurity=False).digest()
