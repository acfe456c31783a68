/** Headings that number themselves and lines that become headings while they are typed (headings.js). */
import { Extension, pm } from "../../vendor/tiptap/editor.js";
import { LONGEST, chineseNumber, numberOf } from "./headings.js";

const { closeHistory, isHistoryTransaction } = pm.history;
const COMPOSED = 50; // ms until ProseMirror has read what an input method wrote
/** @returns {string} the number that the next heading of `level` before `position` takes */
export function nextNumber(doc, position, level) {
  let last = 0;
  doc.forEach((node, at) => {
    if (at >= position || node.type.name !== "heading") return;
    if (node.attrs.level === level) last = numberOf(node.textContent)?.value ?? last + 1;
    // Second-level numbers begin anew under each heading of the first level.
    else if (node.attrs.level < level) last = 0;
  });
  return level === 3 ? `（${chineseNumber(last + 1)}）` : `${last + 1}.`;
}

/**
 * A heading button: every selected line becomes a heading of `level` with the next number, or a
 * paragraph again when all are.
 */
export function toggleHeading(editor, level) {
  if (isHeading(editor, level)) return makeParagraph(editor);
  return editor.chain().clearNodes().command(({ tr }) => {
    closeHistory(tr);
    for (const at of linesOf(tr)) numberLine(tr, tr.mapping.slice(at.step).map(at.position), level);
    return true;
  }).run();
}

function isHeading(editor, level) {
  return editor.isActive("heading", { level });
}

/** 正文: headings and items become paragraphs; a number that stands alone goes. */
export function makeParagraph(editor) {
  return editor.chain().clearNodes().command(({ tr }) => {
    const { $from } = tr.selection;
    const number = numberOf($from.parent.textContent);
    if (number?.length === $from.parent.textContent.length) tr.delete($from.start(), $from.end());
    return true;
  }).run();
}

function linesOf(tr) {
  const { from, to } = tr.selection;
  const lines = [];
  tr.doc.forEach((node, position) => {
    const isChosen = node.type.name === "paragraph" && position < to && position + node.nodeSize > from;
    if (isChosen) lines.push({ position, step: tr.steps.length, isBlank: !node.content.size });
  });
  return lines.length > 1 ? lines.filter(({ isBlank }) => !isBlank) : lines;
}

function numberLine(tr, position, level) {
  const line = tr.doc.nodeAt(position);
  const number = numberOf(line.textContent);
  const { heading } = tr.doc.type.schema.nodes;
  if (number?.level !== level) {
    const text = nextNumber(tr.doc, position, level);
    tr.insertText(text, position + 1, position + 1 + (number?.length ?? 0));
  }
  tr.setBlockType(position + 1, position + 1, heading, { level });
}

/**
 * While typing: a paragraph whose number has just been finished becomes a heading at once; when it
 * turns out to be a sentence, it becomes a paragraph again. What the clerk has chosen by a button
 * stays (attribute `typed` marks the headings made here).
 */
export const TypedHeadings = Extension.create({
  name: "typedHeadings",
  addProseMirrorPlugins: () => [new pm.state.Plugin(recognition())],
});

function recognition() {
  let composed = ""; // the line before an input method began to write in it
  return {
    appendTransaction(transactions, before, now) {
      if (!transactions.some((one) => one.docChanged) || transactions.some(isForeign)) return null;
      return recognised(lineOf(before), now);
    },
    props: {
      handleDOMEvents: {
        compositionstart(view) {
          composed = lineOf(view.state);
        },
        // The input method owns the line until it has finished: only then may it change its kind.
        compositionend(view) {
          setTimeout(() => {
            const change = !view.isDestroyed && !view.composing && recognised(composed, view.state);
            if (change) view.dispatch(change);
          }, COMPOSED);
        },
      },
    },
  };
}

function isForeign(transaction) {
  const meta = (key) => transaction.getMeta(key);
  if (meta("composition") !== undefined || isHistoryTransaction(transaction)) return true;
  return meta("paste") || meta("foreign") || meta("uiEvent") === "drop";
}

/** @returns {object|null} the change that `now` asks for, its line having said `before` */
function recognised(before, now) {
  const { $from, empty } = now.selection;
  if (!empty || $from.depth !== 1) return null;
  const { parent } = $from;
  const text = parent.textContent;
  const { heading, paragraph } = now.schema.nodes;
  if (parent.type === paragraph) {
    const number = finishedNumber(text);
    if (!number || isSentence(text) || finishedNumber(before)) return null;
    const attributes = { level: number.level, typed: true };
    // A step of its own: undo gives the plain line back, and leaves it alone from then on.
    return closeHistory(now.tr.setBlockType($from.pos, $from.pos, heading, attributes));
  }
  if (parent.attrs.typed && isSentence(text)) {
    return now.tr.setBlockType($from.pos, $from.pos, paragraph);
  }
  return null;
}

/** （一） speaks for itself; after 1. a digit may still come and make it an amount. */
function finishedNumber(text) {
  const number = numberOf(text);
  return number && (number.level === 3 || text.length > number.length) ? number : null;
}

function isSentence(text) {
  return [...text].length > LONGEST || /。|[；;]$/.test(text);
}

function lineOf(state) {
  const { $from } = state.selection;
  return $from.parent.isTextblock ? $from.parent.textContent : "";
}
