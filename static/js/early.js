/** What a clerk typed into the plain form before the editor was there: slow lines and old machines. */
import { escaped } from "./prose/line.js";

/**
 * @param {HTMLFormElement} form
 * @returns {Array<[string, string]>} cells and sections whose text differs from what the server sent
 */
export function typedBefore(form) {
  return [...form.elements]
    .filter(({ type, readOnly, disabled }) => /^text(area)?$/.test(type) && !readOnly && !disabled)
    .filter(({ value, defaultValue }) => value !== defaultValue)
    .map(({ name, value }) => [name, value]);
}

/**
 * Take it in as if it were typed now.
 * @param {import("./state.js").ReportState} state  @param {Array<[string, string]>} typed
 */
export function takeTyped(state, typed) {
  const sections = typed.filter(([place]) => state.narrative(place));
  const cells = typed.filter(([place]) => state.figure(place));
  if (cells.length) state.enter(cells);
  for (const [section, text] of sections) state.write(section, paragraphs(text), { origin: "restore" });
}

/** Lines of plain text become paragraphs; what is mark-up already stays. */
function paragraphs(text) {
  if (/<(p|h3|h4|ul|ol|table)\b/.test(text)) return text;
  return text.split("\n").map((line) => `<p>${escaped(line)}</p>`).join("");
}
