/**
 * The edition's equations, evaluated exactly while the clerk types: the same answers and sentences
 * as reports/rules/tables/arithmetic.py, which a test compares on random reports.
 * Amounts have up to six decimals, so a figure is a BigInt count of millionths.
 *
 * @typedef {{id: string, left: string[], right: string[], relation: "="|"<="|">=",
 *            severity: string, sentence: string, computes: string, summary: string}} Equation
 * @typedef {{id: string, severity: string, message: string, cells: string[], section: string}} Finding
 */
import { fill } from "./numbers.js";

const DECIMALS = 6;
const MILLION = 10n ** BigInt(DECIMALS);
const HOLDS = { "=": (a, b) => a === b, "<=": (a, b) => a <= b, ">=": (a, b) => a >= b };

/** @param {string} text  a plain decimal such as "59237.2449"  @returns {bigint} millionths */
export function millionths(text) {
  const [whole, fraction = ""] = text.replace("-", "").split(".");
  const value = BigInt(whole + fraction.padEnd(DECIMALS, "0"));
  return text.startsWith("-") ? -value : value;
}

/** @param {bigint} value  millionths  @returns {string} a plain decimal */
export function plainDecimal(value) {
  const size = value < 0n ? -value : value;
  const fraction = String(size % MILLION).padStart(DECIMALS, "0").replace(/0+$/, "");
  const text = fraction ? `${size / MILLION}.${fraction}` : String(size / MILLION);
  return value < 0n ? `-${text}` : text;
}

/**
 * @param {string[]} cells
 * @param {Map<string, string>} figures  cell id → plain decimal; a blank cell is absent
 * @returns {bigint} millionths; blanks add nothing
 */
export function sumOf(cells, figures) {
  let total = 0n;
  for (const cell of cells) {
    const figure = figures.get(cell);
    if (figure !== undefined) total += millionths(figure);
  }
  return total;
}

/**
 * @param {Equation} equation
 * @param {Map<string, string>} figures
 * @returns {{left: bigint, right: bigint, holds: boolean}|null}  null while a cell is blank:
 *   a blank is "nobody has answered", not 0
 */
export function verdict(equation, figures) {
  const isBlank = (cell) => !figures.has(cell);
  if (equation.left.some(isBlank) || equation.right.some(isBlank)) return null;
  const [left, right] = [sumOf(equation.left, figures), sumOf(equation.right, figures)];
  return { left, right, holds: HOLDS[equation.relation](left, right) };
}

/** @returns {string} the absolute difference of both sides as a plain decimal */
export function difference({ left, right }) {
  return plainDecimal(left > right ? left - right : right - left);
}

/**
 * @param {{equations: Equation[]}} edition
 * @param {Map<string, string>} figures
 * @returns {Finding[]}  one for each equation that does not hold
 */
export function findings(edition, figures) {
  const found = [];
  for (const equation of edition.equations) {
    const sides = verdict(equation, figures);
    if (sides && !sides.holds) found.push(finding(equation, sides, figures));
  }
  return found;
}

function finding(equation, sides, figures) {
  const cells = [...equation.left, ...equation.right];
  const message = fill(equation.sentence, {
    ...cells.map((cell) => figures.get(cell)),
    left: plainDecimal(sides.left),
    right: plainDecimal(sides.right),
    difference: difference(sides),
  });
  return { id: equation.id, severity: equation.severity, message, cells, section: "" };
}

/** @returns {string} the equation's line of words and numbers, such as 一 3119＋二 34＝三 3050＋四 103 */
export function summary(equation, figures) {
  return fill(equation.summary, [...equation.left, ...equation.right].map((c) => figures.get(c)));
}
