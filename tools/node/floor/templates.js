// Templates: elements and attributes of HTML.
import { data, tooNew } from "./known.js";

const { elements, global_attributes: everywhere } = data.html;

/** @returns {Array<{line: number, message: string}>} */
export function faultsOfTemplate(text) {
  const found = [];
  const plain = text.replace(/\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}/gs, (code) => code.replace(/[^\n]/g, " "));
  for (const { 1: name, 2: attributes, index } of plain.matchAll(/<([a-z][a-z0-9]*)((?:\s+[^<>"']*(?:"[^"]*"|'[^']*')?)*)/g)) {
    const line = plain.slice(0, index).split("\n").length;
    const element = elements[name];
    const messages = [tooNew(element, `<${name}>`)];
    for (const [, attribute] of attributes.replace(/"[^"]*"|'[^']*'/g, "").matchAll(/([a-z-]+)/g)) {
      messages.push(tooNew(element?.[attribute] ?? everywhere[attribute], `<${name} ${attribute}>`));
    }
    found.push(...messages.filter(Boolean).map((message) => ({ line, message })));
  }
  return found;
}
