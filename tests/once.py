"""What every process of a test run needs is made by the first that asks for it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def made_once(tmp_path_factory, name: str) -> Iterator[tuple[Path, bool]]:
    """Yield a folder of that name for the whole run and whether it is for this process to fill.

    The others wait until it is filled; where that failed, the next one tries.
    """
    base = tmp_path_factory.getbasetemp()
    whole = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = whole / name
    folder.mkdir(exist_ok=True)
    with (whole / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = whole / f"{name}.done"
        yield folder, not done.exists()
        done.touch()
