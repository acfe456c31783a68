// Reading aids: modes kept in this browser, reading aloud, a line to read along. A plain script, not
// a module: browsers run no modules of a page that was opened from disk.
{
  const root = document.documentElement;
  const toggles = [...document.querySelectorAll("[data-mode]")];
  const mode = (toggle) => toggle.dataset.mode;

  function remember() {
    const chosen = toggles.map(mode).filter((name) => root.classList.contains(name));
    try {
      localStorage.setItem("reading", JSON.stringify(chosen));
    } catch {
      // Kept for this page only.
    }
  }

  for (const toggle of toggles) {
    toggle.addEventListener("click", () => {
      const on = root.classList.toggle(mode(toggle));
      toggle.setAttribute("aria-pressed", String(on));
      remember();
    });
    toggle.setAttribute("aria-pressed", String(root.classList.contains(mode(toggle))));
  }

  const voice = window.speechSynthesis;
  const speaker = document.getElementById("aloud");
  if (speaker && voice) readsAloud();
  else speaker?.remove();

  /** Reads the report a paragraph at a time, so that stopping is instant and nothing is cut off. */
  function readsAloud() {
    let waiting = [];
    speaker.addEventListener("click", () => (voice.speaking ? stop() : start()));

    function start() {
      waiting = [...document.querySelectorAll("#report :is(h1, h2, h3, h4, p, li, tr)")];
      speaker.textContent = "停止朗读";
      next();
    }

    function stop() {
      waiting = [];
      voice.cancel();
      speaker.textContent = "朗读";
    }

    function next() {
      const element = waiting.shift();
      if (!element) return stop();
      const words = new SpeechSynthesisUtterance(element.innerText.replace(/\t/g, "，"));
      words.lang = "zh-CN";
      words.onend = () => waiting.length && next();
      words.onerror = stop;
      voice.speak(words);
      if (!waiting.length) words.onend = stop;
    }

    window.addEventListener("pagehide", stop);
  }

  const line = document.createElement("div");
  line.className = "reading-line";
  document.body.append(line);
  document.addEventListener("pointermove", (event) => {
    if (root.classList.contains("ruler")) line.style.transform = `translateY(${event.clientY}px)`;
  });

  document.getElementById("print")?.addEventListener("click", () => window.print());
  root.dataset.aids = "";
}
