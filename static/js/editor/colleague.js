/** Remarks among colleagues: on the cell or section that one was in last, sent without leaving the page. */
import { postForm } from "../report/server.js";

/** @param {(text: string) => void} announce */
export function remarkToColleagues(announce) {
  const form = document.getElementById("colleague-form");
  if (!form) return;
  document.querySelector(".sheet").addEventListener("focusin", ({ target }) => choose(form, target));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, announce);
  });
}

function choose(form, target) {
  const cell = target.closest("[data-cell]");
  const part = target.closest(".part");
  if (!part) return;
  const heading = part.querySelector("h2").textContent.trim();
  form.elements.place.value = cell ? cell.dataset.cell : part.id;
  const name = cell?.querySelector("input")?.getAttribute("aria-label");
  document.getElementById("colleague-where").textContent = name ? `${heading}：${name}` : heading;
}

async function send(form, announce) {
  const button = form.querySelector("button");
  if (button.disabled) return;
  button.disabled = true;
  const reply = await postForm(form.action, new FormData(form));
  button.disabled = false;
  const said = document.getElementById("colleague-said");
  if (reply.status === 200) {
    said.className = "is-well";
    said.textContent = `✓ 已批注（${reply.body.where}）：${reply.body.text}`;
    form.elements.text.value = "";
    announce("批注已添加");
    return;
  }
  said.className = "is-error";
  said.textContent = `✕ ${reply.body?.message ?? "没有连上服务器，批注没有添加。请稍后再按一次。"}`;
}
