// What the reader chose last time, put on <html> before anything is painted. A plain script, not a
// module: a module would run too late and the page would jump.
{
  const root = document.documentElement;
  root.classList.add("has-script");
  // Buttons of aids that did not come would do nothing.
  document.addEventListener("DOMContentLoaded", () => {
    if (!("aids" in root.dataset)) root.classList.remove("has-script");
  });
  try {
    for (const mode of JSON.parse(localStorage.getItem("reading") || "[]")) {
      if (/^(elder|large|contrast|ruler)$/.test(mode)) root.classList.add(mode);
    }
  } catch {
    // Storage is off, or holds something else: the page is as it comes.
  }
}
