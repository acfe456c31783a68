/**
 * What a clerk may type in a figure: the same reading as reports/document/figures.py, with the
 * same sentences; a test holds the two together.
 *
 * @typedef {{value: string|null, fault: string, rule: string, notice: string}} Reading
 *   `value` is a plain decimal; null is blank, or unreadable when there is a `fault`
 */
const LONGEST_ENTRY = 40;
const DECIMAL_PLACES = 6;
const WHOLE_DIGITS = 12;
// Python's idea of white space, which is not quite that of \s.
const SPACE = /[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;
const NOTHING = /^[-_—–－/／\\无]+$/u;
const THINGS = /[件条个宗份起例项]$/u;
const UNITS = { amount: /万元$/u, count: THINGS, signed: THINGS };
// What is counted in another unit than the cell's: money, or things.
const OTHER = /^[+-]?[0-9][0-9,. ]*(?:([百千万亿]*元)|万?[件条个宗份起例项])$/u;
const GROUPED = /^[+-]?[0-9]{1,3}(?:[, ][0-9]{3})+(?:\.[0-9]*)?$/;
const PLAIN = /^([+-]?)([0-9]+)(?:\.([0-9]*))?$/;
const TEN_THOUSANDS = /^([0-9]+)(?:\.([0-9]{0,4}))?万$/;
// Raised and ringed digits refer to a note: they are no digits of the number before them.
const NOTE_MARK = /[²³¹⁰-₟①-⓿❶-➓]/u;
// What shows nothing, as reports/document/narrative/inline.py has it.
const UNSEEN =
  /[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufdd0-\ufdef\ufff9-\uffff]/gu;
const SIGNS = { "，": ",", "−": "-", "–": "-", "—": "-", "。": "." };

/**
 * @param {string} typed
 * @param {"count"|"signed"|"amount"} kind
 * @param {Record<string, string>} sentences
 * @returns {Reading}
 */
export function readFigure(typed, kind, sentences) {
  const seen = typed.replace(UNSEEN, "");
  const text = words(seen.normalize("NFKC").replace(/[，−–—。]/gu, (sign) => SIGNS[sign]));
  if (!text) return reading(null);
  if (NOTHING.test(text)) {
    return { ...reading(null), notice: fill(sentences.blank, { typed: shown(typed) }) };
  }
  const strange = [...text].length > LONGEST_ENTRY || NOTE_MARK.test(seen);
  const result = strange ? { rule: "number" } : readNumber(text, kind);
  if (!result.rule) return reading(result.value);
  const fault = fill(sentences[result.rule], { typed: shown(typed), ...result });
  return { ...reading(null), rule: result.rule, fault };
}

/** @returns {Reading} */
function reading(value) {
  return { value, fault: "", rule: "", notice: "" };
}

function readNumber(text, kind) {
  let bare = trimEnd(text.replace(UNITS[kind], ""));
  const other = OTHER.exec(text);
  if (other && Boolean(other[1]) !== (kind === "amount")) return { rule: other[1] ? "money" : "things" };
  if (kind === "amount" && bare.endsWith("元")) return yuan(trimEnd(bare.slice(0, -1)));
  const written = TEN_THOUSANDS.exec(bare);
  if (written) return tenThousands(written[1], written[2] ?? "", kind);
  if (GROUPED.test(bare)) bare = bare.replace(/[, ]/g, "");
  const match = PLAIN.exec(bare);
  if (!match) return { rule: "number" };
  const [, sign, digits, decimals = ""] = match;
  const whole = digits.replace(/^0+(?=.)/, "");
  const fraction = decimals.replace(/0+$/, "");
  const isZero = whole === "0" && !fraction;
  const rule = broken(whole, fraction, sign === "-" && !isZero, kind);
  if (rule) return { rule };
  return { value: (sign === "-" && !isZero ? "-" : "") + plain(whole, fraction) };
}

function broken(whole, fraction, negative, kind) {
  if (negative && kind !== "signed") return "negative";
  if (fraction && kind !== "amount") return "whole";
  if (fraction.length > DECIMAL_PLACES) return "decimals";
  return whole.length > WHOLE_DIGITS ? "range" : "";
}

/** 元 where the cell has 万元: say what it would be. */
function yuan(number) {
  const match = /^([0-9]+)(?:\.([0-9]*))?$/.exec(number.replace(/[, ]/g, ""));
  if (!match) return { rule: "number" };
  const digits = match[1].padStart(5, "0");
  const whole = digits.slice(0, -4).replace(/^0+(?=.)/, "");
  const fraction = (digits.slice(-4) + (match[2] ?? "")).replace(/0+$/, "");
  return { rule: "yuan", converted: plain(whole, fraction) };
}

/** What to fill in for 1.2万: 12000, or 1.2 where the cell counts in 万元. */
function tenThousands(whole, decimals, kind) {
  const bare = (digits) => digits.replace(/^0+(?=.)/, "");
  if (kind === "amount") return { rule: "unit", converted: plain(bare(whole), decimals.replace(/0+$/, "")) };
  return { rule: "in_full", converted: bare(whole + decimals.padEnd(4, "0")) };
}

function plain(whole, fraction) {
  return fraction ? `${whole}.${fraction}` : whole;
}

/**
 * As reports/editions/quoting.py: 『』 where what was typed has quotation marks itself.
 * @param {string} sentence  with places such as {typed}
 * @param {Record<string, string>} values
 */
export function fill(sentence, values) {
  const clear = /[“”‘’]/.test(values.typed ?? "") ? sentence.replace("“{typed}”", "『{typed}』") : sentence;
  return clear.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

function words(text) {
  return text.split(SPACE).filter(Boolean).join(" ");
}

function trimEnd(text) {
  return text.replace(/ +$/, "");
}

function shown(typed) {
  const text = [...words(typed)];
  return text.length <= 20 ? text.join("") : `${text.slice(0, 20).join("")}…`;
}
