"""Reading a register in a process of its own: neither the file's tricks nor its personal data get out."""

from datetime import date

from reports.importing.apart.guard import LARGEST, answer_apart

from .values import NoRegister, Progress, Register

SECONDS = 40  # of a clock; 20,000 cases take a quarter of it
_WORKER = "reports.cases.reading.process"
TOO_LARGE = f"文件超过{LARGEST // 1024 // 1024}MB，不像一个单位的台账，没有读入。请分年另存后分次导入。"


def read_register_guarded(
    content: bytes,
    name: str = "",
    *,
    matter: bool = False,
    today: date | None = None,
    progress: Progress | None = None,
    salt: str = "",
) -> Register:
    """Read as `door.read_register` does, within limits of time and memory; raise Unreadable.

    `progress` is called here, in the caller's thread, with (done, in all).
    """
    if len(content) > LARGEST:
        raise NoRegister(TOO_LARGE)
    asked = {"name": name, "matter": matter, "today": (today or date.today()).isoformat(), "salt": salt}

    def heard(line: str) -> None:
        done, _, total = line.partition(" ")
        progress(int(done), int(total))

    answer = answer_apart(_WORKER, content, asked, SECONDS, heard if progress else None)
    return Register.from_json(answer)
