"""The process that reads registers from strangers: `python -m reports.cases.reading.process`.

In: four bytes of length, so many bytes of JSON (name, matter, today, salt, LibreOffice's program and a
folder for it), the file. Out: a register as JSON, or {"refusal": sentence}. No personal column
leaves this process. How far it is, is told on the way.
"""

import json
import struct
import sys
from datetime import date

from reports.guarded import limit, tell
from reports.importing.old_office import Office
from reports.importing.values import Unreadable

from .door import read_register

SECONDS, MEMORY = 40, 768 * 1024 * 1024


def answer(request: bytes, *, offline: bool) -> dict:
    """Return what to say to a request; LibreOffice is used only where it has no network."""
    (length,) = struct.unpack(">I", request[:4])
    asked = json.loads(request[4 : 4 + length])
    usable = offline and asked["office"]
    office = Office(asked["office"], asked["folder"]) if usable else None
    today = date.fromisoformat(asked["today"])
    try:
        register = read_register(
            request[4 + length :], asked["name"], matter=asked["matter"], today=today, office=office,
            progress=lambda done, total: tell(f"{done} {total}"), salt=asked["salt"],
        )  # fmt: skip
    except Unreadable as refusal:
        # The shared readers speak of reports.
        return {"refusal": str(refusal).replace("一份年度报告", "一份台账").replace("报告文件", "台账")}
    return register.to_json()


def main() -> None:
    """Answer the one request on the standard input, within bounds."""
    alone = limit(SECONDS, MEMORY)
    json.dump(answer(sys.stdin.buffer.read(), offline=alone), sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
