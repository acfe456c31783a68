/** Buttons that copy what stands in a field, also on plain http, where there is no clipboard API. */

/** @param {HTMLInputElement} field */
async function copied(field) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(field.value);
      return true;
    } catch {
      // Not allowed: the old way is left.
    }
  }
  field.focus();
  field.select();
  return document.execCommand("copy");
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const said = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    said.textContent = (await copied(field)) ? "✓ 已复制" : "没有复制成功，请按 Ctrl+C";
  });
}
