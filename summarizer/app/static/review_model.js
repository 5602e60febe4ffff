// The items as this page knows them, which of them are visible, and in which order. Places are in UTF-16 units here and
// in code points on the server.

import { amount, fold, GROUPS, shownValue, wordsOf } from "./review_dom.js";

const PLACES = ["start", "end", "number_start", "number_end"];
const DEEPEST = 5;

/** Turns places of one kind into the other; the same where no character needs two units. */
class Offsets {
  constructor(text) {
    this.wide = [];
    for (const found of text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)) this.wide.push(found.index);
  }

  toUnits(point) {
    let count = 0;
    while (count < this.wide.length && this.wide[count] - count < point) count += 1;
    return point + count;
  }

  toPoints(unit) {
    let count = 0;
    while (count < this.wide.length && this.wide[count] < unit) count += 1;
    return unit - count;
  }
}

export class Model extends EventTarget {
  constructor() {
    super();
    this.items = new Map();
    this.head = null;
    this.text = null;
    this.offsets = new Offsets("");
    this.current = null;
    this.filter = { groups: new Set(GROUPS), state: "all", words: "" };
    this.tableOnly = false; // whether only what the table of targets has is shown
    this.rowsHeld = null;
    this.visibleHeld = null;
  }

  load(head, text) {
    const items = head.items;
    this.text = text;
    this.offsets = new Offsets(text.text);
    this.items = new Map();
    for (const one of items) this.items.set(one.key, this.placed(one));
    this.setHead(head);
    this.forget();
    if (!this.items.has(this.current)) this.current = null;
  }

  setHead(head) {
    this.head = { ...(this.head ?? {}), ...head };
    delete this.head.items;
  }

  /** An item of the server with its places in units. */
  placed(given) {
    const convert = (item) => {
      if (!item || !this.offsets.wide.length) return item;
      const made = { ...item };
      for (const name of PLACES) if (typeof made[name] === "number") made[name] = this.offsets.toUnits(made[name]);
      return made;
    };
    const made = { ...given, item: convert(given.item) };
    if (given.rerun?.theirs) made.rerun = { ...given.rerun, theirs: convert(given.rerun.theirs) };
    return made;
  }

  /** Take items as they stand now, and those that are gone; says so with what they were. */
  take(items, gone = []) {
    const changes = [];
    for (const given of items) {
      changes.push({ key: given.key, was: this.items.get(given.key) ?? null });
      this.items.set(given.key, this.placed(given));
    }
    for (const key of gone) {
      const was = this.items.get(key);
      if (was) changes.push({ key, was });
      this.items.delete(key);
      if (this.current === key) this.current = null;
    }
    this.changed(changes);
  }

  /** Show at once what the server will say in a moment. */
  guess(key, news) {
    const was = this.items.get(key);
    if (!was) return null;
    const { before, ...now } = was; // what the server said of it, while it waits
    this.items.set(key, { ...now, ...news, ...(news.pending ? { before: was.pending ? before : now } : {}) });
    return { key, was };
  }

  /** Show of items again what the server said of them. */
  restore(keys) {
    const waiting = [...keys].map((key) => ({ key, was: this.items.get(key) })).filter(({ was }) => was?.before);
    for (const { key, was } of waiting) this.items.set(key, was.before);
    this.changed(waiting);
  }

  /** Whether all is decided that there is. */
  get done() {
    return this.items.size > 0 && [...this.items.values()].every((one) => one.state !== "open" && !one.rerun);
  }

  changed(changes) {
    if (!changes.length) return;
    this.visibleHeld = null;
    const same = changes.every(({ key, was }) => was && this.items.has(key) && sameShape(was, this.items.get(key)));
    if (!same) this.forget();
    this.dispatchEvent(new CustomEvent("items", { detail: { changes, same } }));
  }

  forget() {
    this.rowsHeld = null;
    this.visibleHeld = null;
    this.spansHeld = null;
  }

  /** Where items stand, by their begin. */
  spans() {
    this.spansHeld ??= [...this.items.values()]
      .map(({ key, item: { start, end } }) => ({ start, end, key }))
      .sort((a, b) => a.start - b.start);
    return this.spansHeld;
  }

  choose(key, from = "") {
    this.current = key;
    this.dispatchEvent(new CustomEvent("current", { detail: { key, from } }));
  }

  // --- the tree

  above(one) {
    const { item, group } = one;
    const links = group === "goals" ? [item.parent] : group === "measures" ? [item.goal] : [item.measure, item.goal];
    return links.find((key) => key && key !== one.key && this.items.has(key)) ?? null;
  }

