"""Browsers of years ago, out of npm packages (tools/node/package.json), over their DevTools protocol.

Playwright connects to them, but what it runs within a page needs a newer one: these tests use the
mouse, the keyboard and scripts in the page, no locators.
"""

import os
import subprocess
import tempfile
import time
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Error, Page

from ..conftest import PASTE

PACKAGES = Path(__file__).parents[3] / "tools" / "node" / "node_modules"
CENTRE = """selector => {
  const element = document.querySelector(selector);
  element.scrollIntoView({ block: "center" });
  const { x, y, width, height } = element.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}"""


def unpacked(version: int) -> Path:
    """Return the browser of a package, unpacked beside it once."""
    home = PACKAGES / f"chromium-{version}" / "bin"
    browser = home / "chromium"
    if not browser.exists():
        # Two tests at once may come here: each writes its own, the last name stands.
        with tempfile.NamedTemporaryFile(dir=home, delete=False) as file:
            file.write(brotli.decompress((home / "chromium.br").read_bytes()))
        os.chmod(file.name, 0o755)
        os.rename(file.name, browser)
    return browser


class Hand:
    """A person at an old browser."""

    def __init__(self, page: Page):
        self.page, self.keys = page, page.keyboard

    def go(self, address: str) -> None:
        """Open an address of the site."""
        self.page.goto(address)

    def until(self, condition: str, argument=None) -> None:
        """Wait for a condition within the page."""
        # Playwright's own waiting evaluates strings in the page, which its policy forbids there.
        end = time.monotonic() + 60
        while not self._holds(condition, argument):
            assert time.monotonic() < end, condition
            self.page.wait_for_timeout(100)

    def _holds(self, condition: str, argument) -> bool:
        try:
            return bool(self.page.evaluate(condition, argument))
        except Error:  # the page is about to be another
            return False

    def click(self, selector: str) -> None:
        """Click the middle of an element, wherever it stands."""
        self.page.mouse.click(*self.page.evaluate(CENTRE, selector))

    def click_words(self, words: str) -> None:
        """Click the button or link with exactly these words."""
        mark = """words => { const found = [...document.querySelectorAll("button, a, input[type=submit]")]
          .find(e => (e.value || e.textContent).trim() === words); found.dataset.chosen = words; }"""
        self.page.evaluate(mark, words)
        self.click(f'[data-chosen="{words}"]')

    def value(self, name: str) -> str:
        """Return what stands in a field."""
        return self.page.evaluate("name => document.querySelector(`[name='${name}']`).value", name)

    def shows(self, selector: str) -> bool:
        """Return whether an element takes up room on the page."""
        return self.page.evaluate(
            "s => Boolean(document.querySelector(s)?.getClientRects().length)", selector
        )

    def paste(self, text: str, html: str = "") -> None:
        """Paste at the cursor."""
        self.page.evaluate(PASTE, [text, html])

    def words(self, selector: str) -> str:
        """Return the words of an element."""
        return self.page.evaluate("s => document.querySelector(s).innerText", selector)

    def width(self) -> int:
        """Return how wide the page is, with what must be scrolled to."""
        return self.page.evaluate("document.documentElement.scrollWidth")


@pytest.fixture
def hand(playwright, live_server, client_of, complaints, tmp_path):
    """Return a function: a person at Chromium of a version, in a window of a size."""
    started = []

    def make(version: int, user, *, width: int = 1440, height: int = 900) -> Hand:
        command = [
            unpacked(version),
            "--no-sandbox",
            "--disable-gpu",
            "--remote-debugging-port=0",
            f"--window-size={width},{height}",
        ]
        process = subprocess.Popen(
            [*command, f"--user-data-dir={tmp_path}/{version}", "about:blank"],
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        address = next(
            line.split("DevTools listening on ")[1].strip()
            for line in process.stderr
            if "DevTools listening on " in line
        )
        browser = playwright.chromium.connect_over_cdp(address)
        started.append((process, browser))
        assert browser.version.startswith(f"{version}.")
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="zh-CN",
            reduced_motion="reduce",  # Bootstrap scrolls smoothly, a click would miss
        )
        context.set_default_timeout(60_000)
        context.on("console", lambda m: m.type == "error" and complaints.hear(m.text))
        context.on("weberror", lambda error: complaints.hear(str(error.error)))
        cookie = client_of(user).cookies["sessionid"]
        context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
        return Hand(context.new_page())

    yield make
    heard = list(complaints)
    for process, browser in started:
        for context in browser.contexts:
            context.set_offline(True)
        browser.close()
        process.kill()
        process.wait()
    assert heard == []
