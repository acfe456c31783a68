/** What a narrative may hold, as Tiptap nodes and marks: the elements that the server keeps. */
import {
  Document, Dropcursor, Extension, Gapcursor, HardBreak, Mark, Node, Text, TrailingNode, UndoRedo, pm,
} from "../../vendor/tiptap/editor.js";

const DEEPEST_LIST = 3;

const Paragraph = Node.create({
  name: "paragraph",
  priority: 1000,
  group: "block",
  content: "inline*",
  parseHTML: () => [{ tag: "p" }],
  renderHTML: () => ["p", 0],
});

const Heading = Node.create({
  name: "heading",
  group: "block",
  content: "text*",
  marks: "subscript superscript",
  defining: true,
  addAttributes: () => ({
    level: { default: 3, rendered: false },
    // Made from a typed number, so it may turn back by itself (numbering.js).
    typed: { default: false, rendered: false, parseHTML: () => false },
  }),
  parseHTML: () => [
    ...["h1", "h2", "h3"].map((tag) => ({ tag, attrs: { level: 3 } })),
    ...["h4", "h5", "h6"].map((tag) => ({ tag, attrs: { level: 4 } })),
  ],
  renderHTML: ({ node }) => [`h${node.attrs.level}`, 0],
  addKeyboardShortcuts() {
    const backspace = () => {
      const { empty, $from } = this.editor.state.selection;
      if (!empty || $from.parentOffset || $from.parent.type.name !== "heading") return false;
      return this.editor.commands.setNode("paragraph");
    };
    return { Backspace: backspace };
  },
});

const list = (name, tag) =>
  Node.create({
    name,
    group: "block list",
    content: "listItem+",
    parseHTML: () => [{ tag }],
    renderHTML: () => [tag, 0],
  });

const ListItem = Node.create({
  name: "listItem",
  content: "paragraph list*",
  defining: true,
  parseHTML: () => [{ tag: "li" }],
  renderHTML: () => ["li", 0],
  addKeyboardShortcuts() {
    const { editor } = this;
    return {
      Enter: () => editor.commands.splitListItem(this.name),
      Tab: () => {
        if (!editor.isActive("listItem")) return false;
        if (listDepth(editor.state.selection.$from) < DEEPEST_LIST) {
          editor.commands.sinkListItem(this.name);
        }
        return true;
      },
      "Shift-Tab": () => editor.commands.liftListItem(this.name),
    };
  },
});

function listDepth($position) {
  let depth = 0;
  for (let d = $position.depth; d > 0; d -= 1) depth += $position.node(d).type.name === "listItem";
  return depth;
}

const span = (name) => ({
  default: 1,
  parseHTML: (element) => Math.min(99, Math.max(1, Number(element.getAttribute(name)) || 1)),
  renderHTML: (attributes) => (attributes[name] > 1 ? { [name]: attributes[name] } : {}),
});

const cell = (name, tag, tableRole) =>
  Node.create({
    name,
    content: "paragraph+",
    tableRole,
    isolating: true,
    addAttributes: () => ({
      rowspan: span("rowspan"),
      colspan: span("colspan"),
      colwidth: { default: null, rendered: false, parseHTML: () => null },
    }),
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
  });

const TableRow = Node.create({
  name: "tableRow",
  content: "(tableCell | tableHeader)*",
  tableRole: "row",
  parseHTML: () => [{ tag: "tr" }],
  renderHTML: () => ["tr", 0],
});

const Table = Node.create({
  name: "table",
  group: "block",
  content: "tableRow+",
  tableRole: "table",
  isolating: true,
  extendNodeSchema: (extension) =>
    extension.config.tableRole ? { tableRole: extension.config.tableRole } : {},
  parseHTML: () => [{ tag: "table" }],
  renderHTML: () => ["table", ["tbody", 0]],
  addProseMirrorPlugins: () => [pm.tables.tableEditing()],
  addKeyboardShortcuts() {
    const { editor } = this;
    const run = (command) => command(editor.state, editor.view.dispatch, editor.view);
    const step = (direction) => () => run(pm.tables.goToNextCell(direction));
    const next = () => {
      if (step(1)()) return true;
      if (!pm.tables.isInTable(editor.state)) return false;
      return run(pm.tables.addRowAfter) && step(1)();
    };
    return { Tab: next, "Shift-Tab": step(-1) };
  },
});

const Image = Node.create({
  name: "image",
  group: "inline",
  inline: true,
  draggable: true,
  addAttributes: () => ({
    src: { default: "" },
    alt: { default: "" },
    // The picture is on its way to the server; nothing of it is kept until it has arrived.
    upload: { default: null, rendered: false, parseHTML: (e) => e.getAttribute("data-upload") },
  }),
  parseHTML: () => [{ tag: "img" }],
  renderHTML: ({ node, HTMLAttributes }) =>
    node.attrs.src
      ? ["img", HTMLAttributes]
      : ["span", { class: "prose-uploading", role: "img" }, "图片上传中…"],
});

const mark = (name, tags, more = {}) =>
  Mark.create({
    name,
    parseHTML: () => tags.map((tag) => ({ tag })),
    renderHTML: () => [tags[0], 0],
    ...more,
  });

const Link = Mark.create({
  name: "link",
  priority: 1000,
  inclusive: false,
  addAttributes: () => ({ href: { default: "" } }),
  parseHTML: () => [{ tag: 'a[href^="http:" i], a[href^="https:" i], a[href^="mailto:" i]' }],
  renderHTML: ({ HTMLAttributes }) => ["a", { ...HTMLAttributes, rel: "noopener" }, 0],
});

const bold = { addKeyboardShortcuts() { return { "Mod-b": () => this.editor.commands.toggleMark("bold") }; } };
const italic = { addKeyboardShortcuts() { return { "Mod-i": () => this.editor.commands.toggleMark("italic") }; } };

// Nested in this order, outermost first, as the server writes them.
const MARKS = [
  Link,
  mark("bold", ["strong", "b"], { priority: 900, ...bold }),
  mark("italic", ["em", "i"], { priority: 800, ...italic }),
  mark("subscript", ["sub"], { priority: 700, excludes: "superscript" }),
  mark("superscript", ["sup"], { priority: 600, excludes: "subscript" }),
];

export const CONTENT = [
  Document.extend({ content: "block+" }),
  Text,
  Paragraph,
  Heading,
  list("bulletList", "ul"),
  list("orderedList", "ol"),
  ListItem,
  Table,
  TableRow,
  cell("tableCell", "td", "cell"),
  cell("tableHeader", "th", "header_cell"),
  Image,
  HardBreak,
  ...MARKS,
  UndoRedo,
  Dropcursor,
  Gapcursor,
  // Beneath a table at the end one must be able to write on.
  TrailingNode.configure({ notAfter: ["paragraph", "heading", "bulletList", "orderedList"] }),
];

export { Extension };
