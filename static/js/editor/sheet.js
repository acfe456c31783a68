/** A report to fill in: its state, tables, words, findings and saving put together. */
import { CellHelp } from "../help/cell_help.js";
import { forbidDrops } from "../grid/clipboard/drops.js";
import { Desk } from "../grid/desk.js";
import { addWords, hearWords, replaceWords, showWords, underline, wordsAreWhole } from "../prose/prose.js";
import { isOpen } from "../report/judging.js";
import { Keeping } from "../report/keeping.js";
import { Saving } from "../report/saving.js";
import { ReportState } from "../report/state.js";
import { keepCompany } from "./company.js";
import { takeTyped, typedBefore } from "./early.js";
import { FindingsPanel } from "./findings.js";
import { Remaining } from "./remaining.js";

const WIDE = "(min-width: 1200px)"; // where the findings have a column of their own
const byId = (id) => document.getElementById(id);

export class Sheet {
  #underlined = new Map();

  constructor() {
    this.form = byId("report-form");
    this.announce = (text) => (byId("announcer").textContent = text);
    this.goTo = (finding, from) => this.#goTo(finding, from);
  }

  /**
   * The steps of its beginning. What was typed before is taken in with the table or the section that it
   * was typed in: between steps whoever types goes on in the plain field or in what has taken its place.
   */
  *steps() {
    // Below the floor of browsers (docs/adr/0070) the form stays as it came.
    if (!Element.prototype.replaceChildren) throw new Error("This browser is older than Chromium 86.");
    this.state = new ReportState(JSON.parse(byId("editor-data").textContent));
    yield;
    this.desk = new Desk(this.state, this.announce);
    this.narratives = hearWords(this.state);
    this.#listen();
    yield;
    for (const box of this.form.querySelectorAll(".grid-box, .prose[data-section]")) {
      this.#enhance(box);
      yield;
    }
    this.#judge();
    yield;
    if (!this.state.report.frozen) new Remaining(this.state, byId("remaining"), this.goTo);
    document.addEventListener("keydown", (event) => this.#undoAnywhere(event));
    forbidDrops((kind, target) => this.#undoThere(kind, target));
  }

  /** The last of a page's steps: from now on the server is told. */
  start() {
    if (!this.state.report.frozen) this.saving.start();
  }

  #listen() {
    const { state, desk, narratives } = this;
    const saving = new Saving(state);
    saving.isComposing = (place) => Boolean(narratives.get(place)?.isComposing);
    saving.isWriting = (place) => desk.isWriting(place);
    saving.isWhole = wordsAreWhole;
    keepCompany(saving, { status: byId("save-state"), conflicts: byId("conflicts"), people: byId("people") });
    this.saving = saving;
    if (!state.report.frozen) saving.listen();
  }

  #enhance(box) {
    const { state } = this;
    const typed = state.report.frozen ? [] : typedBefore(box);
    takeTyped(state, typed);
    if (box.dataset.section) return addWords(box, state);
    this.desk.add(box, typed);
    return new CellHelp(box, state);
  }

  #judge() {
    const { state, announce } = this;
    this.panel = new FindingsPanel(state, byId("findings"), {
      announce,
      keeping: new Keeping(state, announce),
      adopt: (finding) => this.#adopt(finding),
      go: this.goTo,
    });
    this.panel.open(matchMedia(WIDE).matches);
    this.desk.reveal = (from) => this.panel.panel.contains(from) && this.panel.open(true);
    this.#underlineFindings();
    state.addEventListener("findings", () => this.#underlineFindings());
    state.addEventListener("show", ({ detail: { finding } }) => {
      if (finding.section in state.report.narratives) showWords(finding.section, finding);
    });
    this.form.addEventListener("finding", (event) => this.panel.point(event.detail.id));
  }

  /** Go to what a finding speaks of; where the list stands before the page, it folds. */
  #goTo(finding, from) {
    if (!matchMedia(WIDE).matches) this.panel.open(false);
    this.desk.go(finding, from);
  }

  /** Each section's words with a finding; only sections whose findings changed are drawn anew. */
  #underlineFindings() {
    const { findings, report } = this.state;
    for (const section of Object.keys(report.narratives)) {
      const ranges = findings
        .filter((finding) => finding.section === section && finding.end > finding.start && isOpen(finding))
        .map(({ start, end, severity, key }) => ({ start, end, severity, id: key }));
      const look = JSON.stringify(ranges);
      if (this.#underlined.get(section) === look) continue;
      this.#underlined.set(section, look);
      underline(section, ranges);
    }
  }

  /** 采纳: put the words that a finding is sure of, from the last place to the first. */
  #adopt({ section, fixes, key }) {
    for (const [start, end, quote, words] of [...fixes].reverse()) {
      replaceWords(section, { start, end, quote }, words);
    }
    this.state.dismiss(key);
  }

  /** Undo works wherever one is, except where a text has its own. */
  #undoAnywhere(event) {
    if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || inText(event.target)) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    this.desk.travel(key === "y" || event.shiftKey ? this.state.redo() : this.state.undo());
  }

  /** Undo or redo asked for in a menu of the browser's, in a cell or a narrative. */
  #undoThere(kind, target) {
    const words = target.closest("[data-section]");
    if (words) this.narratives.get(words.dataset.section)?.travel(kind);
    else this.desk.travel(this.state[kind]());
  }
}

function inText(element) {
  const { tagName, type } = element;
  return element.isContentEditable || tagName === "TEXTAREA" || (tagName === "INPUT" && !/^(radio|checkbox)$/.test(type));
}
