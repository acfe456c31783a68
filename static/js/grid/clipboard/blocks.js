/**
 * Blocks on the clipboard: what Excel, WPS and web tables put there, as lines of cells, and what
 * they take from here.
 *
 * @typedef {{text: string, span: boolean}} Pasted  `span`: part of a merged cell whose text stands
 *   further up or left
 */
import { inert, MOST_COLUMNS, MOST_LINES, shownText, takeOutHidden, tidy } from "./showing.js";

export const LARGEST = 2_000_000; // characters

/** @param {string[][]} lines  @returns {string} tabs and lines, as spreadsheets take it */
export function plainText(lines) {
  return lines.map((line) => line.join("\t")).join("\n");
}

/** @param {string[][]} lines  @returns {string} a table, as word processors take it */
export function markup(lines) {
  const table = document.createElement("table");
  for (const line of lines) {
    const row = table.insertRow();
    for (const text of line) row.insertCell().textContent = text;
  }
  return table.outerHTML;
}

/**
 * @param {DataTransfer} data
 * @returns {{lines: Pasted[][], hidden: import("./showing.js").Hidden}|null} `hidden` is left out of
 *   the lines; null when it is too large to read
 */
export function pastedBlock(data) {
  const [html, text] = [data.getData("text/html"), data.getData("text/plain")];
  if (Math.max(html.length, text.length) > LARGEST) return null;
  const hidden = { rows: 0, columns: 0 };
  const lines = /<table[\s>]/i.test(html) ? markupLines(html, hidden) : textLines(text);
  return { lines: withoutBlankEnd(lines.slice(0, MOST_LINES)), hidden };
}

function withoutBlankEnd(lines) {
  let end = lines.length;
  while (end && !lines[end - 1].some(({ text }) => text)) end -= 1;
  return lines.slice(0, end);
}

/** @param {string} text  tabs and lines; a quoted cell may hold either */
function textLines(text) {
  const lines = text.includes('"') ? quotedLines(text) : text.split(/\r\n|\r|\n/).map((line) => line.split("\t"));
  return lines.map((line) => line.slice(0, MOST_COLUMNS).map((cell) => ({ text: tidy(cell), span: false })));
}

function quotedLines(text) {
  const lines = [[]];
  for (const [, cell, end] of text.matchAll(/("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r\n|\r|\n|$)/g)) {
    lines.slice(-1)[0].push(/^".*"$/s.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end && end !== "\t") lines.push([]);
    if (!end) break;
  }
  return lines;
}

function markupLines(html, hidden) {
  const page = new DOMParser().parseFromString(inert(html), "text/html");
  const tables = [...page.querySelectorAll("table")].filter((table) => !table.querySelector("table"));
  for (const table of tables) {
    const { rows, columns } = takeOutHidden(table);
    hidden.rows += rows;
    hidden.columns += columns;
  }
  return tables.flatMap((table) => spread([...table.rows].slice(0, MOST_LINES)));
}

/** Give every merged cell all the places it covers. */
function spread(rows) {
  const lines = rows.map(() => []);
  rows.forEach((row, at) => {
    let place = 0;
    for (const cell of row.cells) {
      while (lines[at][place]) place += 1;
      cover(lines, at, place, cell);
      place += cell.colSpan;
    }
  });
  // A hole in a broken table is a blank cell.
  return lines.map((line) => Array.from(line, (cell) => cell ?? { text: "", span: true }));
}

function cover(lines, at, place, cell) {
  const text = shownText(cell);
  const bottom = Math.min(at + (cell.rowSpan || 1), lines.length);
  const right = Math.min(place + cell.colSpan, MOST_COLUMNS);
  for (let line = at; line < bottom; line += 1) {
    for (let column = place; column < right; column += 1) {
      lines[line][column] = { text, span: line > at || column > place };
    }
  }
}
