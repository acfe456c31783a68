"""Slow lines, and those who only pretend to have one: they wait, nobody else does; what workers leave to each other."""

import runpy
import socket
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
import requests

from reportsite import balance, worker

FORWARDED = {"X-Forwarded-Proto": "https"}
BOUNDARY = "between"


@pytest.fixture(scope="module")
def slow(furnished):
    """The address of a site without nginx."""
    with furnished.serve("tests.operation.hanging") as address:
        yield address


@contextmanager
def connected(address: str, begun: bytes, buffer: int | None = None):
    """Open a connection and send the beginning of a request, no more."""
    host, port = address.removeprefix("http://").split(":")
    with socket.socket() as line:
        if buffer:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        line.settimeout(60)
        line.connect((host, int(port)))
        line.sendall(begun)
        yield line


def answered(line: socket.socket) -> bytes:
    """Return everything that comes until the other end hangs up."""
    got = b""
    while block := line.recv(65536):
        got += block
    return got


def test_connections_that_are_kept_are_shared_by_the_workers(slow):
    """The kernel wakes one of them again and again, and whoever keeps a connection stays with it."""
    with ExitStack() as held:
        lines = [held.enter_context(requests.Session()) for _ in range(12)]
        for _ in range(600):  # a worker that is still being made ready takes none
            answers = [line.get(f"{slow}/who/", headers=FORWARDED) for line in lines]
            shares = sorted(Counter(answer.text for answer in answers).values())
            kept = [answer.headers["Connection"] for answer in answers].count("keep-alive")
            if len(shares) == 2 and shares[0] >= 4 and kept == len(lines):
                break
            time.sleep(0.1)

    assert shares in ([4, 8], [5, 7], [6, 6])
    assert kept == len(lines), "once they are shared, nobody has to come anew"


HALVES = {
    "nothing": b"",
    "half a head": b"GET /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    "half a body": (
        b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-Proto: https\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\nusername="
    ),
    "a body in pieces": (
        b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-Proto: https\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nuser"
    ),
}


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
def test_a_hundred_who_send_half_hold_up_nobody(slow, half):
    with ExitStack() as held:
        lines = [held.enter_context(connected(slow, half)) for _ in range(100)]

        answers = [requests.get(f"{slow}/quick/", headers=FORWARDED, timeout=30) for _ in range(20)]

        assert [answer.text for answer in answers] == ["here"] * 20
        assert len(lines) == 100


def test_a_hundred_who_do_not_read_hold_up_nobody(slow):
    """What they ask for is larger than what the kernel keeps for a connection."""
    asked = b"GET /much/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-Proto: https\r\n\r\n"
    with ExitStack() as held:
        for _ in range(100):
            held.enter_context(connected(slow, asked, buffer=4096))

        answers = [requests.get(f"{slow}/quick/", headers=FORWARDED, timeout=60) for _ in range(20)]

    assert [answer.text for answer in answers] == ["here"] * 20


def test_a_slow_reader_gets_all_of_it(slow):
    asked = (
        b"GET /much/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-Proto: https\r\n"
        b"Connection: close\r\n\r\n"
    )
    with connected(slow, asked, buffer=4096) as line:
        time.sleep(1)
        head, _, body = answered(line).partition(b"\r\n\r\n")

    assert b"200 OK" in head
    assert body == b"0123456789" * 500_000


def test_a_request_that_comes_byte_by_byte_is_answered(slow):
    whole = HALVES["half a body"].replace(b"5000", b"26") + b"demo&password=x&more"
    with connected(slow, b"") as line:
        for at in range(0, len(whole), 7):
            line.sendall(whole[at : at + 7])
            time.sleep(0.005)

        assert line.recv(65536).startswith(b"HTTP/1.1 403")  # no token in it


def test_two_requests_sent_at_once_on_one_line_are_both_answered(slow):
    one = b"GET /quick/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-Proto: https\r\n"
    with connected(slow, one + b"\r\n" + one + b"Connection: close\r\n\r\n") as line:
        got = answered(line)

    assert got.count(b"HTTP/1.1 200 OK") == 2 and got.count(b"here") == 2


def test_who_asks_before_sending_a_body_is_told_to_go_on(slow):
    head = HALVES["half a body"].partition(b"\r\n\r\n")[0]
    with connected(slow, head + b"\r\nExpect: 100-continue\r\n\r\n") as line:
        assert line.recv(65536).startswith(b"HTTP/1.1 100 Continue")


def test_a_large_file_arrives_whole(slow):
    body = b"x" * 3_000_000
    answer = requests.post(f"{slow}/length/", data=body, headers=FORWARDED, timeout=60)

    assert answer.text == "3000000"


