"""A request that hangs ends and says so; the others of its process go on."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

SENTENCE = "这一步用时太长，已经停止。"


@pytest.fixture(scope="module")
def hanging(furnished):
    """The address of a site with addresses that hang; a request may take a second there."""
    with furnished.serve("tests.operation.hanging") as address:
        yield address


def get(address: str, **options):
    return requests.get(address, headers={"X-Forwarded-Proto": "https"}, timeout=60, **options)


@pytest.mark.parametrize("how", ["loop", "ask", "save-loop", "save-ask", "deaf"])
def test_a_request_that_hangs_is_ended_and_told_so(hanging, how):
    answer = get(f"{hanging}/hang/{how}/")

    assert answer.status_code == 503
    assert SENTENCE in answer.text and "以前保存的内容都在" in answer.text
    assert get(f"{hanging}/quick/").text == "here"


def test_a_script_is_told_too(hanging):
    asked = {"Accept": "application/json", "X-Forwarded-Proto": "https"}

    answer = requests.get(f"{hanging}/hang/loop/", headers=asked, timeout=60)

    assert SENTENCE in answer.json()["message"]


def test_the_others_are_answered_meanwhile(hanging):
    """Three of four threads of each process hang; one is left to each."""
    slow = [threading.Thread(target=get, args=(f"{hanging}/hang/loop/",)) for _ in range(6)]
    for thread in slow:
        thread.start()
    time.sleep(0.3)

    assert [get(f"{hanging}/quick/").text for _ in range(20)] == ["here"] * 20
    for thread in slow:
        thread.join()


@pytest.mark.parametrize("how", ["save-loop", "save-ask"])
def test_a_save_that_hangs_leaves_nothing_and_holds_nobody_up_for_good(hanging, how):
    """On SQLite one thread writes for all of a process: it has to hear of it, too."""
    name = f"beside-{how}"
    with ThreadPoolExecutor(9) as pool:
        hung = [pool.submit(get, f"{hanging}/hang/{how}/") for _ in range(2)]
        time.sleep(0.3)
        beside = [pool.submit(get, f"{hanging}/keep/{name}/") for _ in range(5)]
        assert [future.result().status_code for future in hung] == [503, 503]
        assert [future.result().status_code for future in beside] == [200] * 5

    assert get(f"{hanging}/kept/hung/").text == "0"
    assert get(f"{hanging}/kept/{name}/").text == "5"


def test_a_stream_that_hangs_is_cut_and_not_ended_as_if_it_were_whole(hanging):
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        get(f"{hanging}/hang/stream/")


def test_what_was_raised_too_late_reaches_nobody(hanging):
    """Requests that end just when their time does: each is answered whole, or told so."""
    answers = [get(f"{hanging}/quick/").status_code for _ in range(50)]
    assert answers == [200] * 50
