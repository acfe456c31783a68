"""Static files as they are served: under hashed names, also inside ES modules."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from reportsite.storage import HashedStatic

ROOT = Path(__file__).resolve().parents[1]
IMPORT = re.compile(r"""^(?:import|export)\s[^;"'(]*?from\s*["'](\.[^"']+)["']""", re.MULTILINE)


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Path:
    """The folder that `collectstatic` fills, in a process of its own."""
    data = tmp_path_factory.mktemp("data")
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"]
    environment = {"DATA_DIR": str(data), "PATH": "/usr/bin:/bin"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return data / "static"


def test_modules_import_each_other_by_hashed_names(collected):
    modules = [
        path for path in collected.glob("js/**/*.js") if re.search(r"\.\w{12}\.js$", path.name)
    ]
    imports = [(path, name) for path in modules for name in IMPORT.findall(path.read_text())]

    assert len(imports) > 50
    for path, name in imports:
        assert re.search(r"\.\w{12}\.js$", name), (path.name, name)
        assert (path.parent / name).resolve().is_file()


def test_types_in_comments_are_no_imports():
    patterns = [pattern for pattern, _ in HashedStatic._js_module_import_aggregation_patterns[1]]
    comment = ' * @param {import("./grid.js").Grid} grid'

    assert patterns
    assert not any(re.search(pattern, comment) for pattern in patterns)
