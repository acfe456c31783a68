"""The files that a supervisor brings: many at once, or in ZIP archives with folders.

An archive is a stranger's: its list is judged before it is read, every file before it is unpacked.
Nothing is written to a disk, so a path is only a label; it is made harmless all the same.
"""

import struct
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from reports.importing import LARGEST, TOO_LARGE
from reports.refusals import Refused

MOST_FILES = 1000
LARGEST_LOT = 200 * 1024 * 1024  # bytes of all files, unpacked
STEEPEST = 250  # times that a file may shrink: none that is honest shrinks more
DEEPEST = 12  # folders in folders
LONGEST_PATH = 400
_LARGEST_LIST = 2 * 1024 * 1024  # bytes of an archive's own list of files
_END, _END_SIZE, _ZIP64 = b"PK\5\6", 22, b"PK\6\7"
_UTF8, _ENCRYPTED = 0x800, 0x1
_LINK = 0o120000
_NOISE = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
_DAMAGED = "压缩包损坏或不完整，打不开。请重新压缩成 ZIP 再上传。"
_TOO_MANY = f"一次最多{MOST_FILES}个文件。请分几次上传。"
_TOO_MUCH = f"文件展开后超过{LARGEST_LOT // 1024 // 1024}MB。请分几次上传。"


@dataclass(frozen=True)
class Brought:
    """A file: its path in words, its bytes, or the sentence that says why it is not read."""

    path: str
    content: bytes = b""
    refusal: str = ""


def unpacked(uploads: Iterable[tuple[str, BinaryIO]]) -> Iterator[Brought]:
    """Yield the files among `uploads` (name, file), those in archives too; raise Refused.

    One at a time: all of them together need not fit into memory.
    """
    count = size = 0
    for name, upload in uploads:
        for file in _files_of(name, upload):
            count, size = count + 1, size + len(file.content)
            if count > MOST_FILES:
                raise Refused(_TOO_MANY, 400)
            if size > LARGEST_LOT:
                raise Refused(_TOO_MUCH, 400)
            yield file


def _files_of(name: str, upload: BinaryIO) -> Iterator[Brought]:
    if name.lower().endswith(".zip"):
        yield from _inside(upload)
    else:
        yield _judged(_label(name), upload.read(LARGEST + 1))


def _judged(path: str, content: bytes) -> Brought:
    return Brought(path, refusal=TOO_LARGE) if len(content) > LARGEST else Brought(path, content)


def _inside(upload: BinaryIO) -> Iterator[Brought]:
    _judge_list(upload)
    try:
        with zipfile.ZipFile(upload) as archive:
            for entry in archive.infolist():
                path = _label(_name_of(entry))
                if not entry.is_dir() and not _is_noise(path):
                    yield _read(archive, entry, path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error):
        raise Refused(_DAMAGED, 400) from None


def _judge_list(upload: BinaryIO) -> None:
    """Refuse a list of files that is longer than any honest one, before it is read."""
    upload.seek(max(0, upload.seek(0, 2) - 66_000))
    content = upload.read()
    at = content.rfind(_END)
    end = content[at : at + _END_SIZE] if at >= 0 else b""
    if len(end) < _END_SIZE:
        raise Refused(_DAMAGED, 400)
    count, size = struct.unpack("<HI", end[10:16])
    if content[max(0, at - 20) : at].startswith(_ZIP64) or count > 4 * MOST_FILES:
        raise Refused(_TOO_MANY, 400)
    if size > _LARGEST_LIST:
        raise Refused(_TOO_MANY, 400)


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Return a file's name as it was written: UTF-8 where it says so or can be, else GBK."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    written = entry.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _label(name: str) -> str:
    """Return a path without what leads out of it, or does not show."""
    parts = [
        "".join(c for c in part if c.isprintable()).strip()
        for part in name.replace("\\", "/").split("/")
    ]
    kept = [part for part in parts if part not in ("", ".", "..")]
    return "/".join(kept)[-LONGEST_PATH:] or "（没有名称）"


def _is_noise(path: str) -> bool:
    """Whether a system has put the file there, not a person."""
    name = path.rsplit("/", 1)[-1]
    lower = path.lower()
    return lower.startswith(_NOISE[0]) or name.lower() in _NOISE or name.startswith(("~$", "._"))


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str) -> Brought:
    if refusal := _refusal(entry, path):
        return Brought(path, refusal=refusal)
    try:
        with archive.open(entry) as packed:
            content = packed.read(min(entry.file_size, LARGEST) + 1)
    except Exception:  # zlib.error, lzma.LZMAError and others have no common base
        return Brought(path, refusal="这个文件在压缩包里已损坏，没有读入。请重新压缩后再上传。")
    if len(content) > entry.file_size:
        return Brought(path, refusal="压缩包里写的大小与实际不符，没有读入。")
    return Brought(path, content)


def _refusal(entry: zipfile.ZipInfo, path: str) -> str:
    if entry.flag_bits & _ENCRYPTED:
        return "压缩包设有密码，没有读入。请去掉密码后再上传。"
    if entry.external_attr >> 16 & 0o170000 == _LINK:
        return "这是一个链接，不是文件，没有读入。"
    if path.count("/") > DEEPEST:
        return f"文件夹超过{DEEPEST}层，没有读入。"
    if path.lower().endswith((".zip", ".rar", ".7z")):
        return "压缩包里的压缩包不展开，没有读入。请先解压，再上传里面的文件。"
    if entry.file_size > LARGEST:
        return TOO_LARGE
    if entry.file_size > 1_000_000 and entry.file_size > STEEPEST * max(1, entry.compress_size):
        return "文件展开后过大，不像一份年度报告，没有读入。"
    return ""
