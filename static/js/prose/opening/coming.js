/**
 * The editors' own modules, half a page's scripts: they are fetched once the page rests or somebody
 * comes near the words. The page names them (templatetags/pages.py, data-later), the first imports the rest.
 */
import { pause } from "../../editor/beginning.js";

const REST = 500; // ms after the page is ready
const PATIENCE = 3000; // ms that a page without rest is given
const AGAIN = [1000, 3000, 10000];

let coming;
const waiting = new Set();

/**
 * @param {() => void} [late]  told whenever they did not come; it is tried again
 * @returns {Promise<typeof import("../narrative.js")>} resolved once they are there
 */
export function editors(late) {
  if (late) waiting.add(late);
  coming ??= bring();
  return coming;
}

async function bring(failures = 0) {
  const [first, ...others] = document.querySelector("script[data-later]").dataset.later.split(" ");
  if (!failures) for (const href of others) document.head.append(preload(href));
  try {
    if (!failures) await oneByOne(others);
    const module = await import(failures ? `${first}?${failures}` : first);
    // To read it was work enough for one time.
    await pause();
    return module;
  } catch {
    for (const late of waiting) late();
    await new Promise((done) => setTimeout(done, AGAIN[Math.min(failures, AGAIN.length - 1)]));
    return bring(failures + 1);
  }
}

/** What is imported last runs first, and each in a task of its own: all of them in one take a slow machine long. */
async function oneByOne(hrefs) {
  for (const href of [...hrefs].reverse()) {
    await import(href);
    await pause();
  }
}

/** Otherwise the browser learns of each import only when it has read the one before. */
function preload(href) {
  return Object.assign(document.createElement("link"), { rel: "modulepreload", href });
}

/** Run when the browser has nothing else to do. */
export function whenIdle(run) {
  if (window.requestIdleCallback) requestIdleCallback(run, { timeout: PATIENCE });
  else setTimeout(run, 50);
}

/** Run once the page is there and rests. */
export function whenRested(run) {
  const soon = () => setTimeout(() => whenIdle(run), REST);
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon, { once: true });
}
