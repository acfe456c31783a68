import "./queue.js";

/** The review page: a click on a cell or heading chooses the place to remark on. */
const form = document.getElementById("remark-form");

/** @param {string} place  a cell's or section's id */
function choose(place) {
  form.elements.place.value = place;
  form.elements.text.focus();
}

if (form) {
  const sheet = document.querySelector(".sheet");
  sheet.classList.add("is-reviewed");
  sheet.addEventListener("click", ({ target }) => {
    if (target.closest(".remark, .cell-remark")) return;
    const cell = target.closest("[data-cell]");
    const heading = target.closest(".part > h2");
    if (cell) choose(cell.dataset.cell);
    else if (heading) choose(heading.parentElement.id);
  });
}
document.documentElement.classList.add("has-script");
