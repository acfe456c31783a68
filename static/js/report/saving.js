/**
 * Saving: every change goes to the server within a second of the last keystroke; until the server
 * has acknowledged it, it waits in this browser, where it survives a reload.
 *
 * @typedef {{text: string, base: number, manual: boolean, writer: string, at: number,
 *            kind: "figure"|"narrative", held?: boolean}} Pending
 */
import { get, post } from "./server.js";

const QUIET = 350; // ms without a keystroke before a save
const PATIENCE = 1500; // ms after which a save goes out even while typing goes on
const RETRY = [1000, 2000, 5000, 10000];
const OWN_ORIGINS = new Set(["typing", "paste", "undo", "fill", "restore", "conflict"]);

export class Saving extends EventTarget {
  #isStarted = false;

  /** @param {import("./state.js").ReportState} state */
  constructor(state) {
    super();
    this.state = state;
    this.report = state.report;
    this.writer = newWriter();
    this.prefix = `nianbao:${this.report.user.id}:${this.report.id}:`;
    /** @type {Map<string, Pending>} */
    this.pending = new Map();
    /** Places whose other version the clerk has not chosen yet: what the server said, and `entry`. */
    this.disputed = new Map();
    this.failures = 0;
    /** The request under way. @type {Promise<void>|undefined} */
    this.sending = undefined;
    this.typedAt = 0;
    /** Whether somebody is in the middle of a word there, which nothing may come between. */
    this.isComposing = () => false;
    /** Whether somebody is typing in that cell: news of it wait, or the next digit would join them. */
    this.isWriting = () => false;
    /** Whether all that was put in is in the report: it may wait for a moment. */
    this.isWhole = async () => true;
    /** Up to where everybody's changes are known here; only a pulse tells of others'. */
    this.revision = this.report.revision;
    /** The revision of which the findings were last asked for. */
    this.judged = this.report.revision;
  }

  /** Remember from now on what is typed; nothing of it is sent or kept before `start`. */
  listen() {
    this.state.addEventListener("figures", (event) => this.#figuresChanged(event.detail));
    this.state.addEventListener("narrative", (event) => this.#narrativeChanged(event.detail));
  }

  start() {
    this.#isStarted = true;
    this.#restore();
    addEventListener("online", () => this.flush());
    addEventListener("focus", () => this.failures && this.flush());
    addEventListener("pagehide", () => this.#sendLast());
    document.addEventListener("visibilitychange", () => document.hidden && this.flush());
    this.#changed();
  }

  /** @returns {boolean} whether the place has something typed that the server does not have */
  isDirty(place) {
    return this.pending.has(place) || this.disputed.has(place);
  }

  #figuresChanged({ cells, origin }) {
    if (!OWN_ORIGINS.has(origin)) return;
    for (const cell of cells) {
      const figure = this.state.figure(cell);
      const computed = this.state.isComputed(cell) && !figure.manual;
      if (computed && !this.#givenBack(cell)) continue;
      const text = computed ? "" : figure.text;
      this.#keep(cell, { kind: "figure", text, manual: figure.manual });
    }
    // What the server refused may fit beside other figures: it is tried anew.
    for (const [place, entry] of this.pending) {
      if (entry.kind === "figure") entry.held = Boolean(this.state.figure(place).fault);
    }
    this.#changed();
  }

  /** A total that was taken over as far as the server knows, and is computed again now. */
  #givenBack(cell) {
    return this.state.report.figures[cell]?.manual || this.pending.get(cell)?.manual || this.disputed.has(cell);
  }

  #narrativeChanged({ section, origin }) {
    if (!OWN_ORIGINS.has(origin)) return;
    const text = this.state.narrative(section).html;
    this.#keep(section, { kind: "narrative", text, manual: false });
    this.#changed();
  }

  #keep(place, entry) {
    const before = this.pending.get(place);
    const known = entry.kind === "figure" ? this.state.figure(place) : this.state.narrative(place);
    const dispute = this.disputed.get(place);
    const { base, writer } = before ?? dispute?.entry ?? { base: known.revision, writer: this.writer };
    // Later than all before, whatever the clock does: a request that comes late is known by it.
    this.typedAt = Math.max(Date.now(), this.typedAt + 1);
    const now = { ...entry, base, writer, at: this.typedAt };
    // Typing on in a disputed place is no decision: the server compares both versions anew.
    if (dispute) Object.assign(dispute, { mine: entry.text, merged: undefined, entry: now });
    this.pending.set(place, now);
    this.#store();
  }

  #changed() {
    if (!this.#isStarted) return;
    if (![...this.pending.values()].some((entry) => !entry.held)) {
      this.#show(this.#rest);
      return;
    }
    this.#show(this.failures ? this.problem : "saving");
    this.first ??= Date.now();
    clearTimeout(this.timer);
    const wait = Math.min(QUIET, Math.max(0, this.first + PATIENCE - Date.now()));
    this.timer = setTimeout(() => this.flush(), wait);
  }

