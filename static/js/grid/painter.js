/**
 * Puts the state on the sheet: figures, ghosts, marks, balances, counts of blanks. Touches only what
 * changed, for all of it happens between a keystroke and the next frame.
 */
import { difference, summary, verdict } from "../report/equations.js";

const SEVERITIES = ["error", "warning", "hint"];
const ORDINARY = 7; // digits that have room in every column

export class Painter {
  #shown = new Map();
  #marked = new Map();
  #long = new Set();
  /** @type {Map<string, HTMLElement[]>} equation → where its verdict and its numbers stand */
  #balanceCells = new Map();

  /**
   * @param {import("../report/state.js").ReportState} state
   * @param {{isWriting: (cell: string) => boolean, isComposing: (cell: string) => boolean,
   *          rewritten: (cell: string) => void}} hands  whether somebody is typing in that very cell,
   *   with an input method; and what to do when its text is replaced
   */
  constructor(state, hands) {
    Object.assign(this, { state, hands });
    this.tables = [];
    this.tds = new Map();
    this.inputs = new Map();
    this.followers = followers(state.edition);
    this.balances = balancesOf(state.edition);
    state.addEventListener("figures", ({ detail }) => this.paint(detail.cells));
    state.addEventListener("findings", () => this.mark());
    this.mark();
  }

  /** Show a table as the state has it, from now on. @param {import("./cells.js").TableCells} table */
  add(table) {
    forgetServerMarks(table.box);
    this.tables.push(table);
    for (const [cell, input] of table.inputs) {
      this.inputs.set(cell, input);
      this.tds.set(cell, table.td(cell));
    }
    for (const td of table.box.querySelectorAll("[data-equation]")) {
      const { equation } = td.dataset;
      this.#balanceCells.set(equation, [...(this.#balanceCells.get(equation) ?? []), td]);
    }
    this.paint(table.all);
    for (const cell of table.all) if (this.#marked.has(cell)) this.#markCell(cell, this.#marked.get(cell));
  }

  /** @param {string[]} cells  those whose figures changed */
  paint(cells) {
    const touched = new Set(cells);
    for (const cell of cells) for (const other of this.followers.get(cell) ?? []) touched.add(other);
    for (const cell of touched) if (this.inputs.has(cell)) this.refresh(cell);
    const equations = new Set(cells.flatMap((cell) => this.balances.get(cell) ?? []));
    for (const equation of equations) this.#paintBalance(equation);
    for (const table of this.tables) this.#countBlanks(table);
  }

  /** Show a cell as it stands; the text that somebody is typing just now is theirs. */
  refresh(cell) {
    const figure = this.state.figure(cell);
    const ghost = this.state.ghost(cell);
    const total = this.state.isComputed(cell);
    const sum = total && figure.manual ? this.state.computedNow(cell) : null;
    const text = figure.fault ? figure.text : (figure.value ?? "");
    const look = [text, ghost?.value, ghost?.kind, figure.manual, sum, figure.fault].join("|");
    const input = this.inputs.get(cell);
    const rewrites = input.value !== text && !this.#isOwnText(cell, input, figure);
    if (rewrites) input.value = text;
    if (this.#shown.get(cell) !== look) {
      this.#shown.set(cell, look);
      this.#dress(this.tds.get(cell), input, { figure, ghost, total, sum });
      this.#makeRoom(cell, text || (ghost?.value ?? ""));
    }
    if (rewrites) this.hands.rewritten(cell);
  }

  /** Whether somebody is typing this very figure, in letters of their own. */
  #isOwnText(cell, input, figure) {
    if (this.hands.isComposing(cell)) return true;
    if (!this.hands.isWriting(cell)) return false;
    return figure.text === input.value || this.state.read(cell, input.value).value === figure.value;
  }

