"""Guarded processes for many files: as apart as fresh ones, and gone when nobody needs them."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reports import guarded
from reports.importing import Unreadable, read_guarded, rest
from reports.importing.apart import guard
from reports.nursery import Nursery
from tests.workers import until

pytestmark = pytest.mark.usefixtures("fresh_processes")
WORKER = "tests.importing.odd_worker"
PAGE = "<h1>云溪市2024年政府信息公开工作年度报告</h1><h2>一、总体情况</h2><p>平稳。</p>".encode()


@pytest.fixture
def nursery():
    one = Nursery(WORKER)
    yield one
    one.close()


def told(nursery: Nursery, word: str, seconds: float = 30) -> str:
    return nursery.answer(word.encode(), seconds)[0].decode().strip()


def is_running(process: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


def test_each_request_meets_a_process_that_has_seen_none(nursery):
    assert [told(nursery, "seen") for _ in range(3)] == ["['seen'] True"] * 3


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("memory", str(guarded.MEMORY)),
        ("group", "True"),
        ("call", "no network"),
    ],
)
def test_a_child_has_the_bounds_of_any_guarded_process(nursery, word, answer):
    assert told(nursery, word) == f"{answer} True"


def test_a_child_sees_no_secret_and_none_of_the_files_of_the_one_that_forks(nursery, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "do not tell")

    assert "SECRET_KEY" not in told(nursery, "secrets")
    # Three of its own, and the folder that it lists.
    assert told(nursery, "files") == "['0', '1', '2', '3'] True"


def test_a_child_that_is_too_slow_is_killed_with_all_that_it_started(nursery):
    with pytest.raises(guarded.TooSlow) as slow:
        nursery.answer(b"sleep", 2)

    started = [int(number) for number in slow.value.answer.split()]
    assert len(started) == 2
    until(lambda: not any(map(is_running, started)), 10)
    assert told(nursery, "group") == "True True"


@pytest.mark.parametrize(("word", "complaint"), [("raise", "ZeroDivisionError"), ("die", "")])
def test_a_child_that_dies_takes_nobody_with_it(nursery, word, complaint):
    answer, complaints = nursery.answer(word.encode(), 30)

    assert not answer and complaint in complaints
    assert told(nursery, "group") == "True True"


def test_a_child_that_leaves_never_goes_on_as_the_one_that_forks(nursery):
    assert [told(nursery, "leave"), told(nursery, "seen")] == ["", "['seen'] True"]


def test_where_the_one_that_forks_was_killed_the_file_is_read_all_the_same():
    first = read_guarded(PAGE, of_many=True)

    os.kill(guard._nursery._process.pid, signal.SIGKILL)

    assert [read_guarded(PAGE, of_many=True), read_guarded(PAGE, of_many=True)] == [first] * 2
    rest()


def test_one_of_many_files_is_read_and_refused_as_one_alone():
    assert read_guarded(PAGE, of_many=True) == read_guarded(PAGE)
    with pytest.raises(Unreadable, match="这不是报告文件"):
        read_guarded(b"MZ" + bytes(99), of_many=True)
    rest()


def test_it_ends_with_the_process_that_made_it_whatever_becomes_of_that(tmp_path):
    script = f"""
import os, signal, threading, time
from reports.nursery import Nursery
one = Nursery({WORKER!r})
one.answer(b"seen", 30)
threading.Thread(target=one.answer, args=(b"sleep", 60), daemon=True).start()
time.sleep(1)
print(one._process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    made = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)

    forker = int(made.stdout)
    until(lambda: not is_running(forker), 10)
    children = [p for p in Path("/proc").glob("[0-9]*/status") if f"PPid:\t{forker}\n" in p.read_text()]
    assert children == []


def test_a_fork_of_the_one_that_asks_begins_a_nursery_of_its_own(nursery):
    told(nursery, "seen")
    first = nursery._process.pid
    reader, writer = os.pipe()
    if not (child := os.fork()):
        told(nursery, "seen")
        os.write(writer, str(nursery._process.pid).encode())
        os._exit(0)
    os.waitpid(child, 0)

    assert int(os.read(reader, 20)) != first
    assert told(nursery, "seen") == "['seen'] True" and nursery._process.pid == first
