"""Reading a package that was carried here: a stranger's file until its signature is known.

Its list of parts is judged before it is read; nothing in it is packed as a ZIP packs, so what it
says of sizes must be true; every part is compared with the signed list, and the file as a whole with
the package that its parts make. What is wrong is named; of a faulty package nothing is used.
"""

import hashlib
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from lxml import etree

from reports.refusals import Refused

from .four import parsed, safe
from .keys import Handover, handovers_in, is_signed, raw
from .package import MANIFEST, Outlet
from .parcel import ABOUT, SIGNATURE, chunks_of, put, signed_message
from .told import LARGEST_FACTS, About, NotTold, facts

LARGEST_PARCEL = 2_000_000_000  # bytes: what a ZIP holds without its later additions
LARGEST_PART = 100_000_000
MOST_PARTS = 60_000
_LARGEST_LIST = 12_000_000
_END, _END_SIZE = b"PK\5\6", 22
_HEAD = 46  # bytes of an entry of a ZIP's list without its name
_SAID = 20  # faults that are told of one package
DAMAGED = "文件不完整，或者不是上报包、回传包，打不开。请重新拷贝。"
_BAD_ZIP = (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, struct.error,
            RuntimeError, KeyError, UnicodeError)  # fmt: skip


@dataclass
class Opened:
    """A package that was looked at: what is wrong with it, else what it says and who signed it."""

    file: zipfile.ZipFile
    sha256: str
    faults: list[str] = field(default_factory=list)
    about: About | None = None
    public: bytes = b""
    handovers: tuple[Handover, ...] = ()

    @property
    def names(self) -> list[str]:
        """The names of its parts, in order."""
        return self.file.namelist()

    def read(self, name: str, largest: int = LARGEST_PART) -> bytes:
        """Return a part; raise Refused for one that is not there, or too large."""
        try:
            info = self.file.getinfo(name)
            if info.file_size > largest:
                raise Refused(f"{name}过大，没有收下。", 400)
            return self.file.read(info)
        except _BAD_ZIP:
            raise Refused(f"{name}：包里没有，或已损坏，没有收下。", 400) from None


def opened(file: BinaryIO) -> Opened:
    """Look at a whole package; raise Refused where it is so wrong that its parts cannot be told.

    What is wrong with its parts is in `faults`, a sentence each. Bounded: a part is in memory in
    pieces, the file is read twice.
    """
    size = _judged_list(file)
    try:
        archive = zipfile.ZipFile(file)
        infos = archive.infolist()
    except _BAD_ZIP:
        raise Refused(DAMAGED, 400) from None
    found = Opened(archive, "")
    found.faults = list(_faults_of_list(infos, size))
    if not found.faults:
        _look(found, file)
    found.faults = found.faults[:_SAID]
    return found


def _judged_list(file: BinaryIO) -> int:
    """Return the size of the file; refuse one whose end is not a package's, before its list is read."""
    size = file.seek(0, 2)
    if size > LARGEST_PARCEL:
        raise Refused(f"文件超过{LARGEST_PARCEL // 10**9} GB，没有收下。", 413)
    file.seek(max(0, size - _END_SIZE))
    end = file.read(_END_SIZE)
    if len(end) < _END_SIZE or not end.startswith(_END):
        raise Refused(DAMAGED, 400)
    disk, at, here, count, length, start, comment = struct.unpack("<HHHHIIH", end[4:])
    if disk or at or comment or here != count:
        raise Refused(DAMAGED, 400)
    if count > MOST_PARTS or length > _LARGEST_LIST:
        raise Refused(f"包里的文件超过{MOST_PARTS}个，没有收下。", 400)
    if start + length + _END_SIZE != size or length < count * _HEAD:
        raise Refused(DAMAGED, 400)
    file.seek(0)
    return size


