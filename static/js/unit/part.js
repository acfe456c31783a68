/** The page of a part of a report: the editor's tables, words, findings and saving, and nothing else of it. */
import { begin } from "../editor/beginning.js";
import { Sheet } from "../editor/sheet.js";

const byId = (id) => document.getElementById(id);
const sheet = new Sheet();

begin(steps());

function* steps() {
  yield* sheet.steps();
  sheet.form.addEventListener("submit", (event) => event.preventDefault());
  byId("hand-in-form")?.addEventListener("submit", handIn);
  sheet.start();
}

/** What is typed is saved first; where that cannot be, nothing is handed in. */
async function handIn(event) {
  event.preventDefault();
  const button = event.target.querySelector("[type=submit]");
  button.disabled = true;
  const saved = await sheet.saving.finish();
  button.disabled = false;
  byId("not-saved").hidden = saved;
  if (saved) event.target.submit();
}
