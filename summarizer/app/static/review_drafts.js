// What is typed and not saved, by item: kept in the tab, also while the page is loaded anew or another one is looked at.
// It is typed over the version that was seen then, and stays so until it is saved or dropped: what others do meanwhile is
// not gone over without a question.

import { JOB, WHO } from "./review_dom.js";

const PLACE = `review-drafts:${JOB}:${WHO}`;

export class Drafts extends EventTarget {
  constructor() {
    super();
    this.held = new Map();
    try {
      const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? "{}");
      for (const [key, one] of Object.entries(kept)) if (one?.item && one.ledger) this.held.set(key, { seen: 0, was: {}, ...one });
    } catch {
      // what cannot be read is as if it had not been kept
    }
  }

  get keys() {
    return [...this.held.keys()];
  }

  get(key) {
    return this.held.get(key);
  }

  /**
   * Keep what is typed for an item: `{ item, ledger, seen, was }`, the first two fields by name, `seen` the version that it was
   * begun on, `was` what stood in the fields that are typed over; nothing where there is no field.
   */
  set(key, draft) {
    if (Object.keys(draft.item).length + Object.keys(draft.ledger).length) this.held.set(key, draft);
    else if (!this.held.delete(key)) return;
    this.keep();
  }

  delete(key) {
    this.set(key, { item: {}, ledger: {} });
  }

  /** What a decision holds is no draft any more; what was typed since it was made still is. */
  settled({ kind, key, fields, ledger }) {
    const part = { edit: "item", fill: "ledger" }[kind], held = this.held.get(key), sent = fields ?? ledger;
    if (!part || !held) return;
    const left = Object.entries(held[part]).filter(([name, value]) => value !== sent[name]);
    this.set(key, { ...held, [part]: Object.fromEntries(left) });
  }

  /** Versions by key that a person made, or was shown, on top of others: who typed over those has seen these. */
  moved(from, to) {
    const named = Object.keys(to).filter((key) => this.held.has(key) && this.held.get(key).seen === from[key]);
    for (const key of named) this.held.set(key, { ...this.held.get(key), seen: to[key] });
    if (named.length) this.keep();
  }

  /** Keep nothing of it when the page is left. */
  forget() {
    sessionStorage.removeItem(PLACE);
  }

  keep() {
    try {
      if (this.held.size) sessionStorage.setItem(PLACE, JSON.stringify(Object.fromEntries(this.held)));
      else sessionStorage.removeItem(PLACE);
    } catch {
      // a full or forbidden store: it is kept in the page alone
    }
    this.dispatchEvent(new CustomEvent("change"));
  }
}
