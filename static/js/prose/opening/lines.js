/** Words that are nothing but lines: paragraphs and numbered headings, as the plain form takes them. */
import { headingLevel } from "../headings.js";
import { escaped } from "../incoming/line.js";
import { plainText } from "../text.js";

const BLOCK = /^(?:P|DIV|H[1-6]|LI|UL|OL|BLOCKQUOTE|PRE)$/;

/** @param {string} line  plain text  @returns {string} its paragraph, or heading where it is numbered as one */
export function element(line) {
  const tag = { 3: "h3", 4: "h4" }[headingLevel(line)] ?? "p";
  return `<${tag}>${escaped(line)}</${tag}>`;
}

/** @param {string[]} lines  @returns {string} their mark-up; empty ones are left out */
export function markup(lines) {
  return lines.map((line) => line.replace(/\s+/g, " ").trim()).filter(Boolean).map(element).join("");
}

/** @returns {boolean} whether the mark-up of a section says no more than its lines do */
export function isFlat(html) {
  return markup(plainText(html).split("\n")) === html;
}

/**
 * The lines of what somebody is typing in, empty ones too, as the browser left its elements.
 * @param {Node} root  @param {{part?: boolean}} [options]  `part`: it ends where the caret is, so that
 *   a break at its end is one  @returns {string[]} at least one line
 */
export function linesIn(root, { part = false } = {}) {
  const lines = [];
  let isBegun = false; // whether what comes next goes on in the last line
  const add = (text) => {
    if (!isBegun) lines.push("");
    isBegun = true;
    lines[lines.length - 1] += text;
  };
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      node.data.split("\n").forEach((text, n) => {
        if (n) lines.push("");
        add(text.replace(/\xa0/g, " "));
      });
    } else if (node.nodeName === "BR") {
      add("");
      // The last of a block holds its line open and is no line of its own.
      if (part || node.nextSibling) lines.push("");
    } else {
      const isBlock = BLOCK.test(node.nodeName);
      if (isBlock) isBegun = false;
      if (isBlock && !BLOCK.test(node.firstChild?.nodeName ?? "")) add("");
      node.childNodes.forEach(visit);
      if (isBlock) isBegun = false;
    }
  };
  root.childNodes.forEach(visit);
  return lines.length ? lines : [""];
}

/** @returns {[number, number]} line and column of a place in the page among the lines under `root` */
export function spotIn(root, node, offset) {
  const range = document.createRange();
  range.setStart(root, 0);
  range.setEnd(node, offset);
  const lines = linesIn(range.cloneContents(), { part: true });
  return [lines.length - 1, lines[lines.length - 1].length];
}
