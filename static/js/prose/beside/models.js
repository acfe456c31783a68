/**
 * 提纲和例子: passages that the edition offers for a section, with what is known filled in. Nothing is
 * written unasked; a button puts one into the text. What is not known stays a blank (text.empty).
 */
export const BLANK = "____";

/**
 * @param {HTMLElement} place  the element that holds `[data-model]`
 * @param {import("../../report/state.js").ReportState} state
 * @param {(words: string) => void} write
 */
export function offerModels(place, state, write) {
  const models = [...place.querySelectorAll("[data-model]")];
  for (const item of models) item.querySelector(".model-words").after(button(() => write(words(item, state))));
  place.querySelector(".models")?.addEventListener("toggle", () => {
    for (const item of models) item.querySelector(".model-words").textContent = words(item, state);
  });
}

function words(item, state) {
  const { known } = state.report;
  const said = (name) => known[name] || (state.edition.cells[name] && state.figure(name).value) || BLANK;
  return item.dataset.model.replace(/\{([\w.]+)\}/g, (whole, name) => said(name));
}

function button(act) {
  const element = document.createElement("button");
  Object.assign(element, { type: "button", className: "btn btn-sm btn-outline-primary", textContent: "写入正文" });
  element.addEventListener("click", act);
  return element;
}
