// What goes to the server and comes from it. A decision that cannot be sent is kept until the server has it: also over a
// reload of the page, and never twice.

import { JOB, LANG, NOBODY, say, WHO } from "./review_dom.js";

const AT = `/documents/${encodeURIComponent(JOB)}`;
const AWAY = new Set([502, 503, 504]);
const AGAIN_AFTER = 1500;
export const PATIENCE = 20_000;

/** An answer that is no success; `status` 0 where there is none at all. */
export class Refused extends Error {
  constructor(status, body) {
    super(body?.detail ?? (status ? say("bad-answer", { status }) : say("no-answer")));
    this.status = status;
    this.body = body ?? {};
  }

  /** What is wrong with fields, else what is wrong. */
  get words() {
    return Object.values(this.body.problems ?? {}).join(" ") || this.message;
  }

  get away() {
    return this.status === 0 || AWAY.has(this.status);
  }

  /** Whether the time that there was for it is over. */
  get late() {
    return this.body.late === true;
  }

  /** Whether there is no such document, for whoever asks. */
  get gone() {
    return this.status === 404 && this.body.code === "review-no-document";
  }

  /** Whether asking again later may help. */
  get passing() {
    return this.status === 0 || this.status >= 500 || [401, 403, 408, 429].includes(this.status);
  }
}

const TOKEN = 'meta[name="csrf-token"]', meta = document.querySelector(TOKEN);

