"""The editor as it opens on a slow machine: bytes, long tasks, time to the first digit.

Served as in production (hashed names, compressed, kept-alive connections), each time by a browser that
has nothing of it, with Chromium's throttle of the processor (six times slower).
"""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
RATE = 6
CELL = "requests.new.natural_person"
LONG = 100  # ms that no task should take
AFTER = 4000  # ms that tasks are watched after the digit: sections out of sight, editors of words
WATCH = """
window.opening = { tasks: [] };
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) opening.tasks.push([startTime, duration]);
}).observe({ type: "longtask", buffered: true });
const root = new MutationObserver(() => {
  if (!document.documentElement?.matches("[data-ready]")) return;
  root.disconnect();
  opening.begun = performance.now();
  begun();
});
root.observe(document, { attributes: true, subtree: true });
const painted = new MessageChannel();
painted.port1.onmessage = () => (opening.digit ??= performance.now());
addEventListener("input", () => requestAnimationFrame(() => painted.port2.postMessage(0)));
"""


@contextlib.contextmanager
def production() -> Iterator[str]:
    """Serve the site of this process's settings by gunicorn; yield its address."""
    from django.core.management import call_command  # noqa: PLC0415

    call_command("collectstatic", interactive=False, verbosity=0)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["-m", "gunicorn", "reportsite.wsgi", "--threads", "6", "--log-level", "error"]
    environment = os.environ | {"SECRET_KEY": _key(), "ALLOWED_HOSTS": "127.0.0.1"}
    server = subprocess.Popen(
        [sys.executable, *command, "--bind", f"127.0.0.1:{port}"], cwd=ROOT, env=environment
    )
    try:
        _await(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _key() -> str:
    from django.conf import settings  # noqa: PLC0415

    return settings.SECRET_KEY


def _await(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise TimeoutError("gunicorn did not answer")


def opened(browser: Browser, address: str, session: str, report: int) -> dict[str, float]:
    """Open the editor once with an empty cache; return what it took, in ms and bytes."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, base_url=address)
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page = context.new_page()
    begun = []
    page.expose_function("begun", lambda: begun.append(True))
    page.add_init_script(WATCH)
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    sizes: list[int] = []
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": RATE})
    page.goto(f"/reports/{report}/", wait_until="commit")
    while not begun:
        page.wait_for_timeout(10)
    page.evaluate("(cell) => document.getElementById(cell).focus()", CELL)
    key = {"key": "7", "code": "Digit7", "windowsVirtualKeyCode": 55}
    devtools.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": "7", **key})
    devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    page.wait_for_function("() => opening.digit")
    brought = sum(sizes)
    page.wait_for_timeout(AFTER)
    found = page.evaluate("opening")
    context.close()
    before = [length for start, length in found["tasks"] if start < found["digit"]]
    later = [length for start, length in found["tasks"] if start >= found["digit"]]
    return {
        "opening_begun_6x_ms": found["begun"],
        "opening_first_digit_6x_ms": found["digit"],
        "opening_bytes_before_digit": brought,
        "opening_longest_task_6x_ms": max(before, default=0),
        "opening_tasks_over_100_6x": sum(length > LONG for length in before),
        "opening_longest_task_later_6x_ms": max(later, default=0),
        "opening_tasks_over_100_later_6x": sum(length > LONG for length in later),
    }
