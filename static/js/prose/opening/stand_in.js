/**
 * A section's words before its editor stands: as they look on the sheet. Whoever comes early reads,
 * chooses and copies here, and types where the words are nothing but lines. Marks, lists, tables and
 * pictures wait for the editor, which alone can keep them; so does what is pasted.
 */
import { isFlat, linesIn, markup, spotIn } from "./lines.js";

// What typing does by itself and loses nothing; anything else is the editor's.
const PLAIN = /^(?:insert(?:Text|CompositionText|FromComposition|Paragraph|LineBreak|ReplacementText)|delete(?!ByDrag)\w*|history\w+)$/;
const HELD = /〔粘贴\d+…〕/g;

/** @param {number} n  @returns {string} what stands where something pasted will */
const heldMark = (n) => `〔粘贴${n}…〕`;

export class StandIn extends EventTarget {
  /** What was pasted: its data, and for words that cannot be typed in, where. */
  held = [];
  isComposing = false;
  /** Whether a mouse that was pressed here is still down: it may be choosing words. */
  isPressed = false;
  isTyped = false;
  /** How often something was typed. */
  strokes = 0;

  /**
   * Events: "typed", "pasted", "free" when no input method and no mouse is at work any more.
   * @param {HTMLElement} sheet  @param {Record<string, string>} attributes  @param {boolean} frozen
   */
  constructor(sheet, attributes, frozen) {
    super();
    this.frozen = frozen;
    this.element = document.createElement("div");
    this.element.className = "prose-words";
    for (const [name, value] of Object.entries(attributes)) this.element.setAttribute(name, value);
    this.element.tabIndex = 0;
    sheet.append(this.element);
    const on = (kind, act) => this.element.addEventListener(kind, act);
    on("input", () => this.#typed());
    on("beforeinput", (event) => PLAIN.test(event.inputType) || event.preventDefault());
    on("paste", (event) => this.#hold(event));
    // Where words can be written a link is words.
    on("click", (event) => frozen || event.preventDefault());
    on("compositionstart", () => (this.isComposing = true));
    on("compositionend", () => {
      this.isComposing = false;
      this.#free();
    });
    on("pointerdown", ({ pointerType }) => (this.isPressed = pointerType === "mouse"));
    for (const kind of ["pointerup", "pointercancel", "dragend", "blur"]) {
      addEventListener(kind, () => {
        if (this.isPressed) this.#free();
        this.isPressed = false;
      });
    }
  }

  #free() {
    setTimeout(() => this.dispatchEvent(new Event("free")));
  }

  /** @returns {boolean} whether to take its place now would break off what a hand has begun */
  get isBusy() {
    return this.isComposing || this.isPressed;
  }

  /** @returns {boolean} also where a link in the words has it */
  get hasFocus() {
    return this.element.contains(document.activeElement);
  }

  /** @returns {string} the words, without what stands for something pasted */
  get html() {
    return this.isTyped ? markup(linesIn(this.element).map((line) => line.replace(HELD, ""))) : this.shown;
  }

  /** Show other words; the caret stays with its own. @param {string} html  clean */
  show(html) {
    if (html === this.html) return;
    const ends = this.hasFocus && this.isEditable ? this.#ends() : null;
    const before = ends && linesIn(this.element);
    this.#fill(html);
    if (ends && this.isEditable) this.choose(...ends.map((spot) => moved(spot, before, linesIn(this.element))));
  }

  #fill(html) {
    this.shown = html;
    this.isTyped = false;
    this.isEditable = !this.frozen && isFlat(html);
    this.element.innerHTML = html || "<p><br></p>";
    if (this.isEditable) this.element.contentEditable = "true";
    else this.element.removeAttribute("contenteditable");
    this.element.setAttribute("aria-readonly", String(!this.isEditable));
  }

  /** Go on with lines typed elsewhere, empty ones too. */
  showLines(lines) {
    const blocks = lines.map((line) => markup([line]) || "<p><br></p>");
    this.element.innerHTML = blocks.join("");
    this.isTyped = true;
  }

  /** Select from one line and column to another, and take the focus. */
  choose(anchor, head) {
    this.element.focus({ preventScroll: true });
    getSelection().setBaseAndExtent(...this.#place(anchor), ...this.#place(head));
  }

  #place([line, column]) {
    const block = this.element.children[Math.min(line, this.element.children.length - 1)];
    const text = block?.firstChild;
    if (text?.nodeType !== Node.TEXT_NODE) return [block ?? this.element, 0];
    return [text, Math.min(column, text.length)];
  }

  /** @returns {Array<[number, number]>|null} where the selection begins and ends, in lines and columns */
  #ends() {
    const found = this.selected;
    return found && found.map(([node, offset]) => spotIn(this.element, node, offset));
  }

  /** @returns {Array<[Node, number]>|null} where the selection begins and ends, if that is here */
  get selected() {
    const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection();
    const isHere = this.element.contains(anchorNode) && this.element.contains(focusNode);
    return isHere ? [[anchorNode, anchorOffset], [focusNode, focusOffset]] : null;
  }

  #typed() {
    this.isTyped = true;
    this.strokes += 1;
    this.dispatchEvent(new Event("typed"));
  }

  /** What is pasted is cleaned by the editor: until it stands, a mark keeps the place. */
  #hold(event) {
    event.preventDefault();
    if (this.frozen || !this.selected) return;
    const { clipboardData } = event;
    const texts = [...clipboardData.types].filter((type) => type !== "Files");
    this.held.push({
      texts: texts.map((type) => [type, clipboardData.getData(type)]),
      files: [...clipboardData.files],
      at: this.selected,
      mark: heldMark(this.held.length + 1),
    });
    if (this.isEditable) document.execCommand("insertText", false, this.held.slice(-1)[0].mark);
    this.dispatchEvent(new Event("pasted"));
  }

  /**
   * What the editor goes on from.
   * @returns {{shown: string, lines: string[]|null, spots: Array<[number, number]>|null,
   *            places: Array<[Node, number]>|null, root: HTMLElement, held: object[], hasFocus: boolean}}
   *   `shown`: the words before anything was typed; `lines` where something was, with `spots` of the
   *   selection in them; else its `places` under `root`
   */
  leave() {
    const lines = this.isTyped ? linesIn(this.element) : null;
    const { shown, selected: places, held, hasFocus, element: root } = this;
    return { shown, lines, spots: lines && this.#ends(), places, root, held, hasFocus };
  }
}

/** Where a place is after other words came: after what is the same before it, before what is after it. */
function moved([line, column], before, now) {
  const at = before.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0) + column;
  const [old, text] = [before.join("\n"), now.join("\n")];
  const most = Math.min(old.length, text.length);
  let [head, tail] = [0, 0];
  while (head < most && old[head] === text[head]) head += 1;
  while (tail < most - head && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
  const to = at <= head ? at : at >= old.length - tail ? at + text.length - old.length : head;
  const lines = text.slice(0, to).split("\n");
  return [lines.length - 1, lines[lines.length - 1].length];
}
