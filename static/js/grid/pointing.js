/**
 * The mouse on one table. Outside a cell that is edited in place the browser does nothing by itself
 * with a press: no caret, no selected words, and so nothing that it could drag away. A press goes to
 * the cell, press and drag selects, a double click edits. A tap of a finger comes as a press too.
 */
const MAIN = 1; // the main button, as MouseEvent.buttons has it

export class Pointing {
  /** The cell that the main button went down on and has not come up from. */
  #from;
  #moved = false;

  /** @param {import("./grid.js").Grid} grid */
  constructor(grid) {
    this.grid = grid;
    const { box } = grid.cells;
    box.addEventListener("mousedown", (event) => this.#pressed(event));
    box.addEventListener("mouseover", (event) => this.#over(event));
    box.addEventListener("click", (event) => this.#clicked(event));
    box.addEventListener("dblclick", (event) => cellOf(event) && grid.edit());
    addEventListener("mouseup", () => this.#released());
  }

  #pressed(event) {
    const cell = cellOf(event);
    if (!cell) return;
    const { grid } = this;
    this.#moved = false;
    // The note under the cell is not in the way of a drag.
    grid.cells.box.classList.add("is-pressed");
    this.#from = event.button === 0 ? cell : undefined;
    // Where a text is edited in place, the caret goes where it is put.
    if (grid.isEditing(cell) && event.target.tagName === "INPUT") return;
    event.preventDefault();
    if (event.shiftKey && event.button === 0 && grid.hasFocus) grid.select(cell);
    // Copying a block from the menu of the other button keeps the block.
    else if (event.button === 0 || !grid.isSelected(cell)) grid.arrive(cell);
  }

  #over(event) {
    if (!(event.buttons & MAIN)) this.#from = undefined;
    const cell = cellOf(event);
    if (!this.#from || !cell || cell === this.grid.selection.extent) return;
    this.#moved = true;
    this.grid.select(cell);
  }

  #released() {
    // A drag out of a text that was edited has left the text selected as far as it came.
    if (this.#from && this.#moved) this.grid.ready();
    this.#from = undefined;
    this.grid.cells.box.classList.remove("is-pressed");
  }

  #clicked(event) {
    if (!this.#moved && cellOf(event) === this.grid.active) this.grid.accept();
  }
}

/** @returns {string|undefined} the cell that an event is about */
export function cellOf({ target }) {
  return target.closest?.("td[data-cell]")?.dataset.cell;
}
