/** What comes in by paste, drop or file: cleaned words, pictures sent to the server, refusals. */
import { Extension, pm } from "../../../vendor/tiptap/editor.js";
import { hiddenWords, inert } from "../../grid/clipboard/showing.js";
import { htmlOf } from "../html.js";
import { unbroken, unbrokenBlocks } from "./broken.js";
import { cleanPasted, cleanText, linesOf } from "./paste.js";
import { blobOf, KINDS, pictureFiles, strangerWords, upload } from "./pictures.js";

const LONGEST_SOURCE = 8_000_000; // Word writes a hundred characters of styles for one of text
const LONGEST_SECTION = 200_000; // what the server keeps of a section (text.py, LONGEST)

/**
 * @param {{caption: string, pictures: string, notify: (message: string) => void,
 *          send?: (files: File[]) => void}} place  the section's heading, the report's address for
 *   pictures, how to tell the clerk something; gets `send`, which inserts picture files
 */
export function intake(place) {
  return Extension.create({
    name: "intake",
    addProseMirrorPlugins() {
      const desk = new Desk(this.editor, place);
      place.send = (files) => desk.send(files);
      const props = {
        handlePaste: (view, event) => desk.receives(event.clipboardData, event),
        handleDrop: (view, event, slice, moved) => !moved && desk.receives(event.dataTransfer, event),
        transformPastedHTML: (html) => desk.clean(html),
        clipboardTextParser: (text) => desk.parsed(desk.fitting(cleanText(text))),
      };
      return [new pm.state.Plugin({ props })];
    },
  });
}

class Desk {
  refused = new Map(); // of the pictures that came together: message → names

  constructor(editor, place) {
    this.editor = editor;
    this.place = place;
  }

  /** @returns {boolean} whether all is done, so that nothing is left to insert */
  receives(transfer, event) {
    const html = transfer?.getData("text/html") ?? "";
    const text = transfer?.getData("text/plain") ?? "";
    const files = pictureFiles(transfer);
    // Word and Excel add a picture of the copied words to the words themselves.
    const strange = strangerWords(transfer);
    if ((files.length || strange) && !hasWords(html) && !text.trim()) {
      if (event.type === "drop") this.#moveTo(event);
      this.send(files);
      if (strange) this.place.notify(strange, "files");
      return true;
    }
    if (this.#isTooLong(html, text)) return true;
    if (event.type !== "paste" || this.joining || pm.tables.isInTable(this.editor.state)) return false;
    return html ? this.#joinsHtml(html, event) : this.#joinsText(text, event);
  }

  #joinsText(text, event) {
    const whole = unbroken(text);
    if (whole === text) return false;
    return this.#joins((view) => view.pasteText(text, event), cleanText(whole));
  }

