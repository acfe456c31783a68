"""Time a cold `make run` on a prepared machine: from the command to the first page.

    python bench/start.py

The machine is prepared: packages installed. `first_start_s` makes the database and the demo's reports
as well, `cold_start_s` finds them there; what is started is ended again.
"""

import contextlib
import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS, PATIENCE = 3, 120


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(directory: str, port: int):
    """Have `make run` run, as somebody would who has just cloned the project."""
    environment = os.environ | {"DATA_DIR": directory}
    command = ["make", "-s", "run", f"PORT={port}"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def seconds_until_served(directory: str) -> float:
    """Return how long it takes until the log-in page is there."""
    port, start = free_port(), time.perf_counter()
    with running(directory, port):
        while time.perf_counter() - start < PATIENCE:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/login/").read()
                return time.perf_counter() - start
            time.sleep(0.02)
    raise TimeoutError("The site did not come up.")


def main() -> None:
    """Print the time of a first start and of later ones."""
    with tempfile.TemporaryDirectory() as directory:
        first = seconds_until_served(directory)
        later = [seconds_until_served(directory) for _ in range(RUNS)]
    print(f"first_start_s: {first:.1f}")
    print(f"cold_start_s: {sorted(later)[RUNS // 2]:.1f}")


if __name__ == "__main__":
    main()
