// What one can do, by key or by button: each is one decision, or only a look.

import { byId, JOB, say, tell } from "./review_dom.js";
import { lineOf } from "./review_detail.js";
import { correct, pickLink, sure } from "./review_dialogs.js";
import { Refused } from "./review_net.js";

const STATES = { accept: "accepted", reject: "rejected", reopen: "open" };
const FILTER_GROUPS = [["goals", "measures", "targets"], ["goals"], ["measures"], ["targets"]];
const LEAVES_AFTER = 3000;
const LOOKS = new Set(["unsure", "next", "previous", "search", "group", "state", "view", "pane", "shelf", "help", "draft"]);

export class Actions {
  constructor({ model, outbox, pane, list, detail, form, span, narrow }) {
    Object.assign(this, { model, outbox, pane, list, detail, form, span, narrow });
  }

  /** Do an action of the page by its name; of a document that is deleted one may only look at what is there. */
  act(name) {
    if (this.outbox.gone && !LOOKS.has(name)) {
      tell(say("gone"));
      return;
    }
    const does = this[`do_${name}`];
    if (does) Promise.resolve(does.call(this)).catch((error) => this.failed(error));
  }

  failed(error) {
    if (!(error instanceof Refused)) throw error;
    if (error.away) window.app.gone(); // which sees when it is back
    tell(error.away ? say("away") : error.words, error.away);
  }

  get one() {
    return this.model.items.get(this.model.current) ?? null;
  }

  /** The current item; says so where there is none. */
  needed() {
    const { one } = this;
    if (!one) tell(say("nothing-chosen"));
    return one;
  }

  // --- walking

  go(key, from = "keys") {
    if (key === null) {
      tell(say("nothing-left"));
      return;
    }
    const one = this.model.items.get(key);
    if (this.model.tableOnly && one.group !== "targets") this.list.show("tree");
    if (!this.model.visible().has(key)) this.model.setFilter({ groups: new Set(FILTER_GROUPS[0]), state: "all", words: "" });
    this.model.choose(key, from);
    tell(`${lineOf(one)} · ${say(`state-${this.model.stateOf(one)}`)}${one.reason && one.state === "open" ? ` · ${one.reason}` : ""}`);
  }

  do_unsure() {
    this.go(this.model.nextUnsure());
  }

  /** The next item that holds what is typed and not saved. */
  do_draft() {
    const keys = this.drafts, at = keys.indexOf(this.model.current);
    if (!keys.length) return;
    this.go(keys[(at + 1) % keys.length]);
    this.narrow("item");
    this.form.changed?.focus(); // where Escape drops it, as the button there says
  }

  get drafts() {
    return this.form.drafts.keys.filter((key) => this.model.items.has(key));
  }

  do_next() {
    this.go(this.model.beside(1));
  }

  do_previous() {
    this.go(this.model.beside(-1));
  }

  // --- deciding

  do_accept() {
    return this.decideOne("accept");
  }

  do_reject() {
    return this.decideOne("reject");
  }

  do_reopen() {
    return this.decideOne("reopen");
  }

  async decideOne(kind) {
    const one = this.needed();
    if (!one) return;
    const already = one.state === STATES[kind] && !one.rerun; // then there is nothing to write
    const next = kind === "reopen" ? null : this.following(one);
    const answer = already ? null : this.set(kind, [one]);
    if (next) this.model.choose(next, "keys");
    const done = say("told", { what: say(already ? `state-${one.decision}` : `did-${kind}`), key: one.key });
    const hang = kind === "reject" ? this.hanging(one) : 0;
    tell([done, hang ? say("still-hang", { count: hang }) : "", already && !next && this.goesOn && kind !== "reopen" ? say("nothing-open") : ""].filter(Boolean).join(" · "));
    await answer;
  }

  /** Where one goes on once an item is decided: null where nothing is left, or where one stays. */
  following(one) {
    if (!this.goesOn) return null;
    const next = this.model.unsure(one) ? this.model.nextUnsure() : this.model.nextOpen();
    return next === one.key ? null : next;
  }

