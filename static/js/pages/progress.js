/** The page of work in the background: looks every two seconds how far it is, until it is through. */
import { get } from "../report/server.js";

const PAUSE = 2000; // milliseconds
const region = document.getElementById("progress");

async function look() {
  if (!document.hidden) {
    const { status, body } = await get(region.dataset.url);
    // Another state has other buttons; no longer logged in, or no longer allowed: the page says so.
    if ([401, 403, 404].includes(status) || (status === 200 && body.state !== region.dataset.state)) {
      if (document.querySelector("form[data-changed]")) tell();
      else location.reload();
      return;
    }
    if (status === 200) show(body.html);
  }
  setTimeout(look, PAUSE);
}

/** Replace what has changed; a link that has the focus is left alone. @param {string} html */
function show(html) {
  if (region.contains(document.activeElement) || region.lastHtml === html) return;
  region.lastHtml = html;
  region.innerHTML = html;
}

/** Say that the page is old; to load it anew would lose what is being filled in on it. */
function tell() {
  const note = document.createElement("p");
  note.className = "notice is-warning";
  note.setAttribute("role", "status");
  note.textContent = "！ 处理的情况有变化。本页还有没保存的选择：请按“保存本页的选择”，页面会随之更新。";
  region.after(note);
}

// A browser that does not come this far keeps the link that does the same.
document.getElementById("look-again").remove();
setTimeout(look, PAUSE);
