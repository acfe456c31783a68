// Since which Chromium a feature of MDN's browser-compat-data is known.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

export const settings = JSON.parse(readFileSync(new URL("../floor.json", import.meta.url), "utf8"));
export const data = createRequire(import.meta.url)("@mdn/browser-compat-data");

/** @returns {number} the first version from the floor on with the feature under its own name */
export function since(feature) {
  const support = feature?.__compat?.support?.chrome;
  if (!support) return 0; // not recorded: nothing can be said
  const plain = [support].flat().filter((one) => !one.prefix && !one.alternative_name && !one.flags);
  const spans = plain.map((one) => [number(one.version_added), number(one.version_removed)]);
  const first = spans.filter(([, end]) => end > settings.chromium).map(([start]) => start);
  return Math.min(Infinity, ...first);
}

function number(version) {
  return /^\D?\d/.test(version) ? parseInt(version.replace("≤", ""), 10) : Infinity;
}

/** @returns {string|undefined} what is wrong with using the feature */
export function tooNew(feature, name) {
  const first = since(feature);
  if (first <= settings.chromium) return undefined;
  return `${name} is known from ${first === Infinity ? "no Chromium" : `Chromium ${first}`} on`;
}
