"""What documents and comments name is there: paths, modules, functions, settings."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HANDBOOKS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
DOCUMENTS = [ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs" / "adr").glob("*.md")), *HANDBOOKS]
PATH = re.compile(r"[\w.*{}-]+(?:/[\w.*{}-]*)+|[\w-]+\.(?:py|js|css|html|md|toml|json|txt|po)")
NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?:\(\))?")
FOREIGN = {"pg_trgm", "statement_timeout", "autovacuum", "max_prepared_statements"}  # of PostgreSQL and PgBouncer
# What comes to be where the site runs, or was there in an earlier version.
ELSEWHERE = {"var/", ".venv/bin/python", "DATA_DIR/package-key.pem", "slow-plans.txt", "0076_register_indexes.py"}


@cache
def files() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT,
                            capture_output=True, text=True, check=True)  # fmt: skip
    return listed.stdout.split("\n")


@cache
def words() -> set[str]:
    kinds = (".py", ".js", ".html", ".css", ".toml", ".txt", ".sh", ".json", ".md", ".conf")
    documents = {str(path.relative_to(ROOT)) for path in DOCUMENTS}
    documents |= {"CHANGELOG.md", "tests/test_documents.py"}
    sources = [f for f in files() if f.endswith(kinds) or "." not in Path(f).name]
    texts = [(ROOT / f).read_text(errors="ignore") for f in sources
             if f not in documents and "fixtures/" not in f and (ROOT / f).is_file()]  # fmt: skip
    return set(re.findall(r"\w+", "\n".join(texts)))


def is_there(path: str) -> bool:
    """Return whether a path, perhaps with `*` or the end of one, names something of the tree."""
    pattern = re.escape(path.rstrip("/")).replace(r"\*", r"[^/]*").replace("20XX", r"\d{4}")
    found = re.compile(rf"(?:^|/){pattern}(?:/|$|\.)")
    return any(found.search(file) for file in files())


def lacking(text: str) -> list[str]:
    """Return what a document names in backticks and the tree does not have."""
    named = [span.strip() for span in re.findall(r"`([^`\n]+)`", text)]
    paths = [span for span in named if PATH.fullmatch(span)]
    names = [span.removesuffix("()") for span in named if NAME.fullmatch(span)]
    missing = [path for path in paths if not is_there(path)]
    return missing + [
        name for name in names if name not in paths and not set(name.split(".")) <= words()
    ]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_names_is_there(document):
    assert [name for name in lacking(document.read_text()) if name not in FOREIGN | ELSEWHERE] == []


def untrue(document: Path, text: str) -> list[str]:
    """Return the commands, the targets of make and the pages that a handbook names and nobody has."""
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    commands = {Path(f).stem for f in files() if "/management/commands/" in f}
    commands |= {"migrate", "collectstatic", "check", "createsuperuser", "axes_reset_username"}
    said = [f"make {name}" for name in re.findall(r"`make ([a-z-]+)", text) if name not in targets]
    said += [name for name in re.findall(r"manage(?:\.py)? ([a-z]\w+)", text) if name not in commands]
    links = re.findall(r"\]\(([^)#\s:]+)(?:#[^)]*)?\)", text)
    return said + [link for link in links if not (document.parent / link).exists()]


@pytest.mark.parametrize("document", HANDBOOKS, ids=lambda path: path.name)
def test_what_a_handbook_tells_to_do_can_be_done(document):
    assert untrue(document, document.read_text()) == []


def test_the_guard_of_handbooks_bites():
    text = "`make nothing`, `deploy/manage no_command`, [x](docs/nowhere.md#a)"
    assert untrue(ROOT / "README.md", text) == ["make nothing", "no_command", "docs/nowhere.md"]


def named_in_comments(text: str) -> list[str]:
    """Return the paths of the tree that a source names and that are not there."""
    rooms = "reports|reportsite|tests|static|templates|docs|tools|bench|deploy"
    paths = re.findall(rf"(?<![\w./-])((?:{rooms})/[\w./-]+\.(?:py|js|css|html|md|service))\b", text)
    return [path for path in paths if not is_there(path)]


def test_no_comment_names_a_file_that_is_not_there():
    kinds = (".py", ".js", ".html", ".css", ".conf", ".toml", "Makefile")
    left_out = ("static/vendor/", "tests/fixtures/", "tests/test_documents.py")
    sources = [f for f in files() if f.endswith(kinds) and not f.startswith(left_out)]
    found = {f: named_in_comments((ROOT / f).read_text()) for f in sources if (ROOT / f).is_file()}

    assert {file: paths for file, paths in found.items() if paths} == {}


def test_the_guard_of_comments_bites():
    assert named_in_comments("# see reports/editing_gone.py") == ["reports/editing_gone.py"]


@pytest.mark.parametrize(
    "planted", ["`reports/views/nowhere.py`", "`reports/nowhere/`", "`no_such_function`"]
)
def test_the_guard_of_documents_bites(planted):
    assert lacking(f"See {planted}.") == [planted.strip("`")]
