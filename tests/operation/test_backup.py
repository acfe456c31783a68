"""Losing a database and getting it back."""

import errno
import hashlib
import io
import json
import os
import shutil
import stat
import tarfile
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from reportsite.operation import archive, engines
from tests.once import made_once

ANSWERED = "SELECT cell, value FROM reports_figure WHERE value IS NOT NULL ORDER BY id"
CASES = "SELECT register_id, number, received_on, outcome FROM reports_registeredrequest ORDER BY id"
LATER = "SELECT name FROM auth_group WHERE name = '后来的'"
ADD_LATER = "INSERT INTO auth_group (name) VALUES ('后来的')"


@pytest.fixture(scope="package")
def backup(pattern, tmp_path_factory):
    """The backup of a site as every copy of it begins: in the one that is served, figures change."""
    with made_once(tmp_path_factory, f"backup-{pattern.directory.parent.name}") as (directory, is_first):
        file = directory / "backup.tar"
        if is_first:
            done = pattern.manage("backup", str(file))
            assert "已备份并核对" in done.stdout, done.stderr
    return file


@pytest.fixture
def backed_up(site, backup):
    """A furnished site and its backup."""
    site.file = site.directory / "backup.tar"
    shutil.copy(backup, site.file)
    return site


def test_a_lost_database_comes_back_whole(backed_up):
    before, cases = backed_up.query(ANSWERED), backed_up.query(CASES)
    assert len(cases) >= 300  # the register of the demo's city
    backed_up.lose_everything()

    done = backed_up.manage("restore", str(backed_up.file))

    assert "已恢复" in done.stdout, done.stderr
    assert (backed_up.query(ANSWERED), backed_up.query(CASES)) == (before, cases)
    assert backed_up.manage("migrate", "--check").returncode == 0


def test_what_was_restored_can_be_worked_with_and_backed_up_again(backed_up):
    backed_up.lose_everything()
    backed_up.manage("restore", str(backed_up.file))

    backed_up.query(ADD_LATER)
    again = backed_up.directory / "again.tar"

    assert backed_up.manage("backup", str(again)).returncode == 0
    assert backed_up.manage("restore", str(again), "--overwrite").returncode == 0
    assert len(backed_up.query(LATER)) == 1


def test_a_database_in_use_is_not_overwritten(backed_up):
    backed_up.query(ADD_LATER)

    done = backed_up.manage("restore", str(backed_up.file))

    assert done.returncode == 1 and "数据库里已有内容" in done.stderr
    assert len(backed_up.query(LATER)) == 1


def test_a_migrated_database_without_content_is_as_good_as_empty(backed_up):
    backed_up.lose_everything()
    backed_up.manage("migrate", "-v0")
    assert backed_up.manage("restore", str(backed_up.file)).returncode == 0


def test_overwriting_is_done_when_told(backed_up):
    before = backed_up.query(ANSWERED)
    backed_up.query(ADD_LATER)

    done = backed_up.manage("restore", str(backed_up.file), "--overwrite")

    assert done.returncode == 0, done.stderr
    assert backed_up.query(ANSWERED) == before
    assert backed_up.query(LATER) == []