/** A page as it would be if it were loaded now; null where it is none. */
async function pageNow(at) {
  const answer = await fetch(at, { headers: { Accept: "text/html" }, redirect: "error", signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
  const words = answer?.ok && (await answer.text().catch(() => null));
  return words ? new DOMParser().parseFromString(words, "text/html") : null;
}

/** Whether somebody else may be logged in by now; null where nobody can tell. */
export async function anotherSession() {
  if (WHO === NOBODY) return false;
  const token = (await pageNow("/"))?.querySelector(TOKEN)?.content;
  return token ? token !== meta.content : null;
}

/** Take the token that the page would have if it were loaded now; whether it is another one, and still this person's. */
async function renewed() {
  const now = await pageNow(AT), token = now?.querySelector(TOKEN)?.content;
  if (!token || token === meta.content || now.getElementById("review")?.dataset.who !== WHO) return false;
  meta.content = token;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRF-Token": token }));
  for (const field of document.querySelectorAll('input[name="csrf"]')) field.value = token;
  return true;
}

/** The server's answer; raises `Refused` where it is none, or no success. */
export async function ask(path, given, signal) {
  try {
    return await asked(path, given, signal);
  } catch (error) {
    const old = error instanceof Refused && error.status === 403 && error.body.code === "app-csrf";
    if (!old || !(await renewed())) throw error;
    return asked(path, given, signal);
  }
}

const isLate = (error) => error.name === "TimeoutError";

async function asked(path, given, signal) {
  const post = given !== undefined;
  let answer;
  try {
    answer = await fetch(AT + path, {
      method: post ? "POST" : "GET",
      headers: { "Accept-Language": LANG, ...(post ? { "Content-Type": "application/json", "X-CSRF-Token": meta.content } : {}) },
      body: post ? JSON.stringify(given) : undefined,
      redirect: "error", // a login page is no answer
      signal: signal ?? AbortSignal.timeout(PATIENCE),
    });
  } catch (error) {
    if (signal?.aborted && !isLate(error)) throw error;
    throw new Refused(0, { late: isLate(error) });
  }
  let body = null;
  try {
    body = await answer.json();
  } catch (error) {
    if (answer.ok) throw new Refused(0, { late: isLate(error) });
  }
  if (answer.ok) return body;
  const refused = new Refused(answer.status, body);
  if (refused.gone) document.dispatchEvent(new CustomEvent("review:gone"));
  throw refused;
}

// --- decisions that wait

const OF_JOB = `review-unsent:${JOB}:`;
const UNLOADS = 500; // milliseconds that a page which is loaded anew may take to let go of its tab's name

const random = () => crypto.getRandomValues(new Uint32Array(2)).join("-");

/** A name that no other open tab has; a duplicated tab brings its original's. */
async function tabName() {
  for (;;) {
    const name = sessionStorage.getItem("review-tab") ?? random();
    sessionStorage.setItem("review-tab", name);
    if (!navigator.locks) return name;
    const held = await new Promise((done) => {
      navigator.locks.request(`review-tab:${name}`, { signal: AbortSignal.timeout(UNLOADS) }, () => {
        done(true);
        return new Promise(() => {}); // as long as the tab is open
      }).catch(() => done(false));
    });
    if (held) return name;
    sessionStorage.removeItem("review-tab");
  }
}

/** What this browser keeps of the document that no open tab but `tab` sees to: `{ name, who, entries }`. */
async function stored(tab) {
  const alive = new Set((await navigator.locks?.query())?.held.map((one) => one.name) ?? []);
  const found = [];
  for (const name of Object.keys(localStorage).filter((one) => one.startsWith(OF_JOB))) {
    const rest = name.slice(OF_JOB.length), at = rest.lastIndexOf(":"), who = rest.slice(0, at), of = rest.slice(at + 1);
    if (of !== tab && (!navigator.locks || alive.has(`review-tab:${of}`))) continue;
    const entries = entriesOf(name);
    if (entries.length) found.push({ name, who, entries });
  }
  return found;
}

function entriesOf(name) {
  try {
    const entries = JSON.parse(localStorage.getItem(name));
    return Array.isArray(entries) ? entries.filter((one) => one?.decision) : [];
  } catch {
    return []; // not ours
  }
}

export class Outbox extends EventTarget {
  /**
   * `settle` asks the person about a conflict; `known(key, answer)` is the version of an item that the page knew when that
   * answer came, null where the item may have been another one by then.
   */
  constructor(settle, known) {
    super();
    Object.assign(this, { settle, known });
    this.tab = "";
    this.entries = [];
    this.busy = false;
    this.away = false;
    this.gone = false; // then nothing is taken any more
    this.status = 0;
    this.timer = 0;
    this.waiting = new Map();
  }

  /** What was not acknowledged before the page was loaded anew, here or in windows that are closed. */
  async recall() {
    this.tab = await tabName();
    const mine = (await stored(this.tab)).filter((one) => one.who === WHO);
    this.entries.push(...mine.flatMap((one) => one.entries));
    this.keep();
    for (const { name } of mine) if (name !== this.place) localStorage.removeItem(name);
    return this.entries;
  }

  /** What was decided here under other names, and not sent: `{ name, who, entries }`. */
  async foreign() {
    return (await stored(this.tab)).filter((one) => one.who !== WHO);
  }

  /** Send what `foreign` gave as the person who is logged in now. Gives the entries. */
  adopt(found) {
    const entries = found.flatMap(({ name }) => entriesOf(name)); // as they stand now: another tab may have had them
    this.entries.push(...entries);
    this.keep();
    this.discard(found);
    this.run();
    return entries;
  }

  discard(found) {
    for (const { name } of found) localStorage.removeItem(name);
  }

  get place() {
    return `${OF_JOB}${WHO}:${this.tab}`;
  }

  /** Send a decision, when its turn comes. Gives the answer, or null where the person took the other's word. */
  push(decision) {
    if (this.gone) return Promise.reject(new Refused(404, { detail: say("gone") }));
    const entry = { id: random(), decision, over: false };
    this.entries.push(entry);
    this.keep();
    const answer = new Promise((done, failed) => this.waiting.set(entry.id, { done, failed }));
    answer.catch(() => {}); // whoever waits hears of it; after a reload nobody does
    this.run();
    return answer;
  }

  get count() {
    return this.entries.length;
  }

  /** Whether the server has everything; what is on its way is waited for, a server that is away is not. */
  async sent() {
    while (this.count && !this.away) {
      await new Promise((done) => ["count", "away"].forEach((name) => this.addEventListener(name, done, { once: true })));
    }
    return !this.count;
  }

  /** The keys that waiting decisions name. */
  get keys() {
    return new Set(this.entries.flatMap(({ decision }) => (decision.key ? [decision.key] : Object.keys(decision.seen ?? {}))));
  }

  keep() {
    try {
      if (this.entries.length) localStorage.setItem(this.place, JSON.stringify(this.entries));
      else localStorage.removeItem(this.place);
    } catch {
      // a full or forbidden store: they wait in the page alone
    }
    this.dispatchEvent(new CustomEvent("count"));
  }

  /** There is nowhere to send anything: what waits is given up, and nothing more is taken. */
  close() {
    this.gone = true;
    clearTimeout(this.timer);
    for (const { failed } of this.waiting.values()) failed(new Refused(404, { detail: say("gone") }));
    this.waiting.clear();
    this.entries = [];
    this.keep();
  }

  setAway(away, status = 0) {
    const same = this.away === away && this.status === status;
    Object.assign(this, { away, status });
    if (!same) this.dispatchEvent(new CustomEvent("away", { detail: { away, status } }));
  }

  async run() {
    if (this.busy || !this.entries.length) return;
    this.busy = true;
    clearTimeout(this.timer);
    try {
      while (this.entries.length && (await this.send(this.entries[0])));
    } finally {
      this.busy = false;
    }
  }

  /** Whether to go on with the next. */
  async send(entry) {
    try {
      const { id, decision, over } = entry;
      const answer = await ask("/decisions", { id, decision, over });
      this.setAway(false);
      this.renumber(entry, answer);
      this.end(entry, (one) => one.done(answer), "done", answer);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.gone) {
        if (!this.gone) this.timer = setTimeout(() => this.run(), AGAIN_AFTER); // unless it is so for whoever asks
        return false;
      }
      if (error.away || error.status === 401 || error.status === 403) {
        this.setAway(true, error.status);
        this.timer = setTimeout(() => this.run(), AGAIN_AFTER);
        return false;
      }
      this.setAway(false);
      if (error.body.conflict) {
        const { changes } = error.body.conflict, shown = Object.fromEntries(changes.map((one) => [one.key, one.version]));
        const from = this.base(entry.decision, Object.keys(shown), {});
        const mine = await this.settle(entry.decision, error.body.conflict, from, shown);
        if (mine) {
          for (const other of this.entries) if (other !== entry) moveOn(other.decision, shown, from);
          // Over what was shown, and over nothing that is done from now on; a step names no versions.
          entry.over = changes.filter((one) => !moveOn(entry.decision, { [one.key]: one.version })).length > 0;
          this.keep();
          return true;
        }
        this.end(entry, (one) => one.done(null), "dropped", error.body.conflict);
        return true;
      }
      this.end(entry, (one) => one.failed(error), "refused", error);
    }
    return true;
  }

  end(entry, answer, kind, detail) {
    this.entries = this.entries.filter((one) => one !== entry);
    this.keep();
    this.dispatchEvent(new CustomEvent(kind, { detail: { entry, answer: detail } }));
    const one = this.waiting.get(entry.id);
    this.waiting.delete(entry.id);
    if (one) answer(one);
  }

  /** What was made on top of this one was made on what it left, and on nothing that came before that or later. */
  renumber(entry, answer) {
    const from = this.base(entry.decision, Object.keys(answer.versions), answer);
    for (const other of this.entries) if (other !== entry) moveOn(other.decision, answer.versions, from);
    this.dispatchEvent(new CustomEvent("moved", { detail: { from, to: answer.versions } }));
  }

  /** The versions of these items that a decision was made on; of those that it does not name, what the page knew. */
  base({ key, seen }, keys, answer) {
    const named = typeof seen === "number" ? { [key]: seen } : seen ?? {};
    return Object.fromEntries(keys.map((one) => [one, named[one] ?? this.known(one, answer)]));
  }
}

/** Let a decision have seen these versions, where it had seen those `from` which they come; whether it names any. */
function moveOn(decision, versions, from = null) {
  const { key, seen } = decision, moves = (one, version) => one in versions && (!from || from[one] === version);
  if (typeof seen === "number" && moves(key, seen)) {
    decision.seen = versions[key];
    return true;
  }
  const named = seen && typeof seen === "object" ? Object.keys(seen).filter((one) => moves(one, seen[one])) : [];
  for (const one of named) seen[one] = versions[one];
  return named.length > 0;
}

// --- what others do

const EVERY = 3000;

/** Ask for news while the page is seen, until it is `over`; `take` is given them, `since` says from where. */
export function listen({ since, take, failed, over }) {
  const turn = async () => {
    if (over()) return;
    try {
      if (document.visibilityState === "visible") {
        const news = await ask(`/news?since=${since()}`);
        take(news);
        if (news.more) return void turn();
      }
    } catch (error) {
      failed(error);
    }
    setTimeout(turn, EVERY);
  };
  setTimeout(turn, EVERY);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && !over() && ask(`/news?since=${since()}`).then(take, failed));
}
