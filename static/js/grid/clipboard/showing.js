/**
 * What one sees of copied mark-up: nothing that its program hides or has deleted, and no two lines of
 * a cell as one number. Styles are read, never applied.
 *
 * @typedef {{rows: number, columns: number}} Hidden  how many hidden ones with something in them
 */
export const MOST_LINES = 2000;
export const MOST_COLUMNS = 200;
const HIDDEN =
  /display:\s*none|mso-hide:\s*all|mso-element:\s*(?:comment|header|footer)|visibility:\s*(?:hidden|collapse)/i;
const NOTHING = {
  height: /(?:^|;)\s*height:\s*0(?:\.0*)?(?:[a-z]{2})?\s*(?:;|$)/i,
  width: /(?:^|;)\s*width:\s*0(?:\.0*)?(?:[a-z]{2})?\s*(?:;|$)/i,
};
const UNREAD = new Set(["STYLE", "SCRIPT", "TEMPLATE", "DEL"]);
const APART = new Set(["BR", "P", "DIV", "LI", "S", "STRIKE"]);

/** Styles are read, never applied, and nothing runs: under these names no browser takes them for its own. */
export function inert(source) {
  return source
    .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/(["'\s])(style|on[a-z]+)(\s*=)/gi, "$1data-$2$3"))
    .replace(/<(\/?)style\b/gi, "<$1template");
}

/** @param {Element} element  of a source made inert  @returns {boolean} whether its program hides or deletes it */
export function isHidden(element) {
  if (element.hidden || /\b(?:MsoCommentReference|msoDel)\b/.test(element.className)) return true;
  return HIDDEN.test(element.dataset?.style ?? "");
}

/** @param {Element} element  @returns {string} its words on one line; a bar where numbers stand in two */
export function shownText(element) {
  return tidy(textOf(element));
}

function textOf(element) {
  if (UNREAD.has(element.tagName) || isHidden(element)) return "";
  const text = [...element.childNodes].map(nodeText).join("");
  return APART.has(element.tagName) ? `\n${text}\n` : text;
}

function nodeText(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/\s+/g, " ");
  return node.nodeType === Node.ELEMENT_NODE ? textOf(node) : "";
}

/** @param {string} text  with line breaks where a cell has lines  @returns {string} */
export function tidy(text) {
  const lines = text.split(/[\r\n]+/).map((line) => line.replace(/\s+/g, " ").trim());
  return lines.filter(Boolean).reduce((whole, line) => whole + (isCut(whole, line) ? " / " : " ") + line, "").trim();
}

/** Two numbers below one another must not be read as one. */
function isCut(before, after) {
  return /[\d０-９]$/.test(before) && /^[\d０-９]/.test(after);
}

/**
 * Take the rows and columns that its sheet hides out of a table; what is merged across them keeps the rest.
 * @param {HTMLTableElement} table
 * @returns {Hidden}
 */
export function takeOutHidden(table) {
  const rows = [...table.rows].slice(0, MOST_LINES);
  const places = placesOf(rows);
  const goneRows = new Set(rows.flatMap((row, at) => (isHidden(row) || isNothing(row, "height") ? [at] : [])));
  const goneColumns = hiddenColumns(table, places);
  const held = (cell) => cell.textContent.trim();
  const count = (gone, side) => [...gone].filter((n) => places.some((place) => place[side] === n && held(place.cell)));
  const hidden = { rows: count(goneRows, "row").length, columns: count(goneColumns, "column").length };
  if (goneRows.size || goneColumns.size) {
    for (const place of places) shrink(place, places, rows, goneRows, goneColumns);
  }
  for (const at of goneRows) rows[at].remove();
  return hidden;
}

/** @param {Hidden} hidden  @returns {string} what to tell of it, without a full stop */
export function hiddenWords({ rows, columns }) {
  const what = [rows && `${rows} 行`, columns && `${columns} 列`].filter(Boolean).join("、");
  return `原表里隐藏的 ${what}没有粘贴（要粘贴的，先取消隐藏再复制）`;
}

/** @returns {Array<{cell: HTMLTableCellElement, row: number, column: number}>} where each cell begins */
function placesOf(rows) {
  const taken = rows.map(() => new Set());
  return rows.flatMap((line, row) => {
    let column = 0;
    return [...line.cells].map((cell) => {
      while (taken[row].has(column)) column += 1;
      const place = { cell, row, column };
      for (const below of taken.slice(row, row + cell.rowSpan)) {
        for (let n = 0; n < Math.min(cell.colSpan, MOST_COLUMNS); n += 1) below.add(column + n);
      }
      return place;
    });
  });
}

/** The columns without width, and those of which every cell is hidden. */
function hiddenColumns(table, places) {
  const hidden = new Set();
  let column = 0;
  for (const one of table.querySelectorAll(":scope > colgroup > col")) {
    const end = Math.min(column + one.span, MOST_COLUMNS);
    const isGone = isHidden(one) || isNothing(one, "width");
    for (; column < end; column += 1) if (isGone) hidden.add(column);
  }
  const shown = new Set(places.filter(({ cell }) => !isHidden(cell)).map((place) => place.column));
  for (const { cell, column: own } of places) if (isHidden(cell) && !shown.has(own)) hidden.add(own);
  return hidden;
}

function isNothing(element, side) {
  return element.getAttribute(side) === "0" || NOTHING[side].test(element.dataset.style ?? "");
}

function shrink({ cell, row, column }, places, rows, goneRows, goneColumns) {
  const left = (from, size, gone) => Array.from({ length: size }, (_, n) => from + n).filter((n) => !gone.has(n));
  const down = left(row, Math.min(cell.rowSpan || 1, rows.length - row), goneRows);
  const across = left(column, Math.min(cell.colSpan, MOST_COLUMNS), goneColumns);
  if (!down.length || !across.length) {
    cell.remove();
    return;
  }
  if (cell.colSpan !== across.length) cell.colSpan = across.length;
  if (cell.rowSpan !== down.length) cell.rowSpan = down.length;
  // Its first row is hidden: the merged cell begins in the next.
  if (!goneRows.has(row)) return;
  const next = places.find((place) => place.row === down[0] && place.column > column);
  rows[down[0]].insertBefore(cell, next?.cell ?? null);
}
