"""Macros in old office files: there, able to leave a trace where they are allowed, and never run here.

LibreOffice 7.4 runs no macro of a file by itself where it opens it without a window, whatever is allowed,
and its windowless build ends where it is to open one with a window. So that the test can fail, the file's
own macro is called by name where LibreOffice says that the file's macros are allowed: with the settings
of our profile it leaves no trace, with macros allowed the same file leaves one.
"""

import io
import os
import signal
import subprocess
import time
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from reports.importing import old_office, read_guarded
from tests.factories import FIXTURES
from tests.libreoffice import converted

from ..making import office
from ..making.compound import put_together, taken_apart
from ..making.pages import CITY

MARKER = Path("/tmp/macro-ran")
_VBA = "application/vnd.ms-office.vbaProject"
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_LINK = '<Relationship Id="macro" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>'
_ALLOWED = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "0"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "false"),
)
_CALLER = """Sub Call_It(name As String)
Dim how(1) As New com.sun.star.beans.PropertyValue
how(0).Name = "MacroExecutionMode"
how(0).Value = com.sun.star.document.MacroExecMode.USE_CONFIG
how(1).Name = "Hidden"
how(1).Value = True
Dim file
file = StarDesktop.loadComponentFromURL(name, "_blank", 0, how())
If file.AllowMacroExecution Then file.getScriptProvider().getScript("vnd.sun.star.script:VBAProject.Marks.Auto_Open?language=Basic&location=document").invoke(Array(), Array(), Array())
StarDesktop.terminate()
End Sub"""
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Caller" script:language="StarBasic">{}</script:module>"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Caller"/></library:library>"""


def with_macro(kind: str) -> bytes:
    """An old file of our report with a VBA project whose Workbook_Open and Auto_Open write MARKER.

    fixtures/macro.vbaproject.bin was made with ms_ovba (MIT) from those few lines.
    """
    project = (FIXTURES / "macro.vbaproject.bin").read_bytes()
    if kind == "xls":
        return converted(_workbook(project), "xlsm", "xls")
    # LibreOffice writes no macros of a .docm into a .doc: they are put beside its words.
    plain = converted(office.document_docx(CITY), "docx", "doc")
    return put_together(taken_apart(plain) | {"Macros": taken_apart(project)}, plain)


def _workbook(project: bytes) -> bytes:
    out = io.BytesIO()
    content = io.BytesIO(office.document_xlsx(CITY))
    with zipfile.ZipFile(content) as book, zipfile.ZipFile(out, "w") as made:
        for name in book.namelist():
            part = book.read(name)
            if name == "[Content_Types].xml":
                part = part.replace(_SHEETS.encode(), _MACROS.encode())
                part = part.replace(b"</Types>", f'<Default Extension="bin" ContentType="{_VBA}"/></Types>'.encode())
            elif name == "xl/_rels/workbook.xml.rels":
                part = part.replace(b"</Relationships>", f"{_LINK}</Relationships>".encode())
            made.writestr(name, part)
        made.writestr("xl/vbaProject.bin", project)
    return out.getvalue()


def leaves_a_trace(file: bytes, kind: str, folder: Path, monkeypatch, settings=old_office._SETTINGS) -> bool:
    """Whether the macro of a file runs when it is called by name, in a profile with these settings."""
    MARKER.unlink(missing_ok=True)
    monkeypatch.setattr(old_office, "_SETTINGS", settings)
    old_office._write_profile(folder)
    program = [old_office.program(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    subprocess.run([*program, "--terminate_after_init"], check=True, capture_output=True, timeout=120)
    library = folder / "profile" / "user" / "basic" / "Standard"
    (library / "Caller.xba").write_text(_MODULE.format(escape(_CALLER)))
    (library / "script.xlb").write_text(_LIBRARY)
    (place := folder / f"file.{kind}").write_bytes(file)
    call = f'macro:///Standard.Caller.Call_It("{place.as_uri()}")'
    with subprocess.Popen([*program, call], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True) as running:
        until = time.monotonic() + 120  # on a busy machine; it ends by itself
        while not MARKER.exists() and running.poll() is None and time.monotonic() < until:
            time.sleep(0.2)
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
    ran = MARKER.exists()
    MARKER.unlink(missing_ok=True)
    return ran


@pytest.fixture(scope="module", params=["xls", "doc"])
def old(request) -> tuple[bytes, str]:
    """An old file with a macro, and its kind."""
    return with_macro(request.param), request.param


def test_the_macro_is_there_as_the_office_programs_own_basic(old):
    file, kind = old

    with zipfile.ZipFile(io.BytesIO(converted(file, kind, {"xls": "ods", "doc": "odt"}[kind]))) as opened:
        assert str(MARKER).encode() in opened.read("Basic/VBAProject/Marks.xml")


def test_a_file_with_a_macro_is_read_and_the_macro_leaves_no_trace(old):
    file, kind = old
    MARKER.unlink(missing_ok=True)

    reading = read_guarded(file, f"报告.{kind}")

    assert reading.document.cells == CITY.cells
    assert not MARKER.exists()


def test_the_macro_would_leave_one_where_macros_are_allowed(old, tmp_path, monkeypatch):
    assert leaves_a_trace(*old, tmp_path, monkeypatch, _ALLOWED)


def test_the_settings_of_our_profile_are_what_keeps_it_from_running(old, tmp_path, monkeypatch):
    assert not leaves_a_trace(*old, tmp_path, monkeypatch)
