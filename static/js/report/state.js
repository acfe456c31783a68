/**
 * The report as it stands in this browser: figures, words, findings. Screens listen to it and
 * write through it; nothing here touches the page.
 *
 * Events: "figures" {cells, origin}, "narrative" {section, origin}, "findings", "show" {finding}.
 *
 * @typedef {"typing"|"paste"|"undo"|"fill"|"restore"|"remote"|"conflict"} Origin
 * @typedef {{text: string, value: string|null, fault: string, rule: string, notice: string,
 *            manual: boolean, revision: number}} Figure
 */
import { sumOf, plainDecimal } from "./equations.js";
import { History } from "./history.js";
import { adopted, blankFindings, faultFindings, inOrder, isLive, liveEquations } from "./judging.js";
import { readFigure } from "./numbers.js";

export class ReportState extends EventTarget {
  /** @param {{edition: object, sentences: Record<string, string>, report: object}} data */
  constructor({ edition, sentences, report }) {
    super();
    Object.assign(this, { edition, sentences, report });
    /** @type {Map<string, Figure>} */
    this.figures = new Map();
    /** Readable figures only: cell → plain decimal. @type {Map<string, string>} */
    this.values = new Map();
    this.computed = new Map(
      edition.equations.filter(({ computes }) => computes).map((e) => [e.computes, e]),
    );
    /** Last year's figures. @type {Map<string, string>} */
    this.previous = new Map(Object.entries(report.previous ?? {}));
    this.history = new History();
    this.serverFindings = report.findings ?? [];
    for (const cell of Object.keys(edition.cells)) this.#load(cell, report.figures[cell]);
    this.#recompute();
    this.findings = this.#judge();
  }

