/**
 * One line at the top: what nobody has written yet, and the way to it. 还差 表三 12 格、五、六 → 下一处.
 * It shrinks as one goes; once all is written it leads to what is wrong.
 */
import { isOpen, isUnwritten, placeOf } from "../report/judging.js";

export class Remaining {
  #place = "";
  #shown = "";

  /**
   * @param {import("../report/state.js").ReportState} state
   * @param {HTMLElement} line
   * @param {(finding: object, from: HTMLElement) => void} go
   */
  constructor(state, line, go) {
    Object.assign(this, { state, line, go });
    this.words = document.createElement("span");
    this.next = document.createElement("button");
    Object.assign(this.next, { type: "button", className: "plain-button", textContent: "→ 下一处" });
    this.next.addEventListener("click", () => this.#goOn());
    // The words before it change while it is pressed: 保存中… becomes 已保存 10:42:07.
    this.next.addEventListener("pointerdown", ({ pointerId }) => this.next.setPointerCapture(pointerId));
    line.append(this.words, " ", this.next);
    document.addEventListener("focusin", ({ target }) => this.#note(target));
    for (const name of ["figures", "narrative", "findings"]) state.addEventListener(name, () => this.show());
    this.show();
  }

  /** Where one is: the next place is the next after it. */
  #note(target) {
    const holder = target.closest?.("[data-cell], [data-part]");
    if (holder) this.#place = holder.dataset.cell ?? holder.dataset.part;
  }

  show() {
    const left = unwritten(this.state);
    const wrong = left.length ? [] : wrongs(this.state);
    const text = left.length ? `还差 ${left.map(({ words }) => words).join("、")}` : wordsFor(wrong.length);
    if (text === this.#shown) return;
    this.#shown = text;
    this.words.textContent = text;
    this.line.title = text;
    this.line.classList.toggle("is-well", !left.length && !wrong.length);
    this.next.hidden = !left.length && !wrong.length;
  }

  #goOn() {
    const left = unwritten(this.state);
    const findings = left.length ? left.flatMap(({ findings: places }) => places) : wrongs(this.state);
    const order = orderOf(this.state.edition);
    const at = order.get(this.#place) ?? -1;
    const after = findings.find((finding) => order.get(finding.cells?.[0] ?? finding.section) > at);
    const finding = after ?? findings[0];
    if (!finding) return;
    // Also where it is one cell among others, it is this one that is meant.
    this.go({ ...finding, cells: finding.cells?.slice(0, 1) }, this.next);
  }
}

function wordsFor(errors) {
  return errors ? `都已写到，还有 ${errors} 处错误` : "✓ 都已写到";
}

/** @returns {object[]} what is wrong, each with its first cell */
function wrongs({ findings }) {
  return findings.filter((finding) => finding.severity === "error" && isOpen(finding) && !isUnwritten(finding));
}

/** @returns {Array<{words: string, findings: object[]}>} section by section: how much, and each place */
function unwritten(state) {
  return state.edition.sections.flatMap((section) => {
    const table = state.edition.tables.find(({ id }) => id === section.id);
    if (!table) return wordsLeft(state, section);
    const blank = state.findings.find(({ id, table: its }) => id === "cell.blank" && its === section.id);
    if (!blank) return [];
    const findings = blank.cells.map((cell) => ({ cells: [cell], section: "" }));
    return [{ words: `${table.name} ${findings.length} 格`, findings }];
  });
}

function wordsLeft(state, { id, caption, required }) {
  if (!required || state.hasWords(id)) return [];
  const numeral = /^[一二三四五六七八九十]+(?=、)/.exec(caption)?.[0];
  return [{ words: numeral ?? caption, findings: [{ section: id, cells: [], start: 0, end: 0 }] }];
}

/** Cells and sections in the report's order. */
function orderOf({ sections, cells }) {
  const found = new Map();
  for (const { id } of sections) {
    found.set(id, found.size);
    for (const cell of Object.keys(cells)) if (placeOf({ cells: [cell] }) === id) found.set(cell, found.size);
  }
  return found;
}
