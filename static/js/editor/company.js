/**
 * Company: the save state, colleagues in the same report, and what to do when two wrote in one
 * place. Reads `Saving`; the words of conflicts come from the server.
 */
import { get, post } from "../report/server.js";

const PULSE = 5000;
const SETTLED = 250; // ms after a save before the server's findings are asked for
const ICONS = { saving: "…", saved: "✓", offline: "！", failing: "！", busy: "！", expired: "！", refused: "✕", held: "！", disputed: "！" };

/**
 * @param {import("../report/saving.js").Saving} saving
 * @param {{status: HTMLElement, conflicts: HTMLElement, people: HTMLElement}} places
 */
export function keepCompany(saving, { status, conflicts, people }) {
  saving.addEventListener("state", () => showState(saving, status));
  saving.addEventListener("conflict", (event) => showConflict(saving, conflicts, event.detail));
  saving.addEventListener("agreed", ({ detail: place }) => itemOf(conflicts, place)?.remove());
  saving.addEventListener("acknowledged", () => refreshFindings(saving));
  setInterval(() => document.hidden || pulse(saving, people), PULSE);
}

function showState(saving, status) {
  const words = {
    saving: "保存中…",
    saved: saving.savedAt ? `已保存 ${saving.savedAt}` : "已保存",
    offline: "网络断开，已存在本机，恢复后自动保存",
    failing: "服务器没有保存成功，内容留在本机，会自动再试",
    busy: "保存得太频繁，内容留在本机，过一会儿自动再试",
    expired: "登录已过期，重新登录后继续（内容已保留）",
    refused: `未保存：${saving.message || "请刷新页面后继续（内容已保留）"}`,
    held: "有填写不对的地方未保存，其余已保存",
    disputed: "同一处有两种改动，选定后保存；其余已保存",
  }[saving.name];
  status.dataset.state = saving.name;
  status.replaceChildren(mark(ICONS[saving.name]), ` ${words}`);
  if (saving.name === "expired") status.append(" ", loginLink(saving));
}

function mark(icon) {
  const span = document.createElement("span");
  span.setAttribute("aria-hidden", "true");
  span.textContent = icon;
  return span;
}

function loginLink(saving) {
  const link = document.createElement("a");
  link.href = saving.report.urls.login;
  link.target = "_blank";
  link.textContent = "重新登录";
  return link;
}

let asking;

/** Ask for the server's findings once things have been quiet for a moment. */
function refreshFindings(saving) {
  clearTimeout(asking);
  asking = setTimeout(async () => {
    const { status, body } = await get(saving.report.urls.findings);
    if (status === 200) saving.state.setServerFindings(body.findings);
  }, SETTLED);
}

async function pulse(saving, people) {
  const place = placeOf(document.activeElement);
  const { status, body } = await post(saving.report.urls.pulse, { since: saving.revision, place });
  if (status !== 200) return;
  if (body.frozen !== saving.report.frozen) location.reload();
  if (saving.hear(body)) refreshFindings(saving);
  showPeople(people, body.people);
}

function placeOf(element) {
  const holder = element?.closest?.("[data-cell], [data-section]");
  return holder?.dataset.cell ?? holder?.dataset.section ?? "";
}

function showPeople(list, people) {
  for (const held of document.querySelectorAll("[data-colleague]")) delete held.dataset.colleague;
  list.textContent = people.length ? `${people.map(({ name }) => name).join("、")} 也在填写` : "";
  for (const { name, place } of people) {
    const holder = place && findPlace(place);
    if (holder) holder.dataset.colleague = name;
  }
}

function findPlace(place) {
  const escaped = CSS.escape(place);
  return document.querySelector(`[data-cell="${escaped}"], [data-section="${escaped}"]`);
}

function showConflict(saving, list, conflict) {
  const before = itemOf(list, conflict.place);
  const item = document.createElement("section");
  item.className = "conflict";
  item.dataset.place = conflict.place;
  const sentence = document.createElement("p");
  const link = document.createElement("a");
  link.href = `#${conflict.place}`;
  link.textContent = labelOf(saving, conflict.place);
  sentence.append(link, `：${conflict.message}`);
  item.append(sentence);
  if (conflict.difference) item.append(legend(conflict.by), differences(conflict.difference, conflict.by));
  for (const [choice, text] of choices(saving, conflict)) item.append(button(saving, item, choice, text));
  if (before) before.replaceWith(item);
  else list.append(item);
}

function itemOf(list, place) {
  return list.querySelector(`[data-place="${CSS.escape(place)}"]`);
}

function labelOf(saving, place) {
  const { cells, sections } = saving.state.edition;
  return cells[place]?.label ?? sections.find(({ id }) => id === place)?.caption ?? place;
}

function choices(saving, { place, mine, theirs, merged, difference, entry, by }) {
  if (!difference) {
    const givesBack = saving.state.isComputed(place) && !entry.manual;
    const change = givesBack ? "恢复自动计算" : `改为 ${mine || "未填"}`;
    return [["theirs", `保留 ${theirs || "未填"}`], ["mine", change]];
  }
  const merge = merged ? [["merged", "合并"]] : [];
  return [["mine", "用我的"], ["theirs", `用${by}的`], ...merge];
}

function button(saving, item, choice, text) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "btn btn-sm btn-outline-primary";
  element.textContent = text;
  element.addEventListener("click", () => {
    if (saving.decide(item.dataset.place, choice)) item.remove();
  });
  return element;
}

/** Whose words are of which colour. */
function legend(by) {
  const line = document.createElement("p");
  line.className = "difference-legend";
  line.append(marked("span", "绿底、实线", "mine"), " 是我写的，", marked("span", "橙底、虚线", "theirs"), ` 是${by}写的，没有颜色的两边相同。`);
  return line;
}

function marked(tag, text, kind) {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = `is-${kind}`;
  return element;
}

/** Both texts in one: what only I wrote and what only the colleague wrote, each marked and named. */
function differences(pieces, by) {
  const box = document.createElement("div");
  box.className = "difference";
  for (const [kind, text] of pieces) {
    const element = marked({ same: "span", mine: "ins", theirs: "del" }[kind], text, kind);
    if (kind === "same") {
      box.append(element);
      continue;
    }
    element.title = kind === "mine" ? "我写的" : `${by}写的`;
    box.append(spoken(`（${element.title}：`), element, spoken("）"));
  }
  return box;
}

/** Words for who cannot see colours. */
function spoken(words) {
  const element = document.createElement("span");
  element.className = "visually-hidden";
  element.textContent = words;
  return element;
}
