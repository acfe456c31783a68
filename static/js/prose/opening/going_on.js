/** From a stand-in to the editor: its lines, its selection, what was pasted, as places in a document. */
import { pm } from "../../../vendor/tiptap/editor.js";
import { headingLevel } from "../headings.js";

/**
 * Take what was typed in a stand-in into the editor that shows what it showed first.
 * @param {object} editor  @param {ReturnType<import("./stand_in.js").StandIn["leave"]>} before
 * @returns {{selection: [number, number]|null, held: Array<{texts: string[][], files: File[],
 *            from: number, to: number}>}} where the selection is, and where what was pasted belongs
 */
export function goOn(editor, before) {
  if (before.lines) return fromLines(editor, before);
  const ends = [before.places, ...before.held.map(({ at }) => at)].filter(Boolean).flat();
  const found = ends.map(([node, offset]) => ({ node, offset }));
  pm.model.DOMParser.fromSchema(editor.schema).parse(before.root, { findPositions: found });
  const most = editor.state.doc.content.size;
  const at = new Map(ends.map((end, n) => [end, Math.min(found[n].pos ?? most, most)]));
  const held = before.held.map((one) => {
    const [from, to] = one.at.map((end) => at.get(end)).sort((a, b) => a - b);
    return { ...one, from, to };
  });
  // Pasted twice in one place: the second follows the first.
  held.forEach((one, n) => {
    if (held.slice(0, n).some(({ to }) => to === one.to)) one.from = one.to;
  });
  return { selection: before.places && before.places.map((end) => at.get(end)), held };
}

function fromLines(editor, { lines, spots, held }) {
  const last = Math.max(...lines.map((line, n) => (line.trim() ? n : 0)), ...(spots ?? []).map(([line]) => line));
  write(editor, lines.slice(0, last + 1));
  const { doc } = editor.state;
  const starts = [];
  doc.forEach((node, at) => starts.push([at + 1, node.content.size]));
  const place = ([line, column]) => {
    const [start, size] = starts[Math.min(line, starts.length - 1)];
    return start + Math.min(column, size);
  };
  const marked = held.flatMap((one) => {
    const line = lines.findIndex((text) => text.includes(one.mark));
    if (line < 0) return []; // taken away again
    const from = place([line, lines[line].indexOf(one.mark)]);
    return [{ ...one, from, to: from + one.mark.length }];
  });
  return { selection: spots && spots.map(place), held: marked };
}

/** Only what differs is a change: undo takes back what was typed, nothing else. */
function write(editor, lines) {
  const { doc, schema, tr } = editor.state;
  const { doc: root, heading, paragraph } = schema.nodes;
  const blocks = lines.map((line) => {
    const words = line ? schema.text(line) : null;
    const level = headingLevel(line);
    return level ? heading.create({ level }, words) : paragraph.create(null, words);
  });
  const next = root.create(null, blocks);
  const start = doc.content.findDiffStart(next.content);
  if (start === null) return;
  let { a, b } = doc.content.findDiffEnd(next.content);
  const overlap = start - Math.min(a, b);
  if (overlap > 0) [a, b] = [a + overlap, b + overlap];
  editor.view.dispatch(tr.replace(start, a, next.slice(start, b)).setMeta("foreign", true));
  editor.view.dispatch(pm.history.closeHistory(editor.state.tr));
}

/** Select between two places of the document; whoever had the focus keeps it. */
export function choose(editor, [anchor, head], hasFocus) {
  const { state, view } = editor;
  const most = state.doc.content.size;
  const ends = [anchor, head].map((at) => state.doc.resolve(Math.min(at, most)));
  view.dispatch(state.tr.setSelection(pm.state.TextSelection.between(...ends)).setMeta("addToHistory", false));
  if (hasFocus && view.editable) {
    view.focus();
    return;
  }
  if (hasFocus) view.dom.focus({ preventScroll: true });
  const [from, to] = ends.map(({ pos }) => view.domAtPos(pos));
  getSelection().setBaseAndExtent(from.node, from.offset, to.node, to.offset);
}

/** Paste where the selection is, as the browser would. */
export function paste(view, texts, files) {
  const clipboardData = new DataTransfer();
  for (const [type, text] of texts) clipboardData.setData(type, text);
  for (const file of files) clipboardData.items.add(file);
  view.dom.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}
