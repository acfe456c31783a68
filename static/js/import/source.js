/** The source of a file beside its figures, following the cell one is in; fetched once the page stands, for reading it takes a second. */

import { holding } from "../pages/staying.js";

const place = document.getElementById("source");

async function lay() {
  const answer = await fetch(place.dataset.url, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const sheet = page.getElementById("source-sheet");
  if (!sheet) return;
  // The link stays: whoever has the focus on it keeps it.
  holding(() => {
    place.querySelector(".source-here").append(document.adoptNode(sheet));
    place.closest(".look-page").classList.add("is-beside");
  });
  document.addEventListener("focusin", ({ target }) => follow(target));
  follow(document.activeElement);
}

/** Bring into sight where the figure of a cell was read, and light it up. @param {Element | null} element */
function follow(element) {
  const cell = element && element.closest("td[data-where]");
  if (!cell) return;
  const here = rowOf(cell) || pieceOf(cell.dataset.where);
  for (const before of place.querySelectorAll(".is-here")) before.classList.remove("is-here");
  if (!here) return;
  here.classList.add("is-here");
  // Only the pane moves; where it stands below the figures, nothing does.
  if (place.scrollHeight <= place.clientHeight) return;
  const [pane, box] = [place.getBoundingClientRect(), here.getBoundingClientRect()];
  const room = Math.max(0, (pane.height - box.height) / 2);
  if (box.top < pane.top || box.bottom > pane.bottom) place.scrollTop += box.top - pane.top - room;
}

/** The page or the table that the words of a place begin with, the longest name of all. */
function pieceOf(where) {
  const named = [...place.querySelectorAll("[data-where]")].filter((piece) => where.startsWith(piece.dataset.where));
  return named.sort((one, other) => other.dataset.where.length - one.dataset.where.length)[0];
}

/** The line of its table, where the place names one that has the words that were read. */
function rowOf(cell) {
  const line = /第(\d+)行/.exec(cell.dataset.where);
  const piece = pieceOf(cell.dataset.where);
  const row = line && piece && piece.querySelectorAll("tr")[line[1] - 1];
  const input = cell.querySelector("input");
  return row && input && row.textContent.includes(input.defaultValue) ? row : null;
}

// Whatever fails, the link to the source on a page of its own is there.
lay().catch(() => {});
