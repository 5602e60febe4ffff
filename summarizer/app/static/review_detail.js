// One item in full: where it stands, why it is doubtful, what each side says, its fields, its links, its history.

import { amount, byId, doer, h, LABELS, nameOf, say, shownValue, tell, when, wordsOf } from "./review_dom.js";
import { ask, Refused } from "./review_net.js";

const LOOKED_AT = {
  goals: ["text", "level"],
  measures: ["text", "actors", "deadline"],
  targets: ["indicator", "kind", "comparator", "value", "value_max", "unit", "deadline", "masked"],
};

export class DetailPane {
  constructor(model, pane, form) {
    Object.assign(this, { model, pane, form, views: [] });
    this.root = byId("review-detail");
  }

  render() {
    const one = this.model.items.get(this.model.current);
    this.views = [];
    if (!one) {
      this.form.one = null;
      this.root.replaceChildren(h("p", { class: "soft empty" }, ...this.nothing()));
      this.keysShown();
      return;
    }
    const parts = [
      this.head(one),
      this.quote(one),
      one.rerun ? this.conflict(one) : null,
      one.reason && one.state === "open" ? h("p", { class: "notice reason" }, h("b", {}, say("why")), " ", one.reason) : null,
      h("div", { class: "views", id: "review-views" }),
      this.form.make(one),
      h("div", { class: "history", id: "review-history", hidden: true }),
    ];
    this.root.replaceChildren(...parts.filter(Boolean));
    this.root.scrollTop = 0;
    this.keysShown();
    if (this.gone()) freeze(this.root);
    if (this.model.unsure(one) && !one.rerun) this.askViews(one);
  }

  /** Where no item is chosen: why, and what there is to do. */
  nothing() {
    if (this.gone()) return [say("gone")];
    if (!this.model.items.size) return [say("no-items"), " ", doer("add", say("do-add"))];
    if (this.model.done) return [say("all-decided"), " ", doer("export", say("do-export"))];
    return [say("nothing-chosen"), " ", doer("unsure", say("do-unsure"))];
  }

  /** Only what the server changed: what a person is typing stays. */
  refresh(changes) {
    const key = this.model.current;
    if (this.form.one && changes.every((one) => one.key !== key)) return;
    const { activeElement: old } = document, focus = this.root.contains(old) ? old.id : "", { scrollTop } = this.root;
    const { selectionStart: from, selectionEnd: to } = old;
    this.render();
    this.root.scrollTop = scrollTop;
    const now = focus && byId(focus);
    if (!now) return;
    now.focus();
    if (typeof from === "number" && now.value === old.value) now.setSelectionRange(from, to);
  }

  head(one) {
    const { locator, clause } = one.item, state = one.pending ? say("waiting-one") : say(`state-${this.model.stateOf(one)}`);
    const place = [
      locator?.page ? say("page", { page: locator.page }) : "", locator?.cell ?? "", clause ? say("clause", { clause }) : "",
    ].filter(Boolean).join(" · ");
    const by = one.by && one.state !== "open" ? say("by", { who: one.by, when: when(one.at) }) : "";
    const acts = [
      one.state === "accepted" ? null : doer("accept", say("do-accept"), { class: "good" }),
      one.state === "rejected" ? null : doer("reject", say("do-reject"), { class: "bad" }),
      one.state === "open" ? null : doer("reopen", say("do-reopen")),
      doer("span", say("do-span")), doer("link", say("do-link")), doer("history", say("do-history")),
    ];
    return h(
      "header", {},
      h("h2", { id: "review-detail-title" }, h("span", { class: `badge ${one.group}` }, LABELS.groups[one.group]), " ", one.key,
        h("span", { class: `state is-${one.decision}` }, state), h("span", { class: "soft small" }, [place, by].filter(Boolean).join(" · "))),
      h("div", { class: "acts" }, acts)
    );
  }

  quote(one) {
    const { start, end, number_start: from, number_end: to } = one.item, [before, words, after] = this.pane.around(start, end);
    const inside = typeof from === "number" && from >= start && to <= end
      ? [words.slice(0, from - start), h("b", {}, words.slice(from - start, to - start)), words.slice(to - start)] : [words];
    return h("blockquote", { class: one.group }, h("span", { class: "soft" }, before), h("mark", {}, inside), h("span", { class: "soft" }, after));
  }

  // --- two sides

  async askViews(one) {
    let answer;
    try {
      answer = await ask(`/views?key=${encodeURIComponent(one.key)}`);
    } catch (error) {
      if (error instanceof Refused) return; // they are an aid; the item stands without them
      throw error;
    }
    if (this.model.current !== one.key || this.model.items.get(one.key)?.version !== one.version) return;
    const views = answer.views.map((view) => ({ ...view, item: view.item && this.model.placed({ item: view.item }).item }));
    if (views.length > 1) this.showSides(one, views, byId("review-views"));
  }

