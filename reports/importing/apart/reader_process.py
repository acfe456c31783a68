"""The process that reads files from strangers: `python -m reports.importing.apart.reader_process`.

In: four bytes of length, so many bytes of JSON (name, year, LibreOffice's program and a folder for
it, both empty where it is not used, the pages that were read from their pictures), the file. Out: a
reading as JSON, or {"refusal": sentence}, with "scanned" where pages are pictures: which, of how
many.
"""

import json
import struct
import sys

from reports.guarded import limit

from ..door import read
from ..old_office import Office
from ..readers.paper.scanned import SeenPages
from ..values import Scanned, Unreadable
from .guard import SECONDS
from .sending import reading_json


def answer(request: bytes, *, offline: bool) -> dict:
    """Return what to say to a request; LibreOffice is used only where it has no network."""
    (length,) = struct.unpack(">I", request[:4])
    asked = json.loads(request[4 : 4 + length])
    try:
        usable = offline and asked["office"]
        office = Office(asked["office"], asked["folder"]) if usable else None
        content = request[4 + length :]
        seen = SeenPages.from_json(asked["seen"]) if asked.get("seen") else None
        words = {"year": asked["year"], "office": office, "seen": seen}
        return reading_json(read(content, asked["name"], **words))
    except Scanned as scan:
        return {"refusal": str(scan), "scanned": [scan.pages, scan.count]}
    except Unreadable as refusal:
        return {"refusal": str(refusal)}


def main() -> None:
    """Answer the one request on the standard input, within bounds."""
    alone = limit(SECONDS)
    json.dump(answer(sys.stdin.buffer.read(), offline=alone), sys.stdout)


if __name__ == "__main__":
    main()
