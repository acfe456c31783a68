"""Old office files (.doc, .xls, .wps, .et) by way of LibreOffice, in the process that reads them.

Without a window, with a profile of its own in a folder that is thrown away: no macros run, nothing
is fetched, and the process has no network anyway (`guarded.offline`). Whoever started that process
kills it with all that it started.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .values import Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECONDS = 45  # for a file that LibreOffice has to open first; a request may take 55
_SETTING = "OFFICE_PROGRAM"
_OFF = ("off", "0", "no", "false", "none")
_DOCUMENT, _BOOK = ("doc", "docx", "MS Word 97", "MS Word 2007 XML"), ("xls", "xlsx", "MS Excel 97", "Calc MS Excel 2007 XML")  # fmt: skip
_LARGEST = 40 * 1024 * 1024
_DAMAGED = "旧格式的文件打不开：内容损坏，或者有打开密码。请用 Word、WPS 或 Excel 打开，另存为 {} 后再导入。"
_LACKING = "这是旧格式的{}。请用 Word、WPS 或 Excel 打开，另存为 {} 后再导入（服务器上装了 LibreOffice 就能直接读入，请告诉管理员）。"


@dataclass(frozen=True)
class Office:
    """LibreOffice as it may be used: its program, and a folder for one file."""

    program: str
    folder: str


def program() -> str:
    """Return the path of LibreOffice's program, empty where it is not installed or switched off.

    The environment's OFFICE_PROGRAM is a path, or `off`; without it the usual name is looked for.
    """
    told = os.environ.get(_SETTING, "").strip()
    if told.lower() in _OFF:
        return ""
    return shutil.which(told or "soffice") or ""


def modern(content: bytes, office: Office | None) -> bytes:
    """Return an old office file as DOCX or XLSX; raise Unreadable.

    What the file is, its streams say: WPS names the same kinds .wps and .et.
    """
    old, new, reads, writes = _kind(content)
    if not office:
        what = "文档（.doc、.wps）" if old == "doc" else "表格（.xls、.et）"
        raise Unreadable(_LACKING.format(what, new.upper()))
    folder = Path(office.folder)
    _write_profile(folder)
    (folder / f"file.{old}").write_bytes(content)
    command = [
        office.program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
        "--norestore", "--nologo", "--nolockcheck", "--nodefault", f"--infilter={reads}",
        "--convert-to", f"{new}:{writes}", "--outdir", str(folder / "out"), str(folder / f"file.{old}"),
    ]  # fmt: skip
    subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, check=False, cwd=folder,
        env={"PATH": "/usr/bin:/bin", "HOME": office.folder, "TMPDIR": office.folder,
             "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"},
    )  # fmt: skip
    made = folder / "out" / f"file.{new}"
    if not made.is_file() or made.is_symlink() or made.stat().st_size > _LARGEST:
        raise Unreadable(_DAMAGED.format(new.upper()))
    return made.read_bytes()


def _kind(content: bytes) -> tuple[str, str, str, str]:
    """Return what an OLE file is, by the names of its streams (UTF-16); raise Unreadable."""

    def has(name: str) -> bool:
        return f"{name}\0".encode("utf-16-le") in content

    if has("EncryptedPackage"):
        raise Unreadable("文件设有打开密码，无法读取。请去掉密码（另存时不设密码）后再导入。")
    if has("WordDocument"):
        return _DOCUMENT
    if has("Workbook") or has("Book"):
        return _BOOK
    raise Unreadable("这是旧格式的办公文件，但不是文档，也不是表格，没有读入。")


_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>"""
_ITEM = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
# No macro runs, nothing linked is fetched, nothing is asked or sent.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Misc", "UseOpenCL", "false"),
    ("Office.Common/Misc", "CollectUsageInformation", "false"),
    ("Office.Common/Misc", "CrashReport", "false"),
    ("Office.Common/Java/ApplicationRuntime", "Enable", "false"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Jobs/Jobs/org.openoffice.Office.Jobs:Job['UpdateCheck']/Arguments", "AutoCheckEnabled", "false"),
)  # fmt: skip


def _write_profile(folder: Path) -> None:
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    items = "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    (user / "registrymodifications.xcu").write_text(_PROFILE.format(items))
