/** The active cell of a table, and the block that reaches from it to another cell. */
export class Selection {
  #painted = new Set();
  #marks = [];

  /** @param {import("./cells.js").TableCells} cells */
  constructor(cells) {
    this.cells = cells;
    this.active = this.extent = cells.all[0];
    for (const input of cells.inputs.values()) input.tabIndex = -1;
    cells.inputs.get(this.active).tabIndex = 0;
  }

  /** Make a cell the active one, alone. */
  moveTo(cell) {
    this.cells.inputs.get(this.active).tabIndex = -1;
    this.active = this.extent = cell;
    this.cells.inputs.get(cell).tabIndex = 0;
    this.#paint();
    this.#markHeadings();
  }

  /** Reach from the active cell to another. */
  extendTo(cell) {
    this.extent = cell;
    this.#paint();
  }

  get isBlock() {
    return this.active !== this.extent;
  }

  /** @returns {string[][]} */
  get lines() {
    return this.cells.rectangle(this.active, this.extent);
  }

  /** @returns {string[]} */
  get all() {
    return this.lines.flat();
  }

  /** No cell of this table is in use any more. */
  leave() {
    this.extent = this.active;
    this.#paint();
    for (const element of this.#marks) element.classList.remove("is-current");
    this.#marks = [];
  }

  #paint() {
    const now = new Set(this.isBlock ? this.all : []);
    for (const cell of this.#painted) if (!now.has(cell)) this.#toggle(cell, false);
    for (const cell of now) if (!this.#painted.has(cell)) this.#toggle(cell, true);
    this.#painted = now;
  }

  #toggle(cell, on) {
    this.cells.td(cell).classList.toggle("is-selected", on);
  }

  #markHeadings() {
    for (const element of this.#marks) element.classList.remove("is-current");
    const td = this.cells.td(this.active);
    const column = td.closest("table").querySelectorAll("col")[Number(td.dataset.at)];
    this.#marks = [td.parentElement, ...(column ? [column] : []), ...this.cells.captions(this.active)];
    for (const element of this.#marks) element.classList.add("is-current");
  }
}
