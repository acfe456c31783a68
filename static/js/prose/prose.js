/**
 * The narratives: every `.prose[data-section]` becomes a sheet to write on.
 *
 * Without this module each is a plain textarea. The editor is Tiptap (docs/adr/0003, 0070); it comes
 * after the page (opening/coming.js).
 */
import { pause } from "../editor/beginning.js";
import { editors, whenIdle, whenRested } from "./opening/coming.js";
import { Section } from "./section.js";

export { plainText } from "./text.js";

const PATIENCE = 8000; // ms

/** @type {Map<string, Section>} the sections of the open report */
const sections = new Map();

/**
 * @param {import("../report/state.js").ReportState} state
 * @returns {Map<string, Section>} by section, as they are added
 */
export function hearWords(state) {
  state.addEventListener("narrative", ({ detail: { section, origin } }) => {
    if (origin !== "typing") sections.get(section)?.receive(state.narrative(section).html);
  });
  whenRested(standAll);
  return sections;
}

/**
 * Make a section's field a sheet; whoever is in the field already goes on there.
 * @param {HTMLElement} box  `.prose[data-section]`
 * @param {import("../report/state.js").ReportState} state
 */
export function addWords(box, state) {
  const section = new Section(box, state);
  sections.set(section.id, section);
  section.takeUp();
}

/** One editor at a time, those in sight first, whenever the browser rests: made, and then put in its place. */
async function standAll() {
  await editors();
  // Where a hand is at work, the editor comes when that has finished.
  const open = [...sections.values()].filter(({ narrative, standIn }) => !narrative && !standIn.isBusy);
  const next = open.find(({ box }) => inSight(box)) ?? open[0];
  if (!next) return;
  // To look for it has laid the page out.
  await pause();
  if (await next.make()) {
    whenIdle(standAll);
    return;
  }
  next.wanted = true;
  await next.bring();
  whenIdle(standAll);
}

function inSight(box) {
  const { top, bottom } = box.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

/** @returns {Promise<boolean>} whether what was pasted early is in the words; it is waited for, not for long */
export async function wordsAreWhole() {
  const open = [...sections.values()].filter(({ isHolding }) => isHolding);
  const late = new Promise((done) => setTimeout(done, PATIENCE));
  await Promise.race([late, Promise.all(open.map(({ standing }) => standing))]);
  return !open.some(({ isHolding }) => isHolding);
}

/**
 * Underline the words of findings, in place of all underlines before.
 *
 * @param {string} section
 * @param {import("./beside/findings.js").Range[]} ranges  a click on one dispatches a bubbling
 *   "finding" event with its id
 */
export function underline(section, ranges) {
  sections.get(section)?.underline(ranges);
}

/** Go to a range of a section's plain text: select it and bring it into view. */
export function showWords(section, range) {
  sections.get(section)?.show(range);
}

/** 采纳: put other words in place of a range of a section's plain text. */
export function replaceWords(section, range, words) {
  sections.get(section)?.replace(range, words);
}
