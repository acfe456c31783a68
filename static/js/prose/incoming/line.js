/**
 * A line of pasted words with their marks, as mark-up: white space is one space, a line break in
 * the source between two Chinese characters is none, indents by spaces go.
 */

const SPACES = /([ \t\n\r\f\v\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f]+)/;
const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—]/;
const INDENT = /^\s*(?:\u3000|\xa0{4})/;
const UNSEEN = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\xad]/g;

export class Line {
  #html = "";
  #words = "";
  #space = "";
  #last = "";
  /** whether it begins with the blanks of a paragraph's first line */
  indented = false;

  /** @returns {string} the words alone */
  get words() {
    return this.#words.trim();
  }

  /** @returns {boolean} */
  get isEmpty() {
    return !this.#html;
  }

  /** @param {string} text @param {string[]} marks  opening tags, outermost first */
  text(text, marks = []) {
    if (this.isEmpty && INDENT.test(text)) this.indented = true;
    for (const run of text.replace(UNSEEN, "").split(SPACES)) {
      if (!run) continue;
      if (run.trim() === "" && !run.startsWith("\u3000")) this.#wait(run);
      else this.#word(this.#last ? run : run.replace(/^\u3000+/, ""), marks);
    }
  }

  #wait(run) {
    if (this.#last) this.#space = /[\n\r]/.test(this.#space + run) ? "\n" : " ";
  }

  #word(run, marks) {
    if (!run) return;
    const wrap = this.#space === "\n" && WIDE.test(this.#last) && WIDE.test(run[0]);
    const space = this.#space && !wrap ? " " : "";
    this.#words += space + run;
    this.#html += space + enclosed(escaped(run), marks);
    this.#space = "";
    this.#last = run.slice(-1)[0];
  }

  /** A line break inside a cell or an item. */
  br() {
    if (this.#last) this.#html += "<br>";
    this.#space = this.#last = "";
  }

  /** @param {string} html  an element that stands in the line, such as a picture */
  element(html) {
    this.#html += html;
    this.#space = "";
    this.#last = "\ufffc";
  }

  /** @returns {string} the line as mark-up; the line is empty afterwards */
  take() {
    const html = this.#html.replace(/(?:<br>|\u3000)+$/, "");
    this.#html = this.#words = this.#space = this.#last = "";
    this.indented = false;
    return html;
  }
}

function enclosed(html, marks) {
  const ends = [...marks].reverse().map((tag) => `</${/^<(\w+)/.exec(tag)[1]}>`);
  return marks.join("") + html + ends.join("");
}

export function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
