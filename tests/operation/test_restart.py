"""A restart of the server, with the port kept open as nianbao-web.socket keeps it."""

import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from tools.drill.machines import web_command

from .conftest import ROOT, free_port


class Visitors:
    """People who ask for a page, each over a new connection, again and again."""

    def __init__(self, address: str, number: int = 4):
        self.address, self.answers, self.over = address, [], threading.Event()
        self.threads = [threading.Thread(target=self._visit) for _ in range(number)]

    def _visit(self) -> None:
        while not self.over.is_set():
            try:
                status = requests.get(f"{self.address}/healthz", timeout=60).status_code
            except requests.RequestException as broken:
                status = type(broken).__name__
            self.answers.append(status)

    def __enter__(self) -> "Visitors":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()


@pytest.fixture
def kept(site):
    """The server with its keeper; yield the keeper and the address."""
    port = free_port()
    command = [sys.executable, "-m", "tools.drill.keeper", f"127.0.0.1:{port}",
               *web_command("127.0.0.1")]  # fmt: skip
    with subprocess.Popen(command, cwd=ROOT, env=site.environment) as keeper:
        address = f"http://127.0.0.1:{port}"
        for _ in range(600):
            with suppress(requests.ConnectionError):
                assert requests.get(f"{address}/healthz", timeout=60).ok
                break
            time.sleep(0.1)
        yield keeper, address
        keeper.terminate()


def server_of(keeper: subprocess.Popen) -> str:
    """Return the process that the keeper has started."""
    return Path(f"/proc/{keeper.pid}/task/{keeper.pid}/children").read_text()


def test_a_restart_refuses_nobody(kept):
    keeper, address = kept
    before = server_of(keeper)

    with Visitors(address) as visitors:
        for _ in range(2):
            keeper.send_signal(signal.SIGHUP)
            seen = len(visitors.answers)
            while server_of(keeper) == before or len(visitors.answers) < seen + 20:
                visitors.over.wait(0.1)
            before = server_of(keeper)

    assert set(visitors.answers) == {200}
