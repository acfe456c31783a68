/** The editor page: a whole report to fill in, with its index, preview and handing in. */
import { answerInPlace } from "./answers.js";
import { begin } from "./beginning.js";
import { remarkToColleagues } from "./colleague.js";
import { offerHandingIn } from "./handing.js";
import { Outline } from "./outline.js";
import { offerPreview } from "./preview.js";
import { Sheet } from "./sheet.js";

const LOUD = new Set(["offline", "failing", "busy", "expired", "refused"]);
const byId = (id) => document.getElementById(id);
const sheet = new Sheet();

begin(steps());

function* steps() {
  yield* sheet.steps();
  const { state, saving, panel, announce } = sheet;
  new Outline(state, document.querySelector(".outline"));
  yield;
  saving.addEventListener("state", () => {
    if (LOUD.has(saving.name)) announce(byId("save-state").textContent);
  });
  offerPreview({ link: byId("preview-link"), pane: byId("preview-pane") }, saving);
  sheet.form.addEventListener("submit", (event) => event.preventDefault());
  answerInPlace(announce);
  remarkToColleagues(announce);
  const handIn = byId("submit-form");
  if (handIn) offerHandingIn(handIn, { saving, panel, place: byId("conflicts") });
  addEventListener("hashchange", goToAddress);
  document.querySelector(".conflicts").addEventListener("click", goToConflict);
  document.addEventListener("click", closeMenus);
  goToAddress();
  sheet.start();
}

/** An address such as #requests.new.total leads to its cell. */
function goToAddress() {
  const place = decodeURIComponent(location.hash.slice(1));
  if (sheet.desk.has(place)) sheet.desk.focus(place);
}

function goToConflict(event) {
  const link = event.target.closest("a");
  if (!link?.hash || !sheet.desk.has(link.hash.slice(1))) return;
  event.preventDefault();
  sheet.desk.focus(link.hash.slice(1));
}

function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}
