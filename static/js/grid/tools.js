/**
 * What stands at a table's head: the blanks and how to fill them, last year's figures, the keys, and
 * one line about what was pasted. Beside each row and block, its own way to fill with 0.
 */
import { hiddenWords } from "./clipboard/showing.js";

/**
 * @param {import("./grid.js").Grid} grid
 * @param {{go: (cell: string) => void}} desk
 */
export function addTools(grid, desk) {
  const tools = grid.cells.box.querySelector(".grid-tools");
  const { frozen, previous } = grid.state.report;
  if (!frozen) {
    tools.append(fillButton("全部填 0", () => fill(grid, grid.cells.all)));
    addLineButtons(grid);
  }
  if (grid.cells.all.some((cell) => previous[cell] !== undefined)) tools.append(previousToggle(grid));
  if (!frozen) tools.append(keys());
  const message = document.createElement("div");
  message.className = "grid-message";
  message.setAttribute("role", "status");
  // Over what stands there, in sight and out of the way: the table does not move under the mouse.
  tools.before(message);
  return { say: (outcome) => say(message, pasteWords(outcome, grid, desk, message), grid.state, outcome.changed) };
}

/** Show what came of a paste, until it is undone, or typing goes on where nothing was left open. */
function say(message, words, state, changed = []) {
  const bubble = document.createElement("div");
  bubble.append(...words);
  message.replaceChildren(bubble);
  const isOpen = Boolean(bubble.querySelector("ul"));
  const stands = ([cell, text]) => {
    const { value, fault } = state.read(cell, text);
    const now = state.figure(cell);
    return fault ? now.text === text : now.value === value;
  };
  const follow = ({ detail: { origin } }) => {
    const isUndone = origin === "undo" && !changed.some(stands);
    if (bubble.isConnected && !isUndone && (isOpen || origin !== "typing")) return;
    bubble.remove();
    state.removeEventListener("figures", follow);
  };
  state.addEventListener("figures", follow);
}

function button(text, act, name = "plain-button") {
  const element = document.createElement("button");
  element.type = "button";
  element.className = name;
  element.textContent = text;
  element.addEventListener("click", act);
  return element;
}

function fillButton(text, act) {
  const element = button(text, act);
  element.dataset.fill = "";
  return element;
}

/** One button that follows the row in use or under the pointer, and one at each block's heading. */
function addLineButtons(grid) {
  const { cells } = grid;
  const line = button("填 0", () => fill(grid, row), "plain-button line-fill");
  line.ariaLabel = "本行填 0";
  line.title = "本行的空格都填 0";
  let row = [];
  const follow = (event) => {
    const cell = event.target.closest("tbody tr")?.querySelector("td[data-cell]")?.dataset.cell;
    if (!cell || event.target === line) return;
    row = cells.lineOf(cell);
    const caption = cells.td(cell).parentElement.querySelector("th:last-of-type");
    if (!caption || openIn(grid, row).length < 2) line.remove();
    else if (line.parentElement !== caption) hang(line, caption);
  };
  cells.box.addEventListener("focusin", follow);
  cells.box.addEventListener("pointerover", follow);
  const headings = cells.box.querySelectorAll("th.is-heading");
  for (const heading of headings.length > 1 ? headings : []) {
    const first = heading.closest("table").querySelector("td[data-cell]").dataset.cell;
    heading.append(fillBlock(grid, cells.blockOf(first)));
  }
}

/** Hang the button on its row's end, beside the table: it would cover words in it. */
function hang(line, caption) {
  const end = caption.parentElement.getBoundingClientRect().right - caption.getBoundingClientRect().left;
  line.style.setProperty("--row-end", `${end}px`);
  caption.append(line);
}

/** Fill what is blank and say so; its button goes, the cursor stays in these cells. */
function fill(grid, cells) {
  const open = openIn(grid, cells);
  grid.fillBlanks(cells);
  grid.focus(cells.includes(grid.active) && cells !== grid.cells.all ? grid.active : (open[0] ?? cells[0]));
  grid.desk.announce(`已填 0：${open.length} 格。Ctrl＋Z 撤销。`);
}

function openIn({ state }, cells) {
  return cells.filter((cell) => state.isBlank(cell) && !state.isLocked(cell));
}

function fillBlock(grid, block) {
  const element = button("本块填 0", () => fill(grid, block), "plain-button block-fill");
  const follow = () => {
    element.hidden = !openIn(grid, block).length;
  };
  grid.state.addEventListener("figures", follow);
  follow();
  return element;
}

