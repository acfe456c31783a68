/**
 * Pasting by shape: bare numbers go where the cursor is; a copied table with captions finds its own
 * rows and columns. What does not fit is told, not dropped.
 *
 * @typedef {import("./blocks.js").Pasted} Pasted
 * @typedef {object} Outcome
 * @property {Array<[string, string]>} entries  cell and text
 * @property {string[][]} unplaced  the texts of what found no cell, line by line
 * @property {import("./showing.js").Hidden} [hidden]  what the sheet hides, which is not pasted
 * @property {boolean} [tooLarge]
 */
import { CaptionIndex, hasWords } from "./captions.js";
import { pastedBlock } from "./blocks.js";

/**
 * @param {DataTransfer} data
 * @param {import("../grid.js").Grid} grid  where the cursor is
 * @param {import("../grid.js").Grid[]} grids  every table of the report
 * @param {boolean} inText  whether the clerk is editing within a cell
 * @returns {Outcome|null}  null when the browser may paste by itself
 */
export function place(data, grid, grids, inText) {
  const block = pastedBlock(data);
  if (!block) return { entries: [], unplaced: [], tooLarge: true };
  const { lines, hidden } = block;
  const isSingle = lines.length === 1 && lines[0].length === 1;
  if (isSingle && inText) return null;
  return { ...laidOut(lines, grid, grids), hidden };
}

function laidOut(lines, grid, grids) {
  if (!lines.length) return { entries: [], unplaced: [] };
  if (lines.length === 1 && lines[0].length === 1) return single(lines[0][0].text, grid.selection.all);
  const others = grids.filter((other) => other !== grid);
  return byCaptions(lines, [grid, ...others]) ?? atCursor(lines, grid);
}

function single(text, cells) {
  return { entries: cells.map((cell) => [cell, text]), unplaced: [] };
}

/** @returns {Outcome|null}  null when no line names a row */
function byCaptions(lines, grids) {
  const [rows, columns] = [rowIndex(grids), columnIndex(grids)];
  const named = lines.map((line) => (isHeader(line, columns) ? undefined : rowOf(line, rows)));
  if (!named.some(Boolean)) return null;
  const outcome = { entries: [], unplaced: [] };
  const stubs = stubWidths(named);
  const heads = columnPlaces(lines, named, grids);
  lines.forEach((line, n) => {
    if (named[n]) placeLine(line, named[n], stubs, heads, outcome);
    else if (line.some(isNumber)) placeNameless(line, grids, outcome);
  });
  return outcome;
}

/** Every row of every table by its caption; where two share one, the cursor's table comes first. */
function rowIndex(grids) {
  const captions = grids.flatMap((grid) =>
    grid.cells.lines.flatMap((_, line) => {
      const caption = grid.cells.rowCaptions(line).slice(-1)[0];
      return caption ? [[caption, { grid, line }]] : [];
    }),
  );
  return new CaptionIndex(captions);
}

function columnIndex(grids) {
  const cells = grids.flatMap((grid) => grid.cells.all.map((cell) => grid.cells.columnCaptions(cell)));
  return new CaptionIndex(cells.map((captions) => [captions.slice(-1)[0], true]));
}

/** Several captions of columns and no number: a header, whatever else its captions could mean. */
function isHeader(line, columns) {
  const heads = line.filter(({ text, span }) => !span && hasWords(text) && columns.find(text));
  return heads.length > 1 && !line.some(isNumber);
}

/** @returns {{grid: object, line: number, at: number}|undefined} the row that a line's last caption names */
function rowOf(line, rows) {
  const words = line.map(({ text }, at) => ({ text, at })).filter(({ text }) => hasWords(text));
  for (const { text, at } of words.reverse()) {
    const found = rows.find(text);
    if (found) return { ...found, at };
  }
  return undefined;
}

/** How many columns of captions stand before the numbers, table by table. */
function stubWidths(named) {
  const stubs = new Map();
  for (const found of named.filter(Boolean)) {
    stubs.set(found.grid, Math.max(stubs.get(found.grid) ?? 0, found.at + 1));
  }
  return stubs;
}

/** Where a header puts the columns of a table of one block: column → place in the pasted line. */
function columnPlaces(lines, named, grids) {
  const heads = new Map();
  for (const grid of grids.filter(({ cells }) => cells.box.querySelectorAll("table").length === 1)) {
    const cells = grid.cells.lines[0].map((td) => td.dataset.cell);
    const captions = cells.map((cell, n) => [grid.cells.columnCaptions(cell).slice(-1)[0], n]);
    const index = new CaptionIndex(captions);
    const places = new Map();
    lines.forEach((line, n) => named[n] || noteColumns(line, index, places));
    if (places.size > 1) heads.set(grid, places);
  }
  return heads;
}

