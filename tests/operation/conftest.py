"""A site of its own, in processes of its own, with a database that nothing else uses."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest
import requests
from requests.cookies import RequestsCookieJar

from tests.once import made_once

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "Luohe-2025-nb"
SECRET = "k3yOfTheTestOnly-" * 4
FURNISHING = f"""
from django.contrib.auth.models import User
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_demo")
clerk = User.objects.get(username="demo")
clerk.set_password({PASSWORD!r})
clerk.save()
"""


class CookiesOfTheProxy(RequestsCookieJar):
    """Cookies that are for TLS only are sent here too: the proxy is but a header."""

    def set_cookie(self, cookie, *args, **kwargs):
        """Keep a cookie."""
        cookie.secure = False
        return super().set_cookie(cookie, *args, **kwargs)


class Site:
    """Runs commands of a site under production settings."""

    def __init__(self, directory: Path, database: str):
        self.directory, self.static = directory, directory / "static"
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

    @contextmanager
    def serve(self, application: str = "reportsite.wsgi", **environment: str):
        """Serve the site as deploy/ does; yield its address on loopback, ready."""
        if not self.static.exists():
            assert self.manage("collectstatic", "--noinput", "-v0").returncode == 0
        address = f"127.0.0.1:{free_port()}"
        command = [sys.executable, "-m", "gunicorn", application, "--bind", address,
                   "--workers", "2", "--threads", "4", "--log-level", "warning"]  # fmt: skip
        self.log = self.directory / "log"
        with self.log.open("w") as log:
            environment = self.environment | environment
            server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log)
            try:
                self._wait(f"http://{address}")
                yield f"http://{address}"
            finally:
                server.terminate()
                server.wait()

    def _wait(self, address: str) -> None:
        for _ in range(300):
            with suppress(requests.ConnectionError, requests.Timeout):
                if requests.get(f"{address}/readyz", timeout=20).ok:
                    return
            time.sleep(0.2)
        raise AssertionError(self.log.read_text())

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
        """Migrate, load the demo's reports, and give its clerk a password that is not public."""
        assert self.manage("collectstatic", "--noinput", "-v0").returncode == 0
        made = self.manage("shell", "-v0", "-c", FURNISHING, DEMO="1")  # one process: each takes seconds
        assert made.returncode == 0, made.stderr


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def place(url: str) -> dict:
    """Return where a PostgreSQL database is, for psycopg."""
    parts = urlsplit(url)
    host = unquote(parts.netloc.rpartition("@")[2])  # a directory: .hostname would lower it
    return {"host": host, "user": parts.username, "dbname": parts.path[1:]}


@contextmanager
def new_site(directory: Path, like: Site | None = None):
    """Make a site, its database empty or a copy; PostgreSQL where DATABASE_URL says so."""
    if like:
        (directory / "static").symlink_to(like.static)  # the same program serves both
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
def pattern(tmp_path_factory):
    """A site with the demo's reports, made once a run; nobody serves it, for PostgreSQL copies only then."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        with new_site(tmp_path_factory.mktemp("pattern")) as site:
            site.furnish()
            yield site
        return
    with made_once(tmp_path_factory, "pattern") as (directory, is_first):
        site = Site(directory, f"sqlite:///{directory}/site.sqlite3")
        if is_first:
            site.furnish()
    yield site


@pytest.fixture(scope="package")
def furnished(pattern, tmp_path_factory):
    """The site that is served to all."""
    with new_site(tmp_path_factory.mktemp("furnished"), like=pattern) as site:
        yield site


@pytest.fixture(scope="package")
def secure_port():
    """Where nginx will take what comes by TLS."""
    return free_port()


@pytest.fixture(scope="package")
def address(furnished, secure_port):
    """The address of the furnished site, served as in production."""
    settings = {"REQUEST_LOG_LEVEL": "INFO", "LOG_LEVEL": "INFO", "TRUSTED_PROXIES": "1",
                "CSRF_TRUSTED_ORIGINS": f"https://127.0.0.1:{secure_port}"}  # fmt: skip
    with furnished.serve(**settings) as address:
        yield address


@pytest.fixture
def visitor():
    """A browser that comes through the proxy that ends TLS."""
    with requests.Session() as session:
        session.headers["X-Forwarded-Proto"] = "https"
        session.cookies = CookiesOfTheProxy()
        yield session


@pytest.fixture
def site(pattern, tmp_path):
    """A site with the demo's reports and a database that nothing else uses."""
    with new_site(tmp_path, like=pattern) as copy:
        yield copy
