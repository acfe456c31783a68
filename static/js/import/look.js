/** The look at a file: counts follow what is put right, a button leads to what is still open. */

import { answerTogether } from "./doubts.js";
import { comparing } from "./comparing.js";

const OPEN = ["unsure", "missing"];
const cells = [...document.querySelectorAll("td[data-state]")];
const next = document.getElementById("next-open");
const pictured = comparing(cells, count);

for (const cell of cells) {
  const input = cell.querySelector("input");
  const mark = cell.querySelector(".how");
  if (mark) follow(cell, input, mark);
  // To look at a doubtful figure and go on is to settle it only when Enter says so.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (event.shiftKey) {
      backward(cell);
      return;
    }
    if (event.ctrlKey || event.metaKey) pictured.confirmRow(cell);
    else if (!mark) pictured.confirm(cell);
    else if (input.value.trim()) {
      cell.dataset.state = "sure";
      mark.textContent = "✓";
    }
    count();
    forward(cell);
  });
}
for (const part of document.querySelectorAll(".look-part")) {
  const choice = part.querySelector(".choice input");
  const follow = () => part.classList.toggle("is-left-out", !choice.checked);
  choice?.addEventListener("change", follow);
  if (choice) follow();
}
document.documentElement.classList.add("has-script");
answerTogether(count);
next.addEventListener("click", () => forward(document.activeElement?.closest("td[data-state]")));
count();

function follow(cell, input, mark) {
  const before = { state: cell.dataset.state, words: mark.innerHTML };
  input.addEventListener("input", () => {
    const settled = input.value.trim() !== "";
    delete cell.dataset.left;
    cell.dataset.state = settled ? "sure" : before.state === "sure" ? "missing" : before.state;
    if (settled) mark.textContent = input.value === input.defaultValue ? "✓" : "✓ 已改";
    else mark.innerHTML = before.state === "sure" ? "○ 未填" : before.words;
    count();
  });
}

function count() {
  for (const place of document.querySelectorAll("[data-count]")) {
    const alike = cells.filter((cell) => !pictured.has(cell) && cell.dataset.state === place.dataset.count);
    place.textContent = alike.length;
  }
  pictured.count();
  const open = cells.filter(isOpen).length;
  next.hidden = open === 0;
  next.textContent = `下一个要核对的格（还有 ${open} 格）`;
}

/** Whether a cell still waits for a person: one that was left blank on purpose does not. */
function isOpen(cell) {
  if (pictured.has(cell)) return pictured.waits(cell);
  return OPEN.includes(cell.dataset.state) && cell.dataset.left === undefined;
}

/** Go to the first open cell after `cell`, or to the first of all. */
function forward(cell) {
  const from = cells.indexOf(cell) + 1;
  go([...cells.slice(from), ...cells.slice(0, from)].find(isOpen));
}

/** Go to the cell before: to look again at what was just confirmed. */
function backward(cell) {
  go(cells[cells.indexOf(cell) - 1]);
}

function go(cell) {
  if (!cell) return;
  const input = cell.querySelector("input");
  input.focus();
  input.select();
  cell.scrollIntoView({ block: "center", inline: "nearest" });
}