def test_more_than_the_largest_file_is_refused_unread(slow):
    length = worker.LARGEST_BODY + 1
    head = HALVES["half a body"].replace(b"5000", str(length).encode())
    with connected(slow, head) as line:
        assert line.recv(65536).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(("address", "is_waited_for"), [
    ("/gatherings/", True), ("/gatherings/?again=1", True), ("/gatherings/7/", False), ("/parcels/", True), ("/login/", False),
])  # fmt: skip
def test_only_a_lot_of_files_may_be_larger(address, is_waited_for):
    ours, theirs = socket.socketpair()
    line = worker.Line(ours)
    line.expect_request(now=100.0)
    length = worker.LARGEST_BODY + 1
    theirs.sendall(f"POST {address} HTTP/1.1\r\nContent-Length: {length}\r\n\r\n".encode())

    assert line.collect(now=101.0) is not is_waited_for
    line.close()
    theirs.close()


def test_the_line_knows_the_address_of_lots(settings):
    assert all(worker._LOT.match(f"POST {one} HTTP/1.1".encode()) for one in settings.LOTS_ADDRESSES)
    assert settings.LARGEST_REQUEST < worker.LARGEST_BODY < settings.LARGEST_LOT < worker.LARGEST_LOT


def test_who_never_finishes_is_told_and_let_go(monkeypatch):
    ours, theirs = socket.socketpair()
    line = worker.Line(ours)
    line.expect_request(now=100.0)
    theirs.sendall(HALVES["half a body"])

    assert line.collect(now=101.0) is False
    assert 101.0 + worker.STALL <= line.due <= 101.0 + worker.STALL + 1
    theirs.sendall(b"x" * 5000)
    assert line.collect(now=102.0) is True
    line.close()
    theirs.close()


@pytest.mark.parametrize("trouble", [{}, {"COLD": "1"}])
def test_every_thread_of_a_worker_is_ready_before_it_takes_requests(furnished, trouble):
    with furnished.serve("tests.operation.hanging", **trouble) as address:
        answers = {requests.get(f"{address}/ready/", headers=FORWARDED, timeout=20).text for _ in range(8)}

    assert answers == {"4 True"}


@pytest.fixture
def places():
    taken = [balance.take_place() for _ in range(2)]
    for place in taken:
        balance.tell(place, 0, 0)
    yield taken
    for place in taken:
        balance.free_place(place)


def test_the_worker_with_fewer_requests_is_freer_then_the_one_with_fewer_connections(places):
    one, other = places
    assert not balance.is_another_freer(one) and not balance.is_another_freer(other)

    balance.tell(one, 0, 5)
    balance.tell(other, 0, 4)
    assert (balance.is_another_freer(one), balance.is_another_freer(other)) == (True, False)

    balance.tell(other, 1, 4)
    assert (balance.is_another_freer(one), balance.is_another_freer(other)) == (False, True)


@pytest.mark.parametrize(("mine", "theirs", "too_many"), [
    (0, 0, False), (2, 0, False), (3, 0, True), (7, 5, False), (8, 5, True), (50, 40, False), (51, 40, True),
    (90_000, 10, True), (90_000, 90_000, False),
])  # fmt: skip
def test_connections_are_given_up_where_another_keeps_far_fewer(places, mine, theirs, too_many):
    balance.tell(places[0], 1, mine)
    balance.tell(places[1], 1, theirs)
    assert balance.keeps_too_many(places[0]) == too_many


def test_who_is_alone_takes_and_keeps_all():
    place = balance.take_place()
    balance.tell(place, 4, 900)
    assert not balance.is_another_freer(place) and not balance.keeps_too_many(place)
    balance.free_place(place)


def test_nothing_is_left_to_a_worker_that_is_not_ready_or_has_ended(places):
    one, other = places
    balance.tell(one, 4, 900)
    coming = balance.take_place()
    balance.leave(other)

    assert not balance.is_another_freer(one) and not balance.keeps_too_many(one)
    balance.tell(coming, 0, 0)
    assert balance.is_another_freer(one) and balance.keeps_too_many(one)
    balance.free_place(coming)


def test_the_place_of_a_worker_that_ended_is_another_s():
    gunicorn = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[2] / "gunicorn.conf.py")))
    workers = [SimpleNamespace() for _ in range(balance.PLACES + 1)]
    for one in workers:
        gunicorn.pre_fork(None, one)
    assert len({one.place for one in workers[:-1]}) == balance.PLACES
    assert workers[-1].place is None, "there is none left: it takes what comes"

    gunicorn.child_exit(None, workers[7])
    gunicorn.child_exit(None, workers[-1])
    gunicorn.pre_fork(None, workers[-1])
    assert workers[-1].place == workers[7].place

    for one in workers:
        gunicorn.child_exit(None, one)
