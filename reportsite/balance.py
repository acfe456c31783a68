"""How much each of a server's workers has in hand, told in memory that they share.

A connection that is kept stays with the worker that took it; of several who wait for one the kernel
wakes the same again and again, and after a start the first that is ready takes all. So one of two
workers could serve a hundred clerks and the other none. Who has more in hand than another leaves a
new connection to it for a moment, and who keeps far more than another keeps no more (worker.py).

The arbiter gives a worker its place before it is forked and takes it back when it has ended
(gunicorn.conf.py); where nobody has given places, all take what comes.
"""

import mmap

PLACES = 64
_NOBODY = 0xFFFF  # has ended, or is not ready yet
_taken: set[int] = set()  # the arbiter's
_shared = memoryview(mmap.mmap(-1, PLACES * 4)).cast("H")
_requests, _connections = _shared[:PLACES], _shared[PLACES:]
for _place in range(PLACES * 2):
    _shared[_place] = _NOBODY


def take_place() -> int | None:
    """Return a place that was free; None where there is none. Nothing is left to it before it tells."""
    place = next((place for place in range(PLACES) if place not in _taken), None)
    if place is not None:
        _taken.add(place)
    return place


def free_place(place: int) -> None:
    """Let another worker have a place."""
    leave(place)
    _taken.discard(place)


def tell(place: int, requests: int, connections: int) -> None:
    """Say how many requests the worker at this place is answering, and how many connections it has."""
    _requests[place] = min(requests, _NOBODY - 1)
    _connections[place] = min(connections, _NOBODY - 1)


def leave(place: int) -> None:
    """Take nothing more: what is left to this place would wait for nobody."""
    _requests[place] = _connections[place] = _NOBODY


def is_another_freer(place: int) -> bool:
    """Return whether another worker is answering fewer requests, or as many for fewer connections."""
    freest = min(zip(_requests.tolist(), _connections.tolist(), strict=True))
    return freest < (_requests[place], _connections[place])


def keeps_too_many(place: int) -> bool:
    """Return whether so many connections are open here that whoever is answered should come anew."""
    fewest = min(_connections.tolist())
    return _connections[place] > fewest + max(2, fewest // 4)
