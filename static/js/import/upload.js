/** The upload page: what a browser's clipboard holds besides plain text, and a size that fits. */
import { takeDrops } from "./dropping.js";

const form = document.getElementById("upload-form");
const file = form.elements.namedItem("file");
const text = form.elements.namedItem("text");
const clipboard = form.elements.namedItem("clipboard");
const note = document.createElement("p");
note.className = "paste-note quiet";
note.setAttribute("role", "status");
text.after(note);

text.addEventListener("paste", (event) => {
  const html = event.clipboardData.getData("text/html");
  const plain = event.clipboardData.getData("text/plain");
  if (!html) return;
  event.preventDefault();
  text.value = plain;
  keep(html);
  const tables = (html.match(/<table[\s>]/gi) ?? []).length;
  note.textContent = `已粘贴 ${plain.replace(/\s/g, "").length} 字、${tables} 个表格。`;
});
// What is typed by hand is no longer what was copied.
text.addEventListener("input", () => {
  forget();
  note.textContent = "";
});
file.addEventListener("change", () => {
  const size = [...file.files].reduce((sum, chosen) => sum + chosen.size, 0);
  const tooLarge = size > Number(file.dataset.largest);
  file.setCustomValidity(tooLarge ? "文件超过 20 MB，请另存为较小的文件，或只复制正文粘贴。" : "");
  file.reportValidity();
});
form.addEventListener("submit", (event) => {
  if (!file.reportValidity()) {
    event.preventDefault();
    return;
  }
  document.getElementById("reading").hidden = false;
  form.querySelector("[type=submit]").disabled = true;
});
window.addEventListener("pageshow", () => {
  document.getElementById("reading").hidden = true;
  form.querySelector("[type=submit]").disabled = false;
});
takeDrops(file, (sentence) => {
  note.textContent = sentence;
});

/** @param {string} html */
function keep(html) {
  const transfer = new DataTransfer();
  transfer.items.add(new File([`<meta charset="utf-8">${html}`], "粘贴的内容.html", { type: "text/html" }));
  clipboard.files = transfer.files;
}

function forget() {
  clipboard.value = "";
}
