/** Answers to remarks: sent from where the clerk is. The page stays, with its place in the grid. */
import { postForm } from "../report/server.js";

/** @param {(text: string) => void} announce */
export function answerInPlace(announce) {
  document.addEventListener("submit", (event) => {
    const number = /^answer-(\d+)$/.exec(event.target.id)?.[1];
    if (!number) return;
    event.preventDefault();
    send(event.target, document.getElementById(`remark-${number}`), announce);
  });
}

async function send(form, remark, announce) {
  const button = remark.querySelector(".remark-form [type=submit]");
  if (button.disabled) return;
  button.disabled = true;
  const reply = await postForm(form.action, new FormData(form));
  button.disabled = false;
  remark.querySelector(".remark-fault")?.remove();
  if (reply.status === 200) {
    show(remark, reply.body);
    announce("答复已提交");
    return;
  }
  const said = reply.body?.message ?? "没有连上服务器，答复没有提交。请稍后再按一次。";
  const fault = Object.assign(document.createElement("p"), { className: "remark-fault is-error", textContent: `✕ ${said}` });
  fault.setAttribute("role", "alert");
  button.after(fault);
}

function show(remark, { answer, by, at }) {
  const details = remark.querySelector(".remark-form");
  const line = remark.querySelector(".remark-answer") ?? document.createElement("p");
  line.className = "remark-answer";
  line.textContent = `答复：${answer} `;
  line.append(Object.assign(document.createElement("span"), { className: "quiet", textContent: `${by} ${at}` }));
  details.before(line);
  const summary = details.querySelector("summary");
  summary.textContent = "修改答复";
  details.open = false;
  // The button is folded away: who came by keyboard stays here.
  summary.focus({ preventScroll: true });
}
