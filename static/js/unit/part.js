/** The page of a part of a report: the editor's tables, words, findings and saving, and nothing else of it. */
import { CellHelp } from "../help/cell_help.js";
import { keepCompany } from "../editor/company.js";
import { Desk } from "../grid/desk.js";
import { forbidDrops } from "../grid/clipboard/drops.js";
import { takeTyped, typedBefore } from "../editor/early.js";
import { FindingsPanel } from "../editor/findings.js";
import { isOpen } from "../report/judging.js";
import { Keeping } from "../report/keeping.js";
import { enhanceNarratives, replaceWords, showWords, takeUpWords, underline, wordsAreWhole } from "../prose/prose.js";
import { Remaining } from "../editor/remaining.js";
import { Saving } from "../report/saving.js";
import { ReportState } from "../report/state.js";

const WIDE = "(min-width: 1200px)";
const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("editor-data").textContent);
const form = byId("report-form");

// Below the floor of browsers (docs/adr/0070) the form stays as it came.
if (!Element.prototype.replaceChildren) throw new Error("This browser is older than Chromium 86.");

const typed = typedBefore(form);
const state = new ReportState(data);
const announce = (text) => (byId("announcer").textContent = text);
const desk = new Desk(state, announce);
for (const box of document.querySelectorAll(".grid-box")) new CellHelp(box, state);
const panel = new FindingsPanel(state, byId("findings"), { announce, keeping: new Keeping(state, announce), adopt, go: goTo });
panel.open(matchMedia(WIDE).matches);
const narratives = enhanceNarratives(form, state);
underlineFindings();
state.addEventListener("findings", underlineFindings);
state.addEventListener("show", ({ detail: { finding } }) => {
  if (finding.section in state.report.narratives) showWords(finding.section, finding);
});
form.addEventListener("finding", (event) => panel.point(event.detail.id));
if (!state.report.frozen) new Remaining(state, byId("remaining"), goTo);

const saving = new Saving(state);
saving.isComposing = (place) => Boolean(narratives.get(place)?.isComposing);
saving.isWriting = (place) => desk.isWriting(place);
saving.isWhole = wordsAreWhole;
keepCompany(saving, { status: byId("save-state"), conflicts: byId("conflicts"), people: byId("people") });
form.addEventListener("submit", (event) => event.preventDefault());
byId("hand-in-form")?.addEventListener("submit", handIn);
document.addEventListener("keydown", undoAnywhere);
forbidDrops((kind, target) => {
  const words = target.closest("[data-section]");
  if (words) narratives.get(words.dataset.section)?.travel(kind);
  else desk.travel(state[kind]());
});
if (!state.report.frozen) {
  saving.start();
  takeTyped(state, typed);
}
desk.takeUp(typed);
takeUpWords();
document.documentElement.classList.add("has-script");
document.documentElement.dataset.ready = "";

/** What is typed is saved first; where that cannot be, nothing is handed in. */
async function handIn(event) {
  event.preventDefault();
  const button = event.target.querySelector("[type=submit]");
  button.disabled = true;
  const saved = await saving.finish();
  button.disabled = false;
  byId("not-saved").hidden = saved;
  if (saved) event.target.submit();
}

function goTo(finding, from) {
  if (!matchMedia(WIDE).matches) panel.open(false);
  desk.go(finding, from);
}

function underlineFindings() {
  for (const section of Object.keys(state.report.narratives)) {
    const ranges = state.findings
      .filter((finding) => finding.section === section && finding.end > finding.start && isOpen(finding))
      .map(({ start, end, severity, key }) => ({ start, end, severity, id: key }));
    underline(section, ranges);
  }
}

function adopt({ section, fixes, key }) {
  for (const [start, end, quote, words] of [...fixes].reverse()) replaceWords(section, { start, end, quote }, words);
  state.dismiss(key);
}

function undoAnywhere(event) {
  const { tagName, type, isContentEditable } = event.target;
  const inText = isContentEditable || tagName === "TEXTAREA" || (tagName === "INPUT" && !/^(radio|checkbox)$/.test(type));
  if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || inText) return;
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return;
  event.preventDefault();
  desk.travel(key === "y" || event.shiftKey ? state.redo() : state.undo());
}
