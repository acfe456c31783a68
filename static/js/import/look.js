/** The look at a file: counts follow what is put right, a button leads to what is still open. */

import { answerTogether } from "./doubts.js";

const OPEN = ["unsure", "missing"];
const cells = [...document.querySelectorAll("td[data-state]")];
const next = document.getElementById("next-open");

for (const cell of cells) {
  const input = cell.querySelector("input");
  const mark = cell.querySelector(".how");
  const before = { state: cell.dataset.state, words: mark.innerHTML };
  input.addEventListener("input", () => {
    const settled = input.value.trim() !== "";
    delete cell.dataset.left;
    cell.dataset.state = settled ? "sure" : before.state === "sure" ? "missing" : before.state;
    if (settled) mark.textContent = input.value === input.defaultValue ? "✓" : "✓ 已改";
    else mark.innerHTML = before.state === "sure" ? "○ 未填" : before.words;
    count();
  });
  // To look at a doubtful figure and go on is to settle it only when Enter says so.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (input.value.trim()) {
      cell.dataset.state = "sure";
      mark.textContent = "✓";
      count();
    }
    forward(cell);
  });
}
for (const part of document.querySelectorAll(".look-part")) {
  const choice = part.querySelector(".choice input");
  const follow = () => part.classList.toggle("is-left-out", !choice.checked);
  choice?.addEventListener("change", follow);
  if (choice) follow();
}
answerTogether(count);
next.addEventListener("click", () => forward(document.activeElement?.closest("td[data-state]")));
count();

function count() {
  for (const place of document.querySelectorAll("[data-count]")) {
    place.textContent = cells.filter((cell) => cell.dataset.state === place.dataset.count).length;
  }
  const open = cells.filter(isOpen).length;
  next.hidden = open === 0;
  next.textContent = `下一个要核对的格（还有 ${open} 格）`;
}

/** Whether a cell still waits for a person: one that was left blank on purpose does not. */
function isOpen(cell) {
  return OPEN.includes(cell.dataset.state) && cell.dataset.left === undefined;
}

/** Go to the first open cell after `cell`, or to the first of all. */
function forward(cell) {
  const from = cells.indexOf(cell) + 1;
  const open = [...cells.slice(from), ...cells.slice(0, from)].find(isOpen);
  if (!open) return;
  open.querySelector("input").focus();
  open.scrollIntoView({ block: "center", inline: "nearest" });
}
