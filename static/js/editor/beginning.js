/**
 * How a page begins: in steps, so that on a slow machine whoever types, scrolls or presses meanwhile is
 * answered between them. plain.js waits for the "begun" that ends it, and gives the plain form back
 * where that comes without `data-ready`.
 */
const LONG = 8; // ms of work after which others have their turn

/** @param {Iterable<void>} steps  what it yields between are places to pause at */
export async function begin(steps) {
  const root = document.documentElement;
  root.dataset.beginning = "";
  try {
    let since = performance.now();
    for (const _ of steps) {
      if (performance.now() - since < LONG) continue;
      await pause();
      since = performance.now();
    }
    // The last step: until here the form saves without scripts. A test, and a clerk's colleague on the
    // telephone, can tell when the page is ready.
    root.classList.add("has-script");
    root.dataset.ready = "";
  } finally {
    document.dispatchEvent(new Event("begun"));
  }
}

/** @returns {Promise<void>} kept once the browser has done what waits; no timer, those wait on their own */
export function pause() {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done();
    port2.postMessage(0);
  });
}
