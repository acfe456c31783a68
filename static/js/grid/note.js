/**
 * What is to be said about the active cell, just below it: why it cannot be read, that it fills
 * itself, what it proposes. One note for the page; it is also the cell's description.
 */
const GAP = 4;
const SHORTEST = 5; // digits that may lack room in the narrowest column
const FOOT = 100; // what stands fixed at the window's foot

export class CellNote {
  #key = "";
  #left = ""; // what is to be said of the cell that was left last

  /** @param {import("../report/state.js").ReportState} state */
  constructor(state) {
    this.state = state;
    this.box = document.createElement("div");
    this.box.className = "cell-note";
    this.box.id = "cell-note";
    this.words = document.createElement("p");
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.tabIndex = -1;
    // The cell keeps the focus while the button is pressed.
    this.button.addEventListener("mousedown", (event) => event.preventDefault());
    this.button.addEventListener("click", () => this.action?.());
    this.box.append(this.words, this.button);
  }

  /** @param {HTMLTableCellElement} td  @param {string} cell */
  show(td, cell) {
    const { text = "", action, label = "", loud = true } = this.#about(cell);
    const key = [cell, text, label].join("|");
    if (key === this.#key) return;
    if (td !== this.td || !text) this.hide();
    this.#key = key;
    if (!text) return;
    this.action = action;
    this.words.textContent = text;
    this.button.hidden = !action;
    if (this.button.textContent !== label) this.button.textContent = label;
    this.box.classList.toggle("visually-hidden", !loud);
    if (!this.td) this.#attach(td);
    if (loud) this.#place(td);
  }

  #attach(td) {
    this.td = td;
    td.querySelector("input").setAttribute("aria-describedby", this.box.id);
    td.closest(".grid-box").append(this.box);
  }

  /** Keep up with the cell while it is typed in. */
  update() {
    const td = document.activeElement.closest?.("td[data-cell]");
    if (td) this.show(td, td.dataset.cell);
  }

  hide() {
    this.#key = "";
    this.td?.querySelector("input").removeAttribute("aria-describedby");
    this.td = undefined;
    this.box.remove();
  }

  /** A cell was left: what became of its words is said at the next one, where the eye is. */
  leave(cell) {
    const { notice } = this.state.figure(cell);
    this.#left = notice ? `刚才那一格：${notice}` : "";
  }

  /** Draw the eye to the note. */
  nudge() {
    this.box.classList.remove("is-nudged");
    requestAnimationFrame(() => this.box.classList.add("is-nudged"));
  }

  /** What a reviewer remarked on the cell goes first; a button leads to where it is answered. */
  #about(cell) {
    const own = this.#ofItself(cell);
    const said = this.#left ? { ...own, text: [this.#left, own.text].filter(Boolean).join(" "), loud: true } : own;
    const remark = document.querySelector(`td[data-cell="${CSS.escape(cell)}"] .cell-remark`);
    if (!remark) return said;
    const text = [remark.title, said.text].filter(Boolean).join(" ");
    if (said.action) return { ...said, text, loud: true };
    return { text, action: () => remark.click(), label: "看批注、答复" };
  }

  #ofItself(cell) {
    const { state } = this;
    const { fault, notice, manual } = state.figure(cell);
    const fill = (value) => () => state.enter([[cell, value]], { origin: "fill" });
    if (fault || notice) return { text: fault || notice };
    if (state.report.frozen) return {};
    if (manual) return this.#manual(cell);
    if (state.isComputed(cell)) return this.#locked(cell);
    const ghost = state.ghost(cell);
    const origin = ghost?.lastYear ? "按上年度报告推算" : "按前面的数字推算";
    if (ghost) return { text: origin, action: fill(ghost.value), label: `填入 ${ghost.value}（Tab）` };
    const open = state.findings.filter(({ cells }) => cells?.includes(cell) && cells.length < 60);
    const words = open.map(({ message }) => message).join(" ");
    return this.#whole(cell, words) ?? { text: words, loud: false };
  }

  /** A number that its cell has no room for, in groups of three. */
  #whole(cell, words) {
    const input = document.getElementById(cell);
    const { value } = this.state.figure(cell);
    if (!value || value.length < SHORTEST || input.scrollWidth <= input.clientWidth) return undefined;
    const [whole, ...decimals] = value.split(".");
    const grouped = [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...decimals].join(".");
    return { text: `${grouped} ${words}`.trim() };
  }

  #locked(cell) {
    const blank = this.state.isBlank(cell) ? "，各项填齐后得出" : "";
    const text = `ƒ 自动合计${blank}`;
    if (this.state.report.fixedTotals) return { text };
    return { text, action: () => this.state.takeOver(cell), label: "改为手工填写（F2）" };
  }

  #manual(cell) {
    const sum = this.state.computedNow(cell);
    const text = sum === null ? "手工填写" : `手工填写；自动合计为 ${sum}`;
    return { text, action: () => this.state.giveBack(cell), label: "恢复自动计算（F9）" };
  }

  /** Below the cell, or above it near the window's foot; within the table's width. */
  #place(td) {
    Object.assign(this.box.style, { left: "0", top: "0" });
    const around = td.closest(".grid-box").getBoundingClientRect();
    const at = td.getBoundingClientRect();
    const { width, height } = this.box.getBoundingClientRect();
    const left = Math.max(0, Math.min(at.left, Math.min(around.right, innerWidth) - width) - around.left);
    const fits = at.bottom + height + FOOT < innerHeight;
    const top = (fits ? at.bottom + GAP : at.top - height - GAP) - around.top;
    Object.assign(this.box.style, { left: `${left}px`, top: `${top}px` });
  }
}
