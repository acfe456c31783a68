"""The process that reads files from strangers: `python -m reports.importing.reader_process`.

In: four bytes of length, so many bytes of JSON (name, year, LibreOffice's program and a folder for
it, both empty where it is not used), the file. Out: a reading as JSON, or
{"refusal": sentence}.
"""

import json
import struct
import sys

from reports.guarded import limit

from .door import read
from .guard import SECONDS
from .old_office import Office
from .sending import reading_json
from .values import Unreadable


def answer(request: bytes, *, offline: bool) -> dict:
    """Return what to say to a request; LibreOffice is used only where it has no network."""
    (length,) = struct.unpack(">I", request[:4])
    asked = json.loads(request[4 : 4 + length])
    try:
        usable = offline and asked["office"]
        office = Office(asked["office"], asked["folder"]) if usable else None
        content = request[4 + length :]
        return reading_json(read(content, asked["name"], year=asked["year"], office=office))
    except Unreadable as refusal:
        return {"refusal": str(refusal)}


if __name__ == "__main__":
    alone = limit(SECONDS)
    json.dump(answer(sys.stdin.buffer.read(), offline=alone), sys.stdout)