  /** Keys with their depth, goals over measures over targets, each in the order of the text. */
  rows() {
    if (this.rowsHeld) return this.rowsHeld;
    const below = new Map();
    const sorted = [...this.items.values()].sort(
      (a, b) => a.item.start - b.item.start || b.item.end - a.item.end || (a.key < b.key ? -1 : 1)
    );
    for (const one of sorted) {
      const above = this.above(one);
      if (!below.has(above)) below.set(above, []);
      below.get(above).push(one.key);
    }
    const rows = [], seen = new Set();
    const walk = (key, depth) => {
      if (seen.has(key)) return;
      seen.add(key);
      rows.push({ key, depth: Math.min(depth, DEEPEST) });
      for (const one of below.get(key) ?? []) walk(one, depth + 1);
    };
    for (const key of below.get(null) ?? []) walk(key, 0);
    for (const one of sorted) walk(one.key, 0); // what links in a circle
    this.rowsHeld = rows;
    return rows;
  }

  // --- which are visible

  fits(one) {
    const { groups, state, words } = this.filter;
    if (!groups.has(one.group) || !this.inState(one, state) || (this.tableOnly && one.group !== "targets")) return false;
    if (!words) return true;
    const text = this.searched(one);
    return words.split(" ").every((word) => text.includes(word));
  }

  inState(one, state) {
    if (state === "all") return true;
    if (state === "unsure") return this.unsure(one);
    if (state === "decided") return one.state !== "open";
    return state === "open" ? one.state === "open" : one.decision === state;
  }

  /** What waits to be looked at: doubtful and open, or another thing by a new run. */
  unsure(one) {
    return (one.state === "open" && Boolean(one.item.unsure)) || Boolean(one.rerun);
  }

  /** The state in one word, without whether a new run says another thing. */
  stateOf(one) {
    return this.unsure(one) && !one.rerun ? "unsure" : one.decision;
  }

  searched(one) {
    one.words ??= fold(
      [one.key, wordsOf(one.item), one.item.quote, amount(one.item), shownValue("", one.item.actors), one.item.deadline ?? ""].join(" ")
    );
    return one.words;
  }

  visible() {
    if (!this.visibleHeld) {
      this.visibleHeld = new Set(this.rows().map((row) => row.key).filter((key) => this.fits(this.items.get(key))));
    }
    return this.visibleHeld;
  }

  setFilter(news) {
    this.filter = { ...this.filter, ...news };
    this.visibleHeld = null;
    this.dispatchEvent(new CustomEvent("filter"));
  }

  get narrowed() {
    return this.filter.groups.size < GROUPS.length || this.filter.state !== "all" || this.filter.words !== "";
  }

  // --- walking

  /** The key `step` rows on among the visible ones; the first or last where nothing is chosen. */
  beside(step) {
    const keys = [...this.visible()];
    if (!keys.length) return null;
    const at = keys.indexOf(this.current);
    if (at >= 0) return keys[Math.min(Math.max(at + step, 0), keys.length - 1)];
    const order = this.rows().map((row) => row.key), from = order.indexOf(this.current);
    const behind = keys.find((key) => order.indexOf(key) > from);
    return step > 0 ? behind ?? keys[0] : keys.findLast((key) => order.indexOf(key) < from) ?? keys[0];
  }

  /** The keys behind the current one, round the corner. */
  ahead() {
    const keys = this.rows().map((row) => row.key), at = keys.indexOf(this.current);
    return [...keys.slice(at + 1), ...keys.slice(0, Math.max(at, 0))];
  }

  /** The next one to look at: doubtful ones first, then open ones. */
  nextUnsure() {
    const ahead = this.ahead(), visible = this.visible();
    const find = (test, keys) => keys.find((key) => test(this.items.get(key)));
    const open = (one) => one.state === "open", doubtful = (one) => this.unsure(one);
    const seen = ahead.filter((key) => visible.has(key));
    return find(doubtful, seen) ?? find(doubtful, ahead) ?? find(open, seen) ?? find(open, ahead) ?? null;
  }

  /** The next open one that is visible. */
  nextOpen() {
    const visible = this.visible();
    return this.ahead().find((key) => visible.has(key) && this.items.get(key).state === "open") ?? null;
  }
}

const SHAPE = ["parent", "goal", "measure", "start", "end"];

/** Whether an item stands where it stood, in the text and in the tree. */
const sameShape = (one, other) => SHAPE.every((name) => one.item[name] === other.item[name]);
