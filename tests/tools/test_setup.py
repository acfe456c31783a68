"""tools/setup: what the machine lacks arrives while wheels do; nothing counts as done before all is there."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# A machine: what is installed, who may install, and what pip and uv would do, each noted down.
MACHINE = {
    "dpkg-query": 'case " $INSTALLED " in *" ${@: -1} "*) echo "install ok installed";; *) exit 1;; esac',
    "id": "echo 0",
    "apt-get": 'case "$1" in install) shift 4; sleep "${SLOW:-0}"; echo "apt $*" >> log; exit "${APT:-0}";; esac',
    "python3": '[ "$2" != venv ] || { mkdir -p .venv/bin; cp "$(dirname "$0")"/{pip,come} .venv/bin; mv .venv/bin/pip .venv/bin/python; }',
    # $3: config, install; what is installed stands last.
    "pip": """case "$3 ${@: -1}" in
        "config list") echo "$PIP_SETTINGS";;
        install\\ uv==*) [ -z "$NO_UV" ] || exit 1; cp "$(dirname "$0")/come" .venv/bin/uv;;
        *) echo "pip $*" >> log;;
        esac""",
}
UV = """echo "uv $* ${UV_DEFAULT_INDEX:-the usual}" >> log; exit "${UV:-0}\""""


@pytest.fixture
def machine(tmp_path):
    """Return a function that runs tools/setup on a made-up machine: its exit code, and what was done."""
    bare = tmp_path / "bare"
    (bare / "tools").mkdir(parents=True)
    shutil.copy(ROOT / "tools" / "setup", bare / "tools")
    for name in ("requirements.txt", "requirements-ldap.txt", "requirements-ocr.txt"):
        (bare / name).write_text("")
    programs = tmp_path / "bin"
    programs.mkdir()

    def run(installed: str = "", **environment) -> tuple[int, list[str]]:
        for name, does in (MACHINE | {"come": UV} | environment.pop("programs", {})).items():
            (programs / name).write_text(f"#!/bin/bash\n{does}\n")
            (programs / name).chmod(0o755)
        (bare / "log").unlink(missing_ok=True)
        told = {"PATH": f"{programs}:/usr/bin:/bin", "INSTALLED": installed} | environment
        done = subprocess.run(["bash", "tools/setup", "run"], cwd=bare, env=told, capture_output=True)
        log = bare / "log"
        return done.returncode, log.read_text().splitlines() if log.exists() else []

    run.stamp = bare / ".venv" / "installed-run"
    return run


def test_wheels_are_fetched_while_packages_arrive(machine):
    code, done = machine(SLOW="1")

    assert code == 0
    assert [line.split()[0] for line in done] == ["uv", "apt"]
    assert "libpango-1.0-0" in done[1]
    assert machine.stamp.exists()


def test_what_is_there_is_not_installed_again(machine):
    everything = "python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig"
    _, first = machine(everything)
    code, second = machine(everything)

    assert [line.split()[0] for line in first] == ["uv"]
    assert (code, second) == (0, [])


def test_a_machine_without_python_gets_it_first(machine):
    no_venv = {"python3": f'[ "$1" != -c ] || exit 1; {MACHINE["python3"]}'}
    code, done = machine(programs=no_venv)

    assert code == 0
    assert done[0].split()[1:] == ["python3", "python3-venv"]
    assert {line.split()[0] for line in done[1:]} == {"apt", "uv"}


def test_packages_that_do_not_arrive_are_no_success(machine):
    code, _ = machine(APT="1")

    assert code != 0
    assert not machine.stamp.exists()


def test_uv_is_used_where_it_is(machine):
    code, done = machine(programs={"uv": 'echo "uv $*" >> log'}, NO_UV="1")

    assert code == 0
    assert any(line.startswith("uv pip install") for line in done)
    assert not any(line.startswith("pip") for line in done)


@pytest.mark.parametrize("trouble", [{"NO_UV": "1"}, {"UV": "2"}, {"PIP_SETTINGS": "global.proxy='http://proxy'"}])
def test_what_uv_cannot_do_pip_does(machine, trouble):
    code, done = machine(**trouble)

    assert code == 0
    assert any(line.startswith("pip -m pip install") and line.endswith("requirements.txt") for line in done)
    assert machine.stamp.exists()


def test_uv_fetches_from_where_pip_would(machine):
    _, done = machine(PIP_SETTINGS="global.timeout='9'\nglobal.index-url='https://mirror/simple'")

    assert [line.split()[-1] for line in done if line.startswith("uv")] == ["https://mirror/simple"]
