/**
 * Headings by their numbers: （一）… is one of the first level, 1.… of the second. The rule is that
 * of reports/document/narrative/headings.py; tests/document/narrative/headings.json holds the two together.
 */
/** Characters of the longest line that may be a heading. */
export const LONGEST = 40;
const NUMBERS = {
  3: /^[（(]\s?([一二三四五六七八九十百]{1,4})\s?[）)]\s*/,
  4: /^([0-9０-９]{1,2})\s?[.．、]\s*(?![0-9０-９])/,
};
const SENTENCE = /。|[；;，,、]$/;
const DIGITS = "零一二三四五六七八九";

/** @returns {0|3|4} the level of a line that is a heading, else 0 */
export function headingLevel(line) {
  const text = line.trim();
  if ([...text].length > LONGEST || SENTENCE.test(text)) return 0;
  const found = numberOf(text);
  return found && found.length < text.length ? found.level : 0;
}

/** @returns {{level: 3|4, length: number, value: number}|null} the number that a line opens with */
export function numberOf(text) {
  for (const level of [3, 4]) {
    const match = NUMBERS[level].exec(text);
    if (match) return { level, length: match[0].length, value: valueOf(match[1]) };
  }
  return null;
}

function valueOf(number) {
  const arabic = number.replace(/[０-９]/g, (digit) => "０１２３４５６７８９".indexOf(digit));
  if (/^\d+$/.test(arabic)) return Number(arabic);
  const [tens, ones] = number.includes("十") ? number.split("十") : ["零", number];
  return 10 * (tens ? DIGITS.indexOf(tens) : 1) + (ones ? DIGITS.indexOf(ones) : 0);
}

/** @returns {string} 一, 十二, 二十 … up to 99 */
export function chineseNumber(value) {
  const tens = Math.floor(value / 10);
  const ones = value % 10 ? DIGITS[value % 10] : "";
  if (!tens) return ones;
  return `${tens > 1 ? DIGITS[tens] : ""}十${ones}`;
}