def test_a_damaged_backup_changes_nothing(backed_up):
    before = backed_up.query(ANSWERED)
    content = bytearray(backed_up.file.read_bytes())
    content[len(content) // 2] ^= 1
    backed_up.file.write_bytes(content)

    done = backed_up.manage("restore", str(backed_up.file), "--overwrite")

    assert "校验码不符，文件已损坏" in done.stderr
    assert backed_up.query(ANSWERED) == before


def test_a_database_that_breaks_off_in_its_backup_changes_nothing(backed_up):
    """Its SHA-256 is right: what wrote it stopped. Of half a script PostgreSQL would keep that half."""
    before = backed_up.query(ANSWERED)
    said = archive.read(backed_up.file)
    with archive.database(backed_up.file, said) as database:
        rows = database.read()
    _pack(backed_up.file, rows[: len(rows) * 2 // 3], said.engine, said.migrations, said.rows)

    done = backed_up.manage("restore", str(backed_up.file), "--overwrite")

    assert done.returncode == 1 and "没有恢复，数据库没有变化：" in done.stderr
    assert backed_up.query(ANSWERED) == before


@pytest.mark.parametrize("cut", [0, 100, 20_000])
def test_half_a_backup_is_none(backed_up, cut):
    backed_up.file.write_bytes(backed_up.file.read_bytes()[:cut])
    done = backed_up.manage("restore", str(backed_up.file), "--overwrite")
    assert done.returncode == 1
    assert "不是备份文件，或者不完整" in done.stderr


def test_a_backup_says_what_it_is_and_is_its_owner_s_only(pattern, backup):
    with tarfile.open(backup) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))

    assert manifest["rows"]["reports_report"] == len(pattern.query("SELECT id FROM reports_report"))
    assert manifest["rows"]["reports_report"] > 3
    assert "reports.0077_parcels_by_hand" in manifest["migrations"]
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [path.name for path in backup.parent.glob(".backup-*")] == []


def test_a_backup_is_never_written_over_another(backed_up):
    before = backed_up.file.read_bytes()
    done = backed_up.manage("backup", str(backed_up.file))
    assert done.returncode == 1 and "没有覆盖" in done.stderr
    assert backed_up.file.read_bytes() == before


def test_a_backup_that_cannot_be_written_is_refused_in_a_sentence(site):
    done = site.manage("backup", str(site.directory / "nowhere" / "backup.tar"))

    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: 没有备份：") and "无法写入" in done.stderr


def test_the_backup_of_another_engine_is_not_restored(backed_up):
    with tarfile.open(backed_up.file) as tar:
        tar.extractall(backed_up.directory, filter="data")
    manifest = backed_up.directory / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"engine": "', '"engine": "x'))
    with tarfile.open(backed_up.file, "w") as tar:
        for file in backed_up.directory.glob("*.json"):
            tar.add(file, file.name)
        for file in backed_up.directory.glob("database.*"):
            tar.add(file, file.name)

    done = backed_up.manage("restore", str(backed_up.file), "--overwrite")

    assert "不能恢复。数据库没有变化" in done.stderr


def test_the_backup_of_a_newer_version_is_not_restored(backed_up):
    said = archive.read(backed_up.file)
    with archive.database(backed_up.file, said) as database:
        rows = database.read()
    _pack(backed_up.file, rows, said.engine, [*said.migrations, "reports.0999_later"], said.rows)
    before = backed_up.query(ANSWERED)

    done = backed_up.manage("restore", str(backed_up.file), "--overwrite")

    assert done.returncode == 1
    assert "来自更新的程序版本（这里没有它的 reports.0999_later）" in done.stderr
    assert backed_up.query(ANSWERED) == before


def test_a_backup_from_before_the_migrations_were_joined_is_known():
    assert engines.unknown(["reports.0001_initial", "reports.0050_invitation_mail"]) == []


def test_a_backup_is_read_where_python_s_tarfile_has_no_filters(tmp_path, monkeypatch):
    """Debian 12 has Python 3.11.2; `extract(filter=…)` came with 3.11.4."""
    plain = tarfile.TarFile.extract
    monkeypatch.setattr(
        tarfile.TarFile, "extract", lambda tar, name, path="": plain(tar, name, path)
    )
    file = _pack(tmp_path / "backup.tar", b"rows")

    with archive.database(file, archive.read(file)) as database:
        assert database.read() == b"rows"


def test_a_backup_is_laid_down_nowhere_whatever_it_calls_its_database(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    said = _older(inside / "bad.tar", b"rows", name="../outside")

    with archive.database(inside / "bad.tar", archive.read(inside / "bad.tar")) as database:
        assert database.read() == b"rows" and said["name"] == "../outside"

    assert [path.name for path in tmp_path.rglob("*")] == ["inside", "bad.tar"]


def test_a_backup_is_written_as_it_comes_however_long_it_becomes(tmp_path):
    """How long is known at the end; ten gigabytes would not go into a tar's plain field."""
    rows = os.urandom(3_000_001)
    file = _pack(tmp_path / "backup.tar", rows)

    said = archive.read(file)

    with archive.database(file, said) as database:
        assert database.read() == rows
    with tarfile.open(file) as tar:
        assert tar.getnames() == ["database.dump.gz", "manifest.json"]
        assert tar.getmember("database.dump.gz").size == said.size
    assert len(archive._Member(io.BytesIO(), "database.dump.gz")._header()) == tarfile.BLOCKSIZE
    long = archive._Member(io.BytesIO(), "database.dump.gz")
    long.size = 10**10
    assert tarfile.TarInfo.frombuf(long._header(), "utf-8", "strict").size == 10**10


def test_a_backup_of_the_version_before_is_restored(backed_up):
    """Its manifest came first, and its database was not packed once more."""
    said = archive.read(backed_up.file)
    with archive.database(backed_up.file, said) as database:
        _older(backed_up.file, database.read(), engine=said.engine, rows=said.rows,
               migrations=said.migrations, name=said.name.removesuffix(".gz"))  # fmt: skip
    before = backed_up.query(ANSWERED)
    backed_up.lose_everything()

    done = backed_up.manage("restore", str(backed_up.file))

    assert "已恢复" in done.stdout, done.stderr
    assert backed_up.query(ANSWERED) == before


def _pack(file, rows: bytes, engine="sqlite", migrations=(), counts=None):
    """Write a backup of some bytes; return its file."""

    def fill(out) -> engines.Contents:
        out.write(rows)
        return engines.Contents(counts or {}, list(migrations))

    archive.write(file, engine, "database.dump", fill)
    return file


def _older(file, database: bytes, **facts) -> dict:
    """Write a backup as the version before wrote it; return its manifest."""
    digest = hashlib.sha256(database).hexdigest()
    said = {"engine": "sqlite", "migrations": [], "rows": {}, "name": "database.dump", "size": len(database),
            "sha256": digest, "made_at": "2026-01-05T02:30:00+00:00", "format": 1} | facts  # fmt: skip
    with tarfile.open(file, "w") as tar:
        for name, content in (("manifest.json", json.dumps(said).encode()), (said["name"], database)):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return said


@pytest.fixture
def full_disk(monkeypatch):
    """A disk that takes, or gives, part of a file and no more."""

    def fail(*_) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def fill(place, name: str) -> None:
        monkeypatch.setattr(place, name, fail)

    return fill


@pytest.fixture
def _small_database(monkeypatch):
    """A database that is copied out without being asked."""

    def copy_out(out, room) -> engines.Contents:
        out.write(os.urandom(100_000))
        return engines.Contents({}, [])

    small = SimpleNamespace(name="sqlite", file="database.sqlite3", copy_out=copy_out)
    monkeypatch.setattr(engines, "engine", lambda: small)


@pytest.mark.usefixtures("_small_database")
def test_a_backup_to_a_full_disk_leaves_no_half_file(tmp_path, full_disk):
    full_disk(archive._Member, "finish")
    with pytest.raises(CommandError, match="没有备份：.*无法写入"):
        call_command("backup", str(tmp_path / "backup.tar"))
    assert list(tmp_path.glob("*backup*")) == []


@pytest.mark.usefixtures("_small_database")
def test_a_backup_that_could_not_be_read_again_is_none(tmp_path, full_disk):
    full_disk(archive, "_measure")
    with pytest.raises(CommandError, match="没有备份：.*无法写入"):
        call_command("backup", str(tmp_path / "backup.tar"))
    assert list(tmp_path.glob("*backup*")) == []


def test_a_full_disk_is_not_told_as_a_bad_backup(db, tmp_path, full_disk):
    file = _pack(tmp_path / "good.tar", b"rows", connection.vendor)
    full_disk(archive, "_measure")
    with pytest.raises(CommandError, match="没有恢复，数据库没有变化：.*无法写入"):
        call_command("restore", str(file))


def test_what_sqlite_cannot_read_is_told_in_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "site.sqlite3"))
    with pytest.raises(engines.EngineFailed, match="多半是磁盘已满"):
        engines.SQLite().copy_in(io.BytesIO(b"no database" * 1000))
    assert list(tmp_path.iterdir()) == []
