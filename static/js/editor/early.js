/** What a clerk typed into the plain form before the editor was there: slow lines and old machines. */
import { element } from "../prose/opening/lines.js";

/**
 * @param {HTMLElement} box  a table's or a section's
 * @returns {Array<[string, string, string]>} cells and sections whose text differs from what the server
 *   sent, with both
 */
export function typedBefore(box) {
  return [...box.querySelectorAll("input, textarea")]
    .filter(({ type, readOnly, disabled }) => /^text(area)?$/.test(type) && !readOnly && !disabled)
    .filter(({ value, defaultValue }) => value !== defaultValue)
    .map(({ name, value, defaultValue }) => [name, value, defaultValue]);
}

/**
 * Take it in as if it were typed now.
 * @param {import("../report/state.js").ReportState} state  @param {Array<[string, string, string]>} typed
 */
export function takeTyped(state, typed) {
  const sections = typed.filter(([place]) => state.narrative(place));
  const cells = typed.filter(([place]) => state.figure(place)).map(([place, text]) => [place, text]);
  if (cells.length) state.enter(cells);
  for (const [section, text, before] of sections) {
    const html = withLines(state.narrative(section).html, before, text);
    state.write(section, html, { origin: "restore" });
  }
}

/**
 * The section's mark-up with the typed lines in it: paragraphs, lists and tables before and after what
 * was touched stay as they are. The server does it line by line (reports/document/narrative/plain_lines.py).
 * @param {string} html  @param {string} before  its plain lines  @param {string} text  @returns {string}
 */
function withLines(html, before, text) {
  if (/<(p|h3|h4|ul|ol|table)\b/.test(text)) return text; // an older page: mark-up already
  const [old, now] = [linesOf(before), linesOf(text)];
  const page = document.createElement("template");
  page.innerHTML = html;
  const blocks = [...page.content.children].map((block) => ({ html: block.outerHTML, lines: count(block) }));
  const whole = blocks.reduce((sum, { lines }) => sum + lines, 0) === old.length ? blocks : [];
  const most = Math.min(old.length, now.length);
  const same = (step) => (n) => n < most && old[step(n, old)] === now[step(n, now)];
  const head = kept(whole, same((n) => n), most);
  const tail = kept(whole.slice(head.blocks.length).reverse(), same((n, list) => list.length - 1 - n), most - head.lines);
  const middle = now.slice(head.lines, now.length - tail.lines).map(element);
  return [...head.blocks, ...middle, ...tail.blocks.reverse()].join("");
}

/** The blocks from one end whose lines are all as they were, and how many lines they are. */
function kept(blocks, isSame, most) {
  const found = { blocks: [], lines: 0 };
  for (const { html, lines } of blocks) {
    const end = found.lines + lines;
    for (let n = found.lines; n < end; n += 1) if (n >= most || !isSame(n)) return found;
    found.blocks.push(html);
    found.lines = end;
  }
  return found;
}

function linesOf(text) {
  return text.split("\n").map((line) => line.replace(/\s+/g, " ").trim()).filter(Boolean);
}

/** How many plain lines a paragraph, heading, list or table is. */
function count(block) {
  if (block.tagName === "TABLE") return block.querySelectorAll("tr").length;
  return block.innerHTML.split(/<br>|<\/?(?:li|ul|ol)>/).filter((part) => /<img|[^\s]/.test(part)).length;
}
