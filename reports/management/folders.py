"""Files that a command is given: those named, and in a folder all that may be reports."""

from collections.abc import Iterator
from pathlib import Path

from reports.importing.formats import endings

DEEPEST = 12  # folders in folders


def files_of(paths: list[Path]) -> tuple[list[Path], bool]:
    """Return the files, those of a folder in the order of their names; whether a folder was named.

    In a folder hidden files, and those named as no report is, are left out; links are not followed.
    """
    found = [file for path in paths for file in (_inside(path) if path.is_dir() else [path])]
    return found, any(path.is_dir() for path in paths)


def _inside(folder: Path, depth: int = 0) -> Iterator[Path]:
    known = tuple(endings().split(","))
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~$")) or path.is_symlink():
            continue
        if path.is_dir() and depth < DEEPEST:
            yield from _inside(path, depth + 1)
        elif path.is_file() and path.name.lower().endswith(known):
            yield path
