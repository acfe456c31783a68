/** The page that brings a lot: files dropped anywhere on it, what one upload may bring, one upload. */
import { takeDrops } from "./dropping.js";

const MEGABYTE = 1024 * 1024;
const form = document.getElementById("lot-form");
const chooser = form.elements.namedItem("files");
const button = form.querySelector("[type=submit]");
const note = document.createElement("p");
note.className = "quiet";
note.setAttribute("role", "status");
chooser.after(note);

takeDrops(chooser, say);
chooser.addEventListener("change", () => {
  const fault = faultOf(chooser.files.length, size());
  chooser.setCustomValidity(fault);
  say(fault || (chooser.files.length ? `已选 ${chooser.files.length} 个文件，${(size() / MEGABYTE).toFixed(1)} MB。` : ""));
});
form.addEventListener("submit", () => {
  say("正在上传……传完之前请不要关闭这一页。");
  button.disabled = true;
});
window.addEventListener("pageshow", () => {
  button.disabled = false;
});

function size() {
  return [...chooser.files].reduce((sum, file) => sum + file.size, 0);
}

function faultOf(count, bytes) {
  if (count > Number(chooser.dataset.most)) {
    return `选了 ${count} 个文件，一次最多直接选 ${chooser.dataset.most} 个。请打包成一个 ZIP，或者分几次上传。`;
  }
  return bytes > Number(chooser.dataset.largest) ? "文件合计超过 60 MB。请分几次上传。" : "";
}

function say(sentence) {
  note.textContent = sentence;
}
