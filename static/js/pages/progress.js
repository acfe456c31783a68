/** The page of a bulk export: looks every two seconds how far it is, until it is through. */
import { get } from "../report/server.js";

const PAUSE = 2000; // milliseconds
const region = document.getElementById("progress");

async function look() {
  if (!document.hidden) {
    const { status, body } = await get(region.dataset.url);
    // Another state has other buttons; no longer logged in, or no longer allowed: the page says so.
    if ([401, 403, 404].includes(status) || (status === 200 && body.state !== region.dataset.state)) {
      location.reload();
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

// A browser that does not come this far keeps the link that does the same.
document.getElementById("look-again").remove();
setTimeout(look, PAUSE);
