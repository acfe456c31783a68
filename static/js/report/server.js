/** Talking to the server: JSON both ways, never an exception; status 0 means "not reached". */

const TIMEOUT = 20000;

/** @returns {Promise<{status: number, body: any}>} */
export function get(url) {
  return request(url, { headers: { Accept: "application/json" } });
}

/**
 * @param {string} url
 * @param {object} value  sent as JSON
 * @param {{keepalive?: boolean}} [options]
 * @returns {Promise<{status: number, body: any}>}
 */
export function post(url, value, options = {}) {
  const headers = {
    Accept: "application/json",
    "Content-Type": "application/json",
    "X-CSRFToken": csrfToken(),
  };
  return request(url, { method: "POST", headers, body: JSON.stringify(value), ...options });
}

/** Post the fields of a form. @returns {Promise<{status: number, body: any}>} */
export function postForm(url, fields, options = {}) {
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  return request(url, { method: "POST", headers, body: new URLSearchParams(fields), ...options });
}

/** The token of now: it changes when the clerk logs in again in another tab. */
export function csrfToken() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? decodeURIComponent(cookie.split("=")[1]) : "";
}

async function request(url, options) {
  const stop = new AbortController();
  // A request that outlives its page is left to run.
  const limit = options.keepalive ? undefined : setTimeout(() => stop.abort(), TIMEOUT);
  try {
    const { signal } = stop;
    const reply = await fetch(url, { credentials: "same-origin", signal, ...options });
    const body = await reply.json().catch(() => null);
    // A proxy's page instead of our answer is as good as no answer.
    return { status: body === null && reply.ok ? 0 : reply.status, body };
  } catch {
    return { status: 0, body: null };
  } finally {
    clearTimeout(limit);
  }
}
