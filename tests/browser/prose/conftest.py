"""A section of an open report, as a clerk meets it."""

import time

import pytest
from playwright.sync_api import expect

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
        page = open_editor(report, zhang)
        expect(page.locator(".prose-words")).to_have_count(0)
        return Sheet(page, report, section)

    return opened


@pytest.fixture
def overview(open_section) -> Sheet:
    """The first section, blank."""
    return open_section()


class Early(Sheet):
    """The same while the editors' own scripts are on their way: what stands there until then."""

    def __init__(self, page, report, section: str):
        self.held = []
        page.route("**/vendor/tiptap/editor.js", lambda route: self.held.append(route))
        page.goto(f"/reports/{report.pk}/")
        page.wait_for_selector("html[data-ready]")
        super().__init__(page, report, section)
        self.words = self.whole.locator(".prose-words")

    def click(self, x: float, y: float) -> None:
        """Press the mouse there, in the words' own corner, and let it go."""
        self.words.scroll_into_view_if_needed()
        place = self.words.bounding_box()
        self.page.mouse.click(place["x"] + x, place["y"] + y)

    def fail(self) -> None:
        """Let the connection break under the scripts."""
        self._answer(lambda route: route.abort())
        self.held = []

    def _answer(self, answer) -> None:
        self.page.route("**/vendor/tiptap/editor.js", answer)
        # A browser may ask for a module once for its link and once for its import.
        for route in self.held:
            answer(route)

    def let_come(self) -> None:
        """Let the scripts come."""
        self._answer(lambda route: route.continue_())

    def come(self) -> None:
        """Let the scripts come, and wait until the editor stands."""
        self.let_come()
        expect(self.box).to_have_count(1)
        expect(self.words).to_have_count(0)

    def choose(self, words: str) -> None:
        """Select words of the section by script, where a hand would have to aim."""
        self.page.evaluate(
            """([root, words]) => {
              const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                const { currentNode: text } = walker;
                const at = text.data.indexOf(words);
                if (at >= 0) getSelection().setBaseAndExtent(text, at, text, at + words.length);
              }
            }""",
            [self.words.element_handle(), words],
        )

    @property
    def chosen(self) -> str:
        return self.page.evaluate("getSelection().toString()")


@pytest.fixture
def open_early(new_context, zhang, report):
    """Return an opener of a section while its editor is on its way."""

    def opened(section="overview", words="", **options) -> Early:
        if words:
            report.narratives.filter(section=section).update(html=words)
        return Early(new_context(zhang, **options).new_page(), report, section)

    return opened
