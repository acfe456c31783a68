/**
 * Handing in from the editor: what is typed is saved first; when that, or the server, cannot be
 * reached, a sentence in sight says why nothing happened and what to do.
 */
import { get } from "../report/server.js";

/**
 * @param {HTMLFormElement} form
 * @param {{saving: import("../report/saving.js").Saving, panel: import("./findings.js").FindingsPanel, place: HTMLElement}} desk
 */
export function offerHandingIn(form, { saving, panel, place }) {
  const act = form.querySelector("button").textContent.trim();
  const box = document.createElement("section");
  box.className = "conflict";
  box.id = "not-handed-in";
  box.setAttribute("role", "alert");
  const forget = () => box.remove();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    forget();
    if (panel.errors.length) {
      panel.refuse(act);
      return;
    }
    const reason = await hindrance(saving);
    if (!reason) form.submit();
    else say(box, place, `没有${act}：${reason}再点“${act}”。`);
  });
  addEventListener("online", forget);
  saving.addEventListener("state", () => saving.name === "saved" && forget());
}

/** @returns {Promise<string>} why it cannot be handed in now and when it can, "" where it can */
async function hindrance(saving) {
  if (!(await saving.finish())) return UNSAVED[saving.name]?.(saving.pending.size) ?? UNSAVED.failing();
  const { status } = await get(saving.report.urls.findings);
  if (status === 200) return "";
  if (status === 0) return "网络断开。填写的都已保存，网络恢复后";
  if (status === 401) return "登录已过期。填写的都已保存，重新登录后";
  return "服务器暂时没有回应。填写的都已保存，过一会儿";
}

const UNSAVED = {
  offline: (count) => `网络断开，${count} 处填写还存在本机。网络恢复后会自动保存，那时`,
  expired: (count) => `登录已过期，${count} 处填写还存在本机。请先重新登录，保存以后`,
  held: () => "有填写不对的地方没有保存。请改好以后",
  disputed: () => "同一处有两种改动，还没有选定。请在上面选定以后",
  failing: () => "服务器没有保存成功，填写的内容留在本机。过一会儿会自动再试，显示“已保存”以后",
};

function say(box, place, words) {
  const sentence = document.createElement("p");
  sentence.textContent = words;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn btn-sm btn-outline-primary";
  close.textContent = "知道了";
  close.addEventListener("click", () => box.remove());
  box.replaceChildren(sentence, close);
  place.prepend(box);
}
