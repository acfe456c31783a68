/** The editor page: puts the report's state, its tables, findings, index and saving together. */
import { answerInPlace } from "./answers.js";
import { remarkToColleagues } from "./colleague.js";
import { CellHelp } from "../help/cell_help.js";
import { keepCompany } from "./company.js";
import { Desk } from "../grid/desk.js";
import { forbidDrops } from "../grid/clipboard/drops.js";
import { takeTyped, typedBefore } from "./early.js";
import { FindingsPanel } from "./findings.js";
import { offerHandingIn } from "./handing.js";
import { isOpen } from "../report/judging.js";
import { Keeping } from "../report/keeping.js";
import { Outline } from "./outline.js";
import { offerPreview } from "./preview.js";
import { enhanceNarratives, replaceWords, showWords, takeUpWords, underline, wordsAreWhole } from "../prose/prose.js";
import { Remaining } from "./remaining.js";
import { Saving } from "../report/saving.js";
import { ReportState } from "../report/state.js";

const WIDE = "(min-width: 1200px)"; // where the findings have a column of their own
const data = JSON.parse(document.getElementById("editor-data").textContent);
const byId = (id) => document.getElementById(id);
const form = byId("report-form");

// Below the floor of browsers (docs/adr/0070) the form stays as it came.
if (!Element.prototype.replaceChildren) throw new Error("This browser is older than Chromium 86.");

const underlined = new Map();
const typed = typedBefore(form);
const state = new ReportState(data);
const announce = (text) => (byId("announcer").textContent = text);
const desk = new Desk(state, announce);
for (const box of document.querySelectorAll(".grid-box")) new CellHelp(box, state);
const panel = new FindingsPanel(state, byId("findings"), {
  announce,
  keeping: new Keeping(state, announce),
  adopt,
  go: goTo,
});
panel.open(matchMedia(WIDE).matches);
const narratives = enhanceNarratives(form, state);
underlineFindings();
state.addEventListener("findings", underlineFindings);
state.addEventListener("show", ({ detail: { finding } }) => {
  if (finding.section in state.report.narratives) showWords(finding.section, finding);
});
form.addEventListener("finding", (event) => panel.point(event.detail.id));
new Outline(state, document.querySelector(".outline"));
if (!state.report.frozen) new Remaining(state, byId("remaining"), goTo);

const saving = new Saving(state);
saving.isComposing = (place) => Boolean(narratives.get(place)?.isComposing);
saving.isWriting = (place) => desk.isWriting(place);
saving.isWhole = wordsAreWhole;
keepCompany(saving, { status: byId("save-state"), conflicts: byId("conflicts"), people: byId("people") });
saving.addEventListener("state", () => {
  if (["offline", "failing", "busy", "expired", "refused"].includes(saving.name)) announce(byId("save-state").textContent);
});
offerPreview({ link: byId("preview-link"), pane: byId("preview-pane") }, saving);

form.addEventListener("submit", (event) => event.preventDefault());
answerInPlace(announce);
remarkToColleagues(announce);
const handIn = byId("submit-form");
if (handIn) offerHandingIn(handIn, { saving, panel, place: byId("conflicts") });
document.addEventListener("keydown", undoAnywhere);
forbidDrops(undoThere);
addEventListener("hashchange", goToAddress);
document.querySelector(".conflicts").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link?.hash && desk.has(link.hash.slice(1))) {
    event.preventDefault();
    desk.focus(link.hash.slice(1));
  }
});
document.addEventListener("click", closeMenus);
goToAddress();
if (!state.report.frozen) {
  saving.start();
  takeTyped(state, typed);
}
desk.takeUp(typed);
takeUpWords();
// The last step: until here the form saves without scripts, and plain.js gives it back if this is not
// reached. A test, and a clerk's colleague on the telephone, can tell when the page is ready.
document.documentElement.classList.add("has-script");
document.documentElement.dataset.ready = "";

/** Go to what a finding speaks of; where the list stands before the page, it folds. */
function goTo(finding, from) {
  if (!matchMedia(WIDE).matches) panel.open(false);
  desk.go(finding, from);
}

/** Each section's words with a finding; only sections whose findings changed are drawn anew. */
function underlineFindings() {
  for (const section of Object.keys(state.report.narratives)) {
    const ranges = state.findings
      .filter((finding) => finding.section === section && finding.end > finding.start && isOpen(finding))
      .map(({ start, end, severity, key }) => ({ start, end, severity, id: key }));
    const look = JSON.stringify(ranges);
    if (underlined.get(section) === look) continue;
    underlined.set(section, look);
    underline(section, ranges);
  }
}

/** 采纳: put the words that a finding is sure of, from the last place to the first. */
function adopt({ section, fixes, key }) {
  for (const [start, end, quote, words] of [...fixes].reverse()) {
    replaceWords(section, { start, end, quote }, words);
  }
  state.dismiss(key);
}

/** Undo works wherever one is, except where a text has its own. */
function undoAnywhere(event) {
  if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || inText(event.target)) return;
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return;
  event.preventDefault();
  desk.travel(key === "y" || event.shiftKey ? state.redo() : state.undo());
}

/** Undo or redo asked for in a menu of the browser's, in a cell or a narrative. */
function undoThere(kind, target) {
  const words = target.closest("[data-section]");
  if (words) narratives.get(words.dataset.section)?.travel(kind);
  else desk.travel(state[kind]());
}

function inText(element) {
  const { tagName, type } = element;
  return element.isContentEditable || tagName === "TEXTAREA" || (tagName === "INPUT" && !/^(radio|checkbox)$/.test(type));
}

/** An address such as #requests.new.total leads to its cell. */
function goToAddress() {
  const place = decodeURIComponent(location.hash.slice(1));
  if (desk.has(place)) desk.focus(place);
}

function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}
