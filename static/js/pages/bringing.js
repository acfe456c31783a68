/** The page that brings a register in: a size that fits, and how far the reading is. */
import { get } from "../report/server.js";

const PAUSE = 700; // milliseconds
const form = document.getElementById("bring-form");
const file = form.elements.namedItem("file");
const note = document.getElementById("reading");

file.addEventListener("change", () => {
  const chosen = file.files[0];
  const tooLarge = chosen && chosen.size > Number(file.dataset.largest);
  file.setCustomValidity(tooLarge ? "文件超过 20 MB，请分年另存后分次导入。" : "");
  file.reportValidity();
});
form.addEventListener("submit", () => {
  note.hidden = false;
  form.querySelector("[type=submit]").disabled = true;
  setTimeout(look, PAUSE);
});

async function look() {
  const { status, body } = await get(note.dataset.url);
  if (status === 200 && body.total) note.textContent = `正在读取，已读 ${body.done} / ${body.total} 行…`;
  setTimeout(look, PAUSE);
}