  /** How many targets of a measure are not rejected. */
  hanging({ key, group }) {
    if (group !== "measures") return 0;
    return [...this.model.items.values()].filter(({ item, state }) => item.measure === key && state !== "rejected").length;
  }

  get goesOn() {
    return byId("review-goes-on").checked;
  }

  /** Set a state: seen at once, sent behind it. */
  set(kind, items) {
    const seen = Object.fromEntries(items.map((one) => [one.key, one.version]));
    this.show(kind, seen);
    return this.outbox.push({ kind, seen });
  }

  /** What the server will say of these items in a moment. */
  show(kind, seen) {
    const state = STATES[kind];
    const changes = Object.keys(seen).map((key) => {
      const one = this.model.items.get(key);
      const decision = state !== "accepted" ? state : one?.decision === "added" ? "added" : one?.base ? "edited" : "accepted";
      return this.model.guess(key, { state, decision, pending: true });
    });
    this.model.changed(changes.filter(Boolean));
  }

  async do_acceptAll() {
    const visible = this.model.visible();
    const open = [...visible].map((key) => this.model.items.get(key)).filter((one) => one.state === "open");
    if (!open.length) {
      tell(say("nothing-open"));
      return;
    }
    const doubtful = open.filter((one) => this.model.unsure(one));
    if (!(await sure(say("accept-all", { count: open.length }), open, doubtful))) return;
    const answer = this.set("accept", open);
    tell(say("accepted-all", { count: open.length }));
    await answer;
  }

  do_undo() {
    return this.step("undo");
  }

  do_redo() {
    return this.step("redo");
  }

  async step(kind) {
    const answer = await this.outbox.push({ kind });
    if (!answer) return;
    tell(say("told", { what: say(`did-${kind}`), key: answer.keys.slice(0, 3).join(", ") + (answer.keys.length > 3 ? " …" : "") }));
    const key = answer.keys.find((one) => this.model.items.has(one));
    if (key && answer.keys.length < 4) this.model.choose(key, "keys");
  }

  async do_link(wanted) {
    const one = this.needed();
    if (!one) return;
    const picked = await pickLink(this.model, one, wanted);
    if (!picked) return;
    const [link, to] = picked;
    const answer = await this.outbox.push({ kind: "link", key: one.key, seen: this.model.items.get(one.key).version, link, to });
    if (answer) tell(say("told", { what: say("did-link"), key: `${one.key} → ${to ?? say("no-link")}` }));
  }

  /** Take one side's word: of rules and model, or of a person and a new run. */
  async side(at) {
    const one = this.needed();
    if (!one) return;
    if (one.rerun) {
      const answer = await this.outbox.push({ kind: "settle", key: one.key, seen: one.version, choose: at ? "theirs" : "mine" });
      if (answer) tell(say("told", { what: say("did-settle"), key: one.key }));
      return;
    }
    const view = this.detail.views[at];
    if (!view) {
      tell(say("no-sides"));
      return;
    }
    for (const decision of this.detail.decisionsFor(one, view)) {
      if (typeof decision.seen === "number") decision.seen = this.model.items.get(one.key).version;
      if (!(await this.outbox.push(decision))) return;
    }
    tell(say("told", { what: say("did-accept"), key: one.key }));
    if (this.goesOn) this.do_unsure();
  }

  do_first() {
    return this.side(0);
  }

  do_second() {
    return this.side(1);
  }

  // --- fields and spans

  do_edit() {
    if (!this.needed()) return;
    this.narrow("item");
    this.form.form?.elements[0]?.focus();
    this.form.form?.elements[0]?.select?.();
  }

