"""A site of its own, in processes of its own, with a database that nothing else uses."""

import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
SECRET = "k3yOfTheTestOnly-" * 4


class Site:
    """Runs commands of a site under production settings."""

    def __init__(self, directory: Path, database: str):
        self.directory = directory
        self.environment = os.environ | {
            "DATA_DIR": str(directory),
            "DATABASE_URL": database,
            "SECRET_KEY": SECRET,
            "HTTPS": "1",
            "LOG_FORMAT": "json",
            "DEMO": "",
        }

    def manage(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
        """Run manage.py; return what it printed and whether it succeeded."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment | environment,
            capture_output=True,
            text=True,
        )

    def query(self, sql: str) -> list[tuple]:
        """Return the rows that a statement yields on the site's database, past Django."""
        with closing(self.connect()) as connection:
            cursor = connection.execute(sql)
            rows = cursor.fetchall() if cursor.description else []
            connection.commit()
            return rows

    def connect(self):
        """Return a connection to the site's database."""
        url = self.environment["DATABASE_URL"]
        if url.startswith("sqlite:///"):
            return sqlite3.connect(url.removeprefix("sqlite:///"))
        return psycopg.connect(**place(url))

    def lose_everything(self) -> None:
        """Lose the database: no file, no tables."""
        for file in self.directory.glob("site.sqlite3*"):
            file.unlink()
        if "postgres" in self.environment["DATABASE_URL"]:
            self.query("DROP SCHEMA public CASCADE")
            self.query("CREATE SCHEMA public")

    def furnish(self) -> None:
        """Migrate, and load the demo's reports."""
        assert self.manage("migrate", "-v0").returncode == 0
        loaded = self.manage("load_demo", DEMO="1")
        assert loaded.returncode == 0, loaded.stderr


def place(url: str) -> dict:
    """Return where a PostgreSQL database is, for psycopg."""
    parts = urlsplit(url)
    host = unquote(parts.netloc.rpartition("@")[2])  # a directory: .hostname would lower it
    return {"host": host, "user": parts.username, "dbname": parts.path[1:]}


@contextmanager
def new_site(directory: Path, like: Site | None = None):
    """Make a site, its database empty or a copy; PostgreSQL where DATABASE_URL says so."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        if like:
            shutil.copy(like.directory / "site.sqlite3", directory)
        yield Site(directory, f"sqlite:///{directory}/site.sqlite3")
        return
    name = f"site_{uuid.uuid4().hex[:12]}"
    template = f"TEMPLATE {place(like.environment['DATABASE_URL'])['dbname']}" if like else ""
    with psycopg.connect(**place(server), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} {template}")
        yield Site(directory, server.rpartition("/")[0] + f"/{name}")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="package")
def furnished(tmp_path_factory):
    """A site with the demo's reports, made once; tests work on copies."""
    with new_site(tmp_path_factory.mktemp("furnished")) as site:
        site.furnish()
        yield site


@pytest.fixture
def site(furnished, tmp_path):
    """A site with the demo's reports and a database that nothing else uses."""
    with new_site(tmp_path, like=furnished) as copy:
        yield copy
