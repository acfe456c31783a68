"""What can be seen of a page's words: how they stand out from their ground, by day and by night."""

from playwright.sync_api import Page

# WCAG 2.1, 1.4.3: 4.5 : 1, and 3 : 1 for large letters (24 px, or bold from 18.66 px).
# A control is marked with `data-look`, one of each kind: a table has hundreds that look alike.
_MARK = """() => {
  const shown = e => e.getClientRects().length
    && e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const kind = e => { let words = e.id && e.closest("form")?.id; for (let at = e; at; at = at.parentElement) words += ` ${at.tagName}.${at.className}.${at.type ?? ""}`; return words; };
  const seen = new Set();
  for (const e of document.querySelectorAll("a[href], button, summary, input, select, textarea, label, [role=button], [tabindex]")) {
    if (!shown(e) || e.type === "hidden" || seen.has(kind(e))) continue;
    seen.add(kind(e));
    e.dataset.look = seen.size;
  }
  return seen.size;
}"""
_FAINT = """(scope) => {
  const numbers = colour => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const over = ([r, g, b, a = 1], ground) => [r, g, b].map((c, at) => c * a + ground[at] * (1 - a));
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const canvas = e => getComputedStyle(e).colorScheme.includes("dark") && dark ? [18, 18, 18] : [255, 255, 255];
  // Of a thousand cells in a table the row, the table and the page are asked once.
  const once = ask => { const known = new Map(); return e => known.get(e) ?? known.set(e, ask(e)).get(e); };
  const groundOf = once(e => e ? over(numbers(getComputedStyle(e).backgroundColor), groundOf(e.parentElement)) : canvas(document.documentElement));
  const light = c => { const [r, g, b] = c.map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const contrast = (one, other) => { const [a, b] = [light(one), light(other)].sort((x, y) => y - x); return (a + 0.05) / (b + 0.05); };
  const opacity = once(e => e ? Number(getComputedStyle(e).opacity) * opacity(e.parentElement) : 1);
  const says = e => e.matches("input, textarea") ? !["hidden", "checkbox", "radio", "file", "range"].includes(e.type) : e.tagName === "SELECT" || [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  const shown = e => e.getClientRects().length && e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && !e.closest("[inert], .visually-hidden, svg") && e.getBoundingClientRect().right > 0;
  const roots = scope ? [...document.querySelectorAll(scope)] : [document.body];
  const found = new Map();
  for (const e of roots.flatMap(root => [root, ...root.querySelectorAll("*")])) {
    if (!says(e) || !shown(e) || e.closest(":disabled, [aria-disabled=true]")) continue;
    const style = getComputedStyle(e);
    const ground = groundOf(e);
    const [r, g, b, a = 1] = numbers(style.color);
    const ink = over([r, g, b, a * opacity(e)], ground);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const measured = contrast(ink, ground);
    if (measured >= (large ? 3 : 4.5)) continue;
    const name = `${e.tagName.toLowerCase()}.${e.className}`;
    const words = (e.value || e.textContent).trim().slice(0, 20);
    found.set(name, `${measured.toFixed(2)} ${name} “${words}” ${style.color} on ${ground.map(Math.round)}`);
  }
  return [...found.values()];
}"""
_TWICE = """() => {
  const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
}"""
# What the sources of a page leave before and after a mark that has its own room; in a line of its
# own no blank is shown. A ？ with room on both sides is a sign: 7 格 ？ 要核对.
_BLANKS = """() => {
  const said = [];
  const inSight = document.body.innerText.replace(/[\\n\\t]+/g, "\\n");
  for (const found of inSight.matchAll(/[^\\n]{0,8}(?: (?:[，。；：、）》”]|？(?! ))|[（《“，；：、] )[^\\n]{0,8}/g)) said.push(found[0]);
  return [...new Set(said)];
}"""
# Fields of a filter, and its button: what stands in one line is of one height.
_UNEVEN = """() => [...document.querySelectorAll(".filter, .search")].flatMap(form => {
  const box = e => e.getBoundingClientRect();
  const shown = e => e.getClientRects().length && e.checkVisibility();
  const parts = [...form.querySelectorAll("select, input:not([type=hidden], [type=checkbox]), button, a.btn")].filter(shown);
  return parts.filter(e => e.matches("button, a.btn")).flatMap(button => parts
    .filter(e => Math.abs(box(e).bottom - box(button).bottom) < 8 && Math.abs(box(e).height - box(button).height) > 1)
    .map(e => `${button.textContent.trim()} ${box(button).height}, ${e.name || e.textContent.trim()} ${box(e).height}`));
})"""
STATES = (("hover",), ("focus", "focus-visible"), ("hover", "active"))


def faint(page: Page) -> list[str]:
    """Return the words of the page that do not stand out: at rest, pointed at, focused, pressed."""
    return _by_day_and_night(page) + _when_used(page)


def _by_day_and_night(page: Page, state: str = "", scope: str = "") -> list[str]:
    found = []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        where = f"{scheme}, {state}" if state else scheme
        found += [f"{where}: {words}" for words in page.evaluate(_FAINT, scope)]
    return found


def _when_used(page: Page) -> list[str]:
    page.evaluate(_MARK)
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    asked = {"nodeId": root, "selector": "[data-look]"}
    controls = tools.send("DOM.querySelectorAll", asked)["nodeIds"]
    found = []
    for state in (*STATES, ()):
        for control in controls:
            tools.send(
                "CSS.forcePseudoState", {"nodeId": control, "forcedPseudoClasses": list(state)}
            )
        if state:
            found += _by_day_and_night(page, state[-1], "[data-look]")
    tools.detach()
    return found


def said_twice(page: Page) -> list[str]:
    """Return the ids that more than one element of the page has."""
    return page.evaluate(_TWICE)


def stray_blanks(page: Page) -> list[str]:
    """Return the words around each blank that stands beside a mark which needs none."""
    return page.evaluate(_BLANKS)


def uneven(page: Page) -> list[str]:
    """Return the buttons of filters that are not as high as a field beside them."""
    return page.evaluate(_UNEVEN)
