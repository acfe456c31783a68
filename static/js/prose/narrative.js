/** One section's words: an editor on the sheet, in step with the report's state. */
import { Editor, pm } from "../../vendor/tiptap/editor.js";
import { aidForm } from "./beside/aid.js";
import { Findings, spotOf, underline, whenComposed } from "./beside/findings.js";
import { htmlOf } from "./html.js";
import { intake } from "./incoming/intake.js";
import { TypedHeadings } from "./numbering.js";
import { CONTENT, Extension } from "./schema.js";
import { countCharacters, textOf } from "./text.js";
import { BLANK, offerModels } from "./beside/models.js";
import { Toolbar, shortcuts } from "./beside/toolbar.js";
import { tickTopics } from "./beside/topics.js";

const CLEAR = { top: 130, right: 0, bottom: 72, left: 0 };

export class Narrative {
  /** @param {HTMLElement} box  `.prose` with a textarea @param {object} state  ReportState */
  constructor(box, state) {
    this.box = box;
    this.state = state;
    this.id = box.dataset.section;
    this.section = state.edition.sections.find(({ id }) => id === this.id);
    this.field = box.querySelector("textarea");
    this.frozen = Boolean(state.report.frozen);
    this.#build();
    this.refresh();
  }

  #build() {
    const sheet = this.#put("div", "prose-sheet");
    this.notices = this.#put("div", "prose-notices");
    this.notices.setAttribute("role", "status");
    this.count = this.#put("p", "prose-count");
    this.editor = this.#newEditor(sheet);
    this.#square();
    this.html = htmlOf(this.editor.state.doc);
    this.editor.on("update", ({ transaction }) => this.#changed(transaction));
    if (!this.frozen) {
      this.toolbar = new Toolbar(this.editor, this.section.caption, this.place.pictures ? this.place.send : null);
      this.box.prepend(this.toolbar.element, this.notices);
      this.#offerAid();
      for (const place of this.#beside("data-aid")) offerModels(place, this.state, (words) => this.add(words));
    }
    this.field.hidden = true;
    this.field.disabled = this.frozen;
    this.box.classList.add("is-enhanced");
    this.box.classList.toggle("is-frozen", this.frozen);
    this.box.addEventListener("keydown", keepUndo);
  }

  #put(tag, className) {
    const element = document.createElement(tag);
    element.className = className;
    this.box.append(element);
    return element;
  }

