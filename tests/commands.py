"""`manage.py` as its users run it."""

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess

from django.core.management import execute_from_command_line

ROOT = Path(__file__).resolve().parents[1]
NOWHERE = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "PYTHONIOENCODING": "utf-8"}


def manage(*arguments) -> CompletedProcess:
    """Run a command here: quick. A test without `db` cannot reach the database."""
    line, out, err, status = ["manage.py", *map(str, arguments)], io.StringIO(), io.StringIO(), 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            execute_from_command_line(line)
        except SystemExit as end:
            status = end.code or 0
    return CompletedProcess(line, status, out.getvalue(), err.getvalue())


def manage_apart(*arguments, folder: Path) -> CompletedProcess:
    """Run a command in a process of its own, in a folder where no database answers."""
    environment = os.environ | NOWHERE | {"DATA_DIR": str(folder)}
    environment.pop("SECRET_KEY", None)
    line = [sys.executable, str(ROOT / "manage.py"), *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True, env=environment, cwd=folder)
