/**
 * One table as a grid made for typing. Its inputs stay plain inputs of the form: this only moves
 * between them, selects, copies and pastes, and hands what was typed to the state.
 *
 * A cell is "ready" (what is typed replaces it), "typing" (arrows move on) or "edit" (arrows move
 * within the text).
 */
import { plainText, markup } from "./clipboard.js";
import { place } from "./pasting.js";
import { Selection } from "./selection.js";

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class Grid {
  #mode = "ready";
  #leaving = false;
  #dragging = false;

  /**
   * @param {import("./cells.js").TableCells} cells
   * @param {import("./state.js").ReportState} state
   * @param {object} desk  {grids, note, announce, refresh, pasted, escaped, travel}
   */
  constructor(cells, state, desk) {
    Object.assign(this, { cells, state, desk });
    this.selection = new Selection(cells);
    const { box } = cells;
    box.addEventListener("focusin", (event) => this.#entered(event));
    box.addEventListener("focusout", (event) => this.#left(event));
    box.addEventListener("keydown", (event) => this.#pressed(event));
    box.addEventListener("input", (event) => this.#typed(event));
    box.addEventListener("compositionend", (event) => this.#typed(event));
    box.addEventListener("pointerdown", (event) => this.#pointed(event));
    box.addEventListener("pointerover", (event) => this.#dragged(event));
    box.addEventListener("click", (event) => this.#clicked(event));
    box.addEventListener("dblclick", (event) => cellOf(event) && this.edit());
    box.addEventListener("copy", (event) => this.#copied(event));
    box.addEventListener("cut", (event) => this.#copied(event) && this.#write(this.#unlocked(), ""));
    box.addEventListener("paste", (event) => this.#pasted(event));
    addEventListener("pointerup", () => (this.#dragging = false));
  }

  get active() {
    return this.selection.active;
  }

  /** @returns {boolean} whether somebody is writing in this very cell, letter by letter */
  isWriting(cell) {
    return this.#mode !== "ready" && cell === this.active && this.#input() === document.activeElement;
  }

  /** Go to a cell as if somebody had moved there. */
  focus(cell) {
    const input = this.cells.inputs.get(cell);
    input.focus({ preventScroll: true });
    if (document.activeElement === input) this.#ready();
    this.cells.td(cell).scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Edit the active cell in place; a total that fills itself is taken over first. */
  edit() {
    if (this.state.report.frozen) return;
    if (this.state.isLocked(this.active)) this.state.takeOver(this.active);
    const input = this.#input();
    this.#begin("edit");
    input.setSelectionRange(input.value.length, input.value.length);
  }

  /** Fill what is blank among `cells` with 0. */
  fillBlanks(cells) {
    const blank = cells.filter((cell) => this.state.isBlank(cell));
    this.state.enter(blank.map((cell) => [cell, "0"]), { origin: "fill" });
  }

  #input() {
    return this.cells.inputs.get(this.active);
  }

  #entered(event) {
    const cell = cellOf(event);
    if (!cell) return;
    this.#leaving = false;
    if (cell !== this.active || !this.selection.isBlock) this.selection.moveTo(cell);
    this.#ready();
  }

  #left(event) {
    this.state.seal();
    if (cellOf(event)) this.desk.refresh(cellOf(event));
    if (this.cells.box.contains(event.relatedTarget)) return;
    this.selection.leave();
    this.desk.note.hide();
  }

  #ready() {
    this.#mode = "ready";
    this.#input().select();
    this.desk.note.show(this.cells.td(this.active), this.active);
  }

  #begin(mode) {
    if (this.#mode === "ready") this.original = this.state.figure(this.active).text;
    this.#mode = mode;
  }

  #typed(event) {
    // The letters that an input method is still composing are no figure yet.
    if (event.isComposing || !cellOf(event)) return;
    const input = event.target;
    if (this.#mode === "ready") this.#begin("typing");
    if (this.selection.isBlock) this.selection.moveTo(this.active);
    this.state.enter([[this.active, input.value]]);
  }

  #pressed(event) {
    if (event.isComposing || event.keyCode === 229 || !cellOf(event)) return;
    const name = keyName(event);
    if (name !== "Tab" && name !== "Shift+Tab" && name !== "Escape") this.#leaving = false;
    if (this.#act(name, event) === true) event.preventDefault();
  }

  /** @returns {boolean|void} whether the key has done its work here */
  #act(name, event) {
    const inText = this.#mode === "edit";
    if (name in MOVES && !inText) return this.#move(...MOVES[name]);
    const arrow = name.replace(/^Shift\+/, "");
    if (name.startsWith("Shift+") && arrow in MOVES && !inText) return this.#extend(...MOVES[arrow]);
    if (name in KEYS) return this.#key(KEYS[name]);
    if (this.#mode === "ready" && name in READY_KEYS) return this.#key(READY_KEYS[name]);
    // A locked total takes no letters: say so where the eye is.
    const letter = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
    if (letter && this.state.isLocked(this.active)) this.desk.note.nudge();
  }

  #key(action) {
    return action(this) !== false;
  }

  #move(down, right) {
    const { line, column } = this.cells.places.get(this.active);
    const width = this.cells.lines[line].length;
    const wanted = right ? column + right : (this.wanted ?? column);
    if (!right) this.wanted = wanted;
    const beyond = right && (wanted < 0 || wanted >= width);
    const next = beyond ? undefined : this.cells.cellAt(line + down, wanted);
    this.#go(next ?? this.active, !right);
    return true;
  }

  #go(cell, keepColumn = false) {
    if (!keepColumn) this.wanted = undefined;
    this.state.seal();
    this.selection.moveTo(cell);
    this.focus(cell);
  }

  #extend(down, right) {
    const { line, column } = this.cells.places.get(this.selection.extent);
    const wide = this.cells.lines[line].length - 1;
    const next = this.cells.cellAt(line + down, Math.max(0, Math.min(column + right, wide)));
    if (next) this.#select(next);
    return true;
  }

  #select(extent) {
    this.#mode = "ready";
    this.selection.extendTo(extent);
    this.cells.td(extent).scrollIntoView({ block: "nearest", inline: "nearest" });
    const { lines } = this.selection;
    this.desk.announce(`已选 ${lines.length} 行 ${Math.max(...lines.map((line) => line.length))} 列`);
  }

  /** One cell on or back in reading order; at the table's ends one stays. */
  step(by) {
    if (this.#leaving) return false;
    const ghost = this.state.ghost(this.active);
    if (by > 0 && ghost?.kind === "proposal") this.#write([this.active], ghost.value);
    const { all } = this.cells;
    const next = all[all.indexOf(this.active) + by];
    if (next) this.#go(next);
    else this.desk.announce("已到表的尽头。按 Esc 再按 Tab 离开表格。");
  }

  /** Down or up a line with Enter; in the last line one stays. */
  line(by) {
    this.#move(by, 0);
  }

  escape() {
    if (this.#mode !== "ready") {
      this.state.enter([[this.active, this.original]]);
      this.desk.refresh(this.active);
      this.#ready();
    } else if (this.selection.isBlock) {
      this.selection.moveTo(this.active);
    } else if (!this.desk.escaped()) {
      this.#leaving = true;
      this.desk.announce("再按 Tab 离开表格");
    }
  }

  empty() {
    this.#write(this.#unlocked(), "");
  }

  selectAll() {
    const { all } = this.cells;
    this.selection.span(all[0], all.slice(-1)[0]);
    this.focus(all[0]);
    this.#select(all.slice(-1)[0]);
  }

  selectLine() {
    const line = this.cells.lineOf(this.active);
    this.selection.span(line[0], line.slice(-1)[0]);
    this.focus(line[0]);
    this.#select(line.slice(-1)[0]);
  }

  corner(which) {
    const line = this.cells.lineOf(this.active);
    const ends = { Home: line[0], End: line.slice(-1)[0], top: this.cells.all[0], foot: this.cells.all.slice(-1)[0] };
    this.#go(ends[which]);
  }

  giveBack() {
    if (!this.state.isComputed(this.active)) return;
    this.state.giveBack(this.active);
    this.#ready();
  }

  #unlocked() {
    return this.selection.all.filter((cell) => !this.state.isLocked(cell));
  }

  #write(cells, text) {
    this.state.enter(cells.map((cell) => [cell, text]), { origin: "fill" });
    this.#ready();
  }

  #pointed(event) {
    const cell = cellOf(event);
    if (!cell || event.button !== 0) return;
    if (event.shiftKey && document.activeElement === this.#input()) {
      event.preventDefault();
      this.#select(cell);
      return;
    }
    if (cell === this.active && this.selection.isBlock) this.selection.moveTo(cell);
    this.#dragging = event.pointerType === "mouse" && this.#mode !== "edit";
    // The padding of a cell belongs to its input.
    if (event.target.tagName === "TD") {
      event.preventDefault();
      this.focus(cell);
    }
  }

  #dragged(event) {
    const cell = cellOf(event);
    if (!this.#dragging || !cell || !event.buttons || cell === this.selection.extent) return;
    getSelection().removeAllRanges();
    this.#select(cell);
  }

  #clicked(event) {
    const cell = cellOf(event);
    if (!cell || cell !== this.active || this.selection.isBlock) return;
    const ghost = this.state.ghost(cell);
    if (ghost?.kind === "proposal" && this.#mode === "ready") this.#write([cell], ghost.value);
    else if (this.#mode === "ready") this.#ready();
  }

  /** @returns {boolean} whether a block was copied; within a text the browser does it */
  #copied(event) {
    if (!cellOf(event) || this.#mode === "edit") return false;
    const lines = this.selection.lines.map((line) => line.map((cell) => this.shown(cell)));
    event.clipboardData.setData("text/plain", plainText(lines));
    event.clipboardData.setData("text/html", markup(lines));
    event.preventDefault();
    return !this.state.report.frozen;
  }

  /** @returns {string} what a cell shows: the plain figure, or what cannot be read as typed */
  shown(cell) {
    const { value, fault, text } = this.state.figure(cell);
    return fault ? text : (value ?? "");
  }

  #pasted(event) {
    if (!cellOf(event) || this.state.report.frozen) return;
    const inText = this.#mode === "edit";
    const outcome = place(event.clipboardData, this, this.desk.grids, inText);
    if (!outcome) return;
    event.preventDefault();
    this.desk.pasted(outcome, this);
    this.#ready();
  }
}

const KEYS = {
  Enter: (grid) => grid.line(1),
  "Shift+Enter": (grid) => grid.line(-1),
  Tab: (grid) => grid.step(1),
  "Shift+Tab": (grid) => grid.step(-1),
  F2: (grid) => grid.edit(),
  F9: (grid) => grid.giveBack(),
  Escape: (grid) => grid.escape(),
  "Ctrl+Enter": (grid) => grid.fillBlanks(grid.selection.all),
  "Ctrl+Z": (grid) => grid.desk.travel(grid.state.undo()),
  "Ctrl+Shift+Z": (grid) => grid.desk.travel(grid.state.redo()),
  "Ctrl+Y": (grid) => grid.desk.travel(grid.state.redo()),
};

const READY_KEYS = {
  Delete: (grid) => grid.empty(),
  Backspace: (grid) => grid.empty(),
  "Ctrl+A": (grid) => grid.selectAll(),
  "Shift+ ": (grid) => grid.selectLine(),
  Home: (grid) => grid.corner("Home"),
  End: (grid) => grid.corner("End"),
  "Ctrl+Home": (grid) => grid.corner("top"),
  "Ctrl+End": (grid) => grid.corner("foot"),
};

function keyName({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  const name = key.length === 1 ? key.toUpperCase() : key;
  return `${ctrlKey || metaKey ? "Ctrl+" : ""}${altKey ? "Alt+" : ""}${shiftKey ? "Shift+" : ""}${name}`;
}

function cellOf({ target }) {
  return target.closest?.("td[data-cell]")?.dataset.cell;
}
