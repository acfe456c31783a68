/** Findings under the words: decorations over ranges of the plain text, and the way back to them. */
import { Extension, pm } from "../../vendor/tiptap/editor.js";
import { textOf } from "./text.js";

const key = new pm.state.PluginKey("findings");
const { Decoration, DecorationSet } = pm.view;

/**
 * @typedef {{start: number, end: number, severity: "error"|"warning"|"hint", id: string,
 *            quote?: string, message?: string}} Range
 *   in code points of the plain text; where `quote` is given and stands elsewhere by now, the words
 *   are looked for nearby; `message` shows on hovering
 */

export const Findings = Extension.create({
  name: "findings",
  addProseMirrorPlugins: () => [
    new pm.state.Plugin({
      key,
      state: {
        init: () => DecorationSet.empty,
        apply: (tr, set) => tr.getMeta(key) ?? set.map(tr.mapping, tr.doc),
      },
      props: {
        decorations: (state) => key.getState(state),
        handleClick(view, at) {
          const [found] = key.getState(view.state).find(at, at);
          if (found) view.dom.dispatchEvent(new CustomEvent("finding", { bubbles: true, detail: found.spec }));
          return false;
        },
      },
    }),
  ],
});

/** Underline `ranges`, in code points of the section's plain text, in place of all before. */
export function underline(editor, ranges) {
  whenComposed(editor, () => decorate(editor, ranges));
}

/** Run now, or when the input method has finished: it must not lose the words in its hands. */
export function whenComposed(editor, run) {
  if (!editor.view.composing) {
    run();
    return;
  }
  const later = () => setTimeout(() => !editor.isDestroyed && whenComposed(editor, run), 80);
  editor.view.dom.addEventListener("compositionend", later, { once: true });
}

function decorate(editor, ranges) {
  const { doc, tr } = editor.state;
  const places = textOf(doc);
  const marks = ranges.flatMap((range) => {
    const spot = spotOf(places, range);
    if (!spot) return [];
    const look = { class: `finding-words is-${range.severity}`, "data-finding": range.id };
    if (range.message) look.title = range.message;
    return [Decoration.inline(...spot, look, { id: range.id })];
  });
  const set = marks.length ? DecorationSet.create(doc, marks) : DecorationSet.empty;
  editor.view.dispatch(tr.setMeta(key, set).setMeta("addToHistory", false));
}

/** @returns {[number, number]|null} where a range of the plain text stands in the document */
export function spotOf({ characters, places }, range) {
  let [start, end] = found(characters, range);
  // A line's end or a cell's edge stands nowhere: the words inside the range do.
  while (start < end && places[start] < 0) start += 1;
  while (end > start && places[end - 1] < 0) end -= 1;
  if (start >= end || end > places.length) return null;
  return [places[start], places[end - 1] + characters[end - 1].length];
}

/** The range itself, or where its quoted words stand after somebody typed before them. */
function found(characters, { start, end, quote }) {
  const says = (at, words) => words.every((character, offset) => characters[at + offset] === character);
  const words = [...(quote ?? "")];
  if (!words.length || says(start, words)) return [start, end];
  for (let away = 1; away < characters.length; away += 1) {
    for (const at of [start - away, start + away]) {
      if (at >= 0 && says(at, words)) return [at, at + words.length];
    }
  }
  return [0, 0];
}
