"""Static files as they are served: under hashed names, also inside ES modules."""

import re
import subprocess
import sys
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest

from reports.templatetags.pages import module, modules_of
from reportsite.storage import HashedStatic

ROOT = Path(__file__).resolve().parents[1]
IMPORT = re.compile(r"""^(?:import|export)\b[^;"'(]*?from\s*["'](\.[^"']+)["']""", re.MULTILINE)


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


def test_a_page_names_what_is_fetched_later_and_nothing_of_that_at_once():
    page = module("js/editor/editor.js", later="js/prose/narrative.js")
    at_once, later = page.split("data-later=")

    assert later.startswith('"/static/js/prose/narrative.js ')
    for name in ("vendor/tiptap/editor.js", "vendor/tiptap/prosemirror.js"):
        assert name in later and name not in at_once
    assert "js/prose/text.js" in at_once and "js/prose/text.js" not in later
    assert "data-later" not in module("js/pages/copy.js")


def test_a_page_names_all_that_its_module_imports():
    names = modules_of("js/editor/editor.js")

    assert "js/report/numbers.js" in names and "js/prose/prose.js" in names
    for name in names:
        for path in IMPORT.findall((ROOT / "static" / name).read_text()):
            assert normpath(join(dirname(name), path)) in names