  #dress(td, input, { figure, ghost, total, sum }) {
    const locked = total && !figure.manual;
    const { classList } = td;
    const faint = ghost?.value ?? "";
    if (input.placeholder !== faint) input.placeholder = faint;
    input.readOnly = locked || this.state.report.frozen;
    classList.toggle("is-blank", !locked && figure.value === null && !figure.fault);
    classList.toggle("has-proposal", ghost?.kind === "proposal");
    classList.toggle("is-total", locked);
    classList.toggle("is-manual", total && figure.manual);
    classList.toggle("is-fault", Boolean(figure.fault));
    if (sum === null) delete td.dataset.computed;
    else td.dataset.computed = sum;
  }

  /** A long number is set smaller, and the columns of its table get what the captions can spare. */
  #makeRoom(cell, text) {
    const isLong = text.length > ORDINARY;
    if (isLong === this.#long.has(cell)) return;
    if (isLong) this.#long.add(cell);
    else this.#long.delete(cell);
    this.tds.get(cell).classList.toggle("is-long", isLong);
    const table = this.tables.find(({ places }) => places.has(cell));
    table.box.classList.toggle("has-long", table.all.some((other) => this.#long.has(other)));
  }

  #paintBalance(equation) {
    const [td, words] = this.#balanceCells.get(equation.id) ?? [];
    if (!td) return;
    const sides = verdict(equation, this.state.values);
    const look = sides ? `${sides.holds}${summary(equation, this.state.values)}` : "";
    if (this.#shown.get(equation.id) === look) return;
    this.#shown.set(equation.id, look);
    td.classList.toggle("is-well", Boolean(sides?.holds));
    td.classList.toggle("is-error", sides?.holds === false);
    td.textContent = sides ? judgement(sides) : "";
    words.replaceChildren(...(sides ? balanceWords(equation, this.state.values) : []));
  }

  #countBlanks(table) {
    const count = table.all.filter((cell) => this.state.isBlank(cell) && !this.state.isLocked(cell)).length;
    if (this.#shown.get(table.id) === count) return;
    this.#shown.set(table.id, count);
    const words = table.box.querySelector(".blank-count");
    words.dataset.blanks = count;
    words.textContent = count ? `还有 ${count} 格未填` : "✓ 已全部填写";
    for (const button of table.box.querySelectorAll("[data-fill]")) button.hidden = !count;
  }

  /** Mark the cells that findings speak of; the worst finding of a cell gives its colour. */
  mark() {
    const now = new Map();
    for (const { cells = [], severity, id, accepted } of this.state.findings) {
      if (id === "cell.blank" || accepted) continue;
      for (const cell of cells) {
        const worst = now.get(cell);
        if (!worst || SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(worst)) now.set(cell, severity);
      }
    }
    for (const cell of new Set([...now.keys(), ...this.#marked.keys()])) {
      if (this.#marked.get(cell) !== now.get(cell)) this.#markCell(cell, now.get(cell));
    }
    this.#marked = now;
  }

  #markCell(cell, severity) {
    const td = this.tds.get(cell);
    if (!td) return;
    for (const name of SEVERITIES) td.classList.toggle(`is-${name}`, name === severity);
    const input = this.inputs.get(cell);
    if (severity === "error") input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
}

/** The page comes with the marks that it has without scripts. */
function forgetServerMarks(box) {
  const names = SEVERITIES.map((name) => `is-${name}`);
  for (const td of box.querySelectorAll(names.map((name) => `td.${name}`).join())) td.classList.remove(...names);
  for (const fault of box.querySelectorAll(".cell-fault")) fault.remove();
  for (const name of ["title", "aria-invalid", "aria-describedby"]) {
    for (const input of box.querySelectorAll(`input[${name}]`)) input.removeAttribute(name);
  }
}

/** Cells whose ghost depends on another cell: part → wholes. */
function followers({ equations, proposals, carryOvers }) {
  const found = new Map();
  const note = (part, whole) => found.set(part, [...(found.get(part) ?? []), whole]);
  for (const { computes, right } of equations) {
    if (computes) for (const part of right) note(part, computes);
  }
  for (const [whole, { plus, minus }] of [proposals, carryOvers].flatMap(Object.entries)) {
    for (const part of [...plus, ...minus]) note(part, whole);
  }
  return found;
}

/** cell → the equations that stand as a balance under its column. */
function balancesOf({ equations }) {
  const found = new Map();
  for (const equation of equations.filter(({ summary: words }) => words)) {
    for (const cell of [...equation.left, ...equation.right]) {
      found.set(cell, [...(found.get(cell) ?? []), equation]);
    }
  }
  return found;
}

function judgement(sides) {
  return sides.holds ? "✓ 平衡" : `✗ 差 ${difference(sides)}`;
}

/** Each term in a piece of its own: a line may end between them, not inside. */
function balanceWords(equation, values) {
  return summary(equation, values).split(/(?<=[＋＝])/u).map((term) => {
    const piece = document.createElement("span");
    piece.textContent = term;
    return piece;
  });
}
