"""How often, over all processes of a machine or several machines; and how many saves at once in a process."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from reportsite.operation import limits, middleware, shared_limits
from reportsite.operation.middleware import Turns
from reportsite.operation.models import RequestCount


@pytest.fixture(autouse=True)
def _own_counters(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.RATE_LIMITS = {"login": 2, "save": 3, "": 5}


def test_requests_over_the_limit_are_told_to_wait(client_of, zhang):
    client = client_of(zhang)
    answers = [client.get(reverse("my_reports")) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "操作太频繁。" in answers[-1].content.decode()
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60


@pytest.mark.parametrize("is_shared", [False, True])
def test_who_waits_as_told_goes_on(client_of, zhang, settings, monkeypatch, is_shared):
    settings.SHARED_LIMITS = is_shared
    client, page, now = client_of(zhang), reverse("my_reports"), limits.clock()
    answers = [client.get(page) for _ in range(6)]
    wait = int(answers[-1].headers["Retry-After"])

    asked = []
    for later in (wait - 1, wait):
        monkeypatch.setattr(limits, "clock", lambda: now + later)  # noqa: B023 (asked at once)
        asked.append(client.get(page).status_code)

    assert asked == [429, 200]


def test_a_citizen_is_told_on_a_page_of_the_public_site(client, db):
    answers = [client.get("/open/") for _ in range(6)]

    page = answers[-1].content.decode()
    assert answers[-1].status_code == 429
    assert "查看全部公开的报告" in page and "秒再试。" in page and "我的报告" not in page


def test_one_person_s_haste_does_not_hold_up_another(client_of, zhang, zhao):
    for _ in range(7):
        client_of(zhang).get(reverse("my_reports"))
    assert client_of(zhao).get(reverse("my_reports")).status_code == 200


def test_saving_has_its_own_limit_and_is_told_in_json(client_of, report, zhang):
    address = reverse("save", args=[report.pk])
    json = {"content_type": "application/json", "headers": {"accept": "application/json"}}
    answers = [client_of(zhang).post(address, {"edits": []}, **json) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert "已保存的内容没有变化" in answers[-1].json()["message"]


def test_log_ins_are_limited_by_address_and_looking_is_free(client, db):
    for _ in range(5):
        assert client.get(reverse("login")).status_code == 200
    answers = [client.post(reverse("login"), {}, REMOTE_ADDR="10.0.0.1") for _ in range(3)]
    assert answers[-1].status_code == 429
    assert client.post(reverse("login"), {}, REMOTE_ADDR="10.0.0.2").status_code == 200


def test_processes_count_together(tmp_path):
    script = ("import sys; from pathlib import Path; from reportsite.operation import limits\n"
              "for _ in range(200): limits.count(Path(sys.argv[1]), 'save 1', now=0)")  # fmt: skip
    command = [sys.executable, "-c", script, str(tmp_path)]
    processes = [subprocess.Popen(command) for _ in range(4)]

    assert [process.wait() for process in processes] == [0] * 4
    assert limits.count(tmp_path, "save 1", now=0) == 801


def test_a_new_minute_begins_at_nought_and_old_counters_go(tmp_path):
    for minute in range(5):
        assert limits.count(tmp_path, "save 1", now=minute * 60) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["3", "4"]


def test_where_nothing_can_be_counted_nobody_is_turned_away(tmp_path):
    (tmp_path / "file").touch()
    assert limits.count(tmp_path / "file", "save 1") == 0


def test_machines_that_share_a_database_count_together(client, db, settings, tmp_path):
    settings.SHARED_LIMITS = True

    answers = []
    for n in range(6):
        settings.DATA_DIR = tmp_path / f"machine{n % 2}"
        answers.append(client.get("/open/").status_code)

    assert answers == [200] * 5 + [429]


def test_counts_of_past_minutes_are_cleared_away(db):
    shared_limits.count("a", now=0)
    shared_limits.count("a", now=60)
    assert shared_limits.count("b", now=600) == 1
    assert shared_limits.count("b", now=601) == 2

    assert [count.minute for count in RequestCount.objects.all()] == [10]


def test_nobody_is_turned_away_where_the_database_only_reads(db, monkeypatch):
    def refuse(*_):
        raise DatabaseError("attempt to write a readonly database")

    monkeypatch.setattr(shared_limits, "connection", SimpleNamespace(cursor=refuse))
    assert shared_limits.count("a") == 0


@pytest.mark.parametrize("there", [-1_000_000, 1_000_000])
def test_a_clock_that_went_wrong_leaves_no_counters_behind(db, tmp_path, there):
    for key in ("a", "b"):
        limits.count(tmp_path, key, now=100_000_000 + there * 60)
        shared_limits.count(key, now=100_000_000 + there * 60)

    limits.count(tmp_path, "a", now=100_000_000)
    shared_limits.count("a", now=100_000_000)

    assert [path.name for path in tmp_path.iterdir()] == [str(100_000_000 // 60)]
    assert RequestCount.objects.get().minute == 100_000_000 // 60


def test_writing_addresses_into_a_header_gains_no_more_requests(client, db, settings):
    settings.TRUSTED_PROXIES = 1
    answers = [
        client.get("/open/", HTTP_X_FORWARDED_FOR=f"10.6.6.{n}, 10.1.2.3:{5000 + n}").status_code
        for n in range(6)
    ]
    assert answers == [200] * 5 + [429]


class Saves:
    """Answers that end when they are told; it knows how many were under way at once."""

    def __init__(self):
        self.end, self.lock = threading.Event(), threading.Lock()
        self.begun, self.now, self.most = threading.Semaphore(0), 0, 0

    def __call__(self, request) -> HttpResponse:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.begun.release()
        self.end.wait(60)
        with self.lock:
            self.now -= 1
        return HttpResponse()


@pytest.fixture
def saves(monkeypatch):
    monkeypatch.setattr(middleware, "connection", SimpleNamespace(vendor="postgresql"))
    return Saves()


def test_two_saves_run_at_a_time_and_all_are_answered(saves, monkeypatch):
    monkeypatch.setattr(Turns, "PATIENCE", 60)
    turns, save = Turns(saves), RequestFactory().post("/reports/1/save/")
    with ThreadPoolExecutor(6) as pool:
        answers = [pool.submit(turns, save) for _ in range(6)]
        assert all(saves.begun.acquire(timeout=60) for _ in range(Turns.AT_ONCE))
        saves.end.set()

    assert [answer.result().status_code for answer in answers] == [200] * 6
    assert saves.most == Turns.AT_ONCE


def test_saves_that_hang_hold_up_no_other_for_long(saves, monkeypatch):
    monkeypatch.setattr(Turns, "PATIENCE", 0.01)
    turns, save = Turns(saves), RequestFactory().post("/reports/1/save/")
    with ThreadPoolExecutor(5) as pool:
        answers = [pool.submit(turns, save) for _ in range(5)]
        assert all(saves.begun.acquire(timeout=60) for _ in range(5))
        saves.end.set()

    assert [answer.result().status_code for answer in answers] == [200] * 5
    assert all(turns.turns.acquire(blocking=False) for _ in range(Turns.AT_ONCE)), "all given back"


@pytest.mark.parametrize(("method", "address"), [("get", "/reports/1/save/"), ("post", "/reports/1/submit/")])
def test_what_is_no_save_waits_for_none(saves, monkeypatch, method, address):
    monkeypatch.setattr(Turns, "PATIENCE", 60)
    turns, request = Turns(saves), getattr(RequestFactory(), method)(address)
    with ThreadPoolExecutor(5) as pool:
        answers = [pool.submit(turns, request) for _ in range(5)]
        assert all(saves.begun.acquire(timeout=60) for _ in range(5))
        saves.end.set()

    assert saves.most == 5 and all(answer.result() for answer in answers)


def test_an_error_gives_the_turn_back(saves):
    def fail(request):
        raise ZeroDivisionError

    turns = Turns(fail)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            turns(RequestFactory().post("/reports/1/save/"))
    assert all(turns.turns.acquire(blocking=False) for _ in range(Turns.AT_ONCE))


def test_on_sqlite_saves_wait_for_one_commit_together(monkeypatch):
    monkeypatch.setattr(middleware, "connection", SimpleNamespace(vendor="sqlite"))
    with pytest.raises(MiddlewareNotUsed):
        Turns(lambda request: None)
