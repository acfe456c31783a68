/**
 * What is pasted, made clean: Word, WPS, Excel, web pages and plain text become the paragraphs,
 * headings, lists and tables of a narrative.
 */
import { Line, escaped } from "./line.js";
import { inert, isHidden, takeOutHidden } from "../../grid/clipboard/showing.js";
import { headingLevel, numberOf } from "../headings.js";

const MARKS = { B: "<strong>", STRONG: "<strong>", I: "<em>", EM: "<em>", SUB: "<sub>", SUP: "<sup>" };
const SKIPPED = new Set([
  "STYLE", "SCRIPT", "META", "LINK", "TITLE", "HEAD", "XML", "TEMPLATE", "IFRAME", "OBJECT", "SVG",
  "BUTTON", "INPUT", "SELECT", "TEXTAREA", "NOSCRIPT", "DEL", "COL", "COLGROUP", "CANVAS", "VIDEO",
]);
const INLINE = new Set([
  "SPAN", "FONT", "U", "INS", "S", "STRIKE", "SMALL", "BIG", "ABBR", "CODE", "MARK", "LABEL", "TT",
  "CITE", "Q", "DFN", "VAR", "KBD", "SAMP", "BDO", "BDI", "TIME", "NOBR", "WBR", "RUBY",
]);
const BULLETS = /^[·•●○◦■□◆◇▪▫➢➤Øüvlno§\uf000-\uf0ff*\-–—]$/u;
const MARKER = ["", " "].map((gap) => `[data-style*="mso-list:${gap}ignore" i]`).join();
const NUMBER = /^[-+]?[\d,.]+%?$/;

/**
 * @typedef {{html: string, pictures: Map<string, string>, lost: number, repeated: string,
 *   hidden: import("../../grid/clipboard/showing.js").Hidden, blocks: string[], plain: string[]}} Pasted
 *   `plain` are the words of each block that is a plain paragraph, with its indent; `pictures` are data: addresses by the mark that stands for each in the HTML; `lost` counts the
 *   pictures that did not come along; `hidden` the rows and columns of tables that nobody sees; `repeated` is the section's own heading, left out.
 */

/**
 * @param {string} source  the clipboard's HTML
 * @param {{caption?: string, pictures?: string}} [place]  the section's heading; the address under
 *   which the report keeps its pictures
 * @returns {Pasted}
 */
export function cleanPasted(source, place = {}) {
  const rows = /^\s*<t[drh]\b/i.test(source) ? `<table>${source}</table>` : source;
  const reader = new Reader(place);
  reader.read(new DOMParser().parseFromString(inert(rows), "text/html").body);
  return reader.done();
}

const EDGES = /<\/?(?:p|h[34]|[uo]l|li|table|tbody|tr|t[dh])(?: [^>]*)?>/;

/** @returns {string[]} the lines of blocks, without headings, lists or tables */
export function linesOf(html) {
  return html.split(EDGES).filter((words) => words.trim());
}

/** @returns {string} plain text as paragraphs and headings, one a line */
export function cleanText(text) {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/);
  if (lines.length > 1 && lines.every((line) => !line || line.includes("\t"))) return cells(lines);
  const line = new Line();
  return lines.map((words) => {
    line.text(words);
    const level = headingLevel(line.words);
    const html = line.take();
    return html && (level ? `<h${level}>${html}</h${level}>` : `<p>${html}</p>`);
  }).join("");
}

function cells(lines) {
  const row = (line) => line.split("\t").map((cell) => `<td><p>${escaped(cell.trim())}</p></td>`);
  const rows = lines.filter(Boolean).map((line) => `<tr>${row(line).join("")}</tr>`);
  return `<table><tbody>${rows.join("")}</tbody></table>`;
}

class Reader {
  blocks = [];
  plain = [];
  line = new Line();
  marks = [];
  pictures = new Map();
  lost = 0;
  hidden = { rows: 0, columns: 0 };
  repeated = "";
  bullets = []; // items of Word's bulleted paragraphs that stand in a row

  constructor({ caption = "", pictures = "" }) {
    this.caption = bare(caption);
    this.address = pictures;
  }

  /** @returns {Pasted} */
  done() {
    this.flush("p");
    this.endBullets();
    const { blocks, plain, pictures, lost, hidden, repeated } = this;
    return { html: blocks.join(""), blocks, plain, pictures, lost, hidden, repeated };
  }

