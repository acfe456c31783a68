/** A list gone through one by one: J opens the next report, K the one before. */

/** @param {EventTarget} target  @returns {boolean} whether keys are letters there */
const isWriting = (target) =>
  target instanceof Element && target.matches("textarea, select, [contenteditable], input:not([readonly]):not([type=checkbox])");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isWriting(event.target)) return;
  const rel = { j: "next", k: "prev" }[event.key.toLowerCase()];
  const way = rel && document.querySelector(`a[rel="${rel}"]`);
  if (!way) return;
  event.preventDefault();
  way.click();
});
