/**
 * What a figure counts: one quiet line under the table for the cell one is in; F1, ? or the button
 * opens it in full, with what it follows from. The line has its place from the start: nothing moves.
 * Its words are the edition's; a table of which nothing is said has no line.
 */
const RESTING = "到一格里，这里就说它数什么；F1 看全文和依据。";

export class CellHelp {
  #cell = "";

  /**
   * @param {HTMLElement} box  a `.grid-box`
   * @param {import("../report/state.js").ReportState} state
   */
  constructor(box, state) {
    const place = box.querySelector(".cell-help");
    if (!place) return;
    Object.assign(this, { box, state, table: box.dataset.table });
    this.line = made("p", "cell-help-line", RESTING);
    this.button = made("button", "plain-button", "?");
    this.button.type = "button";
    this.button.setAttribute("aria-label", "这一格数什么（F1）");
    this.button.setAttribute("aria-keyshortcuts", "F1");
    this.button.addEventListener("click", () => this.#toggle());
    this.panel = made("div", "cell-help-panel");
    Object.assign(this.panel, { id: `help-${this.table}`, tabIndex: -1, hidden: true });
    this.panel.setAttribute("role", "region");
    this.panel.setAttribute("aria-label", "这一格数什么");
    this.button.setAttribute("aria-controls", this.panel.id);
    this.button.setAttribute("aria-expanded", "false");
    place.replaceChildren(this.line, this.button, this.panel);
    box.classList.add("has-cell-help");
    box.addEventListener("focusin", ({ target }) => this.#entered(target.closest("td[data-cell]")));
    box.addEventListener("keydown", (event) => this.#pressed(event));
  }

  #entered(td) {
    const cell = td?.dataset.cell;
    if (!cell || cell === this.#cell) return;
    this.#cell = cell;
    const said = this.#said().map(({ name, words }) => `${name}：${words}`);
    this.line.textContent = said.join(" ") || RESTING;
    const { registered } = this.state.report;
    if (registered?.taken?.includes(this.table)) this.line.prepend(link("台账里是哪几件", `${registered.url}${cell}/`), " ");
    if (!this.panel.hidden) this.#fill();
  }

  /** @returns {{name: string, words: string, basis: string}[]} of its row, then of its column */
  #said() {
    const { cells, helps } = this.state.edition;
    return (cells[this.#cell]?.help ?? []).map((number) => helps[number]);
  }

  #pressed(event) {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    const asked = event.key === "F1" || ((event.key === "?" || event.key === "？") && event.target !== this.button);
    if (plain && asked) {
      event.preventDefault();
      this.#toggle();
    } else if (event.key === "Escape" && this.panel.contains(event.target)) {
      event.preventDefault();
      this.#close();
    }
  }

  #toggle() {
    if (!this.panel.hidden) {
      this.#close();
      return;
    }
    this.#fill();
    this.#open(true);
    this.panel.focus({ preventScroll: true });
  }

  #open(isOpen) {
    this.panel.hidden = !isOpen;
    this.button.setAttribute("aria-expanded", String(isOpen));
  }

  /** Back to the cell that was asked about. */
  #close() {
    this.#open(false);
    (document.getElementById(this.#cell) ?? this.button).focus({ preventScroll: true });
  }

  #fill() {
    const { urls, id } = this.state.report;
    const { label } = this.state.edition.cells[this.#cell] ?? {};
    const from = `?report=${id}&cell=${this.#cell}`;
    const links = made("p", "cell-help-links");
    if (urls.whichRow && this.table === this.state.edition.choosing) links.append(link("这一件该填在哪一行", urls.whichRow + from), " ");
    links.append(link("填报说明全文", `${urls.guide}${from}#guide-${this.table}`));
    const close = made("button", "plain-button", "关闭（Esc）");
    close.type = "button";
    close.addEventListener("click", () => this.#close());
    links.append(" ", close);
    this.panel.replaceChildren(made("p", "cell-help-head", label ?? "先到一格里，再看它数什么。"), ...this.#said().flatMap(entry), links);
  }
}

function entry({ name, words, basis }) {
  const text = made("p", "");
  text.append(made("strong", "", `${name}：`), words);
  return [text, made("p", "quiet", basis)];
}

function link(text, href) {
  return Object.assign(made("a", "", text), { href });
}

function made(tag, className, text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}
