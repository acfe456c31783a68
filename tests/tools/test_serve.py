"""`make run` where it cannot serve says why, before it does anything; where it can, it works."""

import os
import signal
import socket
import sqlite3
import subprocess
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).resolve().parents[2]


def serve(address: str, data: Path) -> subprocess.CompletedProcess:
    command = [ROOT / "tools" / "serve", address]
    environment = os.environ | {"DATA_DIR": str(data)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)


def test_a_port_in_use_is_named_with_the_remedy(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = serve(f"127.0.0.1:{port}", tmp_path)

    assert done.returncode == 1
    assert f"端口 {port} 已被占用" in done.stderr and "make run PORT=" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("port", ["", "abc", "0", "70000", "-1"])
def test_what_is_no_port_is_named(tmp_path, port):
    done = serve(f"127.0.0.1:{port}", tmp_path)

    assert done.returncode == 1
    assert "不是端口号" in done.stderr and "Traceback" not in done.stderr


@contextmanager
def demo(data: Path):
    """Serve the demo as `make run` does; yield its process and its address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    environment = os.environ | {"DATA_DIR": str(data), "DEMO": "1", "WORKER_SILENCE": "5"}
    server = subprocess.Popen(
        [ROOT / "tools" / "serve", address], env=environment, start_new_session=True
    )
    try:
        yield server, f"http://{address}"
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def worker_of(data: Path) -> int:
    """Return the process of the worker that has shown itself."""
    with closing(sqlite3.connect(data / "reports.sqlite3")) as database:
        (name,) = database.execute("SELECT name FROM reports_worker").fetchone()
    return int(name.split("-")[-2])


def until(happens, seconds: float = 240) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.2)


def test_the_demo_brings_a_worker_that_ends_with_it(tmp_path):
    def has_worker() -> bool:
        try:
            return requests.get(f"{address}/readyz", timeout=20).json().get("worker", False)
        except requests.ConnectionError:
            return False

    with demo(tmp_path) as (server, address):
        until(has_worker)
        worker = Path(f"/proc/{worker_of(tmp_path)}")
        assert worker.exists()

        server.kill()
        server.wait()

        until(lambda: not worker.exists())
