"""Time the editor in Chromium: opening, equations, a keystroke until its verdict is painted, a paste.

    python bench/browser.py [--keystrokes N] [--openings N]

Medians of warm runs, in milliseconds, on a report whose tables are filled. `keystroke_painted_ms`
runs from the key's event to just after the frame that shows the verdict, the wait for that frame
to begin included; `keystroke_busy_ms` is without the wait, `keystroke_work_ms` what of it comes
before the frame: script, style and layout.
"""

import argparse
import contextlib
import os
import shutil
import statistics
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

from fresh import fresh_site
from opening import opened, production

CELL = "requests.new.natural_person"
PACE = 67  # ms between keys, faster than anybody types figures; not in step with the display

EQUATIONS = """async () => {
  const { findings } = await import("/static/js/report/equations.js");
  const { edition, report } = JSON.parse(document.getElementById("editor-data").textContent);
  const figures = new Map(Object.entries(report.figures).map(([cell, { text }]) => [cell, text]));
  const times = [];
  for (let run = 0; run < 400; run += 1) {
    const start = performance.now();
    for (let n = 0; n < 10; n += 1) findings(edition, figures);
    times.push((performance.now() - start) / 10);
  }
  return { count: edition.equations.length, times: times.slice(100) };
}"""
# A message posted in the frame's own callback is handled after the frame is painted.
WATCH = """(cell) => {
  window.timings = { work: [], busy: [], painted: [] };
  const input = document.getElementById(cell);
  const channel = new MessageChannel();
  let [pressed, worked, begun] = [0, 0, 0];
  channel.port1.onmessage = () => {
    const now = performance.now();
    timings.painted.push(now - pressed);
    timings.busy.push(worked - pressed + now - begun);
  };
  input.addEventListener("keydown", (event) => (pressed = event.timeStamp), true);
  document.addEventListener("input", () => {
    document.body.getBoundingClientRect();
    worked = performance.now();
    timings.work.push(worked - pressed);
    requestAnimationFrame(() => {
      begun = performance.now();
      channel.port2.postMessage(0);
    });
  });
  input.focus();
}"""
PASTE = """async (figures) => {
  const data = new DataTransfer();
  data.setData("text/plain", figures);
  const times = [];
  for (let run = 0; run < 15; run += 1) {
    const start = performance.now();
    const options = { clipboardData: data, bubbles: true, cancelable: true };
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", options));
    document.body.getBoundingClientRect();
    times.push(performance.now() - start);
    await new Promise((done) => setTimeout(done, 20));
  }
  return times.slice(3);
}"""


class Quiet(WSGIRequestHandler):
    """A request handler that keeps its log to itself."""

    def log_message(self, *args) -> None:
        """Say nothing."""


@contextlib.contextmanager
def served():
    """Serve a fresh site; yield its address, a session and the report."""
    with fresh_site() as (report, client):
        server = make_server("127.0.0.1", 0, application(), handler_class=Quiet)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        session = client.cookies["sessionid"].value
        yield f"http://127.0.0.1:{server.server_port}", session, report
        server.shutdown()


def application():
    """Return the site with its static files."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: PLC0415
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

    return StaticFilesHandler(get_wsgi_application())


def measure(page, keystrokes: int) -> dict[str, float]:
    """Return the medians of one open editor."""
    equations = page.evaluate(EQUATIONS)
    page.evaluate(WATCH, CELL)
    for n in range(keystrokes + 20):
        # Backspace and a digit by turns: the column breaks and balances again.
        page.keyboard.press("Backspace" if n % 2 else str(n % 10))
        page.wait_for_timeout(PACE + n % 7)
    timings = page.evaluate("timings")
    pasted = page.evaluate(PASTE, "\n".join(["\t".join("1234567")] * 25))
    return {
        f"equations_{equations['count']}_ms": statistics.median(equations["times"]),
        "keystroke_work_ms": statistics.median(timings["work"][20:]),
        "keystroke_busy_ms": statistics.median(timings["busy"][20:]),
        "keystroke_busy_p95_ms": statistics.quantiles(timings["busy"][20:], n=20)[-1],
        "keystroke_painted_ms": statistics.median(timings["painted"][20:]),
        "keystroke_painted_p95_ms": statistics.quantiles(timings["painted"][20:], n=20)[-1],
        "paste_175_ms": statistics.median(pasted),
    }


def program() -> str | None:
    """Return the browser: the one without windows, whose own bars load nothing beside the page."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def main() -> None:
    """Print one figure a line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keystrokes", type=int, default=200)
    parser.add_argument("--openings", type=int, default=3)
    options = parser.parse_args()
    # The measuring thread has an event loop of Playwright's; the ORM is used beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with served() as (address, session, report), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1366, "height": 768}, base_url=address)
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = context.new_page()
        page.goto(f"/reports/{report.pk}/")
        page.wait_for_selector("html[data-ready]")
        for name, value in measure(page, options.keystrokes).items():
            print(f"{name}: {value:.2f}")
        with production() as site:
            openings = [opened(browser, site, session, report.pk) for _ in range(options.openings)]
        for name in openings[0]:
            print(f"{name}: {statistics.median(opening[name] for opening in openings):.0f}")
        browser.close()


if __name__ == "__main__":
    main()
