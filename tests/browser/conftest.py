"""A real browser on the real site. A page that complains, or asks another host, fails its test."""

import json
import os
import shutil
import subprocess
import time
from urllib.parse import urlsplit

import pytest
from django.http import FileResponse
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

# Playwright keeps an event loop in this thread; the tests use the ORM beside it, not within it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# A busy machine takes its time; what is there at once is not waited for.
expect.set_options(timeout=20_000)
# The test server hands scripts out in one piece: by four kilobytes, that costs it a fifth of its time.
FileResponse.block_size = 1024 * 1024
PASTE = """([text, html]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  if (html) data.setData("text/html", html);
  const options = { clipboardData: data, bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", options));
}"""


@pytest.fixture(scope="session")
def playwright() -> Playwright:
    """What drives every browser, today's and old ones: one process has no room for two of it."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright) -> Browser:
    """Chromium, once for all tests; with boxes for characters, nothing on a page is as it is.

    Without windows (tools/setup) it is the same engine, and needs half the processor.
    """
    faces = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=True).stdout
    assert faces, "The browser finds no Chinese face: run `tools/setup test`."
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    # Unhinted, as on a screen: hinted digits are a part of a pixel wider, and lines break elsewhere.
    # A graphics card that is only played costs a third of all that the browser does; layouts are the same.
    options = ["--no-sandbox", "--font-render-hinting=none", "--disable-gpu"]
    browser = playwright.chromium.launch(executable_path=program, args=options)
    yield browser
    browser.close()


class Complaints(list):
    """What pages complained of: nothing, or the test fails. One that provokes some forgives them.

    The browser writes its note of a request that failed when it likes, often after the page has
    shown what came of it: what is forgiven once is forgiven for the rest of the test.
    """

    def __init__(self):
        super().__init__()
        self.forgiven = []

    def hear(self, words: str) -> None:
        """Keep what a page says, unless it is forgiven."""
        if not any(pattern in words for pattern in self.forgiven):
            self.append(words)

    def forgive(self, pattern: str) -> None:
        """Forget what has these words, heard or still to come."""
        self.forgiven.append(pattern)
        self[:] = [words for words in self if pattern not in words]

    def clear(self) -> None:
        """Forget all that was heard, and what the browser still notes of failed requests."""
        super().clear()
        self.forgive("Failed to load resource")

    def take(self, pattern: str, page: Page) -> None:
        """Wait for the complaint that a page must make, and forgive it."""
        self.await_one(pattern, page)
        self.forgive(pattern)

    def await_one(self, pattern: str, page: Page) -> None:
        """Wait for a complaint that a page must make."""
        until = time.monotonic() + 8
        while not any(pattern in words for words in self) and time.monotonic() < until:
            page.wait_for_timeout(50)
        assert any(pattern in words for words in self), f"no page complained of {pattern}"


@pytest.fixture
def complaints() -> Complaints:
    """What pages of this test complain of."""
    return Complaints()


@pytest.fixture
def new_context(browser, live_server, complaints, client_of):
    """Return a window of its own for a person (or nobody), of a given size."""
    contexts = []

    def make(user=None, **options) -> BrowserContext:
        size = options.pop("viewport", {"width": 1366, "height": 768})
        context = browser.new_context(
            base_url=live_server.url, viewport=size, locale="zh-CN", **options
        )
        context.set_default_timeout(30_000)
        context.on("console", lambda message: _note(message, complaints))
        context.on("weberror", lambda error: complaints.hear(str(error.error)))
        context.on("request", lambda request: _watch(request.url, live_server.url, complaints))
        if user:
            cookie = client_of(user).cookies["sessionid"]
            context.add_cookies(
                [{"name": "sessionid", "value": cookie.value, "url": live_server.url}]
            )
        contexts.append(context)
        return context

    yield make
    heard = list(complaints)
    for context in contexts:
        # What a closing page still wants to save concerns the next test's database.
        context.set_offline(True)
        context.close()
    assert heard == []


def _note(message, complaints: Complaints) -> None:
    if message.type in ("error", "warning"):
        complaints.hear(f"{message.text} {message.location.get('url', '')}")


def _watch(url: str, home: str, complaints: Complaints) -> None:
    parts = urlsplit(url)
    if parts.scheme in ("http", "https") and parts.netloc != urlsplit(home).netloc:
        complaints.hear(f"asked another host: {url}")


@pytest.fixture
def open_editor(new_context):
    """Return the editor of a report, open and ready, for a person."""

    def open_page(report, user, **options) -> Page:
        page = new_context(user, **options).new_page()
        page.goto(f"/reports/{report.pk}/")
        page.wait_for_selector("html[data-ready]")
        return page

    return open_page


@pytest.fixture
def desk(open_editor, report, zhang) -> "Desk":
    """Return the editor of the blank report of 2025, open for clerk 张."""
    return Desk(open_editor(report, zhang))


class Desk:
    """What a clerk does in the tables, by cell."""

    def __init__(self, page: Page):
        self.page = page
        self.keys = page.keyboard

    def cell(self, cell: str):
        """Return the input of a cell."""
        return self.page.locator(f'input[id="{cell}"]')

    def td(self, cell: str):
        """Return the place of a cell."""
        return self.page.locator(f'td[data-cell="{cell}"]')

    def go(self, cell: str) -> None:
        """Come to a cell from elsewhere, without clicking."""
        self.cell(cell).evaluate("input => { input.blur(); input.focus(); }")

    def text(self, cell: str) -> str:
        """Return what stands in a cell."""
        return self.cell(cell).input_value()

    def enter(self, figures: dict[str, str]) -> None:
        """Type figures, each in its cell."""
        for cell, figure in figures.items():
            self.go(cell)
            self.keys.type(figure)

    def active(self) -> str:
        """Return the cell that the cursor is in."""
        return self.page.evaluate("document.activeElement.id")

    def paste(self, text: str, html: str = "") -> None:
        """Paste at the cursor."""
        self.page.evaluate(PASTE, [text, html])

    def paste_at(self, cell: str, text: str, html: str = "") -> None:
        """Go to a cell and paste there."""
        self.go(cell)
        self.paste(text, html)

    def findings(self) -> list[str]:
        """Return the sentences of the panel."""
        return self.page.locator("#findings-list a").all_inner_texts()

    def saved(self) -> None:
        """Wait until everything typed is on the server."""
        self.page.wait_for_selector('#save-state[data-state="saved"]')


@pytest.fixture
def in_browser(new_context):
    """Return a function that runs a script module of ours and returns what an expression gives."""
    page = new_context().new_page()
    page.goto("/login/")

    def run(module: str, expression: str, argument):
        script = f"async (argument) => {{ const m = await import('/static/js/{module}'); "
        return page.evaluate(script + f"return ({expression})(m, argument); }}", argument)

    return run


def plain(value):
    """Return a value as its own JSON: tuples as lists."""
    return json.loads(json.dumps(value))
