"""What is brought: archives with folders and names in any coding, within bounds."""

import io
import struct
import zipfile

import pytest

from reports.gathering import unpacking
from reports.gathering.unpacking import unpacked
from reports.refusals import Refused
from tests.gathering.conftest import zipped


def brought(content: bytes, name: str = "报告.zip") -> list:
    return list(unpacked([(name, io.BytesIO(content))]))


def in_gbk(path: str, content: bytes) -> bytes:
    """Return a ZIP as Windows writes it: the name in GBK, and nothing that says so."""
    made = zipped({"x" * len(path.encode("gbk")): content})
    return made.replace(b"x" * len(path.encode("gbk")), path.encode("gbk"))


def test_files_lie_in_folders_under_names_of_either_coding():
    assert brought(in_gbk("2023/文旅局.txt", b"a"))[0].path == "2023/文旅局.txt"
    assert brought(zipped({"2023/文旅局.txt": b"a"}))[0].path == "2023/文旅局.txt"


def test_no_path_leads_out():
    paths = [file.path for file in brought(zipped({"../../etc/a.txt": b"", "/b.txt": b"", "c\\..\\d.txt": b""}))]

    assert paths == ["etc/a.txt", "b.txt", "c/d.txt"]


def test_what_a_system_puts_beside_is_left_out():
    files = {"__MACOSX/._a.docx": b"", "a/.DS_Store": b"", "~$a.docx": b"", "Thumbs.db": b"", "a.txt": b""}

    assert [file.path for file in brought(zipped(files))] == ["a.txt"]


@pytest.mark.parametrize(
    ("path", "content", "sentence"),
    [
        ("bomb.txt", b"0" * 5_000_000, "展开后过大"),
        ("large.txt", b"0" * (20 * 1024 * 1024 + 1), "超过20MB"),
        ("inner.zip", b"PK", "压缩包里的压缩包"),
        ("/".join("abcdefghijklmn") + "/deep.txt", b"", "文件夹超过12层"),
    ],
)
def test_a_file_out_of_bounds_is_named_and_stops_no_other(path, content, sentence):
    bad, good = brought(zipped({path: content, "good.txt": b"good"}))

    assert sentence in bad.refusal and bad.content == b""
    assert (good.content, good.refusal) == (b"good", "")


def test_too_many_files_are_refused(monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_FILES", 3)

    with pytest.raises(Refused, match="一次最多"):
        brought(zipped({f"{n}.txt": b"" for n in range(4)}))


def test_too_much_in_all_is_refused(monkeypatch):
    monkeypatch.setattr(unpacking, "LARGEST_LOT", 10)

    with pytest.raises(Refused, match="展开后超过"):
        brought(zipped({"a.txt": b"123456", "b.txt": b"123456"}))


def test_an_endless_list_is_refused_before_it_is_read(monkeypatch):
    made = bytearray(zipped({"a.txt": b""}))
    end = made.rfind(b"PK\5\6")
    made[end + 12 : end + 16] = struct.pack("<I", 2**31)
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("it was read"))

    with pytest.raises(Refused, match="一次最多"):
        brought(bytes(made))


BROKEN = [b"", b"PK\3\4", b"no archive", zipped({"a.txt": b"abc"})[:-30]]


@pytest.mark.parametrize("content", BROKEN, ids=["empty", "begun", "another", "cut off"])
def test_a_broken_archive_is_said(content):
    with pytest.raises(Refused, match="打不开"):
        brought(content)


def test_a_file_that_is_broken_in_the_archive_is_named():
    made = bytearray(zipped({"a.txt": b"abc" * 100, "b.txt": b"good"}))
    made[38] ^= 0xFF

    bad, good = brought(bytes(made))

    assert "已损坏" in bad.refusal and good.content == b"good"
