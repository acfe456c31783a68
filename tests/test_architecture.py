"""What the layout promises, checked. Every guard is also shown to bite."""

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from reports.editions import all_editions
from reports.models import states

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "reports"
SITE = ROOT / "reportsite"
APPLICATIONS = (REPORTS, SITE / "accounts", SITE / "operation")
WRITE_ROOMS = {
    "bulk", "directory", "gathering", "history", "jobs", "scanning", "oversight", "parcels", "policy", "publishing",
    "register", "shared_limits", "workflow", "writing",
}  # fmt: skip
INSTANCE_WRITES = {"save", "delete"}
QUERYSET_WRITES = {
    "create", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
}  # fmt: skip
MANAGERS = ("objects", "_set", "figures", "narratives", "changes", "pictures", "incoming",
            "acceptances", "remarks", "transitions", "notices")  # fmt: skip
# Their comments and docstrings cite sentences that speak of rows; their code may not.
CITES_SENTENCES = {"language", "rules"}
LONGEST_FILE = 500  # lines: what one sitting can read
FULLEST_FOLDER = 13  # files beside `__init__.py`: about a dozen, what one look can hold
# Folders that are lists by their nature: a room in them would only hide a name.
LISTS = {
    "docs/adr": "one decision a file, numbered by its matter",
    "reports/management/commands": "Django finds commands in one flat folder; each is a name to type",
    "tests/corpus/sentences": "one phenomenon a file",
}
LONGEST_LINE = 300  # characters of a template, a script or a style sheet
LONGEST_SHARED_WORDS = 4  # a shorter caption (其他, 总计, 规章) is an everyday word


def product_files() -> list[Path]:
    elsewhere = {"migrations", "management"}
    files = [path for application in APPLICATIONS for path in application.rglob("*.py")]
    return [path for path in files if not elsewhere & set(path.parts)]


def screens_and_scripts() -> list[Path]:
    templates = [*(ROOT / "templates").rglob("*.html")]
    return templates + [*(ROOT / "static" / "js").rglob("*.js")]


def room_of(path: Path) -> str:
    """Return the room that a file of the product belongs to."""
    home = next(application for application in APPLICATIONS if path.is_relative_to(application))
    return path.relative_to(home).parts[0].removesuffix(".py")


def writes(source: str) -> list[int]:
    """Return the lines on which `source` changes the database through the ORM."""
    calls = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    return [call.lineno for call in calls if _is_write(call, call.func)]


def _is_write(call: ast.Call, function: ast.Attribute) -> bool:
    owner = ast.unparse(function.value)
    # A row is saved without positional arguments; a picture or a desk takes what to save.
    if function.attr in INSTANCE_WRITES and not call.args:
        return True
    return function.attr in QUERYSET_WRITES and any(name in owner for name in MANAGERS)


def captions_in(text: str) -> set[str]:
    """Return the captions of any edition's rows, columns, groups and sections found in `text`."""
    return {caption for caption in captions() if caption in text}


