// What comes as a file of its own (build.js): ProseMirror, as far as entry.js needs it.
export * as history from "@tiptap/pm/history";
export * as model from "@tiptap/pm/model";
export * as state from "@tiptap/pm/state";
export * as tables from "@tiptap/pm/tables";
export * as view from "@tiptap/pm/view";
