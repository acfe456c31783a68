"""A section of an open report, as a clerk meets it."""

import time

import pytest

PASTE = """([box, data, kind]) => {
  const transfer = new DataTransfer();
  for (const [type, text] of Object.entries(data.texts ?? {})) transfer.setData(type, text);
  for (const { name, type, bytes } of data.files ?? []) {
    transfer.items.add(new File([Uint8Array.from(bytes)], name, { type }));
  }
  const { left, top } = box.getBoundingClientRect();
  const at = { clientX: left + 60, clientY: top + 30, bubbles: true, cancelable: true };
  box.dispatchEvent(kind === "drop"
    ? new DragEvent("drop", { dataTransfer: transfer, ...at })
    : new ClipboardEvent("paste", { clipboardData: transfer, ...at }));
}"""

SETTLED = """() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60))))"""


class Sheet:
    """One section of an open report, as a clerk meets it."""

    def __init__(self, page, report, section: str):
        self.page, self.report, self.section = page, report, section
        self.whole = page.locator(f'.prose[data-section="{section}"]')
        self.box = self.whole.locator(".tiptap")
        self.notices = self.whole.locator(".prose-notices")

    def type(self, *lines: str) -> None:
        self.box.focus()
        for number, line in enumerate(lines):
            self.page.keyboard.press("Enter") if number else None
            self.page.keyboard.type(line)

    def press(self, *keys: str) -> None:
        # The browser tells of a moved selection, by a key or by a click before it, once it has drawn.
        self.page.evaluate(SETTLED)
        for key in keys:
            self.page.keyboard.press(key)
            self.page.evaluate(SETTLED)

    def tool(self, name: str):
        return self.whole.get_by_role("button", name=name, exact=True)

    def paste(self, html: str | None = None, text: str = "", files=(), kind="paste") -> None:
        texts = {"text/plain": text} | ({} if html is None else {"text/html": html})
        files = [{"name": name, "type": type, "bytes": list(data)} for name, type, data in files]
        self.box.focus()
        self.page.evaluate(
            PASTE, [self.box.element_handle(), {"texts": texts, "files": files}, kind]
        )

    @property
    def html(self) -> str:
        return self.whole.locator("textarea").input_value()

    def shows(self, html: str) -> None:
        """Wait until the section holds `html`, here and on the server."""
        for read in (lambda: self.html, lambda: self.stored):
            eventually(read, html, self.page)

    @property
    def stored(self) -> str:
        return self.report.narratives.get(section=self.section).html


def eventually(read, wanted, page) -> None:
    until = time.monotonic() + 8
    while read() != wanted and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert read() == wanted


@pytest.fixture
def open_section(open_editor, zhang, report):
    """Return an opener of a section of 张's report, with words in it or blank."""

    def opened(section="overview", words="") -> Sheet:
        if words:
            report.narratives.filter(section=section).update(html=words)
        return Sheet(open_editor(report, zhang), report, section)

    return opened


@pytest.fixture
def overview(open_section) -> Sheet:
    """The first section, blank."""
    return open_section()
