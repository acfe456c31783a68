/** The toolbar of eight, what it opens beneath itself, and the table's own four buttons. */
import { pm } from "../../../vendor/tiptap/editor.js";
import { makeParagraph, toggleHeading } from "../numbering.js";
import { isAddress } from "../incoming/paste.js";
import { CHOSEN } from "../incoming/pictures.js";

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const KEY = isMac ? "⌘" : "Ctrl+";
const ALT = isMac ? "⌥" : "Alt+";

/** The buttons in order: caption, shortcut as shown, what they do, when they are pressed. */
function tools(bar) {
  const { editor } = bar;
  const heading = (level) => () => editor.isActive("heading", { level });
  return [
    ["（一）标题", `${KEY}${ALT}1`, () => toggleHeading(editor, 3), heading(3)],
    ["1.标题", `${KEY}${ALT}2`, () => toggleHeading(editor, 4), heading(4)],
    ["正文", `${KEY}${ALT}0`, () => makeParagraph(editor), () => isPlain(editor)],
    ["列表", `${KEY}${isMac ? "⇧" : "Shift+"}8`, () => toggleList(editor), () => editor.isActive("listItem")],
    ["表格", "", () => insertTable(editor)],
    ["图片", "", () => bar.choosePicture()],
    ["链接", `${KEY}K`, () => bar.askAddress(), () => editor.isActive("link")],
    ["清除格式", `${KEY}\\`, () => clearFormat(editor)],
  ];
}

const TABLE_TOOLS = [
  ["加行", "在下面加一行", pm.tables.addRowAfter],
  ["删行", "删除这一行", deleteRow],
  ["加列", "在右边加一列", pm.tables.addColumnAfter],
  ["删列", "删除这一列", deleteColumn],
];

/** Shortcuts of the toolbar, for the editor's keymap. */
export function shortcuts(editor, bar) {
  return {
    "Mod-Alt-1": () => toggleHeading(editor, 3),
    "Mod-Alt-2": () => toggleHeading(editor, 4),
    "Mod-Alt-0": () => makeParagraph(editor),
    "Mod-Shift-8": () => toggleList(editor),
    "Mod-k": () => bar().askAddress(),
    "Mod-\\": () => clearFormat(editor),
    "Alt-F10": () => bar().focus(),
  };
}

export class Toolbar {
  /**
   * @param {object} editor
   * @param {string} caption  the section's heading
   * @param {((files: File[]) => void) | null} insertPictures  null where no picture may be put in
   */
  constructor(editor, caption, insertPictures) {
    this.editor = editor;
    this.insertPictures = insertPictures;
    this.element = made("div", "prose-tools");
    this.main = this.#row(`${caption}：排版工具`);
    this.buttons = tools(this).filter(([text]) => text !== "图片" || this.insertPictures).map(([text, keys, run, isPressed]) => {
      const button = this.#button(this.main, text, keys && `${text}（${keys}）`, run);
      button.isPressed = isPressed;
      return button;
    });
    this.table = this.#row(`${caption}：表格`);
    for (const [text, title, command] of TABLE_TOOLS) {
      this.#button(this.table, text, title, () => this.#run(command));
    }
    this.panel = made("div", "prose-panel");
    this.panel.hidden = true;
    this.picture = null; // where the chosen picture stands whose words were asked for
    this.files = made("input", "prose-files");
    Object.assign(this.files, { type: "file", accept: CHOSEN, multiple: true });
    this.files.hidden = true;
    this.files.addEventListener("change", () => this.#insertChosen());
    this.element.append(this.main, this.table, this.panel, this.files);
    this.refresh();
  }

  #row(label) {
    const row = made("div", "prose-row");
    row.setAttribute("role", "toolbar");
    row.setAttribute("aria-label", label);
    row.addEventListener("keydown", (event) => this.#rove(row, event));
    return row;
  }

  #button(row, text, title, run) {
    const button = made("button", "prose-tool", text);
    button.type = "button";
    if (title) button.title = title;
    button.tabIndex = row.childElementCount ? -1 : 0;
    // The caret stays where it is: pressing a tool is no leaving of the text.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      this.editor.view.focus();
      run();
    });
    row.append(button);
    return button;
  }

  #run(command) {
    command(this.editor.state, this.editor.view.dispatch);
  }

  /** Arrows move among the tools, Esc returns to the text. */
  #rove(row, event) {
    const all = [...row.children];
    const at = all.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape") this.editor.view.focus();
    if (to === undefined) return;
    event.preventDefault();
    const next = all[(to + all.length) % all.length];
    for (const button of all) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  }

  focus() {
    this.main.querySelector('[tabindex="0"]').focus();
    return true;
  }

  /** Show what holds at the caret. */
  refresh() {
    for (const button of this.buttons) {
      if (button.isPressed) button.setAttribute("aria-pressed", String(button.isPressed()));
    }
    const inTable = pm.tables.isInTable(this.editor.state);
    this.table.hidden = !inTable;
    for (const index of [0, 1, 3, 4]) this.buttons[index].disabled = inTable;
    this.#refreshPicture();
  }

  choosePicture() {
    this.files.click();
  }

  #insertChosen() {
    this.editor.view.focus();
    this.insertPictures([...this.files.files]);
    this.files.value = "";
  }

  /** Beneath the toolbar, not over the text: an address, and what to do with it. */
  askAddress() {
    const { editor } = this;
    const { href = "" } = editor.getAttributes("link");
    const field = this.#open("链接地址", href, { type: "url", placeholder: "https://" }, (typed) => {
      const address = addressOf(typed);
      if (!isAddress(address)) return "这不是网址。请填以 https:// 开头的完整地址。";
      setLink(editor, address);
      return "";
    });
    if (href) {
      const remove = made("button", "prose-tool", "取消链接");
      remove.type = "button";
      remove.addEventListener("click", () => {
        this.close();
        editor.chain().extendMarkRange("link").unsetMark("link").run();
      });
      this.panel.append(remove);
    }
    field.focus();
    field.select();
    return true;
  }

  /** A chosen picture asks for its words: what those hear who cannot see it. */
  #refreshPicture() {
    const { node, from } = this.editor.state.selection;
    const chosen = node?.type.name === "image" && node.attrs.src ? from : null;
    if (chosen === this.picture) return;
    if (this.picture !== null && !this.panel.hidden) this.close(false);
    this.picture = chosen;
    if (chosen === null) return;
    this.#open("图片说明", node.attrs.alt, { maxLength: 200 }, (alt) => {
      const { tr } = this.editor.state;
      this.editor.view.dispatch(tr.setNodeAttribute(chosen, "alt", alt));
      return "";
    });
  }

  #open(label, value, more, accept) {
    const field = Object.assign(made("input", "form-control form-control-sm"), { type: "text", value, ...more });
    const named = made("label", "", label);
    const problem = made("span", "prose-problem");
    problem.setAttribute("role", "alert");
    const [yes, no] = [made("button", "prose-tool is-main", "确定"), made("button", "prose-tool", "取消")];
    const finish = () => {
      problem.textContent = accept(field.value.trim());
      if (!problem.textContent) this.close();
    };
    yes.type = no.type = "button";
    yes.addEventListener("click", finish);
    no.addEventListener("click", () => this.close());
    named.append(field);
    this.panel.replaceChildren(named, yes, no, problem);
    this.panel.hidden = false;
    this.panel.onkeydown = (event) => {
      if (event.key === "Escape") this.close();
      if (event.key !== "Enter" || event.target !== field) return;
      // The page around is one form; Enter here finishes only this.
      event.preventDefault();
      finish();
    };
    return field;
  }

  close(andFocus = true) {
    this.panel.hidden = true;
    if (andFocus) this.editor.view.focus();
  }
}