  read(node, kind = "p") {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) this.line.text(child.data, this.marks);
      else if (child.nodeType === Node.ELEMENT_NODE) this.element(child, kind);
    }
  }

  element(element, kind) {
    const name = element.tagName;
    if (isSkipped(element)) return;
    if (name === "IMG") this.picture(element);
    else if (name === "BR") this.flush(kind);
    else if (name === "A") this.marked(element, kind, linkTag(element));
    else if (name in MARKS) this.marked(element, kind, isPlain(element) ? "" : MARKS[name]);
    else if (INLINE.has(name) || name.includes(":")) this.read(element, kind);
    else if (name === "UL" || name === "OL") this.block(() => this.list(element), kind);
    else if (name === "TABLE") this.block(() => this.table(element), kind);
    else this.block(() => this.paragraph(element), kind);
  }

  block(read, kind) {
    this.flush(kind);
    read();
  }

  marked(element, kind, tag) {
    const marks = this.marks;
    if (tag && !marks.includes(tag)) this.marks = order([...marks, tag]);
    this.read(element, kind);
    this.marks = marks;
  }

  paragraph(element) {
    const marker = element.querySelector(MARKER);
    const isBullet = marker && BULLETS.test(marker.textContent.replace(/[\s\u00a0]/g, ""));
    if (isBullet) marker.remove();
    else if (marker) marker.textContent = marker.textContent.replace(/[\s\u00a0]+/g, "");
    const kind = isBullet ? "bullet" : /^H[1-6]$/.test(element.tagName) ? element.tagName : "p";
    this.line.indented = /text-indent:\s*[.1-9]/i.test(element.dataset.style ?? "");
    this.read(element, kind);
    this.flush(kind);
  }

  flush(kind) {
    const { words, indented } = this.line;
    if (this.line.isEmpty) return;
    const html = this.line.take();
    if (this.isCaption(words)) return;
    if (kind === "bullet") {
      this.bullets.push(`<li><p>${html}</p></li>`);
      return;
    }
    this.endBullets();
    const tag = html.includes("<img") ? "p" : tagOf(words, kind);
    this.blocks.push(`<${tag}>${html}</${tag}>`);
    if (tag === "p" && !html.includes("<img")) this.plain[this.blocks.length - 1] = (indented ? "\u3000\u3000" : "") + words;
  }

  /** The first line may be the section's own heading, which stands on the sheet already. */
  isCaption(words) {
    if (this.blocks.length || !this.caption || bare(words) !== this.caption) return false;
    this.repeated = words;
    return true;
  }

  endBullets() {
    if (this.bullets.length) this.blocks.push(`<ul>${this.bullets.join("")}</ul>`);
    this.bullets = [];
  }

  picture(element) {
    const source = element.getAttribute("src") ?? "";
    const words = escaped((element.getAttribute("alt") ?? "").slice(0, 200));
    if (/^data:image\//i.test(source)) {
      const mark = `picture-${this.pictures.size}-${Math.random().toString(36).slice(2)}`;
      this.pictures.set(mark, source);
      this.line.element(`<img data-upload="${mark}" alt="${words}">`);
    } else if (this.address && pathOf(source).startsWith(this.address)) {
      this.line.element(`<img src="${escaped(pathOf(source))}" alt="${words}">`);
    } else if (!isTiny(element)) {
      this.lost += 1;
    }
  }

  list(element) {
    const html = this.apart(() => listHtml(element, this));
    this.endBullets();
    if (html) this.blocks.push(html);
  }

  table(element) {
    this.endBullets();
    const hidden = takeOutHidden(element);
    this.hidden.rows += hidden.rows;
    this.hidden.columns += hidden.columns;
    if (element.caption) this.paragraph(element.caption);
    const shown = (elements) => [...elements].filter((one) => !isSkipped(one));
    const rows = shown(element.rows).map((row) => shown(row.cells)).filter((row) => row.length);
    const all = rows.flat();
    // A table of one cell is somebody's frame around a text.
    if (all.length === 1) {
      this.read(all[0]);
      this.flush("p");
      return;
    }
    const head = element.querySelector("th") ? 0 : headerRows(rows);
    const tagOf = (index, cell) => (index < head ? "th" : cell.tagName.toLowerCase());
    const html = rows.map((row, index) => `<tr>${row.map((one) => this.cell(one, tagOf(index, one))).join("")}</tr>`);
    if (all.some((cell) => bare(cell.textContent))) {
      this.blocks.push(`<table><tbody>${html.join("")}</tbody></table>`);
    }
  }

  cell(element, tag) {
    const spans = ["rowspan", "colspan"].map((name) => spanOf(element, name)).join("");
    const lines = this.apart(() => this.lines(element)).map((words) => `<p>${words}</p>`);
    return `<${tag}${spans}>${lines.join("") || "<p></p>"}</${tag}>`;
  }

  /** @returns {string[]} the lines of a cell or an item, without headings, lists or tables */
  lines(element) {
    const inner = new Reader({ pictures: this.address });
    inner.caption = "";
    inner.read(element);
    const { html, pictures, lost } = inner.done();
    for (const [mark, source] of pictures) this.pictures.set(mark, source);
    this.lost += lost;
    return linesOf(html);
  }

  apart(read) {
    const marks = this.marks;
    this.marks = [];
    const html = read();
    this.marks = marks;
    return html;
  }
}

