"""Old office files by way of LibreOffice: what is read, and what the program may not do."""

import json
import os
import struct
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from reports.importing import Unreadable, read, read_guarded
from reports.importing.apart import guard, reader_process
from reports.importing.formats import accepted, endings
from reports.importing.old_office import program
from tests.factories import FIXTURES

from ..making import letters, office
from ..making.pages import CITY, messages
from .test_hostile_files import OLE

pytestmark = pytest.mark.usefixtures("fresh_processes")
WORD = OLE + "WordDocument\0".encode("utf-16-le")
FIGURES = {
    "proactive.rules.in_force": 0, "proactive.normative_documents.issued": 7,
    "proactive.normative_documents.in_force": 31,
}  # fmt: skip


@pytest.mark.parametrize("name", ["old-office.wps", "old-office.et"])
def test_what_wps_names_its_own_is_told_by_content_and_read(name):
    reading = read_guarded((FIXTURES / name).read_bytes(), name)

    assert {cell: reading.document.cells[cell] for cell in FIGURES} == FIGURES
    assert str(reading.document.cells["proactive.fees.amount"]) == "190.457379"
    assert reading.document.organ == "青岚县水务局"
    if name.endswith("wps"):
        assert "修订痕迹" in messages(reading) and "删去的话" not in str(reading.document.sections)


@pytest.mark.parametrize("name", ["报告.wps", "报告.et"])
def test_a_new_file_under_an_old_name_is_told_by_content(name):
    content = (office.document_docx if name.endswith("wps") else office.document_xlsx)(CITY)

    assert read(content, name).document.cells == CITY.cells


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Return what puts a script of our own in LibreOffice's place, with a place to tell things."""

    def make(script: str):
        made = tmp_path / "soffice"
        told = tmp_path / "told.txt"
        head = (
            f"#!{sys.executable}\nimport os, pathlib, re, socket, subprocess, sys, time\n"
            f"told = pathlib.Path({str(told)!r})\n"
            "out = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1])\n"
        )
        made.write_text(head + textwrap.dedent(script))
        made.chmod(0o755)
        monkeypatch.setenv("OFFICE_PROGRAM", str(made))
        return told

    return make


COPIES = """
    out.mkdir()
    (out / "file.docx").write_bytes(pathlib.Path({path!r}).read_bytes())
"""


@pytest.fixture
def copies(tmp_path):
    """Return a script that gives out the city's report, whatever comes in."""
    made = tmp_path / "city.docx"
    made.write_bytes(office.document_docx(CITY))
    return COPIES.format(path=str(made))


def test_what_the_program_makes_of_a_file_is_read(stand_in, copies):
    stand_in(copies)

    assert read_guarded(WORD, "报告.doc").document.cells == CITY.cells


def test_an_old_file_in_a_letter_is_read(stand_in, copies):
    stand_in(copies)

    letter = letters.letter(attached={"报告.doc": WORD})

    assert read_guarded(letter).document.cells == CITY.cells


def test_the_program_has_no_network_no_secrets_and_no_macros(stand_in, copies, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "of the server")
    told = stand_in(
        copies
        + """
    def tried(family):
        try:
            socket.socket(family)
            return "open"
        except PermissionError:
            return "refused"
    profile = pathlib.Path(sys.argv[1].split("file://")[1]) / "user" / "registrymodifications.xcu"
    told.write_text(" ".join([tried(socket.AF_INET), tried(socket.AF_INET6), str("SECRET_KEY" in os.environ),
        str(bool(re.search("DisableMacrosExecution.{0,40}true", profile.read_text()))), os.environ["HOME"]]))
    """
    )

    read_guarded(WORD)

    *said, home = told.read_text().split()
    assert said == ["refused", "refused", "False", "True"]
    assert not os.path.exists(home)


