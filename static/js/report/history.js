/**
 * What can be undone over the whole report. A step holds what its cells were before and after;
 * a cell that somebody else has changed since is left alone.
 *
 * @typedef {{text: string, manual: boolean}} Entry
 * @typedef {Array<[string, Entry]>} Steps
 */
const LONGEST = 500;

export class History {
  #done = [];
  #undone = [];
  #open = false;

  /**
   * @param {Steps} before
   * @param {Steps} after
   * @param {boolean} typed  keystrokes in one cell are one step until it is sealed
   */
  add(before, after, typed) {
    const last = this.#done.slice(-1)[0];
    if (typed && this.#open && last && sameCell(last.after, after)) {
      last.after = after;
      this.#undone = [];
      if (equal(last.before[0][1], after[0][1])) {
        this.#done.pop();
        this.seal();
      }
      return;
    }
    if (!before.some(([, entry], n) => !equal(entry, after[n][1]))) return;
    this.#undone = [];
    this.#done.push({ before, after });
    if (this.#done.length > LONGEST) this.#done.shift();
    this.#open = typed && after.length === 1;
  }

  seal() {
    this.#open = false;
  }

  /** @param {(cell: string) => Entry} now  @returns {Steps} what to write to undo one step */
  back(now) {
    return this.#move(this.#done, this.#undone, "after", "before", now);
  }

  /** @param {(cell: string) => Entry} now  @returns {Steps} */
  forth(now) {
    return this.#move(this.#undone, this.#done, "before", "after", now);
  }

  #move(from, to, expected, wanted, now) {
    this.seal();
    while (from.length) {
      const step = from.pop();
      const untouched = step[wanted].filter(([cell], n) => equal(now(cell), step[expected][n][1]));
      if (!untouched.length) continue;
      to.push(step);
      return untouched;
    }
    return [];
  }
}

function sameCell(one, other) {
  return one.length === 1 && other.length === 1 && one[0][0] === other[0][0];
}

function equal(one, other) {
  return one.manual === other.manual && one.text === other.text;
}
