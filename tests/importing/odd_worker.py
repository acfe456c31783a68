"""A module for a nursery that does what its request says: for test_nursery.py."""

import os
import resource
import socket
import subprocess
import sys
import time

from reports import guarded

seen: list[str] = []  # what a child that was not a fresh one would still hold


def main() -> None:
    """Do what the one word of the request says, and print what came of it."""
    alone = guarded.limit(5)
    word = sys.stdin.buffer.read().decode()
    seen.append(word)
    print(_DEEDS[word](), alone)


def _sleep() -> None:
    helper = subprocess.Popen(["sleep", "600"])
    print(os.getpid(), helper.pid, flush=True)
    time.sleep(600)


def _call() -> str:
    try:
        return str(socket.create_connection(("127.0.0.1", 1), timeout=1))
    except PermissionError:
        return "no network"


_DEEDS = {
    "seen": lambda: seen,
    "memory": lambda: resource.getrlimit(resource.RLIMIT_AS)[0],
    "group": lambda: os.getpgid(0) == os.getpid(),
    "secrets": lambda: sorted(os.environ),
    "files": lambda: sorted(os.listdir("/proc/self/fd")),
    "call": _call,
    "sleep": _sleep,
    "die": lambda: os.abort(),
    "raise": lambda: 1 // 0,
    "leave": lambda: sys.exit(0),
}