  #joinsHtml(html, event) {
    if (html.includes("data-pm-slice")) return false;
    const { blocks, plain, pictures } = cleanPasted(html, this.place);
    const whole = pictures.size ? "" : unbrokenBlocks(blocks, plain);
    return Boolean(whole) && this.#joins((view) => view.pasteHTML(html, event), whole);
  }

  /** Lines that a paper broke come in as they are and are then joined: undoing gives them back. */
  #joins(paste, whole) {
    const { view } = this.editor;
    const start = view.state.selection.from;
    const after = view.state.doc.content.size - view.state.selection.to;
    this.joining = true;
    paste(view);
    this.joining = false;
    const end = view.state.doc.content.size - after;
    const tr = pm.history.closeHistory(view.state.tr);
    tr.setSelection(pm.state.TextSelection.between(view.state.doc.resolve(start), view.state.doc.resolve(end)));
    view.dispatch(tr.replaceSelection(this.parsed(this.fitting(whole))));
    this.place.notify("粘贴的文字在句子中间断行，已合并断行。不要合并的，按 Ctrl+Z 撤销这一步。");
    return true;
  }

  #moveTo({ clientX, clientY }) {
    const { view } = this.editor;
    const found = view.posAtCoords({ left: clientX, top: clientY });
    if (found) this.editor.commands.setTextSelection(found.pos);
    // Ctrl+Z is to take back what was dropped, wherever one was.
    view.focus();
  }

  #isTooLong(html, text) {
    const there = htmlOf(this.editor.state.doc).length;
    if (html.length > LONGEST_SOURCE) this.#refuse(`约${Math.ceil(html.length / 1_000_000)} MB`);
    else if (there + text.length > LONGEST_SECTION) this.#refuse(`约${tenThousands(text)}万字，最多20万`);
    else return false;
    return true;
  }

  #refuse(size) {
    this.place.notify(
      `粘贴的内容太长（${size}），没有粘贴，原有内容不变。请分成几部分粘贴，图片用工具栏的“图片”插入。`,
    );
  }

  /** @returns {string} */
  clean(source) {
    // Copied in an editor of ours: clean, and each heading as the clerk has set it.
    if (source.includes("data-pm-slice")) return this.fitting(inert(source));
    const pasted = cleanPasted(source, this.place);
    if (pasted.html.length > LONGEST_SECTION) {
      this.#refuse(`约${tenThousands(pasted.html)}万字，最多20万`);
      return "";
    }
    this.#tell(pasted);
    if (pasted.pictures.size) this.#comeTogether();
    for (const [mark, address] of pasted.pictures) this.#sendPasted(mark, address);
    return this.fitting(pasted.html);
  }

  /** @returns {string} blocks as the place of the caret can hold them: lines of a cell, items of a list */
  fitting(html) {
    if (pm.tables.isInTable(this.editor.state)) {
      const isTable = /^(?:<meta[^>]*>)?<table[ >](?:(?!<table[ >]).)*<\/table>$/s.test(html);
      return isTable ? html : paragraphs(html);
    }
    const isLines = /^<p>(?:(?!<(?:h[34]|[uo]l|table)>).)*<\/p>$/s.test(html) && html.includes("</p><p>");
    return isLines && this.editor.isActive("listItem") ? items(html) : html;
  }

  #tell({ lost, hidden, repeated }) {
    const said = [];
    if (hidden.rows || hidden.columns) said.push(`${hiddenWords(hidden)}。`);
    if (lost) {
      said.push(`有 ${lost} 张图片没有随文字粘贴过来。请用工具栏的“图片”逐张插入（Word 中可先右键“另存为图片”）。`);
    }
    if (repeated) said.push(`“${repeated}”与本部分的标题重复，没有粘贴。`);
    if (said.length) this.place.notify(said.join(""));
  }

  parsed(html) {
    const { view } = this.editor;
    const holder = document.implementation.createHTMLDocument("").body;
    holder.innerHTML = html;
    const parser = pm.model.DOMParser.fromSchema(view.state.schema);
    return parser.parseSlice(holder, { context: view.state.selection.$from });
  }

  /** Insert pictures where the caret is, and send them. */
  send(files) {
    const { schema } = this.editor;
    this.#comeTogether();
    // A step of its own to take back, however soon after the words before it.
    this.editor.view.dispatch(pm.history.closeHistory(this.editor.state.tr));
    for (const file of files) {
      const mark = `picture-${Math.random().toString(36).slice(2)}`;
      const alt = (file.name ?? "").replace(/\.\w+$/, "");
      const named = /[\u4e00-\u9fff]/.test(alt) ? alt : "";
      const node = schema.nodes.image.create({ upload: mark, alt: named });
      const paragraph = schema.nodes.paragraph.create(null, node);
      const inParagraph = this.editor.state.selection.$from.parent.type === schema.nodes.paragraph;
      const { tr } = this.editor.state;
      this.editor.view.dispatch(tr.replaceSelectionWith(inParagraph ? node : paragraph, false));
      this.#arrive(mark, upload(file, this.place.pictures), file.name);
    }
    return files.length;
  }

  #comeTogether() {
    this.refused = new Map();
    for (const about of ["picture", "files"]) this.place.dismiss(about);
  }

  /** Every picture that did not get in is told, in one notice for those that came together. */
  #tellRefusal(message, name) {
    const { refused } = this;
    refused.set(message, [...(refused.get(message) ?? []), name ? `“${name}”` : "一张图片"]);
    const said = [...refused].map(([words, names]) => `${names.join("、")}：${words}`);
    this.place.notify(said.join(""), "picture");
  }

  #sendPasted(mark, address) {
    const blob = blobOf(address);
    const answer = blob ? upload(blob, this.place.pictures) : { message: KINDS };
    this.#arrive(mark, Promise.resolve(answer));
  }

  /** Put the picture in its place once the server has it; take the place away when it refuses. */
  async #arrive(mark, sending, name = "") {
    const { src, message } = await sending;
    if (this.editor.isDestroyed) return;
    if (message) this.#tellRefusal(message, name);
    const { tr, doc } = this.editor.state;
    doc.descendants((node, at) => {
      if (node.attrs.upload !== mark) return true;
      const place = tr.mapping.map(at);
      if (src) tr.setNodeMarkup(place, null, { ...node.attrs, src, upload: null });
      else tr.delete(place, place + 1);
      return false;
    });
    if (tr.docChanged) this.editor.view.dispatch(tr.setMeta("foreign", true).setMeta("addToHistory", false));
  }
}

function paragraphs(html) {
  return linesOf(html).map((words) => `<p>${words}</p>`).join("");
}

function items(html) {
  return `<ul>${linesOf(html).map((words) => `<li><p>${words}</p></li>`).join("")}</ul>`;
}

function tenThousands(text) {
  return Math.ceil(text.length / 10_000);
}

function hasWords(html) {
  if (html.length > LONGEST_SOURCE) return true;
  return Boolean(new DOMParser().parseFromString(inert(html), "text/html").body.textContent.trim());
}
