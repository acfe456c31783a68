"""The process that looks at sealed files: `python -m reports.archive.sealed_process`.

In: "pdf " or "ofd ", eight bytes of length, so many bytes of the published file, the returned one. Out:
the signatures as JSON, or {"refusal": sentence}.
"""

import json
import struct
import sys

from reports.guarded import limit
from reports.refusals import Refused

from .sealed import sealed_ofd, sealed_pdf

SECONDS = 20


def answer(request: bytes) -> list | dict:
    """Return what to say to a request."""
    (length,) = struct.unpack(">Q", request[4:12])
    look = {b"pdf ": sealed_pdf, b"ofd ": sealed_ofd}[request[:4]]
    try:
        return look(request[12 : 12 + length], request[12 + length :])
    except Refused as refusal:
        return {"refusal": str(refusal)}


def main() -> None:
    """Answer the one request on the standard input, within bounds."""
    limit(SECONDS)
    json.dump(answer(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
