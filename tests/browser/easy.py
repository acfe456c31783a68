"""What makes a page usable by everyone: axe, the keyboard, twice the size, by day and by night."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_QUICK = {"resultTypes": ["violations"], "preload": False}
EVERYTHING = {**_QUICK, "runOnly": {"type": "tag", "values": _TAGS}}
# What a different light, size or width can change.
_LOOKS = ["color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable"]
LOOKS = {**_QUICK, "runOnly": {"type": "rule", "values": _LOOKS}}
_axe = Axe()

# Every control that is shown can be focused, and looks different when it is.
_FOCUS = """() => {
  const shown = element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && element.getClientRects().length && !element.disabled;
  const look = element => {
    const s = getComputedStyle(element);
    return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor, s.borderWidth,
      s.backgroundColor, s.textDecoration, s.color].join();
  };
  const around = element => [element, element.parentElement, element.nextElementSibling]
    .filter(Boolean).map(look).join("|");
  const name = element => element.outerHTML.slice(0, 120);
  const complaints = [];
  const controls = "a[href], button, input, select, textarea, summary, [contenteditable=true], [tabindex]";
  for (const element of document.querySelectorAll(controls)) {
    if (!shown(element) || element.type === "hidden" || element.closest("[inert]")) continue;
    // In a grid the cursor goes from cell to cell by the arrows: one of them is in the tab order.
    if (element.tabIndex < 0 && !element.closest("table, [role=toolbar]") && !element.matches("main, h1, h2, section"))
      complaints.push(`not reachable: ${name(element)}`);
    if (element.tabIndex < 0) continue;
    document.activeElement.blur();
    const before = around(element);
    element.focus();
    if (document.activeElement !== element) complaints.push(`takes no focus: ${name(element)}`);
    else if (around(element) === before) complaints.push(`focus is not seen: ${name(element)}`);
  }
  return complaints;
}"""
# Everything that the Tab key must come to, in the order in which it is read: a browser goes by the
# document, so what stands elsewhere than it is written is a fault, too.
_STOPS = """() => {
  const shown = e => e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && e.getClientRects().length && !e.disabled && e.tabIndex >= 0 && !e.closest("[inert]");
  const controls = "a[href], button, input, select, textarea, summary, [contenteditable=true], [tabindex]";
  const found = [...document.querySelectorAll(controls)].filter(e => e.type !== "hidden" && shown(e));
  found.forEach((e, at) => { e.dataset.stop = at; });
  return found.map(e => e.outerHTML.slice(0, 120));
}"""
# Where the focus is, how it shows, and whether anything covers it or it lies outside the window.
_HERE = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const style = getComputedStyle(e);
  const box = e.getClientRects()[0];
  const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 8)];
  const top = document.elementFromPoint(Math.min(Math.max(x, 1), innerWidth - 1), Math.min(Math.max(y, 1), innerHeight - 1));
  return {
    stop: Number(e.dataset.stop ?? -1),
    ringed: parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none" && e.matches(":focus-visible"),
    inSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
      && !!top && (e.contains(top) || top.contains(e)),
    y: box.top + scrollY, x: box.left, bottom: box.bottom + scrollY,
  };
}"""
# What a reader of the page at its full width sees of headings, fields and buttons.
_CONTENT = """() => [...document.querySelectorAll("h1, h2, h3, label, th, legend, button, input, textarea, select")]
  .filter(e => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length)
  .map(e => e.matches("input, textarea, select") ? e.name || e.id : e.innerText.trim()).filter(Boolean)"""


def violations(page: Page, options: dict = EVERYTHING) -> list[str]:
    """Return what axe finds wrong with the page as it is shown now."""
    found = _axe.run(page, options=options).response["violations"]
    return [f"{v['id']}: {n['target']} {n['failureSummary']}" for v in found for n in v["nodes"]]


def out_of_reach(page: Page) -> list[str]:
    """Return the controls that the keyboard does not reach, or whose focus is not to be seen."""
    page.keyboard.press("Tab")  # from now on the browser shows where the focus is
    return page.evaluate(_FOCUS)


def walked(page: Page) -> list[str]:
    """Walk the page with Tab, then back with Shift+Tab; return what is wrong with the way.

    Every control must be come to, in the order of reading, with a ring around it and in sight; at
    the end the focus must leave the page, both ways.
    """
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    stops = page.evaluate(_STOPS)
    found = []
    for key, way in (("Tab", range(len(stops))), ("Shift+Tab", range(len(stops) - 1, -1, -1))):
        before = None
        for expected in way:
            page.keyboard.press(key)
            here = page.evaluate(_HERE)
            if here is None or here["stop"] != expected:
                at = stops[here["stop"]] if here else "nowhere"
                return [*found, f"{key}: expected {stops[expected]}, came to {at}"]
            found += [f"{key}: no ring: {stops[expected]}"] * (not here["ringed"])
            found += [f"{key}: not in sight: {stops[expected]}"] * (not here["inSight"])
            if key == "Tab" and before and here["bottom"] <= before["y"]:
                found.append(f"read before, reached after: {stops[expected]}")
            before = here
        page.keyboard.press(key)
        # Without bars and buttons of its own, a browser may begin again at the other end.
        here = page.evaluate(_HERE)
        if here is not None and here["stop"] == way[-1]:
            return [*found, f"{key}: the focus does not leave the page"]
    return found


def lost_at_twice_the_size(page: Page) -> list[str]:
    """Return what is missing at 200 %: a window of 1280 then has 640 CSS pixels."""
    page.set_viewport_size({"width": 1280, "height": 720})
    before = page.evaluate(_CONTENT)
    page.set_viewport_size({"width": 640, "height": 360})
    after = set(page.evaluate(_CONTENT))
    lost = [f"missing at 200 %: {words!r}" for words in dict.fromkeys(before) if words not in after]
    width = page.evaluate("document.documentElement.scrollWidth")
    return lost + ([f"scrolls sideways at 200 %: {width}"] if width > 640 else [])


def complaints(page: Page) -> list[str]:
    """Return everything that keeps somebody from using the page."""
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {found}" for found in violations(page, LOOKS)]
    page.emulate_media(color_scheme="light")
    return found + out_of_reach(page) + lost_at_twice_the_size(page)