function noteColumns(line, index, places) {
  line.forEach(({ text }, at) => {
    const column = hasWords(text) ? index.find(text) : undefined;
    if (column !== undefined && !places.has(column)) places.set(column, at);
  });
}

function placeLine(line, { grid, line: row }, stubs, heads, outcome) {
  const tds = grid.cells.lines[row];
  const stub = firstNumber(line, stubs.get(grid), tds.length);
  const places = heads.get(grid);
  const taken = new Set();
  tds.forEach((td, column) => {
    const at = places ? places.get(column) : ownPlace(line, stub, column);
    if (at === undefined || !line[at]) return;
    taken.add(at);
    outcome.entries.push([td.dataset.cell, line[at].text]);
  });
  const left = line.filter(({ text, span }, at) => at >= stub && !taken.has(at) && !span && text);
  if (left.length) outcome.unplaced.push([...line.slice(0, stub), ...left].map(({ text }) => text).filter(Boolean));
}

/** Merged captions may leave blank places between the words and the numbers. */
function firstNumber(line, stub, width) {
  const spare = line.length - stub - width;
  const between = line.slice(stub, stub + Math.max(0, spare));
  return spare > 0 && between.every(({ text, span }) => !text || span) && line[stub + spare]?.text
    ? stub + spare
    : stub;
}

/** The nth place after the captions, merged places counting once. */
function ownPlace(line, stub, column) {
  const own = line.map((_, at) => at).filter((at) => at >= stub && !line[at].span);
  return own[column];
}

/** A line of numbers that fits a table printed in one line, as table 四 is. */
function placeNameless(line, grids, outcome) {
  const numbers = line.filter(({ span }) => !span);
  const grid = grids.find(({ cells }) => cells.lines.length === 1 && cells.lines[0].length === numbers.length);
  if (!grid) {
    outcome.unplaced.push(numbers.map(({ text }) => text).filter(Boolean));
    return;
  }
  grid.cells.all.forEach((cell, n) => outcome.entries.push([cell, numbers[n].text]));
}

/** @returns {Outcome} the block laid out from the active cell; a table of one line takes it in order */
function atCursor(lines, grid) {
  const { cells, active } = grid;
  const { line, column } = cells.places.get(active);
  const block = lines.filter((pasted) => !isCaption(pasted)).map((pasted) => pasted.filter(({ span }) => !span));
  const outcome = { entries: [], unplaced: [] };
  if (cells.lines.length === 1) return layOut([block.flat()], cells, line, column, outcome);
  return layOut(block, cells, line, column, outcome);
}

function layOut(block, cells, top, left, outcome) {
  block.forEach((pasted, down) => {
    const tds = cells.lines[top + down]?.slice(left) ?? [];
    pasted.slice(0, tds.length).forEach(({ text }, n) => outcome.entries.push([tds[n].dataset.cell, text]));
    const beyond = pasted.slice(tds.length).map(({ text }) => text).filter(Boolean);
    if (beyond.length) outcome.unplaced.push(beyond);
  });
  return outcome;
}

function isCaption(line) {
  return line.some(({ text }) => hasWords(text)) && !line.some(isNumber);
}

function isNumber({ text, span }) {
  return !span && /^[+-]?[\d,，.０-９]+$/u.test(text);
}

/**
 * Write what was placed and say what came of it.
 * @param {Outcome} outcome
 * @param {import("../../report/state.js").ReportState} state
 * @returns {{numbers: number, unread: string[], nothing: number, differing: Array<[string, string]>,
 *   changed: Array<[string, string]>, unplaced: string[][],
 *   hidden?: import("./showing.js").Hidden}}
 */
export function take(outcome, state) {
  const before = new Map(outcome.entries.map(([cell]) => [cell, state.figure(cell)?.text]));
  state.enter(outcome.entries, { origin: "paste" });
  const read = outcome.entries.map(([cell, text]) => [cell, state.read(cell, text)]);
  const locked = read.filter(([cell, { value }]) => value !== null && state.isLocked(cell));
  return {
    numbers: read.filter(([, { value }]) => value !== null).length,
    unread: read.filter(([, { fault }]) => fault).map(([cell]) => cell),
    // A dash is no 0: the cell stays blank, and whoever pasted it hears so.
    nothing: read.filter(([cell, { notice }]) => notice && !state.isLocked(cell)).length,
    differing: locked
      .filter(([cell, { value }]) => state.figure(cell).value !== value)
      .map(([cell, { value }]) => [cell, value]),
    changed: outcome.entries.filter(([cell, text]) => !state.isLocked(cell) && before.get(cell) !== text),
    unplaced: outcome.unplaced,
    hidden: outcome.hidden,
  };
}