/** What is typed without a scheme: a mailbox, else a page. */
function addressOf(typed) {
  if (/^[a-z]+:/i.test(typed)) return typed;
  return /^[^\s@/:]+@[^\s@/:]+$/.test(typed) ? `mailto:${typed}` : `https://${typed}`;
}

function made(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function isPlain(editor) {
  return editor.isActive("paragraph") && !editor.isActive("listItem") && !editor.isActive("table");
}

function toggleList(editor) {
  if (pm.tables.isInTable(editor.state)) return true;
  if (editor.isActive("listItem")) return editor.chain().toggleList("bulletList", "listItem").run();
  return editor.chain().clearNodes().command(intoList).run();
}

/** Every selected line becomes an item; lists that come to touch are one. */
function intoList({ tr }) {
  const { bulletList, listItem, paragraph } = tr.doc.type.schema.nodes;
  const { from, to } = tr.selection;
  const lines = [];
  tr.doc.forEach((node, at) => {
    if (node.type === paragraph && at < to && at + node.nodeSize > from) lines.unshift(at);
  });
  const join = (at) => {
    const { nodeBefore, nodeAfter } = tr.doc.resolve(at);
    if (nodeBefore?.type === bulletList && nodeAfter?.type === bulletList) tr.join(at);
  };
  for (const at of lines) {
    tr.wrap(tr.doc.resolve(at + 1).blockRange(), [{ type: bulletList }, { type: listItem }]);
    join(at + tr.doc.nodeAt(at).nodeSize);
  }
  if (lines.length) join(lines.slice(-1)[0]);
  return true;
}

function insertTable(editor) {
  const { nodes } = editor.schema;
  const row = (type) => nodes.tableRow.create(null, Array.from({ length: 3 }, () => type.createAndFill()));
  const rows = [row(nodes.tableHeader), row(nodes.tableCell), row(nodes.tableCell)];
  editor.chain().clearNodes().command(({ tr }) => {
    const { $from } = tr.selection;
    const isBlank = $from.parent.isTextblock && !$from.parent.content.size;
    const at = isBlank ? $from.before(1) : $from.after(1);
    const table = nodes.table.create(null, rows);
    if (isBlank) tr.replaceWith(at, $from.after(1), table);
    else tr.insert(at, table);
    tr.setSelection(pm.state.TextSelection.near(tr.doc.resolve(at + 1)));
    return true;
  }).run();
}

function deleteRow(state, dispatch) {
  const rect = pm.tables.selectedRect(state);
  const isAll = rect.top === 0 && rect.bottom === rect.map.height;
  return (isAll ? pm.tables.deleteTable : pm.tables.deleteRow)(state, dispatch);
}

function deleteColumn(state, dispatch) {
  const rect = pm.tables.selectedRect(state);
  const isAll = rect.left === 0 && rect.right === rect.map.width;
  return (isAll ? pm.tables.deleteTable : pm.tables.deleteColumn)(state, dispatch);
}

function setLink(editor, href) {
  const chain = editor.chain();
  if (editor.isActive("link")) chain.extendMarkRange("link");
  if (editor.state.selection.empty && !editor.isActive("link")) {
    return chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
  }
  return chain.setMark("link", { href }).run();
}

function clearFormat(editor) {
  const chain = editor.chain().unsetAllMarks();
  return (pm.tables.isInTable(editor.state) ? chain : chain.clearNodes()).run();
}
