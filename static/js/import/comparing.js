/** Figures to be compared with their picture or source: each waits for a person, and the marks are kept. */

import { postForm } from "../report/server.js";

const PAUSE = 1500; // milliseconds after the last mark

/**
 * @param {HTMLElement[]} cells  all cells of the look
 * @param {() => void} changed  called when marks have changed
 */
export function comparing(cells, changed) {
  return new Comparing(cells, changed);
}

class Comparing {
  constructor(cells, changed) {
    const boxes = cells.map((cell) => [cell, cell.querySelector(".look-mark input")]);
    const kept = document.getElementById("look-kept"); // without it the form's own button keeps the marks
    Object.assign(this, { changed, kept, timer: 0, boxes: new Map(boxes.filter(([, box]) => box)) });
    this.read = new Map([...this.boxes.keys()].map((cell) => [cell, figure(cell).value]));
    if (this.boxes.size) this.listen();
  }

  listen() {
    for (const [cell, box] of this.boxes) {
      box.addEventListener("change", () => this.moved());
      // Whoever types a figure has looked; whoever empties the cell has nothing to confirm.
      figure(cell).addEventListener("input", () => {
        const value = figure(cell).value.trim();
        box.checked = value !== "" && value !== this.read.get(cell);
        this.moved();
      });
    }
    for (const button of document.querySelectorAll(".look-row")) {
      button.addEventListener("click", (event) => {
        event.preventDefault();
        this.confirmRow(button.closest("tr").querySelector("td[data-state]"));
      });
    }
    // What is closed within the pause is kept as well.
    window.addEventListener("pagehide", () => this.timer && this.keep({ keepalive: true }));
  }

  has(cell) {
    return this.boxes.has(cell);
  }

  waits(cell) {
    return !this.boxes.get(cell).checked;
  }

  confirm(cell) {
    if (!figure(cell).value.trim()) return;
    this.boxes.get(cell).checked = true;
    this.moved();
  }

  /** Confirm what sums confirm in the cell's row, as it was read. */
  confirmRow(cell) {
    for (const one of this.alike(cell.closest("tr"))) this.boxes.get(one).checked = true;
    this.moved();
  }

  alike(row) {
    return [...this.boxes.keys()].filter((cell) =>
      row.contains(cell) && agrees(cell) && figure(cell).value === this.read.get(cell));
  }

  moved() {
    if (this.kept) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), PAUSE);
      this.say("");
    } else {
      // For whoever would leave without saving (pages/unsaved.js).
      document.getElementById("look-form").dispatchEvent(new Event("input"));
    }
    this.changed();
  }

  count() {
    if (!this.boxes.size) return;
    const done = (within) => [...this.boxes].filter(([cell, box]) => box.checked && within.contains(cell)).length;
    const all = done(document);
    document.getElementById("look-done").textContent = all;
    document.getElementById("look-progress").value = all;
    for (const place of document.querySelectorAll(".look-done")) {
      place.textContent = done(place.closest(".look-part"));
    }
    for (const button of document.querySelectorAll(".look-row")) {
      const open = this.alike(button.closest("tr")).filter((cell) => this.waits(cell)).length;
      button.hidden = open === 0;
      button.textContent = `＝ ${open} 格都对`;
    }
  }

  /** Keep the marks and figures with the file: whoever comes back goes on there. */
  async keep(options = {}) {
    clearTimeout(this.timer);
    this.timer = 0;
    const fields = new FormData(document.getElementById("look-form"));
    fields.append("keep", "keep");
    const { status, body } = await postForm(location.pathname, fields, options);
    this.say(status === 200 ? "核对进度已保存" : "核对进度没有保存，继续核对时会再试");
    if (status === 200) this.weigh(new Set(body.sure));
  }

  say(words) {
    this.kept.textContent = words;
  }

  /** Show what sums confirm as the figures now stand: one put right may settle its neighbours. */
  weigh(sure) {
    for (const [cell, box] of this.boxes) {
      cell.dataset.state = sure.has(box.value) ? "sure" : "unsure";
      const words = figure(cell).value.trim() ? "待核对" : "没认出";
      cell.querySelector(".todo").textContent = `${sure.has(box.value) ? "＝" : "？"} ${words}`;
    }
    this.changed();
  }
}

function figure(cell) {
  return cell.querySelector("input");
}

/** Whether the sums of a cell's row and column hold: in a scan that makes it sure. */
function agrees(cell) {
  return cell.dataset.state === "sure" || "agrees" in cell.dataset;
}
