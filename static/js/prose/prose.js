/**
 * The narratives: every `.prose[data-section]` becomes a sheet to write on.
 *
 * Without this module each is a plain textarea. The editor is Tiptap (docs/adr/0003, 0070).
 */
import { Narrative } from "./narrative.js";

export { plainText } from "./text.js";

/** @type {Map<string, Narrative>} the sections of the open report */
const narratives = new Map();

/**
 * @param {ParentNode} root
 * @param {import("../report/state.js").ReportState} state
 * @returns {Map<string, Narrative>} by section
 */
export function enhanceNarratives(root, state) {
  for (const box of root.querySelectorAll(".prose[data-section]")) {
    const narrative = new Narrative(box, state);
    narratives.set(narrative.id, narrative);
  }
  state.addEventListener("narrative", ({ detail: { section, origin } }) => {
    if (origin !== "typing") narratives.get(section)?.receive(state.narrative(section).html);
  });
  return narratives;
}

/**
 * Underline the words of findings, in place of all underlines before.
 *
 * @param {string} section
 * @param {import("./beside/findings.js").Range[]} ranges  a click on one dispatches a bubbling
 *   "finding" event with its id
 */
export function underline(section, ranges) {
  narratives.get(section)?.underline(ranges);
}

/** Go to a range of a section's plain text: select it and bring it into view. */
export function showWords(section, range) {
  narratives.get(section)?.show(range);
}

/** 采纳: put other words in place of a range of a section's plain text. */
export function replaceWords(section, range, words) {
  narratives.get(section)?.replace(range, words);
}
