/**
 * Lines that the width of a paper broke, as they come from a PDF viewer or were typed with Enter.
 * The same rule as on the server (reports/document/narrative/broken_lines.py).
 */

const NARROWEST = 14, WIDEST = 60, SLACK = 2.5; // in Chinese characters
const LEAST = 3; // full lines that show a paper's width
const SENTENCE_END = /[。！？；：!?;:]['”’）)》]*$/;
const BEGINS = /^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]|[一二三四五六七八九十]是|第[一二三四五六]部分|[·•●■◆])/;
// A sentence that a break cuts: a line ends with a comma, and words follow.
const CUT = /[一-鿿\d）)”》%][，、]$/;
const WORDS_FOLLOW = /^[一-鿿\d《“（(]/;
const INDENT = /^(?:\u3000|[ \xa0]{4})/;
const MARKED_PAGE = /^(?:[-—–－_·]+\s*\d{1,3}\s*[-—–－_·]+|第\s*\d{1,3}\s*页(?:[，,/\s]*共\s*\d{1,3}\s*页)?)$/;
const BARE_PAGE = /^\d{1,3}$/;
const CELLS = /\t|[|｜]|(?:\s+[-+]?\d[\d,.]*){2,}\s*$/;

const width = (line) => [...line.trimEnd()].reduce((sum, one) => sum + (one.codePointAt(0) > 0x2e7f ? 1 : 0.5), 0);

/** @returns {number} the width that lines were broken at, 0 where nothing shows that they were */
export function paperWidth(lines) {
  const widths = lines.map(proseWidth).filter(Boolean).sort((one, other) => other - one);
  for (let n = 0; n <= Math.floor(widths.length / 10) && n < widths.length; n += 1) {
    const whole = widths[n];
    if (widths.slice(n).filter((own) => own >= whole - SLACK).length >= LEAST) {
      return whole <= WIDEST && shows(lines, whole, widths.length) ? whole : 0;
    }
  }
  return 0;
}

function proseWidth(line) {
  const own = width(line);
  return own >= NARROWEST && !CELLS.test(line) ? own : 0;
}

/** Whether so many lines end at the paper's edge, half of them within a sentence. */
function shows(lines, whole, count) {
  const full = lines.filter((line) => isFull(line, whole)).map((line) => line.trim());
  const open = full.filter((line) => !SENTENCE_END.test(line));
  return full.length >= 0.4 * count && 2 * open.length >= full.length;
}

/**
 * @param {string[]} lines
 * @param {number} whole  the paper's width; where it is 0, only a sentence that a break cuts goes on
 * @returns {number[][]} which lines make a paragraph each; page numbers among them are in none
 */
export function paragraphsOf(lines, whole) {
  const found = [];
  lines.forEach((line, n) => {
    if (whole && isPage(lines, n, whole)) return;
    const last = found[found.length - 1];
    const before = last && lines[last[last.length - 1]];
    if (last && (whole ? goesOn(before, line, whole) : isCut(before, line))) last.push(n);
    else found.push([n]);
  });
  return found;
}

function isCut(line, following) {
  if (!CUT.test(line.trimEnd()) || !WORDS_FOLLOW.test(following)) return false;
  return !BEGINS.test(following.trim()) && !CELLS.test(line) && !CELLS.test(following);
}

function isFull(line, whole) {
  const own = proseWidth(line);
  return own >= whole - SLACK && own <= whole;
}

function goesOn(line, following, whole) {
  if (!isFull(line, whole) || CELLS.test(following) || INDENT.test(following)) return false;
  const ended = SENTENCE_END.test(line.trim());
  return following.trim() !== "" && !(ended && BEGINS.test(following.trim()));
}

/** Whether a line is a page's number: marked as one, or a bare one within a sentence. */
function isPage(lines, n, whole) {
  const bare = lines[n].trim();
  if (MARKED_PAGE.test(bare)) return true;
  if (!BARE_PAGE.test(bare) || n === 0 || n === lines.length - 1) return false;
  const [before, after] = [lines[n - 1], lines[n + 1]];
  const inside = isFull(before, whole) && !SENTENCE_END.test(before.trim());
  return inside && /^\s*[一-鿿]/.test(after) && !CELLS.test(after);
}

/** @returns {string} two pieces of a paragraph as one: numbers and words whole */
export function putTogether(one, other) {
  const [left, right] = [one.trimEnd(), other.trim()];
  return /[A-Za-z]$/.test(left) && /^[A-Za-z]/.test(right) ? `${left} ${right}` : left + right;
}

/** @returns {string} a text with its broken lines joined; the same text where none are */
export function unbroken(text) {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).filter((line) => line.trim());
  const found = paragraphsOf(lines, paperWidth(lines));
  if (found.length === lines.length) return text;
  return found.map((own) => own.map((n) => lines[n]).reduce(putTogether)).join("\n");
}

/**
 * @param {string[]} blocks  mark-up, of each block of a text
 * @param {string[]} lines  the words of those that are plain paragraphs, at their places
 * @returns {string} the blocks with the broken lines joined, their marks kept; "" where none are
 */
export function unbrokenBlocks(blocks, lines) {
  const whole = paperWidth(lines.filter(Boolean));
  const found = [];
  for (let n = 0; n < blocks.length; n += 1) {
    const first = n;
    while (lines[n + 1] && lines[n]) n += 1;
    if (!lines[first]) {
      found.push(blocks[first]);
      continue;
    }
    for (const own of paragraphsOf(lines.slice(first, n + 1), whole)) {
      const inner = own.map((at) => blocks[first + at].slice("<p>".length, -"</p>".length));
      const gaps = own.map((at) => lines[first + at]);
      found.push(`<p>${inner.reduce((all, one, k) => all + gap(gaps[k - 1], gaps[k]) + one)}</p>`);
    }
  }
  const html = found.join("");
  return html === blocks.join("") ? "" : html;
}

function gap(one, other) {
  return putTogether(one, other).length > one.trimEnd().length + other.trim().length ? " " : "";
}
