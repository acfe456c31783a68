// What static/js/prose/ uses of Tiptap and ProseMirror: `npm run build` makes static/vendor/tiptap/ of it.
import "./polyfills.js";
import * as history from "@tiptap/pm/history";
import * as model from "@tiptap/pm/model";
import * as state from "@tiptap/pm/state";
import * as tables from "@tiptap/pm/tables";
import * as view from "@tiptap/pm/view";

export { Editor, Extension, Mark, Node } from "@tiptap/core";
export { default as Document } from "@tiptap/extension-document";
export { default as HardBreak } from "@tiptap/extension-hard-break";
export { default as Text } from "@tiptap/extension-text";
export { Dropcursor, Gapcursor, TrailingNode, UndoRedo } from "@tiptap/extensions";
export const pm = { history, model, state, tables, view };