/** Google wraps everything in a <b> that is not bold. */
function isPlain(element) {
  return /font-weight:\s*(?:normal|400)/i.test(element.dataset.style ?? "");
}

function isSkipped(element) {
  return SKIPPED.has(element.tagName.toUpperCase()) || isHidden(element);
}

function tagOf(words, kind) {
  const level = headingLevel(words);
  if (level) return `h${level}`;
  const isHeading = kind.startsWith("H") && !words.includes("。") && !numberOf(words);
  if (!isHeading) return "p";
  return kind <= "H3" ? "h3" : "h4";
}

/**
 * Word and Excel know no header cells: a first row of words heads the columns, and with it the rows
 * that its cells reach into.
 */
function headerRows(rows) {
  const reach = Math.max(1, ...(rows[0] ?? []).map((cell) => cell.rowSpan));
  const hasNumber = (row) => row.some((cell) => NUMBER.test(bare(cell.textContent)));
  return reach < rows.length && !rows.slice(0, reach).some(hasNumber) ? reach : 0;
}

function listHtml(element, reader) {
  const items = [];
  for (const child of element.children) {
    if (child.tagName === "UL" || child.tagName === "OL") {
      const inner = listHtml(child, reader);
      items.push(inner && items.length ? items.pop().replace(/<\/li>$/, `${inner}</li>`) : inner);
    } else if (!isSkipped(child)) {
      items.push(itemHtml(child, reader));
    }
  }
  const tag = element.tagName.toLowerCase();
  return items.some(Boolean) ? `<${tag}>${items.join("")}</${tag}>` : "";
}

function itemHtml(element, reader) {
  const inner = [...element.children].filter(({ tagName }) => tagName === "UL" || tagName === "OL");
  const lists = inner.map((list) => listHtml(list, reader)).join("");
  inner.forEach((list) => list.remove());
  const words = reader.lines(element).join("<br>");
  return words || lists ? `<li><p>${words}</p>${lists}</li>` : "";
}

function spanOf(element, name) {
  const number = Math.min(99, Number(element.getAttribute(name)) || 1);
  return number > 1 ? ` ${name}="${number}"` : "";
}

/** @returns {boolean} whether a link may lead there; the server keeps no others */
export function isAddress(text) {
  return text.length <= 2000 && /^(?:https?:\/\/|mailto:)[^\s<>"'`\\]+$/i.test(text);
}

function linkTag(element) {
  const address = element.getAttribute("href") ?? "";
  return isAddress(address) ? `<a href="${escaped(address)}">` : "";
}

function order(tags) {
  const rank = (tag) => ["<a ", "<st", "<em", "<su"].findIndex((start) => tag.startsWith(start));
  return tags.sort((one, other) => rank(one) - rank(other));
}

function pathOf(source) {
  const here = `${location.origin}/`;
  return source.startsWith(here) ? source.slice(here.length - 1) : source;
}

/** A counter's dot or a spacer is no picture. */
function isTiny(element) {
  const size = (name) => Number(element.getAttribute(name) ?? 99);
  return size("width") <= 3 || size("height") <= 3;
}

function bare(text) {
  return text.replace(/[\s\u3000]+/g, "");
}
