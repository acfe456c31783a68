"""The floor of browsers: nothing newer than Chromium 86 in what pages bring (docs/adr/0070)."""

import filecmp
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NODE = ROOT / "tools" / "node"
# What somebody may write tomorrow, and what the reader must say to it.
PLANTED = {
    "js": {
        "lines.at(-1);": "Array.at",
        "lines.findLast(Boolean);": "Array.findLast",
        "lines.toSorted();": "Array.toSorted",
        "Object.hasOwn({}, 'a');": "Object.hasOwn",
        "Object.groupBy([], String);": "Object.groupBy",
        "structuredClone({});": "structuredClone",
        "AbortSignal.timeout(20000);": "AbortSignal.timeout",
        "Promise.withResolvers();": "Promise.withResolvers",
        "crypto.randomUUID();": "Crypto.randomUUID",
        "document.body.checkVisibility();": "Element.checkVisibility",
        "document.body.inert = true;": "HTMLElement.inert",
        "addEventListener('x', String, { signal: AbortSignal.any });": "addEventListener({ signal })",
        "class A { static { } }": "static block",
        "class A { #a; static has(x) { return #a in x; } }": "private in",
        "export {}; await 1;": "top-level 'await'",
        "const a = /(?<a>x)/d;": "RegExp 'd' flag",
        "const a = /[a&&b]/v;": "RegExp 'v' flag",
    },
    "css": {
        "a:has(b) { color: red }": ":has()",
        "a:is(b, c) { color: red }": ":is()",
        "a:not(b, c) { color: red }": ":not(a, b)",
        "a { & b { color: red } }": "nesting",
        "a { inset: 0 }": "inset",
        "a { padding-inline: 1px }": "padding-inline",
        "a { aspect-ratio: 1 }": "aspect-ratio",
        "a { color: color-mix(in srgb, red, blue) }": "color-mix()",
        "a { height: 100dvh }": "dvh",
        "a { width: 10cqi }": "cqi",
        "a { overflow: clip }": "overflow: clip",
        "a { grid-template-columns: subgrid }": "subgrid",
        "@container (width > 3px) { a { color: red } }": "@container",
        "@layer a { b { color: red } }": "@layer",
        "@media (width <= 300px) { a { color: red } }": "@media (a <= b)",
        "@media (scripting: none) { a { color: red } }": "@media (scripting)",
    },
    "html": {
        "<div inert></div>": "<div inert>",
        "<button popovertarget='a'></button>": "<button popovertarget>",
        "<search></search>": "<search>",
    },
}
KNOWN = {
    "js": "class A { #a = 1; b() { return this.#a; } } let c = [1].flat(); c ??= 2; c?.at.x; 'a'.replaceAll('b', 'c');",
    "css": "a:focus-visible, a:not(.b) { gap: 1px; width: min(1px, 2px); height: 100vh; height: 100dvh }\n"
    "@supports (inset: 0) { a { inset: 0 } }",
    "html": '<details open><summary>a</summary></details><input inputmode="decimal" autocomplete="off">',
}


def floor(*files: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["node", "floor.js", *map(str, files)], cwd=NODE, capture_output=True, text=True
    )


def test_nothing_of_ours_is_newer_than_the_floor():
    read = floor()

    assert read.stderr == ""
    assert read.returncode == 0, read.stdout
    assert int(read.stdout.split()[0]) > 100


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> dict[str, str]:
    """What the reader says to each planted line."""
    folder = tmp_path_factory.mktemp("planted")
    lines = [(kind, line) for kind, lines in PLANTED.items() for line in lines]
    files = {folder / f"{n}.{kind}": line for n, (kind, line) in enumerate(lines)}
    for file, line in files.items():
        file.write_text(line)
    said = floor(*files).stdout.splitlines()
    return {
        line: "\n".join(s for s in said if s.startswith(f"{file}:")) for file, line in files.items()
    }


@pytest.mark.parametrize(
    ("line", "name"), [pair for lines in PLANTED.values() for pair in lines.items()]
)
def test_the_floor_bites(found, line, name):
    assert name in found[line]


def test_what_the_floor_knows_is_let_through(tmp_path):
    files = [tmp_path / f"known.{kind}" for kind in KNOWN]
    for file in files:
        file.write_text(KNOWN[file.suffix[1:]])

    assert floor(*files).stdout == "3 files, 0 faults\n"


def test_the_vendored_editor_is_what_the_lock_builds(tmp_path):
    subprocess.run(["node", "build.js", str(tmp_path)], cwd=NODE, check=True)

    kept = ROOT / "static" / "vendor" / "tiptap"
    files = sorted(path.name for path in kept.iterdir())
    assert files == ["LICENSES", "editor.js", "prosemirror.js"]
    same, other, odd = filecmp.cmpfiles(kept, tmp_path, files, shallow=False)
    assert (same, other, odd) == (files, [], [])


def test_the_lock_names_no_registry():
    assert '"resolved"' not in (NODE / "package-lock.json").read_text()
