/**
 * Finding the row and column that a copied table's captions mean. Captions in circulation lose
 * numerals, gain spaces and explanations, and swap brackets; only their words are compared.
 */
const NUMERAL = /^\s*(?:\(?[一二三四五六七八九十]+[)、.]+|\(?\d+[.、)]+)\s*/;
const LEAST = 3; // characters that a part of a caption must have to stand for the whole

/** @returns {string[]} the words of a caption, with and without what stands in brackets */
export function wordings(caption) {
  const text = caption.normalize("NFKC").replace(/\s+/g, "").replace(NUMERAL, "");
  const han = (words) => words.replace(/[^\p{Script=Han}]/gu, "");
  return [...new Set([han(text), han(text.replace(/\([^()]*\)/g, ""))])].filter(Boolean);
}

/** @returns {boolean} whether the text has words at all */
export function hasWords(text) {
  return /\p{Script=Han}{2}/u.test(text) && !/^[\d.,]+\s*万元$/u.test(text);
}

export class CaptionIndex {
  #exact = new Map();
  #known = [];

  /** @param {Array<[string, any]>} captions  each caption with what it stands for */
  constructor(captions) {
    for (const [caption, target] of captions) {
      for (const words of wordings(caption)) {
        if (!this.#exact.has(words)) this.#exact.set(words, target);
        this.#known.push([words, target]);
      }
    }
  }

  /** @returns {any} what the caption stands for; undefined when it is none or could be several */
  find(text) {
    const asked = wordings(text);
    for (const words of asked) if (this.#exact.has(words)) return this.#exact.get(words);
    const near = this.#known.filter(([words]) => asked.some((other) => alike(words, other)));
    const targets = new Set(near.map(([, target]) => target));
    return targets.size === 1 ? [...targets][0] : undefined;
  }
}

function alike(one, other) {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length >= LEAST && long.includes(short);
}