  showSides(one, views, root) {
    this.views = views;
    const named = [...LOOKED_AT[one.group], "quote"].filter((name) => new Set(views.map(({ item }) => shownValue(name, item?.[name]))).size > 1);
    const label = { rules: say("side-rules"), model: say("side-model"), person: say("side-person") };
    const cell = ({ item, why }, name) => h("td", {}, item ? shownValue(name, item[name]) : name === named[0] ? (why ?? say("side-none")) : "");
    root.replaceChildren(
      h(
        "table", { class: "sides" },
        h("caption", { class: "unseen" }, say("sides")),
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("sides")), views.map((view) => h("th", { scope: "col" }, label[view.source])))),
        h("tbody", {}, (named.length ? named : ["quote"]).map((name) => h("tr", {}, h("th", { scope: "row" }, nameOf(name)), views.map((view) => cell(view, name))))),
        h("tfoot", {}, h("tr", {}, h("td", {}), views.map((view, at) => h("td", {}, at < 2 ? doer(at ? "second" : "first", say(view.item ? "take" : "take-none")) : null))))
      )
    );
    this.keysShown();
  }

  /** What a decision for one side would be, step by step. */
  decisionsFor(one, view) {
    const { key, version: seen } = one;
    if (!view.item) return [{ kind: "reject", seen: { [key]: seen } }];
    const fields = {};
    for (const name of LOOKED_AT[one.group]) {
      if (shownValue(name, view.item[name]) !== shownValue(name, one.item[name])) fields[name] = view.item[name] ?? null;
    }
    const made = [], { offsets, text } = this.model;
    if (view.item.start !== one.item.start || view.item.end !== one.item.end) {
      made.push({ kind: "move", key, seen, start: offsets.toPoints(view.item.start), end: offsets.toPoints(view.item.end), text_version: text.version });
    }
    if (Object.keys(fields).length) made.push({ kind: "edit", key, seen, fields });
    return made.length ? made : [{ kind: "accept", seen: { [key]: seen } }];
  }

  conflict(one) {
    const { kind, theirs, differs } = one.rerun;
    return h(
      "section", { class: "notice strong rerun", "aria-label": say("rerun") },
      h("p", {}, h("b", {}, say(kind === "missing" ? "rerun-missing" : "rerun-changed"))),
      kind === "missing" ? null : comparison(differs, [[say("side-mine"), one.item], [say("side-rerun"), theirs]]),
      h("p", { class: "acts" }, doer("first", say("keep-mine")), doer("second", say(kind === "missing" ? "let-go" : "take-rerun")))
    );
  }

  // --- history

  async history() {
    const root = byId("review-history"), one = this.model.items.get(this.model.current);
    if (!root || !one) return;
    if (!root.hidden) {
      root.hidden = true;
      return;
    }
    const { events } = await ask(`/history?key=${encodeURIComponent(one.key)}`);
    const lines = events.map((event) =>
      h("li", {}, h("b", {}, say(`did-${event.kind}`)), " ", h("span", { class: "soft" }, `${event.who} · ${when(event.at)}`), " ", details(event)));
    root.replaceChildren(h("h3", {}, say("history")), lines.length ? h("ol", {}, lines) : h("p", { class: "soft" }, say("history-none")));
    root.hidden = false;
    root.scrollIntoView({ block: "start" });
    tell(say("history-of", { count: lines.length }));
  }
}

/** What is typed can still be read and copied, and that is all. */
function freeze(root) {
  for (const control of root.querySelectorAll("button, select, [type=checkbox]")) control.disabled = true;
  for (const control of root.querySelectorAll("input, textarea")) control.readOnly = true;
}

function details({ what }) {
  const fields = what.fields ?? what.ledger ?? {};
  const told = Object.entries(fields).map(([name, value]) => `${nameOf(name)}: ${shownValue(name, value) || say("nothing")}`);
  if (what.link) told.push(`${nameOf(what.link)}: ${what.to ?? say("no-link")}`);
  if (what.choose) told.push(say(what.choose === "mine" ? "keep-mine" : "take-rerun"));
  return told.join("; ");
}

/** A table of fields, a column for each side. */
export function comparison(names, sides) {
  return h(
    "table", { class: "sides" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("field")), sides.map(([label]) => h("th", { scope: "col" }, label)))),
    h("tbody", {}, names.map((name) => h("tr", {}, h("th", { scope: "row" }, nameOf(name)), sides.map(([, held]) => h("td", {}, shownValue(name, held?.[name]) || say("nothing"))))))
  );
}

export const lineOf = (one) => `${one.key} ${wordsOf(one.item)} ${one.group === "targets" ? amount(one.item) : ""}`.trim();
