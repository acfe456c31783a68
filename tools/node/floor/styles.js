// Style sheets: at-rules, selectors, properties, words and functions of values, units.
import * as css from "css-tree";
import { data, settings, tooNew } from "./known.js";

const NEW_UNIT = /^([sld]v(w|h|i|b|min|max)|cq(w|h|i|b|min|max))$/; // Chromium 105 and 108
const TYPES = data.css.types;

/** @returns {Array<{line: number, message: string}>} */
export function faultsOfStyle(text, path) {
  const found = [];
  // Django's {{ }} and {% %} in the styles of a published page.
  const plain = text.replace(/\{\{.*?\}\}/g, "1").replace(/\{%.*?%\}/g, "");
  const ast = css.parse(plain, { positions: true, onParseError: ({ line, message }) => found.push({ line, message }) });
  css.walk(ast, {
    enter(node) {
      if (this.atrule?.name === "supports" && node !== this.atrule) return;
      for (const message of faultsOf(node, this)) if (message) found.push({ line: node.loc?.start.line ?? 0, message });
    },
  });
  return found;
}

function faultsOf(node, place) {
  switch (node.type) {
    case "Atrule":
      return [tooNew(data.css["at-rules"][node.name], `@${node.name}`)];
    case "Feature":
      return node.name in settings.plainer ? [] : [tooNew(data.css["at-rules"].media[node.name.replace(/^(min|max)-/, "")], `@media (${node.name})`)];
    case "FeatureRange":
      return [tooNew(data.css["at-rules"].media.range_syntax, "@media (a <= b)")];
    case "Rule":
      return place.rule && place.rule !== node ? [tooNew(data.css.selectors.nesting, "nesting")] : [];
    case "NestingSelector":
      return [tooNew(data.css.selectors.nesting, "nesting")];
    case "PseudoClassSelector":
    case "PseudoElementSelector":
      return node.name in settings.plainer ? [] : selector(node);
    case "Declaration":
      return declaration(node, place);
    default:
      return [];
  }
}

function selector(node) {
  if (node.name.startsWith("-")) return []; // for one browser on purpose
  const known = data.css.selectors[node.name];
  const list = node.children?.first;
  const isLong = node.name === "not" && list?.type === "SelectorList" &&
    (list.children.size > 1 || list.children.first.children.some(({ type }) => type === "Combinator"));
  return [tooNew(known, `:${node.name}()`), isLong && tooNew(known.selector_list ?? known.complex_selectors, ":not(a, b)")];
}

function declaration(node, place) {
  const { property, value } = node;
  if (property.startsWith("-") || property in settings.plainer) return [];
  if (hasPlainTwin(node, place.block)) return [];
  const known = place.atrule?.name === "page" ? data.css["at-rules"].page[property] : data.css.properties[property];
  const faults = [tooNew(known, property)];
  css.walk(value, (part) => {
    if (part.type === "Identifier" && !part.name.startsWith("-")) faults.push(tooNew(known?.[part.name.toLowerCase()], `${property}: ${part.name}`));
    if (part.type === "Function") faults.push(tooNew(functionOf(part.name), `${part.name}()`));
    if (part.type === "Dimension" && NEW_UNIT.test(part.unit)) faults.push(`${part.unit} is known from Chromium 105 on`);
  });
  return faults;
}

function functionOf(name) {
  return TYPES[name] ?? TYPES.color?.[name] ?? TYPES.gradient?.[name] ?? TYPES.image?.[name] ?? TYPES["transform-function"]?.[name];
}

/** The same property before it in its block, or its old name: who does not know this one keeps that. */
function hasPlainTwin(node, block) {
  const others = [...(block?.children ?? [])].filter((one) => one !== node);
  const before = others.filter((one) => one.loc.start.offset < node.loc.start.offset);
  return others.some((one) => one.property === `-webkit-${node.property}`) ||
    before.some((one) => one.property === node.property && !declaration(one, {}).some(Boolean));
}
