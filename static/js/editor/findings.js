/**
 * The panel of findings: sentences in the report's order, each leading to its cells or words. The
 * same list the clerk will be held to when handing in.
 */
import { isOpen, isUnwritten } from "../report/judging.js";

const SEVERITIES = ["error", "warning", "hint"];
const NAMES = { error: "错误", warning: "提醒", hint: "提示", unwritten: "还没写" };
const ICONS = { error: "✕", warning: "！", hint: "ⓘ", unwritten: "○" };
const QUIET = 900; // ms without a change before a screen reader is told

export class FindingsPanel {
  #items = new Map();
  #hidden = new Set();
  #told = new Set();
  /** Whether handing in was tried: from then on what is not written stands in the way like any error. */
  #tried = false;

  /**
   * @param {import("../report/state.js").ReportState} state
   * @param {HTMLElement} panel
   * @param {{go: (finding: object, from: HTMLElement) => void, announce: (text: string) => void}} desk
   */
  constructor(state, panel, desk) {
    Object.assign(this, { state, panel, desk });
    this.list = panel.querySelector("#findings-list");
    this.filter = panel.querySelector("#findings-filter");
    this.fold = panel.querySelector("#findings-fold");
    this.buttons = new Map(SEVERITIES.map((severity) => [severity, this.#filterButton(severity)]));
    this.filter.replaceChildren(...this.buttons.values());
    this.fold.hidden = false;
    this.fold.addEventListener("click", () => this.open(this.fold.ariaExpanded !== "true"));
    this.list.addEventListener("click", (event) => this.#chosen(event));
    this.list.replaceChildren();
    state.addEventListener("findings", () => this.show());
    this.#told = new Set(state.findings.map(({ key }) => key));
    this.show();
  }

  /** @param {boolean} wide  whether the list is unfolded */
  open(wide) {
    this.fold.ariaExpanded = String(wide);
    this.fold.textContent = wide ? "收起" : "展开";
    this.panel.classList.toggle("is-folded", !wide);
  }

  /** @returns {object[]} what stands in the way of handing in */
  get errors() {
    return this.state.findings.filter(({ severity }) => severity === "error");
  }

  /** Say what is still open and go to the first. */
  refuse(act) {
    const [first] = this.errors;
    this.#tried = true;
    this.#hidden.delete("error");
    this.show();
    this.open(true);
    this.desk.announce(`还有 ${this.errors.length} 项没有填好，暂时不能${act}。${first.message}`);
    this.notice ??= this.list.parentElement.insertBefore(document.createElement("p"), this.list);
    this.notice.className = "notice is-error";
    this.notice.textContent = `还有 ${this.errors.length} 项没有填好，暂时不能${act}。请从第一项改起。`;
    this.desk.go(first, this.#items.get(first.key).querySelector("a"));
  }

  /** Bring the sentence of a finding forward, for somebody who clicked on its words. */
  point(key) {
    this.open(true);
    this.#items.get(key)?.querySelector("a").focus();
  }

  show() {
    const { findings } = this.state;
    if (!this.errors.length) this.notice?.remove();
    if (!this.errors.length) this.notice = undefined;
    for (const [severity, button] of this.buttons) this.#count(severity, button, findings);
    const items = new Map();
    for (const finding of findings) {
      if (this.#hidden.has(this.#kindOf(finding))) continue;
      const key = finding.key;
      if (!items.has(key)) items.set(key, this.#lineOf(finding));
    }
    for (const [key, element] of this.#items) if (items.get(key) !== element) element.remove();
    this.#items = items;
    this.#lay([...items.values()]);
    this.panel.classList.toggle("is-clear", !findings.length);
    this.#tellSoon();
  }

  /** @returns {"error"|"warning"|"hint"|"unwritten"} how a finding is shown */
  #kindOf(finding) {
    return isUnwritten(finding) && !this.#tried ? "unwritten" : finding.severity;
  }

  /** The line of a finding: the one on the page, where somebody may be writing, unless it says other things now. */
  #lineOf(finding) {
    const kind = this.#kindOf(finding);
    const look = JSON.stringify([kind, finding.accepted?.reason, finding.help, finding.fixes]);
    const before = this.#items.get(finding.key);
    if (before?.dataset.look === look) return before;
    const line = item(finding, kind);
    line.dataset.look = look;
    if (finding.fixes?.length && !this.state.report.frozen) line.append(this.#adoptButton(finding));
    line.append(...this.desk.keeping.about(finding));
    return line;
  }

  #adoptButton(finding) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain-button";
    button.textContent = fixWords(finding.fixes);
    button.addEventListener("click", () => {
      this.desk.adopt(finding);
      this.desk.announce("已改好");
    });
    return button;
  }

  /** Put items in order, moving only those out of place. */
  #lay(elements) {
    elements.forEach((element, n) => {
      if (this.list.children[n] !== element) this.list.insertBefore(element, this.list.children[n] ?? null);
    });
  }

  #count(severity, button, findings) {
    const count = findings.filter((finding) => this.#kindOf(finding) === severity && isOpen(finding)).length;
    const text = `${ICONS[severity]} ${NAMES[severity]} ${count}`;
    if (button.textContent !== text) button.textContent = text;
    button.classList.toggle("is-none", !count);
    button.ariaPressed = String(!this.#hidden.has(severity));
  }

  #filterButton(severity) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `is-${severity}`;
    button.addEventListener("click", () => {
      if (!this.#hidden.delete(severity)) this.#hidden.add(severity);
      this.show();
    });
    return button;
  }

  #chosen(event) {
    const link = event.target.closest("li > a");
    if (!link) return;
    event.preventDefault();
    const key = link.parentElement.dataset.key;
    const finding = this.state.findings.find((one) => one.key === key);
    if (finding) this.desk.go(finding, link);
  }

  #tellSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#tell(), QUIET);
  }

  /** Tell what is new, once the clerk pauses; the blanks shrink with every figure and stay unsaid. */
  #tell() {
    const keys = new Set(this.state.findings.map(({ key }) => key));
    const fresh = this.state.findings.filter((finding) => !this.#told.has(finding.key) && !isUnwritten(finding));
    const mended = [...this.#told].some((key) => !keys.has(key) && !key.startsWith("cell.blank"));
    this.#told = keys;
    const errors = this.errors.filter((finding) => !isUnwritten(finding)).length;
    if (fresh.length) this.desk.announce(fresh.slice(0, 3).map(({ message }) => message).join(" "));
    else if (mended) this.desk.announce(errors ? `已改好，还有 ${errors} 处错误` : "已改好，没有错误");
  }
}

function item(finding, kind) {
  const line = document.createElement("li");
  line.className = `is-${kind}${isOpen(finding) ? "" : " is-kept"}`;
  line.dataset.key = finding.key;
  const link = document.createElement("a");
  link.href = `#${finding.cells?.[0] || finding.section}`;
  const icon = document.createElement("span");
  icon.className = "icon";
  icon.textContent = ICONS[kind];
  icon.role = "img";
  icon.ariaLabel = NAMES[kind];
  link.append(icon, " ", finding.message);
  line.append(link);
  return line;
}

/** What 采纳 will do, in a few words. */
function fixWords(fixes) {
  const [[, , , words]] = fixes;
  if (fixes.length > 1) return `采纳：改好 ${fixes.length} 处`;
  return words ? `采纳：改为“${words}”` : "采纳：删去空格";
}
