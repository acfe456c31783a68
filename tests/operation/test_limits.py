"""How often: limits that hold over all processes of a machine, or over several machines."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.db import DatabaseError
from django.urls import reverse

from reportsite.operation import limits, shared_limits
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