  #load(cell, { text = "", revision = 0, manual = false } = {}) {
    this.figures.set(cell, { manual, revision, text: "", value: null });
    this.#read(cell, text);
  }

  /** @param {string} cell  @returns {Figure} */
  figure(cell) {
    return this.figures.get(cell);
  }

  /** @returns {boolean} whether the cell is a total that fills itself unless taken over */
  isComputed(cell) {
    return this.computed.has(cell);
  }

  /** @returns {boolean} whether typing in the cell is refused, for it fills itself */
  isLocked(cell) {
    return this.report.frozen || (this.isComputed(cell) && !this.figure(cell).manual);
  }

  /** @returns {boolean} whether nobody has answered the cell yet */
  isBlank(cell) {
    const { value, fault } = this.figure(cell);
    return value === null && !fault;
  }

  /** What a text would be as the figure of a cell. */
  read(cell, text) {
    return readFigure(text, this.edition.cells[cell].kind, this.sentences);
  }

  /** What a total would be if it filled itself; null while a part is blank. */
  computedNow(cell) {
    const { right } = this.computed.get(cell);
    return right.every((part) => this.values.has(part)) ? this.sumSoFar(cell) : null;
  }

  /** What the parts of a total make so far; null while none is answered. */
  sumSoFar(cell) {
    const { right } = this.computed.get(cell);
    return right.some((part) => this.values.has(part)) ? plainDecimal(sumOf(right, this.values)) : null;
  }

  /**
   * What stands faintly in a blank cell: a proposal that may be accepted, or a sum in progress.
   * @returns {{value: string, kind: "proposal"|"partial", lastYear?: boolean}|null}
   */
  ghost(cell) {
    if (!this.isBlank(cell)) return null;
    if (this.isComputed(cell)) {
      const value = this.sumSoFar(cell);
      return value === null ? null : { value, kind: "partial" };
    }
    const value = this.#proposal(this.edition.proposals[cell]);
    if (value !== null) return { value, kind: "proposal" };
    const carried = this.#fromLastYear(this.edition.carryOvers[cell]);
    return carried === null ? null : { value: carried, kind: "proposal", lastYear: true };
  }

  #proposal(rule) {
    if (!rule || ![...rule.plus, ...rule.minus].every((part) => this.values.has(part))) return null;
    const value = sumOf(rule.plus, this.values) - sumOf(rule.minus, this.values);
    return value < 0n ? null : plainDecimal(value);
  }

  /** What must follow from last year's report, as soon as this year's part of it is answered. */
  #fromLastYear(rule) {
    const answered = rule && [...rule.plus, ...rule.minus].every((part) => this.values.has(part));
    if (!answered || !rule.previous.every((part) => this.previous.has(part))) return null;
    const added = sumOf(rule.previous, this.previous) + sumOf(rule.plus, this.values);
    const value = added - sumOf(rule.minus, this.values);
    return value < 0n ? null : plainDecimal(value);
  }

  /**
   * Write figures as a person typed them. Totals that fill themselves are passed over.
   * @param {Array<[string, string]>} entries
   * @param {{origin?: Origin, undoable?: boolean}} [options]
   */
  enter(entries, { origin = "typing", undoable = true } = {}) {
    const steps = entries
      .filter(([cell]) => this.figures.has(cell) && !(this.isLocked(cell) && origin !== "conflict"))
      .map(([cell, text]) => [cell, { text, manual: this.isComputed(cell) }]);
    this.#apply(steps, { origin, undoable });
  }

  /** Take a total over by hand, with the text given or the one it has. */
  takeOver(cell, text, { origin = "typing" } = {}) {
    if (this.report.frozen || this.report.fixedTotals || !this.isComputed(cell)) return;
    const entry = { text: text ?? this.figure(cell).text, manual: true };
    this.#apply([[cell, entry]], { origin, undoable: origin !== "restore", apart: true });
  }

  /** Let a total that was taken over fill itself again. */
  giveBack(cell, { origin = "typing" } = {}) {
    if (this.report.frozen || !this.isComputed(cell)) return;
    this.#apply([[cell, { text: "", manual: false }]], { origin, undoable: origin !== "restore", apart: true });
  }

  /** The next keystroke begins a step of its own, also in the same cell. */
  seal() {
    this.history.seal();
  }

  /** @returns {string[]} the cells that changed back; empty when there is nothing to undo */
  undo() {
    return this.#travel(this.history.back((cell) => this.#entry(cell)));
  }

  /** @returns {string[]} the cells that changed again */
  redo() {
    return this.#travel(this.history.forth((cell) => this.#entry(cell)));
  }

  #travel(steps) {
    if (steps.length && !this.report.frozen) this.#apply(steps, { origin: "undo", undoable: false });
    return steps.map(([cell]) => cell);
  }

  /**
   * What undo keeps of a cell: the figure as it was read, for the server keeps no other writing of
   * it; a total that fills itself has no text of its own.
   */
  #entry(cell) {
    const { value, fault, text, manual } = this.figure(cell);
    if (this.isComputed(cell) && !manual) return { text: "", manual };
    return { text: fault ? text : (value ?? ""), manual };
  }

  #apply(steps, { origin, undoable, apart = false }) {
    const before = steps.map(([cell]) => [cell, this.#entry(cell)]);
    for (const [cell, { text, manual }] of steps) {
      this.figure(cell).manual = manual;
      this.#read(cell, text);
    }
    const after = steps.map(([cell]) => [cell, this.#entry(cell)]);
    if (undoable) this.history.add(before, after, origin === "typing" && !apart);
    this.#changed(steps.map(([cell]) => cell), origin);
  }

  #read(cell, text) {
    const figure = this.figure(cell);
    Object.assign(figure, this.read(cell, text), { text });
    if (figure.value === null) this.values.delete(cell);
    else this.values.set(cell, figure.value);
  }

  /** Fill the totals, parts before wholes. @returns {string[]} the totals that changed */
  #recompute() {
    const changed = [];
    for (const cell of this.computed.keys()) {
      const figure = this.figure(cell);
      if (figure.manual) continue;
      const text = this.computedNow(cell) ?? "";
      if (figure.text !== text) {
        this.#read(cell, text);
        changed.push(cell);
      }
    }
    return changed;
  }

  #changed(cells, origin) {
    const all = [...new Set([...cells, ...this.#recompute()])];
    this.dispatchEvent(new CustomEvent("figures", { detail: { cells: all, origin } }));
    this.#judgeAgain();
  }

  /**
   * Take in what the server has: the totals it computed, a colleague's changes. Never marks
   * anything as typed here and cannot be undone.
   */
  receive({ figures = {}, narratives = {} }) {
    const cells = [];
    for (const [cell, theirs] of Object.entries(figures)) {
      // An answer that was overtaken by a later one tells nothing new.
      if (!(theirs.revision >= this.figures.get(cell)?.revision)) continue;
      this.report.figures[cell] = { ...theirs };
      if (this.#take(cell, theirs)) cells.push(cell);
    }
    if (cells.length) this.#changed(cells, "remote");
    for (const [section, theirs] of Object.entries(narratives)) this.#receiveWords(section, theirs);
  }

  /** @returns {boolean} whether the figure looks different now */
  #take(cell, { text, revision, manual }) {
    const figure = this.figure(cell);
    const changed = figure.manual !== manual;
    Object.assign(figure, { manual, revision });
    // A total that fills itself follows from its parts here, some of which may be newer.
    if (this.isComputed(cell) && !manual) return changed;
    if (figure.text === text) return changed;
    this.#read(cell, text);
    return true;
  }

  #receiveWords(section, { html, revision }) {
    const words = this.narrative(section);
    if (!words || revision < words.revision) return;
    words.revision = revision;
    if (html !== undefined && html !== words.html) this.write(section, html, { origin: "remote" });
  }

  /** @returns {{html: string, revision: number}} */
  narrative(section) {
    return this.report.narratives[section];
  }

  /** @returns {boolean} whether anything is written in a section */
  hasWords(section) {
    const html = this.narrative(section)?.html ?? "";
    return /<img|[^\s]/.test(html.replace(/<(?!img)[^>]*>|&nbsp;/g, ""));
  }

  /** @param {string} section  @param {string} html  @param {{origin?: Origin}} [options] */
  write(section, html, { origin = "typing" } = {}) {
    this.narrative(section).html = html;
    this.dispatchEvent(new CustomEvent("narrative", { detail: { section, origin } }));
  }

  /** @param {object[]} list  every finding of the saved report; the live ones here replace theirs */
  setServerFindings(list) {
    this.serverFindings = list;
    this.#judgeAgain();
  }

  /** Take a finding of the server's off the list: what it asked for is done, the server will agree. */
  dismiss(key) {
    this.setServerFindings(this.serverFindings.filter((finding) => finding.key !== key));
  }

  /** Ask whoever shows the finding's words to mark them. */
  show(finding) {
    this.dispatchEvent(new CustomEvent("show", { detail: { finding } }));
  }

  #judgeAgain() {
    const found = this.#judge();
    const same = (finding, n) => sameFinding(this.findings[n], finding);
    if (found.length === this.findings.length && found.every(same)) return;
    this.findings = found;
    this.dispatchEvent(new Event("findings"));
  }

  #judge() {
    const theirs = this.serverFindings.filter((finding) => !isLive(finding, this.edition));
    const equations = adopted(liveEquations(this), this.serverFindings);
    const live = [...equations, ...faultFindings(this), ...blankFindings(this)];
    return inOrder([...theirs, ...live], this.edition);
  }
}

function sameFinding(one, other) {
  return one?.key === other.key && one.accepted?.reason === other.accepted?.reason && one.start === other.start;
}
