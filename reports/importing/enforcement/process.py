"""The process that reads such files from strangers: `python -m reports.importing.enforcement.process`.

In: four bytes of length, so many bytes of JSON (name, LibreOffice's program and a folder for it), the
file. Out: the statistics as JSON, or {"refusal": sentence}.
"""

import json
import struct
import sys

from reports.guarded import limit

from ..apart.guard import SECONDS
from ..door import read_source
from ..old_office import Office, modern
from ..readers.file_kinds import kind_of
from ..values import Unreadable
from .rows import statistics_in

_NOTHING = "没有读到行政许可、行政处罚、行政强制的数量，没有读入。可以直接填三个数。"


def answer(request: bytes, *, offline: bool) -> dict:
    """Return what to say to a request; LibreOffice is used only where it has no network."""
    (length,) = struct.unpack(">I", request[:4])
    asked = json.loads(request[4 : 4 + length])
    content = request[4 + length :]
    usable = offline and asked["office"]
    office = Office(asked["office"], asked["folder"]) if usable else None
    try:
        if kind_of(content) == "old":
            content = modern(content, office)
        told = statistics_in(read_source(content))
        if not told.matters:
            raise Unreadable(_NOTHING)
    except Unreadable as refusal:
        return {"refusal": str(refusal).replace("一份年度报告", "行政执法统计年报")}
    except (MemoryError, RecursionError):
        return {"refusal": "文件展开后过大，不像行政执法统计年报，没有读入。"}
    return told.to_json()


def main() -> None:
    """Answer the one request on the standard input, within bounds."""
    alone = limit(SECONDS)
    json.dump(answer(sys.stdin.buffer.read(), offline=alone), sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
