/** Findings under the words: decorations over ranges of the plain text, and the way back to them. */
import { Extension, pm } from "../../../vendor/tiptap/editor.js";
import { textOf } from "../text.js";

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
        init: () => ({ set: DecorationSet.empty, known: new Set() }),
        apply: (tr, { set, known }) => tr.getMeta(key) ?? { set: set.map(tr.mapping, tr.doc), known },
      },
      props: {
        decorations: (state) => key.getState(state).set,
        handleClick(view, at) {
          const [found] = key.getState(view.state).set.find(at, at);
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

/**
 * A range that was underlined before is where its words have moved since: its numbers are those of
 * the text that the server judged, which may be older than the one on the page.
 */
function decorate(editor, ranges) {
  const { doc, tr } = editor.state;
  const { set: before, known } = key.getState(editor.state);
  const places = textOf(doc);
  const marks = ranges.flatMap((range) => {
    const name = nameOf(range);
    const moved = before.find(undefined, undefined, (spec) => spec.name === name);
    const spots = known.has(name) ? moved.map(({ from, to }) => [from, to]) : [spotOf(places, range)];
    const look = { class: `finding-words is-${range.severity}`, "data-finding": range.id };
    if (range.message) look.title = range.message;
    return spots.filter(Boolean).map((spot) => Decoration.inline(...spot, look, { id: range.id, name }));
  });
  const set = marks.length ? DecorationSet.create(doc, marks) : DecorationSet.empty;
  const now = { set, known: new Set(ranges.map(nameOf)) };
  editor.view.dispatch(tr.setMeta(key, now).setMeta("addToHistory", false));
}

function nameOf({ id, start, end }) {
  return `${start} ${end} ${id}`;
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
