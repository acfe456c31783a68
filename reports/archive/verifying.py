"""Whether a package, or a ZIP of packages, is what was packed: every changed byte is named.

Needs no database. The file may be anybody's: nothing is unpacked to disk, what is packed tight or too
large is refused, and nothing is read twice.
"""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from .four import checked, parsed, safe, sheet, sheet_page
from .package import MANIFEST, SHEET, SHEET_PAGE, digests, line_of, listed, lot, packed

MOST_FILES, LARGEST = 60_000, 300_000_000
ENDING = "-归档包.zip"
# The parts are as listed, what holds them is not: nobody can tell who packed it so.
_OTHERWISE = "与打包时不同：被改动过，或者由别的程序、别的版本重新打包；里面的各文件与清单相符。"


def verified(path: Path) -> Iterator[str]:
    """Yield what is wrong with the file, a sentence each; nothing where it is whole."""
    try:
        with zipfile.ZipFile(path) as file:
            refusal = _refusal(file)
            if refusal:
                yield refusal
            elif _holds_packages(file):
                yield from _lot(file, path)
            elif path.stat().st_size > 2 * LARGEST:
                yield "文件过大，不像一份报告的归档包，没有检查。"
            else:
                yield from _package(path.read_bytes(), file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        yield "不是完整的归档包（ZIP），打不开。"


def _refusal(file: zipfile.ZipFile) -> str:
    infos = file.infolist()
    if len(infos) > MOST_FILES:
        return f"文件超过{MOST_FILES}个，不像归档包，没有检查。"
    for info in infos:
        if not safe(info.filename):
            return f"文件名不安全：{info.filename[:100]!r}，没有检查。"
        if info.file_size > LARGEST or info.flag_bits & 1 or _is_bomb(info):
            return f"{info.filename}过大、加密或压缩异常，没有检查。"
    return ""


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > 1_000_000 and info.file_size > 200 * max(1, info.compress_size)


def _holds_packages(file: zipfile.ZipFile) -> bool:
    return any(name.endswith(ENDING) for name in file.namelist())


def _twice(file: zipfile.ZipFile) -> Iterator[str]:
    for name, times in Counter(file.namelist()).items():
        if times > 1:
            yield f"{name}：有{times}个同名的文件。"


def _told(content: bytes) -> dict[str, tuple[str, str, str]]:
    return {
        one.get("name", ""): (one.get("size", ""), one.get("sha256", ""), one.get("sm3", ""))
        for one in parsed(content).iter("file")
    }


def _lot(file: zipfile.ZipFile, path: Path) -> Iterator[str]:
    """Yield what is wrong with a ZIP of packages and with each of them."""
    faults = 0
    for fault in _faults_of_lot(file):
        faults += 1
        yield fault
    if not faults:
        yield from _made_otherwise(file, path)


def _made_otherwise(file: zipfile.ZipFile, path: Path) -> Iterator[str]:
    """Yield where a ZIP of packages is not byte for byte what is made of its parts."""
    names = [name for name in file.namelist() if name != MANIFEST]
    again = lot((name, file.read(name)) for name in names)
    with path.open("rb") as whole:
        for name, piece in zip([*names, MANIFEST, "文件包的目录"], again, strict=True):
            if whole.read(len(piece)) != piece:
                yield f"{name}：文件头（时间、属性、结构）{_OTHERWISE}"
                return
        if whole.read(1):
            yield "文件包的后面多了内容。"


def _faults_of_lot(file: zipfile.ZipFile) -> Iterator[str]:
    yield from _twice(file)
    names = file.namelist()
    if MANIFEST not in names:
        yield f"缺少{MANIFEST}。"
        return
    content = file.read(MANIFEST)
    told = _told(content)
    lines = []
    for name in names:
        if name == MANIFEST:
            continue
        try:
            found = file.read(name)
        except zipfile.BadZipFile:
            yield f"{name}：已损坏。"
            continue
        lines.append(line_of(name, len(found), *digests(found)))
        yield from _compared(name, found, told)
        if name.endswith(ENDING):
            yield from (f"{name}：{fault}" for fault in _package(found))
    yield from (f"{name}：清单里有，包里没有。" for name in told if name not in names)
    if content != listed(lines):
        yield f"{MANIFEST}：与包里的文件不符。"


def _compared(name: str, content: bytes, told: dict) -> Iterator[str]:
    if name not in told:
        yield f"{name}：清单里没有这个文件。"
    elif told[name] != (str(len(content)), *digests(content)):
        yield f"{name}：与清单的大小或摘要不符，被改动过。"


def _package(whole: bytes, file: zipfile.ZipFile | None = None) -> Iterator[str]:
    """Yield what is wrong with one package."""
    if file is None:
        try:
            with zipfile.ZipFile(io.BytesIO(whole)) as inner:
                refusal = _refusal(inner)
                yield from [refusal] if refusal else list(_package(whole, inner))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError):
            yield "打不开。"
        return
    yield from _twice(file)
    files: dict[str, bytes] = {}
    for info in file.infolist():
        if info.compress_type != zipfile.ZIP_STORED:
            yield f"{info.filename}：被压缩过，归档包里的文件不压缩。"
            return
        try:
            files[info.filename] = file.read(info)
        except zipfile.BadZipFile:
            yield f"{info.filename}：已损坏（校验和不符）。"
    if MANIFEST not in files:
        yield f"缺少{MANIFEST}。"
        return
    yield from _contents(whole, files)


def _contents(whole: bytes, files: dict[str, bytes]) -> Iterator[str]:
    told = _told(files[MANIFEST])
    rest = {name: content for name, content in files.items() if name != MANIFEST}
    faults = [fault for name, content in rest.items() for fault in _compared(name, content, told)]
    faults += [f"{name}：清单里有，包里没有。" for name in told if name not in rest]
    looked_at = {name: content for name, content in rest.items() if name not in (SHEET, SHEET_PAGE)}
    checks = checked(looked_at)
    faults += [f"{c.kind}：{c.what}——{c.fault}。" for c in checks if c.fault]
    if rest.get(SHEET) != sheet(checks):
        faults.append(f"{SHEET}：与现在检测的结果不符。")
    if SHEET_PAGE in rest and rest[SHEET_PAGE] != sheet_page(checks, looked_at):
        faults.append(f"{SHEET_PAGE}：与现在检测的结果不符。")
    yield from faults
    if not faults and whole != packed(rest):
        yield f"{MANIFEST}或文件包的结构{_OTHERWISE}"
