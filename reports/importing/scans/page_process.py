"""The process that reads one page's picture: `python -m reports.importing.scans.page_process`.

In: four bytes of length, so many bytes of JSON ({"page": number}), the file. Out: a `ScannedPage`
as JSON, or {"refusal": sentence}.
"""

import json
import struct
import sys

from reports.guarded import limit

from ..values import Unreadable

SECONDS, MEMORY = 55, 1536 * 1024 * 1024  # of a processor; addresses, half of them in use at most


def answer(request: bytes) -> dict:
    """Return what to say to a request."""
    # Loaded within the limits.
    from .opening import opened  # noqa: PLC0415
    from .reading import read_page  # noqa: PLC0415

    (length,) = struct.unpack(">I", request[:4])
    number = json.loads(request[4 : 4 + length])["page"]
    try:
        return read_page(opened(request[4 + length :], number), number).to_json()
    except Unreadable as refusal:
        return {"refusal": str(refusal)}


if __name__ == "__main__":
    limit(SECONDS, MEMORY)
    json.dump(answer(sys.stdin.buffer.read()), sys.stdout)
