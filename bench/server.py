"""Time the server alone: opening the editor, saving one cell; and count their queries.

    python bench/server.py

Medians of warm requests on SQLite, in milliseconds, through the whole stack of middleware, on a
report whose tables are filled and which has a report of the year before.
"""

import json
import statistics
import time
import uuid

from fresh import fresh_site

RUNS, WARM = 40, 5
CELL = "requests.new.natural_person"


def timed(request) -> float:
    """Return how long one request takes; it must be answered with 200."""
    start = time.perf_counter()
    response = request()
    took = (time.perf_counter() - start) * 1000
    assert response.status_code == 200, response.content[:300]
    return took


def median(request) -> float:
    """Return the median time of a request, the first ones not counted."""
    return statistics.median([timed(request) for _ in range(RUNS + WARM)][WARM:])


def queries(request) -> int:
    """Return how many queries one request makes."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as captured:
        request()
    return len(captured)


def saver(client, report):
    """Return a request that saves another number in one cell each time, as the editor does."""
    from django.urls import reverse  # noqa: PLC0415

    address, writer = reverse("save", args=[report.pk]), uuid.uuid4().hex[:24]
    base = report.figures.get(cell=CELL).revision
    typed = 0

    def save():
        nonlocal base, typed
        typed += 1
        edit = {"place": CELL, "text": str(typed), "base": base, "manual": False}
        body = json.dumps({"edits": [edit], "writer": writer})
        response = client.post(address, body, content_type="application/json")
        base = response.json()["revision"]
        return response

    return save


def main() -> None:
    """Print one figure a line."""
    with fresh_site() as (report, client):
        from django.urls import reverse  # noqa: PLC0415

        address = reverse("editor", args=[report.pk])
        save = saver(client, report)
        print(f"editor_open_ms: {median(lambda: client.get(address)):.1f}")
        print(f"editor_open_queries: {queries(lambda: client.get(address))}")
        print(f"save_cell_ms: {median(save):.1f}")
        print(f"save_cell_queries: {queries(save)}")


if __name__ == "__main__":
    main()