function previousToggle(grid) {
  const toggle = button("显示上年数字", () => {
    const on = toggle.ariaPressed !== "true";
    toggle.ariaPressed = String(on);
    grid.cells.box.classList.toggle("shows-previous", on);
    for (const cell of on ? grid.cells.all : []) showPrevious(grid, cell);
  });
  toggle.ariaPressed = "false";
  for (const cell of grid.cells.all) {
    const before = grid.state.report.previous[cell];
    if (before !== undefined) grid.cells.td(cell).title = `上年 ${before}`;
  }
  return toggle;
}

function showPrevious(grid, cell) {
  const td = grid.cells.td(cell);
  const before = grid.state.report.previous[cell];
  if (before === undefined || td.querySelector(".previous")) return;
  const line = document.createElement("span");
  line.className = "previous";
  line.textContent = `上年 ${before}`;
  td.append(line);
  td.classList.add("has-previous");
}

const KEYS = [
  ["方向键、Enter、Tab", "移动；Tab 还会填入推算的数字"],
  ["F2 或双击", "在格内修改；Esc 恢复原数"],
  ["Shift＋方向键、拖动", "选一块；Ctrl＋A 选全表，Shift＋空格选一行"],
  ["Ctrl＋C／X／V", "复制、剪切、粘贴，可与 Excel、WPS 互贴"],
  ["Ctrl＋Enter", "所选的空格填 0"],
  ["Ctrl＋Z、Ctrl＋Y", "撤销、重做"],
  ["F2、F9（总计格）", "改为手工填写、恢复自动计算"],
  ["F1 或 ?", "这一格数什么"],
  ["Esc 再按 Tab", "离开表格"],
];

function keys() {
  const details = document.createElement("details");
  details.className = "menu keys";
  const summary = document.createElement("summary");
  summary.className = "plain-button";
  summary.textContent = "按键";
  const list = document.createElement("dl");
  list.className = "menu-items";
  for (const [key, does] of KEYS) {
    const [term, text] = [document.createElement("dt"), document.createElement("dd")];
    [term.textContent, text.textContent] = [key, does];
    list.append(term, text);
  }
  details.append(summary, list);
  // A part that leaves its layout for later (desk.css) would cut off what is longer than it.
  details.addEventListener("toggle", () => details.closest(".part").classList.toggle("has-open-menu", details.open));
  return details;
}

/** One line about what came, and behind it what did not. */
function pasteWords(outcome, grid, desk, message) {
  if (outcome.tooLarge) return [line("粘贴的内容过大，没有写入。请只复制要填的表格。")];
  const { numbers, unread, nothing, differing, unplaced, hidden } = outcome;
  const open = unread.length + unplaced.length + differing.length;
  const parts = [`已粘贴 ${numbers} 个数字`];
  if (unread.length) parts.push(`${unread.length} 个无法识别`);
  if (nothing) parts.push(`${nothing} 格写的是“—”“/”“无”之类，按未填处理`);
  if (unplaced.length) parts.push(`${unplaced.length} 行没有找到位置`);
  if (differing.length) parts.push(`${differing.length} 个总计与自动计算的不同`);
  if (hidden.rows || hidden.columns) parts.push(hiddenWords(hidden));
  const words = line(parts.join("，"));
  if (open) {
    const look = pasteDetails(outcome, grid, desk);
    look.hidden = true;
    const toggle = button("查看", () => (look.hidden = !look.hidden));
    words.append("。", toggle);
    return [words, closeButton(message), look];
  }
  return [words, closeButton(message)];
}

function closeButton(message) {
  const close = button("知道了", () => message.replaceChildren());
  close.classList.add("is-quiet");
  return close;
}

function pasteDetails({ unread, differing, unplaced }, grid, desk) {
  const list = document.createElement("ul");
  const { state } = grid;
  for (const cell of unread) {
    const { label } = state.edition.cells[cell];
    list.append(entry([cellLink(cell, `${label}：${state.figure(cell).text}`, desk)]));
  }
  for (const [cell, pasted] of differing) {
    const { label } = state.edition.cells[cell];
    const sum = state.figure(cell).value ?? "未填齐";
    const words = `${label}：粘贴的是 ${pasted}，自动合计为 ${sum}。`;
    if (state.report.fixedTotals) {
      list.append(entry([cellLink(cell, words, desk)]));
      continue;
    }
    const keep = button(`改为手工填写 ${pasted}`, () => {
      state.takeOver(cell, pasted);
      keep.remove();
    });
    list.append(entry([cellLink(cell, words, desk), " ", keep]));
  }
  for (const texts of unplaced) list.append(entry([`没有写入：${texts.join(" ").slice(0, 200)}`]));
  return list;
}

function cellLink(cell, text, desk) {
  const link = document.createElement("a");
  link.href = `#${cell}`;
  link.textContent = text;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    desk.go(cell);
  });
  return link;
}

function entry(parts) {
  const element = document.createElement("li");
  element.append(...parts);
  return element;
}

function line(text) {
  const element = document.createElement("p");
  element.textContent = text;
  return element;
}
