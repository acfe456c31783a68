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
  if (speaker) readsAloud();

  /** Reads the report a paragraph at a time, so that stopping is instant and nothing is cut off. */
  function readsAloud() {
    const WAIT = 2000; // ms: some browsers name their voices late, and some have none
    let waiting = [];
    let isReading = false;
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    said.className = "said";
    speaker.after(said);
    speaker.addEventListener("click", () => (isReading ? stop() : start()));

    function start() {
      said.textContent = "";
      isReading = true;
      speaker.textContent = "停止朗读";
      const since = Date.now();
      (function begin() {
        if (!isReading) return;
        if (speaksChinese()) return read();
        if (!voice || Date.now() - since > WAIT) return silent();
        setTimeout(begin, 100);
      })();
    }

    function speaksChinese() {
      return Boolean(voice) && voice.getVoices().some(({ lang }) => /^(zh|cmn)/i.test(lang));
    }

    function read() {
      waiting = [...document.querySelectorAll("h1, h2, h3, h4, p, li, tr")].filter((e) => e.closest("#report"));
      next();
    }

    function stop() {
      waiting = [];
      isReading = false;
      if (voice) voice.cancel();
      speaker.textContent = "朗读";
    }

    function silent() {
      stop();
      said.textContent = "这台电脑或手机没有中文语音，不能朗读。";
    }

    function next() {
      const element = waiting.shift();
      if (!element) return stop();
      const words = new SpeechSynthesisUtterance(element.innerText.replace(/\t/g, "，"));
      words.lang = "zh-CN";
      words.onend = () => isReading && next();
      words.onerror = ({ error }) => (/^(canceled|interrupted)$/.test(error) ? stop() : silent());
      voice.speak(words);
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
