/**
 * One section's words on the page and what stands about them: count, topics, aid, models, notices. The
 * words themselves are a stand-in's until the editor comes (narrative.js), which then goes on from there.
 */
import { aidForm } from "./beside/aid.js";
import { offerModels } from "./beside/models.js";
import { tickTopics } from "./beside/topics.js";
import { editors } from "./opening/coming.js";
import { StandIn } from "./opening/stand_in.js";
import { countCharacters, plainText } from "./text.js";

const PATIENCE = 1500; // ms after which somebody who waits for the editor is told so

export class Section {
  /** The editor, once it stands. @type {import("./narrative.js").Narrative|undefined} */
  narrative;
  #stands;
  /** Resolved once the editor stands. */
  standing = new Promise((done) => (this.#stands = done));
  /** What was asked of the editor before it stood. */
  #asked = [];
  #ranges;
  /** The ranges that the editor underlines while it stands nowhere yet. */
  #drawn;
  /** The editor while it stands nowhere yet. */
  #made;

  /** @param {HTMLElement} box  `.prose` with a textarea @param {object} state  ReportState */
  constructor(box, state) {
    this.box = box;
    this.state = state;
    this.id = box.dataset.section;
    this.section = state.edition.sections.find(({ id }) => id === this.id);
    this.field = box.querySelector("textarea");
    /** What stands beside the sheet. */
    this.aid = box.closest("[data-part]")?.querySelector("[data-aid]");
    this.frozen = Boolean(state.report.frozen);
    this.early = this.field === document.activeElement && !this.frozen ? caretIn(this.field) : null;
    this.#build();
  }

  #build() {
    this.sheet = this.#put("div", "prose-sheet");
    this.notices = this.#put("div", "prose-notices");
    this.notices.setAttribute("role", "status");
    this.count = this.#put("p", "prose-count");
    if (!this.frozen) {
      // As high as the tools that will stand there: nothing moves when they come.
      this.tools = document.createElement("div");
      this.tools.className = "prose-tools is-coming";
      this.tools.setAttribute("role", "status");
      this.box.prepend(this.tools, this.notices);
      this.#offerAid();
      if (this.aid) offerModels(this.aid, this.state, (words) => this.#ask((narrative) => narrative.add(words)));
    }
    this.#stand();
    this.field.hidden = true;
    this.field.disabled = this.frozen;
    this.box.classList.add("is-enhanced");
    this.box.classList.toggle("is-frozen", this.frozen);
    this.box.addEventListener("keydown", keepUndo);
    for (const kind of ["pointerover", "touchstart"]) {
      this.box.addEventListener(kind, () => this.bring(), { once: true, passive: true });
    }
  }

  #put(tag, className) {
    const element = document.createElement(tag);
    element.className = className;
    this.box.append(element);
    return element;
  }

  #stand() {
    const standIn = new StandIn(this.sheet, this.attributes, this.frozen);
    this.standIn = standIn;
    standIn.show(this.state.narrative(this.id).html);
    this.tell(plainText(standIn.html), !standIn.html);
    standIn.addEventListener("typed", () => this.#typed());
    standIn.addEventListener("pasted", () => this.#held());
    standIn.addEventListener("free", () => this.#approached());
    // Once the browser has put the caret where the press was: it would not, in what came under the press.
    standIn.element.addEventListener("focusin", () => setTimeout(() => this.#approached()));
  }

  get attributes() {
    return {
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": this.section.caption,
      "aria-readonly": String(this.frozen),
      lang: "zh-CN",
      spellcheck: "false",
    };
  }

  #typed() {
    const { html } = this.standIn;
    this.field.value = html;
    this.state.write(this.id, html, { origin: "typing" });
    this.tell(plainText(html), !html && !this.standIn.element.textContent);
  }

  /** What was pasted is nowhere else yet: the browser asks before it leaves. */
  #held() {
    addEventListener("beforeunload", (event) => this.isHolding && event.preventDefault(), { once: true });
    this.#approached();
  }

  #approached() {
    this.wanted = true;
    this.bring();
    if (!this.frozen && !this.standIn.isEditable) this.slow ??= setTimeout(() => this.#sayWaiting(), PATIENCE);
  }

  /** Whoever presses a key in words that wait for the editor would think them locked. */
  #sayWaiting() {
    if (!this.narrative) this.tools.textContent = "编辑工具正在加载，加载好就能从点的地方写。";
  }

  /** Let the editor come; it stands as soon as it is there where it is wanted. */
  async bring() {
    if (bundle) return this.#wantedNow();
    bundle = await editors(this.#late);
    return this.#wantedNow();
  }

  #wantedNow() {
    if (this.wanted || this.#asked.length) this.stand();
  }

  /** Make a step towards the editor, that it may stand at once. @returns {Promise<boolean>} whether one was left */
  async make() {
    bundle ??= await editors(this.#late);
    if (this.#made?.isDressed) return false;
    if (this.#made) this.#dress();
    else this.#made = new bundle.Narrative(this, this.standIn.shown);
    return true;
  }

  #dress() {
    this.#made.dress();
    // Where something was typed since, the ranges may be those of other words.
    if (!this.#ranges || this.standIn.isTyped) return;
    this.#drawn = this.#ranges;
    this.#made.underline(this.#ranges);
  }

  /** Put the editor in the stand-in's place, unless a hand is at work there. */
  stand() {
    if (this.narrative || !bundle || this.standIn.isBusy) return;
    const before = this.standIn.leave();
    if (this.#made?.shown === before.shown) this.narrative = this.#made;
    else this.narrative = new bundle.Narrative(this, before.shown);
    if (this.#made !== this.narrative) {
      this.#made?.editor.destroy();
      this.#drawn = undefined;
    }
    this.narrative.stand(before);
    this.standIn.element.remove();
    this.notices.querySelector('[data-about="late"]')?.remove();
    if (this.#ranges && this.#ranges !== this.#drawn) this.narrative.underline(this.#ranges);
    for (const act of this.#asked.splice(0)) act(this.narrative);
    this.#stands();
  }

  #late = () => {
    this.notify("编辑工具还没有加载出来，正在再试。写下的照常保存；等不到时请刷新页面。", "late");
  };

  /** Now, or once the editor stands. */
  #ask(act) {
    if (this.narrative) return act(this.narrative);
    this.#asked.push(act);
    return this.#approached();
  }

  /** @returns {boolean} whether an input method is at work in the words */
  get isComposing() {
    return this.narrative ? this.narrative.editor.view.composing : this.standIn.isComposing;
  }

  /** @returns {boolean} whether something pasted waits for the editor */
  get isHolding() {
    return !this.narrative && this.standIn.held.length > 0;
  }

  /** Whoever was in the plain field when the scripts came goes on from there. */
  takeUp() {
    if (!this.early || this.narrative) return;
    const { lines, anchor, head } = this.early;
    if (!this.standIn.isEditable) {
      this.standIn.element.focus({ preventScroll: true });
      return;
    }
    this.standIn.showLines(lines);
    this.standIn.choose(anchor, head);
  }

  /** Take in what came from elsewhere. @param {string} html */
  receive(html) {
    if (this.narrative) {
      this.narrative.receive(html);
    } else if (this.isHolding || this.standIn.isComposing) {
      this.#asked.push((narrative) => narrative.receive(this.state.narrative(this.id).html));
    } else {
      this.standIn.show(html);
      this.field.value = html;
      this.tell(plainText(html), !html);
    }
  }

  underline(ranges) {
    this.#ranges = ranges;
    this.narrative?.underline(ranges);
  }

  show(range) {
    if (!this.narrative) this.standIn.element.focus();
    const { strokes } = this.standIn;
    // Whoever has written on since is not led back.
    this.#ask((narrative) => this.standIn.strokes === strokes && narrative.show(range));
  }

  replace(range, words) {
    this.#ask((narrative) => narrative.replace(range, words));
  }

  /** @param {"undo"|"redo"} kind  asked for in a menu of the browser's */
  travel(kind) {
    this.narrative?.editor.commands[kind]();
  }

  /** Count the words and tick the topics. @param {string} text @param {boolean} isBlank */
  tell(text, isBlank) {
    // Not by toLocaleString: the first number that is written so costs 20 ms of loading.
    const count = String(countCharacters(text)).replace(/\B(?=(\d{3})+$)/g, ",");
    this.count.textContent = `字数 ${count}`;
    this.box.classList.toggle("is-blank", isBlank);
    if (this.aid) tickTopics(this.aid, this.section.topics, text);
  }

  /**
   * What was said before of the same subject goes, of another it stays.
   * @param {string} message
   * @param {string} [about]  the subject: words that came in, pictures, tools that are late
   */
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
    this.dismiss(about);
    this.notices.append(notice);
  }

  /** Take away what was said about something that is tried anew. */
  dismiss(about) {
    this.notices.querySelector(`[data-about="${about}"]`)?.remove();
  }

  #offerAid() {
    if (!this.section.aid || !this.aid) return;
    const write = (sentence, isOurs) => this.#ask((narrative) => narrative.writeSentence(sentence, isOurs));
    this.aid.append(aidForm(this.section.aid, { id: this.id, year: this.state.report.year, write }));
  }
}

/** The editors' module, once it is there. @type {typeof import("./narrative.js")|undefined} */
let bundle;

/** Lines of a plain field, and where in them its selection begins and ends. */
function caretIn({ value, selectionStart, selectionEnd, selectionDirection }) {
  const spot = (at) => {
    const lines = value.slice(0, at).split("\n");
    return [lines.length - 1, lines[lines.length - 1].length];
  };
  const ends = [spot(selectionStart), spot(selectionEnd)];
  const [anchor, head] = selectionDirection === "backward" ? ends.reverse() : ends;
  return { lines: value.split("\n"), anchor, head };
}

/** Undo and redo of the text are the text's own: the page has another for the figures. */
function keepUndo(event) {
  if ((event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key)) event.stopPropagation();
}
