// Reading aids: modes kept in this browser, reading aloud, a line to read along. A plain script, not
// a module: browsers run no modules of a page that was opened from disk.
{
  const MODES = { elder: "适老模式", large: "大字", contrast: "高对比", ruler: "阅读线" };
  const root = document.documentElement;
  const bar = document.getElementById("aids");

  /** @param {string} label @param {() => void} act @returns {HTMLButtonElement} */
  function button(label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", act);
    bar.append(made);
    return made;
  }

  function remember() {
    const chosen = Object.keys(MODES).filter((mode) => root.classList.contains(mode));
    try {
      localStorage.setItem("reading", JSON.stringify(chosen));
    } catch {
      // Kept for this page only.
    }
  }

  for (const [mode, label] of Object.entries(MODES)) {
    const toggle = button(label, () => {
      const on = root.classList.toggle(mode);
      toggle.setAttribute("aria-pressed", String(on));
      remember();
    });
    toggle.setAttribute("aria-pressed", String(root.classList.contains(mode)));
  }

  const voice = window.speechSynthesis;
  if (voice && document.getElementById("report")) readsAloud();

  /** Reads the report a paragraph at a time, so that stopping is instant and nothing is cut off. */
  function readsAloud() {
    const speaker = button("朗读", () => (voice.speaking ? stop() : start()));
    let waiting = [];

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

  const print = document.getElementById("print");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
}
