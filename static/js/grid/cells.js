/**
 * Where the cells of one table stand: lines of figures from top to bottom, over all its blocks, and
 * the captions that lead to each. Read from the page, which draws the edition's own geometry.
 */
export class TableCells {
  /** @param {HTMLElement} box  a `.grid-box` */
  constructor(box) {
    this.box = box;
    this.id = box.dataset.table;
    /** @type {HTMLTableCellElement[][]} */
    this.lines = [...box.querySelectorAll("tbody tr")].map((line) => [
      ...line.querySelectorAll("td[data-cell]"),
    ]);
    this.places = new Map();
    this.lines.forEach((tds, line) =>
      tds.forEach((td, column) => this.places.set(td.dataset.cell, { line, column })),
    );
    this.inputs = new Map(
      this.lines.flat().map((td) => [td.dataset.cell, td.querySelector("input")]),
    );
  }

  /** @returns {string[]} every cell in reading order */
  get all() {
    return [...this.places.keys()];
  }

  /** @returns {HTMLTableCellElement} */
  td(cell) {
    const { line, column } = this.places.get(cell);
    return this.lines[line][column];
  }

  /** @returns {string|undefined} the cell at a place; a short line's last stands for what it lacks */
  cellAt(line, column) {
    const tds = this.lines[line];
    return tds?.[Math.min(column, tds.length - 1)]?.dataset.cell;
  }

  /** @returns {string[][]} the cells between two corners, line by line; a wide corner counts whole */
  rectangle(one, other) {
    const [from, to] = [this.places.get(one), this.places.get(other)];
    const [top, bottom] = [from.line, to.line].sort(ascending);
    const left = Math.min(from.column, to.column);
    const right = Math.max(...[one, other].map((cell) => this.#lastColumn(cell)));
    return this.lines.slice(top, bottom + 1).map((tds) => {
      const part = tds.slice(Math.min(left, tds.length - 1), right + 1);
      return part.map((td) => td.dataset.cell);
    });
  }

  /** The last place that a cell takes up: a short line's last cell is wide. */
  #lastColumn(cell) {
    const { line, column } = this.places.get(cell);
    const isLast = column === this.lines[line].length - 1;
    return isLast ? column + this.td(cell).colSpan - 1 : column;
  }

  /** @returns {string[]} the cells of the line that a cell stands in */
  lineOf(cell) {
    return this.lines[this.places.get(cell).line].map((td) => td.dataset.cell);
  }

  /** @returns {string[]} the cells of the block that a cell stands in */
  blockOf(cell) {
    const block = this.td(cell).closest("table");
    return [...block.querySelectorAll("td[data-cell]")].map((td) => td.dataset.cell);
  }

  /** @returns {HTMLElement[]} the captions over and before a cell, outermost first */
  captions(cell) {
    const ids = this.td(cell).headers.split(" ").filter(Boolean);
    return ids.map((id) => document.getElementById(id)).filter(Boolean);
  }

  /** @returns {string[]} the captions before a line, outermost first */
  rowCaptions(line) {
    const headings = this.captions(this.cellAt(line, 0)).filter((th) => th.closest("tbody"));
    return headings.map(wordsOf);
  }

  /** @returns {string[]} the captions over a cell, outermost first */
  columnCaptions(cell) {
    const headings = this.captions(cell).filter((th) => th.closest("thead") && isColumn(th));
    return headings.map(wordsOf);
  }
}

/** A heading may hold buttons beside its caption. */
function wordsOf(th) {
  return th.querySelector(".caption").textContent.trim();
}

function isColumn(th) {
  return th.classList.contains("is-column");
}

function ascending(one, other) {
  return one - other;
}
