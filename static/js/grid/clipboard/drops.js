/**
 * What the browser does by itself with words that are dragged, dropped or undone from a menu: it
 * would move a number from cell to cell, or take back what is no longer there. None of it happens
 * in a table or a narrative. Picture files dropped on a narrative are the narrative's own business.
 */
const SHEET = ".sheet"; // all that is filled in
const WORDS = ".tiptap"; // a narrative
const UNDONE_HERE = `.grid-box td, ${WORDS}`; // where undo is the page's own
const NATIVE = new Set(["deleteByDrag", "insertFromDrop"]);

/** @param {(kind: "undo"|"redo", target: HTMLElement) => void} travel  undo and redo of our own */
export function forbidDrops(travel) {
  addEventListener("dragstart", (event) => within(event, SHEET) && event.preventDefault(), true);
  for (const kind of ["dragover", "drop"]) {
    addEventListener(kind, refuse, true);
    // A file that nobody took would take the place of the page.
    addEventListener(kind, (event) => hasFiles(event) && event.preventDefault());
  }
  addEventListener("beforeinput", (event) => keepOut(event, travel), true);
}

function hasFiles({ dataTransfer }) {
  return [...(dataTransfer?.types ?? [])].includes("Files");
}

function refuse(event) {
  if (!within(event, SHEET) || (hasFiles(event) && within(event, WORDS))) return;
  event.preventDefault();
  event.stopPropagation();
  event.dataTransfer.dropEffect = "none";
}

function keepOut(event, travel) {
  if (NATIVE.has(event.inputType) && within(event, SHEET)) event.preventDefault();
  const [, kind] = /^history(Undo|Redo)$/.exec(event.inputType) ?? [];
  if (!kind || !within(event, UNDONE_HERE)) return;
  event.preventDefault();
  // Chromium keeps one memory of keystrokes for all fields of a page: Ctrl+Z in another field, once
  // that has nothing left to undo, would take back what was typed here, unseen.
  if (event.target.contains(document.activeElement)) travel(kind.toLowerCase(), event.target);
}

/** What is dragged may be words: a text of their own. */
function within({ target }, places) {
  const element = target.nodeType === Node.TEXT_NODE ? target.parentElement : target;
  return Boolean(element?.closest?.(places));
}
