/**
 * The plain text of a narrative: a paragraph, heading, item or table row a line, cells parted by
 * tabs. The very text that the server's rules read (reports/document/narrative/text.py, plain_text), so that
 * a finding's range, in code points, means the same words here.
 */

const EDGE = /<\/?(?:p|h3|h4|li|ul|ol|table|tr)>|<br>/g;
const ENTITIES = [["lt", "<"], ["gt", ">"], ["quot", '"'], ["nbsp", " "], ["amp", "&"]];

/**
 * @param {string} html  a clean narrative, as the server keeps it
 * @returns {string}
 */
export function plainText(html) {
  let text = html.replace(/<\/t[dh]>/g, "\t").replace(EDGE, "\n").replace(/<[^<>]*>/g, "");
  for (const [name, character] of ENTITIES) text = text.replaceAll(`&${name};`, character);
  return text.split("\n").map((line) => line.trim()).filter(Boolean).join("\n");
}

/** @returns {number} 字数 as Chinese offices count it: every character that is not white space */
export function countCharacters(text) {
  let count = 0;
  for (const character of text) if (character.trim()) count += 1;
  return count;
}

/**
 * The plain text of an open document, and where each of its code points stands.
 *
 * @param {object} doc  a ProseMirror document
 * @returns {{text: string, characters: string[], places: number[]}}
 */
export function textOf(doc) {
  const lines = new Lines();
  doc.descendants((node, at, parent) => {
    const name = node.type.name;
    if (parent === doc) lines.end();
    if (node.isText) lines.words(node.text, at);
    else if (name === "hardBreak") lines.breaks = true;
    else if (name === "image") lines.picture();
    else if (name === "tableRow") lines.end();
    else if (node.type.spec.tableRole?.endsWith("cell")) lines.cell(parent.firstChild === node);
    else if (node.isTextblock) lines.block();
    return true;
  });
  lines.end();
  const { characters, places } = lines;
  return { text: characters.join(""), characters, places };
}

const SPACE = /[ \t\n\r\f\v\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f]/;
const UNSEEN = new RegExp(
  "[\\0-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\xad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069" +
  "\\ufeff\\ud800-\\udfff\\ufdd0-\\ufdef\\ufff9-\\uffff]", "u");

/** Collects lines as the server keeps them: trimmed, white space collapsed, empty ones dropped. */
class Lines {
  characters = [];
  places = [];
  line = []; // [character, place] of the present line
  space = null; // the place of white space that waits for a word after it
  breaks = false; // a line break that waits for a word after it
  inCell = false;

  words(text, at) {
    for (const character of text) {
      if (SPACE.test(character)) this.space ??= at;
      else if (!UNSEEN.test(character)) this.word(character, at);
      at += character.length;
    }
  }

  word(character, at) {
    if (this.breaks) this.finish();
    else if (this.space !== null) this.line.push([" ", this.space]);
    this.space = null;
    this.breaks = false;
    this.line.push([character, at]);
  }

  picture() {
    if (this.breaks) this.finish();
    else if (this.space !== null) this.line.push([" ", this.space]);
    this.space = null;
    this.breaks = false;
  }

  /** A paragraph, heading or item begins; in a cell it is a line of the cell. */
  block() {
    if (!this.inCell) this.finish();
    else if (this.cellHas < this.line.length) this.breaks = true;
  }

  cell(first) {
    this.space = null;
    this.breaks = false;
    if (!first) this.line.push(["\t", -1]);
    this.inCell = true;
    this.cellHas = this.line.length;
  }

  end() {
    this.inCell = false;
    this.finish();
  }

  finish() {
    const blank = ([character]) => !character.trim();
    let [from, to] = [0, this.line.length];
    while (from < to && blank(this.line[from])) from += 1;
    while (from < to && blank(this.line[to - 1])) to -= 1;
    if (from < to && this.characters.length) this.push("\n", -1);
    for (const [character, at] of this.line.slice(from, to)) this.push(character, at);
    this.line = [];
    this.cellHas = 0;
    this.space = null;
    this.breaks = false;
  }

  push(character, at) {
    this.characters.push(character);
    this.places.push(at);
  }
}