  #newEditor(element) {
    this.place = {
      caption: this.section.caption,
      pictures: this.state.report.urls.pictures,
      notify: (message, about) => this.notify(message, about),
      dismiss: (about) => this.dismiss(about),
    };
    const toolbar = () => this.toolbar;
    const Keys = Extension.create({
      name: "toolKeys",
      addKeyboardShortcuts() {
        return shortcuts(this.editor, toolbar);
      },
    });
    return new Editor({
      element,
      extensions: [...CONTENT, TypedHeadings, Findings, intake(this.place), Keys],
      content: this.state.narrative(this.id).html,
      editable: !this.frozen,
      injectCSS: false,
      enableInputRules: false,
      enablePasteRules: false,
      editorProps: {
        attributes: this.#attributes(),
        // Clear of what stands before the page: bars and tools above, on a phone the list below.
        scrollThreshold: CLEAR,
        scrollMargin: CLEAR,
      },
      onTransaction: () => this.toolbar?.refresh(),
    });
  }

  #attributes() {
    return {
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": this.section.caption,
      "aria-readonly": String(this.frozen),
      lang: "zh-CN",
      spellcheck: "false",
      ...(this.frozen ? { tabindex: "0" } : {}),
    };
  }

  /** Complete irregular tables before anybody writes, so that it does not look like a change. */
  #square() {
    const fixed = pm.tables.fixTables(this.editor.state);
    if (fixed) this.editor.view.dispatch(fixed.setMeta("foreign", true).setMeta("addToHistory", false));
  }

  #changed(transaction) {
    const html = htmlOf(this.editor.state.doc);
    if (html !== this.html && !transaction.getMeta("remote")) {
      this.html = html;
      this.field.value = html;
      this.state.write(this.id, html, { origin: "typing" });
    }
    this.#refreshSoon();
  }

  #refreshSoon() {
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = undefined;
      this.refresh();
    });
  }

  /** Count the words and tick the topics. */
  refresh() {
    this.text = textOf(this.editor.state.doc);
    const count = countCharacters(this.text.text);
    // Not by toLocaleString: the first number that is written so costs 20 ms of loading.
    this.count.textContent = `字数 ${String(count).replace(/\B(?=(\d{3})+$)/g, ",")}`;
    this.box.classList.toggle("is-blank", this.editor.isEmpty);
    for (const list of this.#beside("data-topics-for", "data-aid")) tickTopics(list, this.section.topics, this.text.text);
  }

  /** Take in what came from elsewhere; the caret stays with its words where they still stand. */
  receive(html) {
    whenComposed(this.editor, () => this.#receive(html));
  }

  #receive(html) {
    if (html === this.html) return;
    const { doc, schema, tr } = this.editor.state;
    const holder = document.implementation.createHTMLDocument("").body;
    holder.innerHTML = html;
    const next = pm.model.DOMParser.fromSchema(schema).parse(holder);
    const start = doc.content.findDiffStart(next.content);
    if (start !== null) {
      let { a, b } = doc.content.findDiffEnd(next.content);
      const overlap = start - Math.min(a, b);
      if (overlap > 0) [a, b] = [a + overlap, b + overlap];
      tr.replace(start, a, next.slice(start, b));
      tr.setMeta("remote", true).setMeta("foreign", true).setMeta("addToHistory", false);
      this.editor.view.dispatch(tr);
      this.#square();
    }
    this.html = htmlOf(this.editor.state.doc);
    this.field.value = html;
  }

  underline(ranges) {
    underline(this.editor, ranges);
  }

  /** Select a range of the plain text and bring it into view. */
  show(range) {
    const spot = spotOf(textOf(this.editor.state.doc), range);
    this.editor.view.focus();
    if (!spot) return;
    const { state, view } = this.editor;
    const selection = pm.state.TextSelection.create(state.doc, ...spot);
    view.dispatch(state.tr.setSelection(selection).scrollIntoView());
  }

  /**
   * Put other words in place of a range of the plain text, as if they were typed there: undo, too,
   * is the text's then, not the page's.
   */
  replace(range, words) {
    const spot = spotOf(textOf(this.editor.state.doc), range);
    if (!spot || this.frozen) return;
    const { view, state } = this.editor;
    const tr = pm.history.closeHistory(state.tr.insertText(words, ...spot));
    view.dispatch(tr.setSelection(pm.state.TextSelection.near(tr.doc.resolve(spot[0] + words.length), -1)));
    view.focus();
  }

  /** @param {string} message  @param {string} [about]  what it is about, for `dismiss` */
  notify(message, about = "") {
    const notice = document.createElement("p");
    notice.className = "prose-notice";
    notice.dataset.about = about;
    const close = document.createElement("button");
    Object.assign(close, { type: "button", className: "prose-tool", textContent: "知道了" });
    close.addEventListener("click", () => notice.remove());
    const words = document.createElement("span");
    words.textContent = message;
    notice.append(words, close);
    this.notices.replaceChildren(notice);
  }

  /** Take away what was said about something that is tried anew. */
  dismiss(about) {
    this.notices.querySelector(`[data-about="${about}"]`)?.remove();
  }

  /** @returns {HTMLElement[]} what stands beside the sheet for this section */
  #beside(...names) {
    const own = names.map((name) => `[${name}="${CSS.escape(this.id)}"]`);
    return [...document.querySelectorAll(own.join())];
  }

  #offerAid() {
    if (!this.section.aid) return;
    const write = (sentence, isOurs) => this.#writeSentence(sentence, isOurs);
    for (const place of this.#beside("data-fee-aid", "data-aid")) {
      place.append(aidForm(this.section.aid, { id: this.id, year: this.state.report.year, write }));
    }
  }

  /**
   * Put a paragraph at the end, as one step to undo, and choose its first blank: what is typed next
   * fills it.
   * @param {string} words
   */
  add(words) {
    const { state, view, schema } = this.editor;
    const paragraph = schema.nodes.paragraph.create(null, schema.text(words));
    const end = state.doc.content.size;
    const tr = pm.history.closeHistory(state.tr);
    const isBlank = this.editor.isEmpty;
    if (isBlank) tr.replaceWith(0, end, paragraph);
    else tr.insert(end, paragraph);
    const start = (isBlank ? 0 : end) + 1;
    const at = words.indexOf(BLANK);
    const chosen = at < 0 ? [start + words.length, start + words.length] : [start + at, start + at + BLANK.length];
    view.dispatch(tr.setSelection(pm.state.TextSelection.create(tr.doc, ...chosen)).scrollIntoView());
    view.dispatch(pm.history.closeHistory(view.state.tr));
    view.focus();
  }

  /** A sentence of the aid: in place of an earlier one, or as a paragraph at the end. */
  #writeSentence(sentence, isOurs) {
    const { doc, schema, tr } = this.editor.state;
    let done = false;
    doc.descendants((node, at) => {
      if (done || !node.isTextblock) return !done;
      const old = isOurs.exec(node.textContent)?.[0] ?? (/^无?。?$/.test(node.textContent) && node.textContent);
      if (old === false || node.childCount > 1) return false;
      tr.replaceWith(at + 1, at + 1 + old.length, schema.text(sentence));
      done = true;
      return false;
    });
    if (!done) tr.insert(doc.content.size, schema.nodes.paragraph.create(null, schema.text(sentence)));
    this.editor.view.dispatch(tr.scrollIntoView());
  }
}

/** Undo and redo of the text are the text's own: the page has another for the figures. */
function keepUndo(event) {
  if ((event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key)) event.stopPropagation();
}