def code_of(source: str) -> str:
    """Return `source` without its comments and docstrings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            node.body[0] = ast.Pass()
    return ast.unparse(tree)


def captions() -> set[str]:
    found = set()
    for edition in all_editions():
        found |= {section.caption for section in edition.sections}
        for cell in edition.cells.values():
            found |= {*cell.row.path, *cell.column.path}
    return {caption for caption in found if len(caption) > LONGEST_SHARED_WORDS}


def inline_scripts(markup: str) -> list[str]:
    """Return scripts with a body, event handlers and style attributes in a template."""
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", markup)
    handlers = re.findall(r"<[^>]+\son\w+\s*=", markup)
    return scripts + handlers + re.findall(r"<[^>]+\sstyle\s*=", markup)


def test_rooms_import_only_downwards():
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


@pytest.mark.parametrize(
    ("file", "planted", "contract"),
    [
        ("reports/views/common/problems.py", "from reports.models import Report",
         "Screens reach models only through access and the write rooms"),
        ("reports/views/common/problems.py", "import reportsite.accounts.policy.passwords",
         "Only the admin of people knows the log-in"),
        ("reportsite/accounts/views.py", "import reports.access",
         "Log-in and operation know nothing of reports"),
        ("reportsite/operation/health.py", "import reportsite.settings",
         "Log-in and operation know nothing of the site around them"),
    ],
)  # fmt: skip
def test_the_import_contracts_bite(tmp_path, file, planted, contract):
    subprocess.run(["cp", "-r", str(REPORTS), str(SITE), str(tmp_path)], check=True)
    with (tmp_path / file).open("a") as source:
        source.write(f"\n{planted}\n")
    command = [sys.executable, "-c", "import sys; sys.path.insert(0, '.'); "
               "from importlinter.cli import lint_imports; sys.exit(lint_imports("
               f"config_filename={str(ROOT / 'pyproject.toml')!r}, no_cache=True))"]  # fmt: skip

    broken = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    assert broken.returncode == 1
    assert f"{contract} BROKEN" in broken.stdout


def test_only_the_write_rooms_change_the_database():
    others = [path for path in product_files() if room_of(path) not in WRITE_ROOMS]
    assert {str(path): w for path in others if (w := writes(path.read_text()))} == {}


@pytest.mark.parametrize(
    "planted",
    [
        "report.save()",
        "Report.objects.create(year=2023)",
        "Report.objects.filter().update(year=1)",
        "report.figures.filter(cell='x').update(value=1)",
    ],
)
def test_the_write_guard_bites(planted):
    assert writes(planted) == [1]


def test_no_file_outgrows_a_reader():
    others = [path for room in ("tests", "bench", "tools") for path in (ROOT / room).rglob("*.py")]
    scripts = (REPORTS / "management").rglob("*.py")
    files = [*product_files(), *screens_and_scripts(), *style_sheets(), *scripts, *others]
    lengths = {str(path): len(path.read_text().splitlines()) for path in files}
    assert {path: n for path, n in lengths.items() if n > LONGEST_FILE} == {}


def crowded(files: list[str]) -> dict[str, int]:
    """Return the folders of `files` that hold more than a look can, and how many each holds."""
    held = Counter(str(Path(file).parent) for file in files if Path(file).name != "__init__.py")
    return {folder: n for folder, n in held.items() if n > FULLEST_FOLDER}


def test_no_folder_outgrows_a_look():
    """A room that grows past a dozen is parted by what happens in it; the lists say why they are long."""
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [file for file in listed.split("\0") if (ROOT / file).is_file()]
    assert set(crowded(files)) == set(LISTS)


def test_the_guard_of_folders_bites():
    room = [f"room/{n}.py" for n in range(FULLEST_FOLDER)]
    assert crowded([*room, "room/__init__.py"]) == {}
    assert crowded([*room, "room/one_more.py"]) == {"room": FULLEST_FOLDER + 1}


def test_no_caption_stands_outside_the_editions():
    texts = {str(path): path.read_text() for path in screens_and_scripts()}
    for path in product_files():
        if (room := room_of(path)) != "editions":
            texts[str(path)] = code_of(path.read_text()) if room in CITES_SENTENCES else path.read_text()
    found = {path: captions_in(text) for path, text in texts.items()}
    assert {path: words for path, words in found.items() if words} == {}


def test_the_caption_guard_reads_past_comments_and_docstrings_only():
    cited = 'def f():\n    """Return 一、本年新收政府信息公开申请数量."""\n    return 1  # 行政规范性文件'

    assert captions_in(code_of(cited)) == set()
    assert captions_in(code_of('WORDS = "行政规范性文件"')) == {"行政规范性文件", "规范性文件"}


def test_the_caption_guard_bites():
    assert captions_in("<th>本年新收政府信息公开申请数量</th>") == set()
    assert captions_in("<th>一、本年新收政府信息公开申请数量</th>") != set()


def test_no_template_has_inline_scripts_or_styles():
    templates = [p for p in (ROOT / "templates").rglob("*.html") if p.parent.name != "document"]
    found = {str(path): inline_scripts(path.read_text()) for path in templates}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "planted", ["<script>x()</script>", '<a onclick="x()">', '<p style="color: red">']
)
def test_the_inline_guard_bites(planted):
    assert inline_scripts(planted)


def test_nothing_served_names_another_host():
    files = screens_and_scripts() + [*(ROOT / "static" / "css").rglob("*.css")]
    remote = re.compile(r"""(?:src|href|url\(|import|fetch\()\s*=?\s*["'(]?(?:https?:)?//""")
    assert {str(p) for p in files if remote.search(p.read_text())} == set()


def test_no_comment_of_a_template_is_shown():
    """Django's short comment ends on its line: a longer one stands on the page."""
    lines = [
        f"{path.name}: {line.strip()}"
        for path in (ROOT / "templates").rglob("*")
        if path.suffix in (".html", ".xml", ".css")
        for line in path.read_text().splitlines()
        if line.count("{#") != line.count("#}")
    ]
    assert lines == []


def exceptions_in(source: str) -> list[str]:
    """Return the classes of `source` that derive from one of Python's own exceptions."""
    classes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]
    plain = {"Exception", "LookupError", "RuntimeError", "ValueError"}
    return [node.name for node in classes if plain & {ast.unparse(base) for base in node.bases}]


def test_rooms_that_people_meet_refuse_with_one_kind_of_exception():
    """Views make answers of `refusals.Refused` in one place; another kind would be a failure of ours."""
    rooms = {"access", "bulk", "directory", "forms", "parcels", "publishing", "views", "workflow", "writing"}
    files = [path for path in product_files() if room_of(path) in rooms]
    assert {str(p): own for p in files if (own := exceptions_in(p.read_text()))} == {}


def test_the_guard_of_refusals_bites():
    assert exceptions_in("class NotNow(ValueError):\n    pass") == ["NotNow"]


def states_in(text: str) -> list[str]:
    """Return the states of a report that `text` names by their stored words."""
    return re.findall(rf"""["']({"|".join(states.Status.values)})["']""", text)


def test_states_of_a_report_are_named_in_one_list():
    management = (REPORTS / "management").rglob("*.py")
    files = [*product_files(), *screens_and_scripts(), *management]
    found = {str(p): states_in(p.read_text()) for p in files if p.name != "states.py"}
    assert {path: named for path, named in found.items() if named} == {}


def test_the_guard_of_states_bites():
    assert states_in('{% if report.status == "approved" %}') == ["approved"]


def test_no_line_of_a_page_outgrows_a_screen():
    """A line of Django's tags cannot be folded by an editor: 300 characters can still be read."""
    files = [*screens_and_scripts(), *(ROOT / "static" / "css").rglob("*.css")]
    long = {
        str(path): numbers
        for path in files
        if (numbers := [n for n, line in enumerate(path.read_text().splitlines(), 1)
                        if len(line) > LONGEST_LINE])
    }  # fmt: skip
    assert long == {}


HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b")
TOKENS = ROOT / "static" / "css" / "tokens.css"


def style_sheets() -> list[Path]:
    return [*(ROOT / "static" / "css").rglob("*.css"), *(ROOT / "templates").rglob("*.css")]


def colours_in(style: str) -> list[str]:
    """Return the colours that a style sheet names beside its tokens (`:root`, which a page has)."""
    return HEX.findall(re.sub(r":root\s*\{[^}]*\}", "", style))


def test_colours_stand_in_the_tokens_alone():
    """A downloaded report or picture has no style sheet beside it: its tokens stand in its `:root`."""
    sheets = [path for path in style_sheets() if path != TOKENS]
    own = [path for path in sheets if ":root {" in path.read_text() and HEX.search(path.read_text())]

    assert {str(p): found for p in sheets if (found := colours_in(p.read_text()))} == {}
    assert sorted(path.name for path in own) == ["graphic.css", "screen.css"]


def test_every_token_that_is_used_is_there():
    vendor = (ROOT / "static" / "vendor" / "bootstrap").rglob("*.css")
    texts = [path.read_text() for path in [*style_sheets(), *vendor]]
    named = set(re.findall(r"(--[\w-]+)\s*:", "\n".join(texts)))
    used = {path.name: set(re.findall(r"var\((--[\w-]+)", path.read_text())) for path in style_sheets()}
    assert {name: lacking for name, tokens in used.items() if (lacking := tokens - named)} == {}


def test_the_guard_of_colours_bites():
    assert colours_in("a { color: #1d4f91; } :root { --ink: #000; }") == ["#1d4f91"]


def test_what_to_do_about_a_blank_is_said_in_one_place():
    said = "没有发生的请填 0"
    files = [p for p in (*product_files(), *screens_and_scripts()) if said in p.read_text()]
    assert [path.relative_to(ROOT).as_posix() for path in files] == ["reports/document/figures.py"]
