/**
 * One table as a grid made for typing. Its inputs stay plain inputs of the form: this only moves
 * between them, selects, copies and pastes, and hands what was typed to the state.
 *
 * A cell is "ready" (what is typed replaces it), "typing" (arrows move on) or "edit" (arrows move
 * within the text).
 */
import { plainText, markup } from "./clipboard/blocks.js";
import { place } from "./clipboard/pasting.js";
import { Pointing, cellOf } from "./pointing.js";
import { Selection } from "./selection.js";

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class Grid {
  #mode = "ready";
  #leaving = false;
  /** Whether the whole window lost the focus, not the cell. */
  #away = false;
  /** Whether the total under edit was filling itself before. */
  #taken = false;
  /** What an input method is composing over: the text as it was, and whether it was to be replaced. */
  #composing;

  /**
   * @param {import("./cells.js").TableCells} cells
   * @param {import("../report/state.js").ReportState} state
   * @param {object} desk  {grids, note, announce, refresh, pasted, escaped, travel}
   */
  constructor(cells, state, desk) {
    Object.assign(this, { cells, state, desk });
    this.selection = new Selection(cells);
    const { box } = cells;
    const on = (kind, act) => box.addEventListener(kind, (event) => cellOf(event) && act(event, cellOf(event)));
    on("focusin", (event, cell) => this.#entered(cell));
    on("focusout", (event, cell) => this.#left(event, cell));
    on("keydown", (event) => this.#pressed(event));
    on("beforeinput", () => this.#whole());
    on("input", (event, cell) => this.#typed(event, cell));
    on("compositionstart", (event) => this.#composed(event.target));
    on("compositionend", (event, cell) => this.#composedTo(event, cell));
    on("copy", (event) => this.#copied(event));
    on("cut", (event) => this.#copied(event) && this.#write(this.#unlocked(), ""));
    on("paste", (event) => this.#pasted(event));
    this.pointing = new Pointing(this);
  }

  get active() {
    return this.selection.active;
  }

  get hasFocus() {
    return this.#input() === document.activeElement;
  }

  /** @returns {boolean} whether somebody is writing in this very cell, letter by letter */
  isWriting(cell) {
    return this.#mode !== "ready" && cell === this.active && this.hasFocus;
  }

  /** @returns {boolean} whether an input method is at work in this very cell */
  isComposing(cell) {
    return this.#composing !== undefined && this.isWriting(cell);
  }

  /** @returns {boolean} whether the text of this very cell is edited in place */
  isEditing(cell) {
    return this.#mode === "edit" && this.isWriting(cell);
  }

  /** @returns {boolean} whether the cell is the active one or of the selected block */
  isSelected(cell) {
    return this.hasFocus && this.selection.all.includes(cell);
  }

  /**
   * Go on where somebody is who came before the scripts did: in the middle of a figure, perhaps.
   * @param {Map<string, string>} typed  what was typed by then: cell → the text it had before
   */
  takeUp(typed) {
    const cell = document.activeElement?.closest("td")?.dataset.cell;
    if (!this.cells.places.has(cell)) return;
    this.#entered(cell);
    if (!typed.has(cell)) return;
    this.#begin("typing");
    this.original = typed.get(cell);
    const input = this.#input();
    input.setSelectionRange(input.value.length, input.value.length);
  }

  /** Go to a cell as if somebody had moved there, and bring it into sight. */
  focus(cell) {
    this.#focus(cell);
    this.cells.td(cell).scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Go to a cell under the mouse: nothing scrolls away from under it. */
  arrive(cell) {
    this.#focus(cell);
    this.selection.moveTo(cell);
    this.wanted = undefined;
    this.#leaving = false;
  }

  #focus(cell) {
    const input = this.cells.inputs.get(cell);
    input.focus({ preventScroll: true });
    if (document.activeElement === input) this.ready();
  }

  /** Edit the active cell in place; a total that fills itself is taken over first. */
  edit() {
    if (this.state.report.frozen || this.isEditing(this.active)) return;
    const total = this.state.isLocked(this.active);
    if (total && this.state.report.fixedTotals) return;
    if (total) this.state.takeOver(this.active);
    const input = this.#input();
    this.#begin("edit");
    this.#taken = total;
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

  #entered(cell) {
    // The window was left and is back: nothing has moved, a figure half typed is typed on.
    if (cell === this.active && this.#away) return;
    this.#leaving = false;
    if (cell !== this.active) this.wanted = undefined;
    if (cell !== this.active || !this.selection.isBlock) this.selection.moveTo(cell);
    this.ready();
  }

  #left(event, cell) {
    this.#away = document.activeElement === event.target;
    if (this.#away) return;
    forgetKeystrokes(event.target);
    this.#mode = "ready";
    this.state.seal();
    this.desk.note.leave(cell);
    this.desk.refresh(cell);
    if (this.cells.box.contains(event.relatedTarget)) return;
    this.selection.leave();
    this.desk.note.hide();
  }

  /** What is typed next replaces the active cell, however one has come to it. */
  ready() {
    if (this.#mode !== "ready") this.desk.refresh(this.active);
    this.#mode = "ready";
    this.state.seal();
    this.#input().select();
    this.desk.note.show(this.cells.td(this.active), this.active);
  }

  /** The text of a cell was replaced by another than was typed in it: nobody types on to that. */
  rewritten(cell) {
    if (cell === this.active && this.hasFocus) this.ready();
  }

  /** A press of the mouse or a menu may have put the caret somewhere: what is typed replaces all. */
  #whole() {
    const input = this.#input();
    if (this.#mode !== "ready" || !this.hasFocus) return;
    if (input.selectionStart !== 0 || input.selectionEnd !== input.value.length) input.select();
  }

  #begin(mode) {
    if (this.#mode === "ready") {
      this.original = this.state.figure(this.active).text;
      this.#taken = false;
    }
    this.#mode = mode;
  }

  #composed(input) {
    this.#whole();
    this.#composing = { text: input.value, mode: this.#mode };
    this.#begin(this.#mode === "edit" ? "edit" : "typing");
  }

  #composedTo(event, cell) {
    const before = this.#composing;
    this.#composing = undefined;
    if (event.data || !before) {
      this.#typed(event, cell);
      return;
    }
    // Given up: nothing was typed, and what was to be replaced stands again.
    event.target.value = before.text;
    if (before.mode === "ready" && cell === this.active) this.ready();
  }

  #typed(event, cell) {
    // The letters that an input method is still composing are no figure yet.
    if (event.isComposing) return;
    // The browser undoes by itself in a field that is not the one in use: the state knows better.
    if (event.inputType?.startsWith("history")) {
      event.target.value = this.shown(cell);
      return;
    }
    if (cell === this.active) {
      if (this.#mode === "ready") this.#begin("typing");
      if (this.selection.isBlock) this.selection.moveTo(cell);
    }
    this.state.enter([[cell, event.target.value]]);
  }

  #pressed(event) {
    this.#whole();
    if (event.isComposing || event.keyCode === 229) return;
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
    if (next) this.#reach(next);
    return true;
  }

  #reach(extent) {
    this.select(extent);
    this.cells.td(extent).scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Select the block from the active cell to another. */
  select(extent) {
    if (this.#mode !== "ready") this.ready();
    this.selection.extendTo(extent);
    this.desk.note.hide();
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
      // A total that was taken over for this edit goes back to filling itself.
      if (this.#taken) this.state.giveBack(this.active);
      else this.state.enter([[this.active, this.original]]);
      this.ready();
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
    this.#span(this.cells.all);
  }

  selectLine() {
    this.#span(this.cells.lineOf(this.active));
  }

  #span(cells) {
    const [first, last] = [cells[0], cells[cells.length - 1]];
    this.#go(first);
    this.#reach(last);
  }

  corner(which) {
    const line = this.cells.lineOf(this.active);
    const ends = { Home: line[0], End: line.slice(-1)[0], top: this.cells.all[0], foot: this.cells.all.slice(-1)[0] };
    this.#go(ends[which]);
  }

  giveBack() {
    if (!this.state.isComputed(this.active)) return;
    this.state.giveBack(this.active);
    this.ready();
  }

  #unlocked() {
    return this.selection.all.filter((cell) => !this.state.isLocked(cell));
  }

  #write(cells, text) {
    this.state.enter(cells.map((cell) => [cell, text]), { origin: "fill" });
    this.ready();
  }

  /** Take the value that is proposed for the active cell, if there is one. */
  accept() {
    const ghost = this.state.ghost(this.active);
    if (this.#mode !== "ready" || this.selection.isBlock || ghost?.kind !== "proposal") return;
    this.#write([this.active], ghost.value);
  }

  /** @returns {boolean} whether a block was copied; within a text the browser does it */
  #copied(event) {
    if (this.#mode === "edit") return false;
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
    if (this.state.report.frozen) return;
    const inText = this.#mode === "edit";
    const outcome = place(event.clipboardData, this, this.desk.grids, inText);
    if (!outcome) return;
    event.preventDefault();
    this.desk.pasted(outcome, this);
    this.ready();
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

/**
 * Chromium keeps one memory of keystrokes for all fields of a page: Ctrl+Z in another field, once it
 * has nothing left to undo, would take back what was typed here and come here. A field that was of
 * another type for a moment is forgotten.
 */
function forgetKeystrokes(input) {
  input.type = "search";
  input.type = "text";
}

function keyName({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  const name = key.length === 1 ? key.toUpperCase() : key;
  return `${ctrlKey || metaKey ? "Ctrl+" : ""}${altKey ? "Alt+" : ""}${shiftKey ? "Shift+" : ""}${name}`;
}