  /** Send what waits, one request at a time. */
  async flush() {
    const batch = this.#batch();
    if (!this.sending && batch.length) this.sending = this.#send(batch);
    await this.sending;
  }

  /** Send all that waits. @returns {Promise<boolean>} whether the server has what was typed here */
  async finish() {
    if (!(await this.isWhole())) return false;
    do await this.flush();
    while (!this.failures && this.#batch().length);
    return !this.pending.size && !this.disputed.size;
  }

  async #send(batch) {
    clearTimeout(this.timer);
    this.first = undefined;
    const reply = await post(this.report.urls.save, this.#request(batch));
    this.sending = undefined;
    if (reply.status === 200 || reply.status === 409 || reply.status === 422) {
      this.#acknowledged(reply.body, batch);
    } else {
      this.#failed(reply);
    }
  }

  #request(batch) {
    const edits = batch.map(([place, { text, base, manual, at }]) => ({ place, text, base, manual, at }));
    return { user: this.report.user.id, writer: batch[0][1].writer, edits };
  }

  /** What can be sent now: entries of one writer, no more than a request may carry. */
  #batch() {
    const ready = [...this.pending].filter(([, entry]) => !entry.held);
    const writer = ready[0]?.[1].writer;
    let room = this.report.largest * 0.8;
    return ready.filter(([, entry], n) => {
      room -= new Blob([entry.text]).size + 200;
      return entry.writer === writer && n < 400 && (n === 0 || room > 0);
    });
  }

  #acknowledged(body, batch) {
    this.failures = 0;
    this.savedAt = body.at;
    this.judged = Math.max(this.judged, body.revision);
    const sent = new Map(batch);
    for (const { place, message } of body.refused) {
      const entry = sent.get(place);
      // What was typed since may do.
      if (entry && this.pending.get(place) === entry) entry.held = true;
      this.dispatchEvent(new CustomEvent("refused", { detail: { place, message } }));
    }
    for (const conflict of body.conflicts) this.#dispute(conflict, sent.get(conflict.place));
    this.#settle(sent, { ...body.figures, ...body.narratives });
    this.take(body);
    this.#store();
    this.dispatchEvent(new Event("acknowledged"));
    this.#changed();
  }

  /** What to show when nothing is left to send. */
  get #rest() {
    if (this.pending.size) return "held";
    return this.disputed.size ? "disputed" : "saved";
  }

  /** Drop what is saved; what was typed meanwhile builds on the new revision. */
  #settle(sent, saved) {
    for (const [place, { revision }] of Object.entries(saved)) {
      const now = this.pending.get(place);
      if (now && now === sent.get(place)) this.pending.delete(place);
      else if (now) now.base = revision;
      if (sent.has(place) && this.disputed.delete(place)) {
        this.dispatchEvent(new CustomEvent("agreed", { detail: place }));
      }
    }
  }

  /** Take in what the server has, except where this clerk is writing or has something unsaved. */
  take({ figures = {}, narratives = {} }, waits = (place) => this.#isTheirs(place)) {
    const others = (entries) =>
      Object.fromEntries(Object.entries(entries).filter(([place, { revision }]) => !waits(place, revision)));
    this.state.receive({ figures: others(figures), narratives: others(narratives) });
  }

  #isTheirs(place) {
    return this.isDirty(place) || this.isComposing(place);
  }

  /** Take in everything that was changed since `revision`. @returns {boolean} whether it is new */
  hear(body) {
    // What others did where this clerk is writing is told again, until it can be shown.
    const news = Object.entries({ ...body.figures, ...body.narratives });
    for (const [place, { revision }] of news) this.#giveWay(place, revision);
    const waits = (place, revision) => this.#isTheirs(place) || this.#isNewsToWriter(place, revision);
    const untold = news.flatMap(([place, { revision }]) => (waits(place, revision) ? [revision - 1] : []));
    this.revision = Math.max(this.revision, Math.min(body.revision, ...untold));
    for (const [place, { revision }] of news) this.#askAnew(place, revision);
    this.take(body, waits);
    const isNew = body.revision > this.judged;
    this.judged = Math.max(this.judged, body.revision);
    return isNew;
  }

  /** What was refused here goes when the place has been answered elsewhere since. */
  #giveWay(place, revision) {
    const entry = this.pending.get(place);
    if (!entry?.held || revision <= entry.base || this.isWriting(place)) return;
    if (this.#isNoFigure(place, entry)) this.pending.delete(place);
    // A figure after all, that did not fit beside others: which of both stands is asked.
    else entry.held = false;
    this.#store();
    this.#changed();
  }

  #isNoFigure(place, entry) {
    return entry.kind === "figure" && Boolean(this.state.read(place, entry.text).fault);
  }

  /** Another's figure where this clerk is typing: whoever types on is asked, as in any conflict. */
  #isNewsToWriter(place, revision) {
    return this.isWriting(place) && revision > this.state.figure(place).revision;
  }

  /** A disputed place changed once more: the clerk is to decide on what stands there now. */
  #askAnew(place, revision) {
    const dispute = this.disputed.get(place);
    if (!(revision > dispute?.revision) || this.pending.has(place)) return;
    this.pending.set(place, dispute.entry);
    this.#changed();
  }

  /** Ask about a place, unless its text was changed since: the newer one will be answered too. */
  #dispute(answer, sent) {
    const { place } = answer;
    if (this.pending.get(place) !== sent) return;
    const conflict = { ...answer, entry: sent };
    this.pending.delete(place);
    this.disputed.set(place, conflict);
    this.dispatchEvent(new CustomEvent("conflict", { detail: conflict }));
  }

  /**
   * @param {"mine"|"theirs"|"merged"} choice  what the clerk decided for a disputed place
   * @returns {boolean} whether it is decided; a merger of words that were changed since is not
   */
  decide(place, choice) {
    const conflict = this.disputed.get(place);
    const text = conflict?.[choice];
    if (text === undefined) return false;
    this.disputed.delete(place);
    this.pending.delete(place);
    const narrative = place in this.state.report.narratives;
    const theirs = narrative
      ? { narratives: { [place]: { html: conflict.theirs, revision: conflict.revision } } }
      : { figures: { [place]: { text: conflict.theirs, revision: conflict.revision, manual: conflict.manual } } };
    this.state.receive(theirs);
    this.#store();
    if (choice === "theirs") this.#changed();
    else if (narrative) this.state.write(place, text, { origin: "conflict" });
    else if (this.#givesBack(place, conflict.entry)) this.state.giveBack(place, { origin: "conflict" });
    else this.state.enter([[place, text]], { origin: "conflict" });
    return true;
  }

  #givesBack(place, entry) {
    return entry.kind === "figure" && this.state.isComputed(place) && !entry.manual;
  }

  #failed({ status, body }) {
    this.failures += 1;
    this.problem = problemOf(status);
    this.message = body?.message ?? "";
    this.#show(this.problem);
    // A refusal of the whole request would be refused again; the next keystroke tries anew.
    if (this.problem === "refused") return;
    const wait = RETRY[Math.min(this.failures, RETRY.length) - 1];
    this.timer = setTimeout(() => this.flush(), wait);
  }

  #sendLast() {
    const batch = this.#batch();
    if (!batch.length || this.sending) return;
    post(this.report.urls.save, this.#request(batch), { keepalive: true });
  }

  #show(name) {
    this.name = name;
    this.dispatchEvent(new Event("state"));
  }

  #store() {
    if (!this.#isStarted) return;
    const key = this.prefix + this.writer;
    // What is disputed is compared anew by the next page: by then there may be a third version.
    const disputed = [...this.disputed].map(([place, { entry }]) => [place, entry]);
    const pending = [...new Map([...disputed, ...this.pending])];
    try {
      if (pending.length) localStorage.setItem(key, JSON.stringify({ pending }));
      else localStorage.removeItem(key);
    } catch {
      // The browser's store is full or closed: the server remains, and it is tried at once.
      this.flush();
    }
  }

  /** Take up what an earlier page of this clerk could not send. */
  #restore() {
    const kept = ownKeys(this.prefix).flatMap((key) => {
      const entries = readKept(key);
      localStorage.removeItem(key);
      return entries;
    });
    // Two pages may have left one place: what was typed last stands.
    kept.sort(([, one], [, other]) => one.at - other.at);
    const typed = new Map(this.pending);
    for (const [place, entry] of kept) this.#restorePlace(place, entry, typed.get(place));
    this.#store();
  }

  /** Put back what was kept; what was `typed` on this page, before it was ready, goes before it. */
  #restorePlace(place, entry, typed) {
    const isNarrative = place in this.state.report.narratives;
    if (this.report.frozen || !(isNarrative || place in this.state.report.figures)) return;
    this.typedAt = Math.max(this.typedAt, entry.at);
    const isAnswered = !isNarrative && this.state.figure(place).revision > entry.base;
    if (isAnswered && this.#isNoFigure(place, entry)) return;
    if (typed) {
      this.typedAt += 1;
      this.pending.set(place, { ...typed, base: entry.base, writer: entry.writer, at: this.typedAt });
      return;
    }
    this.pending.set(place, entry);
    if (isNarrative) this.state.write(place, entry.text, { origin: "restore" });
    else if (entry.manual) this.state.takeOver(place, entry.text, { origin: "restore" });
    else if (this.state.isComputed(place)) this.state.giveBack(place, { origin: "restore" });
    else this.state.enter([[place, entry.text]], { origin: "restore", undoable: false });
  }
}

/** What a failed save is called. All but "refused" heal by themselves: it is tried again. */
function problemOf(status) {
  if (status === 0) return "offline";
  if (status === 401) return "expired";
  if (status === 429) return "busy";
  return status >= 500 ? "failing" : "refused";
}

function ownKeys(prefix) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

function readKept(key) {
  try {
    return JSON.parse(localStorage.getItem(key)).pending ?? [];
  } catch {
    return [];
  }
}

/** A name for this page; crypto.randomUUID exists only where the connection is secure. */
function newWriter() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
