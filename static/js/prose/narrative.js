/** One section's words: an editor on the sheet, in step with the report's state. */
import { Editor, pm } from "../../vendor/tiptap/editor.js";
import { Findings, spotOf, underline, whenComposed } from "./beside/findings.js";
import { htmlOf } from "./html.js";
import { intake } from "./incoming/intake.js";
import { TypedHeadings } from "./numbering.js";
import { CONTENT, Extension } from "./schema.js";
import { choose, goOn, paste } from "./opening/going_on.js";
import { textOf } from "./text.js";
import { BLANK } from "./beside/models.js";
import { Toolbar, shortcuts } from "./beside/toolbar.js";

const CLEAR = { top: 130, right: 0, bottom: 72, left: 0 };

export class Narrative {
  /**
   * Make the editor, without a view or tools yet.
   * @param {import("./section.js").Section} place  the section that it is for
   * @param {string} shown  the words, as the stand-in first showed them
   */
  constructor(place, shown) {
    const { box, state, id, section, field, frozen } = place;
    Object.assign(this, { place, box, state, id, section, field, frozen, shown });
    this.editor = this.#newEditor(shown);
  }

  /** @returns {boolean} whether it has a view and tools */
  get isDressed() {
    return Boolean(this.holder);
  }

  /** Give it its view and tools, which stand nowhere yet. */
  dress() {
    this.holder = document.createElement("div");
    this.editor.mount(this.holder);
    if (this.frozen) return;
    // The desk can send once the editor stands.
    const insertPictures = this.desk.pictures ? (files) => this.desk.send(files) : null;
    this.toolbar = new Toolbar(this.editor, this.section.caption, insertPictures);
  }

  #newEditor(content) {
    const { place } = this;
    this.desk = {
      caption: this.section.caption,
      pictures: this.state.report.urls.pictures,
      notify: (message, about) => place.notify(message, about),
      dismiss: (about) => place.dismiss(about),
    };
    const toolbar = () => this.toolbar;
    const Keys = Extension.create({
      name: "toolKeys",
      addKeyboardShortcuts() {
        return shortcuts(this.editor, toolbar);
      },
    });
    return new Editor({
      element: null,
      extensions: [...CONTENT, TypedHeadings, Findings, intake(this.desk), Keys],
      content,
      editable: !this.frozen,
      injectCSS: false,
      enableInputRules: false,
      enablePasteRules: false,
      editorProps: {
        attributes: { ...place.attributes, ...(this.frozen ? { tabindex: "0" } : {}) },
        // Clear of what stands before the page: bars and tools above, on a phone the list below.
        scrollThreshold: CLEAR,
        scrollMargin: CLEAR,
      },
      onTransaction: () => this.toolbar?.refresh(),
    });
  }

  /**
   * Stand where the stand-in stands, and go on from it.
   * @param {ReturnType<import("./opening/stand_in.js").StandIn["leave"]>} before
   */
  stand(before) {
    if (!this.isDressed) this.dress();
    this.place.sheet.append(...this.holder.childNodes);
    this.#square();
    this.html = htmlOf(this.editor.state.doc);
    this.editor.on("update", ({ transaction }) => this.#changed(transaction));
    if (this.toolbar) this.place.tools.replaceWith(this.toolbar.element);
    this.#goOn(before);
  }

  /**
   * What was typed there is one step to undo, the selection stays with its words, what was
   * pasted comes in as any paste.
   */
  #goOn(before) {
    const maps = [];
    const note = ({ transaction }) => maps.push(transaction.mapping);
    const places = goOn(this.editor, before);
    this.editor.on("transaction", note);
    const now = (at) => maps.reduce((place, map) => map.map(place), at);
    for (const { texts, files, from, to } of places.held) {
      const { state, view } = this.editor;
      const chosen = pm.state.TextSelection.between(state.doc.resolve(now(from)), state.doc.resolve(now(to)));
      view.dispatch(pm.history.closeHistory(state.tr.setSelection(chosen)));
      paste(view, texts, files);
    }
    this.editor.off("transaction", note);
    const selection = places.selection ?? (before.hasFocus ? [0, 0] : null);
    if (selection) choose(this.editor, selection.map(now), before.hasFocus);
    this.refresh();
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
    this.place.tell(this.text.text, this.editor.isEmpty);
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
  writeSentence(sentence, isOurs) {
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
