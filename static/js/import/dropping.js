/** Files dropped anywhere on a page go into its chooser; none of them takes the page's place. */

const FOLDER = "文件夹不能直接拖进来。请先把它压缩成 ZIP，或者打开文件夹，选中里面的文件再拖。";

/** @param {HTMLInputElement} chooser  @param {(sentence: string) => void} say */
export function takeDrops(chooser, say) {
  for (const kind of ["dragover", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      // Where they will go is lit up as long as they are above the page.
      chooser.classList.toggle("is-aimed", kind === "dragover");
      if (kind === "dragover") return;
      // A folder comes as a file that nothing can read: its upload would break off.
      if (hasFolder(event.dataTransfer)) {
        say(FOLDER);
        return;
      }
      chooser.files = event.dataTransfer.files;
      chooser.dispatchEvent(new Event("change"));
    });
  }
  document.addEventListener("dragleave", ({ relatedTarget }) => {
    if (!relatedTarget) chooser.classList.remove("is-aimed");
  });
}

function hasFolder({ items }) {
  return [...items].some((item) => item.webkitGetAsEntry?.()?.isDirectory);
}
