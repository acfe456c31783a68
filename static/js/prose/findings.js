/** Findings under the words: decorations over ranges of the plain text, and the way back to them. */
import { Extension, pm } from "../../django_prose_editor/editor.js";
import { textOf } from "./text.js";

const key = new pm.state.PluginKey("findings");
const { Decoration, DecorationSet } = pm.view;

/** @typedef {{start: number, end: number, severity: "error"|"warning"|"hint", id: string}} Range */

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
  const { doc, tr } = editor.state;
  const places = textOf(doc);
  const marks = ranges.flatMap((range) => {
    const spot = spotOf(places, range);
    if (!spot) return [];
    const look = { class: `finding-words is-${range.severity}`, "data-finding": range.id };
    return [Decoration.inline(...spot, look, { id: range.id })];
  });
  const set = marks.length ? DecorationSet.create(doc, marks) : DecorationSet.empty;
  editor.view.dispatch(tr.setMeta(key, set).setMeta("addToHistory", false));
}

/** @returns {[number, number]|null} where a range of the plain text stands in the document */
export function spotOf({ text, places }, { start, end }) {
  const characters = [...text];
  // A line's end or a cell's edge stands nowhere: the words inside the range do.
  while (start < end && places[start] < 0) start += 1;
  while (end > start && places[end - 1] < 0) end -= 1;
  if (start >= end || end > places.length) return null;
  return [places[start], places[end - 1] + characters[end - 1].length];
}
