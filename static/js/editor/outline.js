/** The index: for each section how far it is and what is wrong; it follows the page. */
import { isOpen, isUnwritten, placeOf } from "../report/judging.js";

export class Outline {
  #shown = new Map();

  /**
   * @param {import("../report/state.js").ReportState} state
   * @param {HTMLElement} nav
   */
  constructor(state, nav) {
    this.state = state;
    this.links = new Map([...nav.querySelectorAll("[data-outline]")].map((a) => [a.dataset.outline, a]));
    this.select = nav.querySelector("select");
    this.#offer();
    for (const name of ["figures", "narrative", "findings"]) {
      state.addEventListener(name, () => this.show());
    }
    this.show();
    this.#follow();
  }

  #offer() {
    const options = state => [...this.links.keys()].map((id) => new Option(captionOf(state, id), id));
    this.select.replaceChildren(...options(this.state));
    this.select.addEventListener("change", () => {
      document.getElementById(this.select.value).scrollIntoView();
    });
  }

  show() {
    const counts = countBySection(this.state.findings);
    for (const [id, link] of this.links) {
      const marks = marksOf(this.state, id, counts.get(id) ?? { error: 0, warning: 0 });
      const text = marks.map(([mark]) => mark).join(" ");
      if (this.#shown.get(id) === text) continue;
      this.#shown.set(id, text);
      link.querySelector(".outline-marks").replaceChildren(...marks.map(element));
      const option = [...this.select.options].find(({ value }) => value === id);
      const remarks = link.querySelector(".outline-remarks > span")?.textContent ?? "";
      // On a telephone there is room for one mark: the gravest stands first.
      option.textContent = `${captionOf(this.state, id)}　${marks[0][0]} ${remarks}`.trim();
    }
  }

  /** Mark the section that the cursor is in while one sees it; else the one at the top of the window. */
  #follow() {
    const seen = new Set();
    const parts = [...this.links.keys()].map((id) => document.getElementById(id));
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) seen.add(target);
          else seen.delete(target);
        }
        show();
      },
      { rootMargin: "-25% 0px -60% 0px" },
    );
    parts.forEach((part) => observer.observe(part));
    let cursor;
    const show = () => this.#mark(cursor ?? parts.find((part) => seen.has(part)));
    const sight = new IntersectionObserver((entries) => {
      const { target, isIntersecting } = entries[entries.length - 1];
      cursor = isIntersecting ? parts.find((part) => part.contains(target)) : undefined;
      show();
    });
    document.addEventListener("focusin", ({ target }) => {
      sight.disconnect();
      cursor = undefined;
      if (parts.some((part) => part.contains(target))) sight.observe(target);
    });
  }

  #mark(part) {
    if (!part) return;
    for (const [id, link] of this.links) {
      if (id === part.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    this.select.value = part.id;
  }
}

function captionOf({ edition }, id) {
  return edition.sections.find((section) => section.id === id).caption;
}

function countBySection(findings) {
  const counts = new Map();
  for (const finding of findings) {
    if (isUnwritten(finding) || !isOpen(finding)) continue;
    const section = placeOf(finding);
    const count = counts.get(section) ?? { error: 0, warning: 0, hint: 0 };
    count[finding.severity] += 1;
    counts.set(section, count);
  }
  return counts;
}

/** @returns {Array<[string, string, string]>} mark, its look, what it says to a screen reader */
function marksOf(state, id, { error, warning }) {
  const table = state.edition.tables.find((one) => one.id === id);
  const { blanks, begun } = table ? tableProgress(state, table) : { blanks: 0, begun: state.hasWords(id) };
  const optional = !state.edition.sections.find((section) => section.id === id).required;
  if (!begun) return optional ? [["可不写", "is-quiet", ""]] : [["○", "is-quiet", "未开始"]];
  const marks = [];
  if (error) marks.push([`${error}✕`, "is-error", `${error} 处错误`]);
  if (warning) marks.push([`${warning}！`, "is-warning", `${warning} 处提醒`]);
  if (blanks) marks.push([`●${blanks}`, "is-open", `${blanks} 格未填`]);
  return marks.length ? marks : [["✓", "is-well", "已完成"]];
}

function tableProgress(state, { blocks }) {
  const cells = blocks.flat().filter((cell) => state.figure(cell).manual || !state.isComputed(cell));
  const blanks = cells.filter((cell) => state.isBlank(cell)).length;
  return { blanks, begun: blanks < cells.length };
}

function element([mark, look, words]) {
  const span = document.createElement("span");
  span.className = look;
  const icon = document.createElement("span");
  icon.textContent = mark;
  if (!words) return icon;
  icon.ariaHidden = "true";
  const spoken = document.createElement("span");
  spoken.className = "visually-hidden";
  spoken.textContent = `，${words}`;
  span.append(icon, spoken);
  span.title = words;
  return span;
}