  async save() {
    const decisions = this.form.decisions(), { one, form } = this.form;
    if (!decisions.length) return;
    let told = "";
    for (const decision of decisions) {
      decision.seen = this.form.drafts.get(one.key)?.seen ?? decision.seen; // the part before moved it on
      try {
        const answer = this.outbox.push(decision);
        if (this.outbox.away) tell(say("kept"), true);
        const done = await answer;
        this.form.drafts.settled(decision);
        if (!done) break;
        told = say("told", { what: say(`did-${decision.kind}`), key: one.key });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (this.form.form === form || this.form.one?.key === one.key) this.form.refused(decision, error);
        tell(error.words);
        return;
      }
    }
    if (this.model.current === one.key) {
      this.detail.render();
      const next = told && this.model.items.get(one.key)?.state !== "open" ? this.following(one) : null;
      if (next) this.model.choose(next, "keys");
    }
    this.list.focus();
    if (told) tell(told);
  }

  do_span() {
    const one = this.needed();
    if (!one) return;
    const selected = this.pane.selected();
    this.narrow("text");
    this.span.move(one);
    if (selected) Object.assign(this.span, selected) && this.span.after();
  }

  do_add() {
    const selected = this.pane.selected();
    this.narrow("text");
    this.span.add(selected);
  }

  /** What the span's mode saves; `close` ends it. */
  async place(decision, close) {
    const answer = await this.outbox.push(decision);
    close();
    if (!answer) return;
    const key = answer.keys[0] ?? decision.key;
    if (key) this.model.choose(key, "keys");
    tell(say("told", { what: say(`did-${decision.kind}`), key: key ?? "" }));
  }

  async do_correct() {
    const selected = this.pane.selected();
    if (!selected || !this.pane.isScanned(selected.start, selected.end)) {
      tell(say("correct-where"));
      return;
    }
    const { text, offsets } = this.model, { start, end } = selected;
    const words = await correct(text.text.slice(start, end));
    if (words === null) return;
    const answer = await this.outbox.push({ kind: "correct", start: offsets.toPoints(start), end: offsets.toPoints(end), text: words, text_version: text.version });
    if (answer) tell(say("told", { what: say("did-correct"), key: "" }));
  }

  // --- looking

  do_search() {
    this.narrow("list");
    byId("review-words-field").focus();
    byId("review-words-field").select();
  }

  do_group() {
    const now = [...this.model.filter.groups].join(), at = FILTER_GROUPS.findIndex((one) => one.join() === now);
    this.model.setFilter({ groups: new Set(FILTER_GROUPS[(at + 1) % FILTER_GROUPS.length]) });
    this.count();
  }

  do_state() {
    const states = [...byId("review-state").options].map((one) => one.value);
    this.model.setFilter({ state: states[(states.indexOf(this.model.filter.state) + 1) % states.length] });
    this.count();
  }

  count() {
    const { groups, state } = this.model.filter;
    tell(say("filtered", { groups: [...groups].map((one) => say(`group-${one}`)).join(", "), state: say(`filter-${state}`), count: this.model.visible().size }));
  }

  do_view() {
    this.list.show(this.list.as === "tree" ? "table" : "tree");
    if (!this.model.visible().has(this.model.current)) this.model.choose(this.model.beside(1), "keys");
    this.list.focus();
    tell(say(`view-${this.list.as}`));
  }

  do_pane() {
    this.narrow("next");
  }

  do_history() {
    if (!this.needed()) return undefined;
    this.narrow("item");
    return this.detail.history();
  }

  do_export() {
    const menu = byId("review-export");
    menu.querySelector("summary").focus(); // from where it opens on its first entry
    const open = !menu.open;
    setTimeout(() => (menu.open = open)); // behind the click, which closes menus that it is beside of
  }

  do_shelf() {
    return this.leave(`/#to-${JOB}`);
  }

  /** Go to another page; what is on its way to the server gets there first, unless that takes long. */
  async leave(to) {
    await Promise.race([this.outbox.sent(), new Promise((done) => setTimeout(done, LEAVES_AFTER))]);
    window.location.assign(to);
  }

  do_help() {
    this.keys.help();
  }
}
