"""The process that reads files from strangers: `python -m reports.importing.worker`.

In: four bytes of length, so many bytes of JSON (name, year), the file. Out: a reading as JSON, or
{"refusal": sentence}.
"""

import json
import resource
import struct
import sys

from .guard import MEMORY, SECONDS
from .reading import read
from .sending import reading_json
from .values import Unreadable

_LARGEST_ANSWER = 64 * 1024 * 1024


def limit() -> None:
    """Take away what a file could misuse: memory, time, files, processes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_ANSWER, _LARGEST_ANSWER))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(request: bytes) -> dict:
    """Return what to say to a request."""
    (length,) = struct.unpack(">I", request[:4])
    asked = json.loads(request[4 : 4 + length])
    try:
        return reading_json(read(request[4 + length :], asked["name"], year=asked["year"]))
    except Unreadable as refusal:
        return {"refusal": str(refusal)}


if __name__ == "__main__":
    limit()
    json.dump(answer(sys.stdin.buffer.read()), sys.stdout)
