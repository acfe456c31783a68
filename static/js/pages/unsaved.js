/** A form that is filled in over a while and saved at once: leaving it otherwise asks first. */

const form = document.querySelector("form[data-kept]");

if (form) {
  // Other scripts ask the form itself (pages/progress.js).
  form.addEventListener("input", () => {
    form.dataset.changed = "";
  });
  form.addEventListener("submit", () => {
    delete form.dataset.changed;
  });
  addEventListener("beforeunload", (event) => {
    if (!("changed" in form.dataset)) return;
    event.preventDefault();
    event.returnValue = ""; // browsers before 2023 ask only then
  });
}
