/** A long form that is saved now and then: the page that comes back stands where it was left. */

const KEY = "left-at";
const form = document.querySelector("form[data-kept]");

if (form) {
  let last = ""; // the field one was in: who presses the button has left it
  form.addEventListener("focusin", ({ target }) => {
    if (target.id) last = target.id;
  });
  form.addEventListener("submit", () => {
    const [mark, top] = inSight(form);
    if (mark) sessionStorage.setItem(KEY, JSON.stringify([location.pathname, mark.id, top, last]));
  });
  const [path, id, top, focused] = JSON.parse(sessionStorage.getItem(KEY) || "[]");
  sessionStorage.removeItem(KEY);
  const mark = path === location.pathname && document.getElementById(id);
  if (mark) {
    tell();
    mark.scrollIntoView();
    scrollBy(0, mark.getBoundingClientRect().top - top);
    const there = focused && document.getElementById(focused);
    if (there) there.focus({ preventScroll: true });
  }
}

/** Say beside the button what the page says at its head, which is out of sight. */
function tell() {
  const said = document.querySelector(".messages");
  const foot = form.querySelector("[data-said]");
  if (!said || !foot) return;
  foot.textContent = said.textContent.trim();
  said.remove();
}

/**
 * Change the page without moving what is read on it.
 * @param {() => void} change
 */
export function holding(change) {
  const [mark, top] = inSight(document);
  change();
  if (mark && scrollY > 0) scrollBy(0, mark.getBoundingClientRect().top - top);
}

/** The first named element that begins in the window, and how far from its head. */
function inSight(root) {
  const top = (element) => element.getBoundingClientRect().top;
  const mark = [...root.querySelectorAll("[id]")].find((element) => element.getClientRects().length && top(element) >= 0);
  return mark ? [mark, top(mark)] : [null, 0];
}
