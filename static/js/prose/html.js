/** A document as the server keeps it: the form that `clean` leaves as it is. */

const MARKS = { bold: "strong", italic: "em", subscript: "sub", superscript: "sup" };
const LISTS = { bulletList: "ul", orderedList: "ol" };
const BLANK = /^(?:[\s\u3000]|<br>)+|(?:[\s\u3000]|<br>)+$/g;

/**
 * @param {object} doc  a ProseMirror document
 * @returns {string} its mark-up; empty paragraphs and pictures on their way are left out
 */
export function htmlOf(doc) {
  return children(doc).map(block).join("");
}

function children(node) {
  return Array.from({ length: node.childCount }, (_, index) => node.child(index));
}

function block(node) {
  const { name } = node.type;
  if (name === "table") return table(node);
  if (name in LISTS) return wrapped(LISTS[name], items(node));
  return wrapped(name === "heading" ? `h${node.attrs.level}` : "p", inline(node));
}

function wrapped(tag, inner) {
  return inner && `<${tag}>${inner}</${tag}>`;
}

function items(list) {
  return children(list).map(item).join("");
}

/** An item without words of its own gives way to those beneath it. */
function item(node) {
  const [first, ...lists] = children(node);
  const words = inline(first);
  return words ? wrapped("li", words + lists.map(block).join("")) : lists.map(items).join("");
}

function table(node) {
  const rows = children(node).filter((row) => row.childCount);
  const isData = (row) => children(row).some(({ type }) => type.name === "tableCell");
  const first = rows.findIndex(isData);
  const head = headOf(rows, first < 0 ? rows.length : first);
  const inner = rowsOf("thead", rows.slice(0, head)) + rowsOf("tbody", rows.slice(head));
  const hasWords = /<t[dh](?: [^>]*)?>(?!<\/)/.test(inner);
  return hasWords ? `<table>${inner}</table>` : "";
}

/** No cell reaches out of its group: browsers cut it off, and what follows would move over. */
function headOf(rows, count) {
  const leaves = (row, index) => children(row).some(({ attrs }) => attrs.rowspan > count - index);
  return rows.slice(0, count).some(leaves) ? 0 : count;
}

function rowsOf(tag, rows) {
  return wrapped(tag, rows.map((row) => `<tr>${children(row).map(cell).join("")}</tr>`).join(""));
}

function cell(node) {
  const tag = node.type.name === "tableHeader" ? "th" : "td";
  const spans = ["rowspan", "colspan"]
    .filter((name) => node.attrs[name] > 1)
    .map((name) => ` ${name}="${node.attrs[name]}"`);
  const words = children(node).map(inline).filter(Boolean).join("<br>");
  return `<${tag}${spans.join("")}>${words}</${tag}>`;
}

/** The words of a paragraph or heading with their marks, without white space at its ends. */
function inline(node) {
  const pieces = children(node).map((child) => [leaf(child), child.marks.map(opening)]);
  let html = "";
  let open = [];
  for (const [words, marks] of [...pieces.filter(([words]) => words), ["", []]]) {
    let same = 0;
    while (same < open.length && open[same] === marks[same]) same += 1;
    html += open.slice(same).reverse().map(closing).join("") + marks.slice(same).join("") + words;
    open = marks;
  }
  return html.replace(BLANK, "");
}

function leaf({ isText, text, type, attrs }) {
  if (isText) return escaped(text);
  if (type.name === "hardBreak") return "<br>";
  return attrs.src && `<img src="${quoted(attrs.src)}" alt="${quoted(attrs.alt)}">`;
}

function opening({ type, attrs }) {
  return type.name === "link" ? `<a href="${quoted(attrs.href)}">` : `<${MARKS[type.name]}>`;
}

function closing(tag) {
  return tag.startsWith("<a ") ? "</a>" : tag.replace("<", "</");
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function quoted(text) {
  return escaped(text ?? "").replaceAll('"', "&quot;");
}