def _faults_of_list(infos: list[zipfile.ZipInfo], size: int) -> Iterator[str]:
    for name, times in Counter(info.filename for info in infos).items():
        if times > 1:
            yield f"{name[:100]}：有{times}个同名的文件。"
    yield from filter(None, map(_fault_of_part, infos))
    if sum(info.file_size for info in infos) > size:
        yield "各文件的大小加起来超过整个文件，不是原来的包。"
    names = [info.filename for info in infos]
    if names[:1] != [ABOUT] or names[-2:] != [MANIFEST, SIGNATURE]:
        lacking = [name for name in (ABOUT, MANIFEST, SIGNATURE) if name not in names]
        yield f"缺少{'、'.join(lacking)}。" if lacking else "文件的次序被改动过。"


def _fault_of_part(info: zipfile.ZipInfo) -> str:
    name = info.filename[:100]
    if not safe(info.filename):
        return f"文件名不安全：{name!r}。"
    if info.flag_bits & 1 or info.compress_type != zipfile.ZIP_STORED:
        return f"{name}：被压缩或加密过，不是原来的包。"
    if info.file_size != info.compress_size or info.file_size > LARGEST_PART:
        return f"{name}：大小写得不对，或过大。"
    return ""


def _look(found: Opened, file: BinaryIO) -> None:
    """Compare every part with the list, the list with the signature, the whole with its parts."""
    try:
        listing = found.read(MANIFEST)
        told = _told(listing)
    except (ValueError, etree.LxmlError) as fault:
        found.faults.append(f"{MANIFEST}：{'已损坏' if isinstance(fault, Refused) else '读不出来'}。")
        return
    lines, made = _made_again(found)
    lines.pop(MANIFEST, None)
    lines.pop(SIGNATURE, None)
    found.faults += [f"{name}：清单里没有这个文件。" for name in lines if name not in told]
    found.faults += [f"{name}：清单里有，包里没有。" for name in told if name not in lines]
    found.faults += [f"{name}：与清单的大小或摘要不符，被改动过。" for name, line in lines.items()
                     if line and name in told and told[name] != line]  # fmt: skip
    _read_signature(found, listing)
    found.sha256 = _sha256(file)
    if not found.faults and found.sha256 != made:
        found.faults.append("文件包的结构（文件头、时间、次序）被改动过。")
    if not found.faults:
        try:
            found.about = About.read(found.read(ABOUT))
        except NotTold as fault:
            found.faults.append(f"{ABOUT}：{fault}。")


def _told(listing: bytes) -> dict[str, str]:
    return {one.get("name", ""): _line(one) for one in parsed(listing).iter("file")}


def _line(one) -> str:
    return " ".join(one.get(name, "") for name in ("size", "sha256", "sm3"))


def _made_again(found: Opened) -> tuple[dict[str, str], str]:
    """Return what the list should say of each part, "" of a damaged one, and the whole's SHA-256."""
    outlet, whole, lines = Outlet(), hashlib.sha256(), {}
    with zipfile.ZipFile(outlet, "w") as again:
        for info in found.file.infolist():
            try:
                with found.file.open(info) as part:
                    line = put(again, info.filename, _drained(part, outlet, whole))
            except _BAD_ZIP:
                found.faults.append(f"{info.filename}：已损坏（校验和或文件头不符）。")
                lines[info.filename] = ""
                continue
            lines[info.filename] = _line(parsed(line.encode()))
    whole.update(outlet.taken())
    return lines, whole.hexdigest()


def _drained(part, outlet: Outlet, whole) -> Iterator[bytes]:
    for piece in chunks_of(part):
        yield piece
        whole.update(outlet.taken())


def _read_signature(found: Opened, listing: bytes) -> None:
    try:
        value = facts(found.read(SIGNATURE, LARGEST_FACTS))
        if not isinstance(value, dict):
            raise ValueError
        found.public, signature = raw(value.get("key")), raw(value.get("signature"), 64)
        found.handovers = handovers_in(value.get("handovers", []))
    except ValueError:
        found.faults.append(f"{SIGNATURE}：读不出来。")
        return
    if not is_signed(found.public, signature, signed_message(listing)):
        found.faults.append(f"{SIGNATURE}：签名与清单不符，包被改动过，或者不是这把钥匙签的。")


def _sha256(file: BinaryIO) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()
