/** One action for all cells with the same doubt, and one to take it back. */

/**
 * Let the buttons of every line write into their cells at once, without a new page.
 * @param {() => void} changed  called after cells were written
 */
export function answerTogether(changed) {
  for (const line of document.querySelectorAll(".doubts li")) new Line(line, changed);
}

class Line {
  /**
   * @param {HTMLElement} line
   * @param {() => void} changed
   */
  constructor(line, changed) {
    Object.assign(this, { changed, written: [] });
    this.buttons = [...line.querySelectorAll("button[data-texts]")];
    this.texts = new Map(this.buttons.map((button) => [button, JSON.parse(button.dataset.texts)]));
    this.undo = this.makeUndo();
    line.querySelector(".doubt-answers").append(this.undo);
    for (const button of this.buttons) {
      button.addEventListener("click", (event) => {
        event.preventDefault();
        this.answer(button);
      });
    }
  }

  makeUndo() {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "plain-button", textContent: "撤回", hidden: true });
    button.addEventListener("click", () => this.putBack());
    return button;
  }

  /** Write what a button says into every cell that nobody has typed in. */
  answer(button) {
    const texts = Object.entries(this.texts.get(button));
    const open = texts.filter(([id]) => this.isOurs(id));
    this.written.push(open.map(([id, text]) => write(id, text)));
    this.undo.hidden = false;
    this.changed();
    say(`${told(button, texts, open)}。按“撤回”可以恢复。`);
  }

  isOurs(id) {
    const value = document.getElementById(id).value.trim();
    return value === "" || [...this.texts.values()].some((texts) => texts[id] === value);
  }

  /** Restore what stood before the last answer, but for what was typed since. */
  putBack() {
    const same = this.written.pop().filter(({ input, text }) => input.value === text);
    for (const { input, before } of same) restore(input, before);
    this.changed();
    say(`已撤回：${same.length} 格恢复为原来的样子。`);
    if (this.written.length) return;
    this.undo.hidden = true;
    this.buttons[0].focus();
  }
}

/** What was done: totals stay blank where their parts become 0. */
function told(button, texts, open) {
  const blank = button.value.startsWith("zero ") ? open.filter(([, text]) => !text).length : 0;
  const kept = texts.length - open.length;
  const rest = (blank ? `，合计 ${blank} 格留空` : "") + (kept ? `，另外 ${kept} 格已经单独改过，没有动` : "");
  return `${button.textContent.replace("都", "")}：${open.length - blank} 格${rest}`;
}

function write(id, text) {
  const input = document.getElementById(id);
  const cell = input.closest("td");
  const mark = cell.querySelector(".how");
  if (!mark) return writePictured(input, text);
  const before = { value: input.value, state: cell.dataset.state, left: cell.dataset.left, words: mark.innerHTML };
  input.value = text;
  cell.dataset.state = text ? "sure" : "missing";
  if (text) delete cell.dataset.left;
  else cell.dataset.left = "";
  mark.textContent = text ? `✓ 已填 ${text}` : "○ 留空";
  return { input, text, before };
}

/** What was read from a picture keeps its own mark: it is not settled by an answer for many. */
function writePictured(input, text) {
  const before = { value: input.value };
  input.value = text;
  input.dispatchEvent(new Event("input"));
  return { input, text, before };
}

function restore(input, { value, state, left, words }) {
  const cell = input.closest("td");
  input.value = value;
  if (!words) {
    input.dispatchEvent(new Event("input"));
    return;
  }
  cell.dataset.state = state;
  if (left === undefined) delete cell.dataset.left;
  else cell.dataset.left = left;
  cell.querySelector(".how").innerHTML = words;
}

function say(words) {
  document.getElementById("doubts-said").textContent = words;
}