def test_only_so_many_old_files_are_opened_at_once(stand_in, monkeypatch):
    told = stand_in("told.write_text('opened')")
    monkeypatch.setattr(guard, "_slots", threading.BoundedSemaphore(1))
    monkeypatch.setattr(guard, "_WAIT", 0)

    with guard._slot(), pytest.raises(Unreadable, match="同时打开"):
        read_guarded(WORD)

    assert not told.exists()


def test_a_program_that_hangs_is_killed_with_all_that_it_started(stand_in, monkeypatch):
    told = stand_in(
        """
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    told.write_text(f"{child.pid} {os.environ['HOME']}")
    time.sleep(600)
    """
    )
    monkeypatch.setattr(guard, "OFFICE_SECONDS", 3)

    with pytest.raises(Unreadable, match="3秒内没有读完"):
        read_guarded(WORD)

    pid, home = told.read_text().split()
    assert _ends(int(pid))
    assert not os.path.exists(home)


def _ends(pid: int) -> bool:
    """Whether a process is gone before long; a dead one that waits for its parent is gone."""
    for _ in range(200):
        try:
            with open(f"/proc/{pid}/stat") as stat:
                if stat.read().rpartition(")")[2].split()[0] == "Z":
                    return True
        except FileNotFoundError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    "script",
    ["", "sys.exit(1)", "bytearray(700_000_000)", "out.mkdir(); (out / 'file.docx').symlink_to('/etc/hostname')",
     "out.mkdir(); (out / 'file.docx').write_bytes(bytes(70_000_000))"],
)  # fmt: skip
def test_a_program_that_makes_nothing_of_a_file_is_a_refusal(stand_in, script):
    stand_in(script)

    with pytest.raises(Unreadable, match="打不开"):
        read_guarded(WORD)


@pytest.mark.parametrize(("names", "sentence"), [("WordDocument", "DOCX"), ("Workbook", "XLSX")])
def test_without_the_program_an_old_file_says_what_to_do(monkeypatch, names, sentence):
    monkeypatch.setenv("OFFICE_PROGRAM", "off")

    with pytest.raises(Unreadable, match=f"另存为 {sentence} .*LibreOffice"):
        read_guarded(OLE + f"{names}\0".encode("utf-16-le"))


def test_where_the_network_cannot_be_taken_away_the_program_is_not_used():
    asked = {"name": "", "year": None, "office": sys.executable, "folder": "/nowhere"}
    head = json.dumps(asked).encode()

    said = reader_process.answer(struct.pack(">I", len(head)) + head + WORD, offline=False)

    assert "另存为 DOCX" in said["refusal"]


def test_an_old_file_that_is_neither_text_nor_workbook_is_refused(stand_in):
    told = stand_in("told.write_text('opened')")

    with pytest.raises(Unreadable, match="不是文档"):
        read_guarded(OLE + "PowerPoint Document\0".encode("utf-16-le"))
    with pytest.raises(Unreadable, match="密码"):
        read_guarded(OLE + "EncryptedPackage\0".encode("utf-16-le"))
    assert not told.exists()


def test_the_setting_names_the_program_or_switches_it_off(monkeypatch):
    monkeypatch.setenv("OFFICE_PROGRAM", sys.executable)
    assert program() == sys.executable
    monkeypatch.setenv("OFFICE_PROGRAM", "off")
    assert program() == ""
    monkeypatch.setenv("OFFICE_PROGRAM", "/nowhere/soffice")
    assert program() == ""


def test_the_document_and_the_chooser_name_every_kind_that_is_read(monkeypatch):
    document = (Path(__file__).parents[3] / "docs" / "import_report.md").read_text()
    monkeypatch.setenv("OFFICE_PROGRAM", sys.executable)

    assert [kind.words for kind in accepted() if kind.words not in document] == []
    assert all(ending in endings().split(",") for kind in accepted() for ending in kind.endings)


def test_old_kinds_are_named_only_where_they_are_read(monkeypatch):
    monkeypatch.setenv("OFFICE_PROGRAM", "off")

    assert not any(".doc" in kind.endings for kind in accepted())
