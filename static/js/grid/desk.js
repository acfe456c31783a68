/** The tables of the report on the page, together: where one is, what lights up, what came back. */
import { TableCells } from "./cells.js";
import { Grid } from "./grid.js";
import { CellNote } from "./note.js";
import { Painter } from "./painter.js";
import { take } from "./clipboard/pasting.js";
import { addTools } from "./tools.js";

export class Desk {
  #lit = [];
  #tools = new Map();

  /**
   * @param {import("../report/state.js").ReportState} state
   * @param {(text: string) => void} announce
   */
  constructor(state, announce) {
    Object.assign(this, { state, announce });
    this.note = new CellNote(state);
    /** Bring where one came from into sight again: it may be folded away. @type {(from: HTMLElement) => void} */
    this.reveal = () => {};
    this.grids = [];
    this.painter = new Painter(state, {
      isWriting: (cell) => this.isWriting(cell),
      isComposing: (cell) => this.grids.some((grid) => grid.isComposing(cell)),
      rewritten: (cell) => this.#gridOf(cell).rewritten(cell),
    });
    state.addEventListener("figures", () => this.note.update());
  }

  /**
   * Make a table a grid; whoever is in a cell of it already goes on from there.
   * @param {HTMLElement} box  a `.grid-box`
   * @param {Array<[string, string, string]>} typed  what was typed in it by then (early.js)
   */
  add(box, typed) {
    const cells = new TableCells(box);
    const grid = new Grid(cells, this.state, this);
    this.grids.push(grid);
    this.#tools.set(grid, addTools(grid, { go: (cell) => this.focus(cell) }));
    this.painter.add(cells);
    grid.takeUp(new Map(typed.map(([place, , text]) => [place, text])));
  }

  /** @returns {boolean} whether somebody is typing in that very cell */
  isWriting(cell) {
    return this.grids.some((grid) => grid.isWriting(cell));
  }

  /** Show a cell as it stands, now that nobody is typing in it. */
  refresh(cell) {
    queueMicrotask(() => this.painter.refresh(cell));
  }

  /** @param {string} cell */
  focus(cell) {
    this.#gridOf(cell)?.focus(cell);
  }

  /** @returns {boolean} whether there is such a cell */
  has(cell) {
    return Boolean(this.#gridOf(cell));
  }

  #gridOf(cell) {
    return this.grids.find(({ cells }) => cells.places.has(cell));
  }

  /**
   * Go to what a finding speaks of and light it up; Esc leads back.
   * @param {object} finding
   * @param {HTMLElement} from  where the clerk was
   */
  go(finding, from) {
    this.dim();
    this.from = from;
    const cells = finding.cells ?? [];
    if (!cells.length) {
      document.getElementById(finding.section)?.scrollIntoView({ block: "start" });
      this.state.show(finding);
      return;
    }
    const where = finding.id === "cell.blank" ? cells.slice(0, 1) : cells;
    this.#lit = where.map((cell) => this.#gridOf(cell)?.cells.td(cell)).filter(Boolean);
    for (const td of this.#lit) td.classList.add("is-lit");
    history.replaceState(null, "", `#${cells[0]}`);
    const grid = this.#gridOf(cells[0]);
    grid?.cells.td(cells[0]).scrollIntoView({ block: "center" });
    grid?.focus(cells[0]);
  }

  dim() {
    for (const td of this.#lit) td.classList.remove("is-lit");
    this.#lit = [];
  }

  /** @returns {boolean} whether Esc led back to where the clerk came from */
  escaped() {
    const { from } = this;
    if (!from?.isConnected) return false;
    this.dim();
    this.from = undefined;
    this.reveal(from);
    from.focus();
    return true;
  }

  /** Go where something was undone or redone. */
  travel(cells) {
    const active = document.activeElement?.closest("td")?.dataset.cell;
    if (cells.length && !cells.includes(active)) this.focus(cells[0]);
    else if (cells.length) this.focus(active);
    this.announce(cells.length ? `已恢复 ${cells.length} 格` : "没有可以撤销或重做的内容");
  }

  /** Write what was pasted and say what came of it. */
  pasted(outcome, grid) {
    const came = outcome.tooLarge ? outcome : take(outcome, this.state);
    // A single figure that was read needs no words.
    const { rows = 0, columns = 0 } = came.hidden ?? {};
    const plain = came.numbers + came.unread?.length + came.nothing < 2 && !came.unplaced.length && !(rows + columns);
    if (!plain || came.tooLarge) this.#tools.get(grid).say(came);
  }
}
