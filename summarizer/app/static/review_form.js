// The fields of an item: typed, checked while one types, saved as one decision. What is typed and not saved is kept while
// one looks at other items.

import { byId, debounced, h, LABELS, nameOf, say, shownValue, wordsOf } from "./review_dom.js";
import { Drafts } from "./review_drafts.js";
import { ask, Refused } from "./review_net.js";

const FIELDS = {
  goals: [["text", "area"], ["level", "levels"]],
  measures: [["text", "area"], ["actors", "line"], ["lead", "line"], ["support", "line"], ["deadline", "short"]],
  targets: [
    ["indicator", "wide"], ["kind", "kinds"], ["comparator", "comparators"], ["value", "short"], ["value_max", "short"],
    ["unit", "short"], ["deadline", "short"], ["masked", "check"],
  ],
};
const LEDGER = [["lead", "line"], ["support", "line"], ["person", "short"], ["date", "date"], ["status", "states"], ["note", "wide"]];
export const LINKS = { goals: ["parent"], measures: ["goal"], targets: ["measure", "goal", "same_as"] };
const CHECK_AFTER = 150;

export class ItemForm {
  constructor(model) {
    this.model = model;
    this.drafts = new Drafts();
    this.asks = debounced((key) => this.check(key), CHECK_AFTER);
    this.one = null;
  }

  /** The form of an item, with what was typed and not saved. */
  make(one) {
    const draft = this.drafts.get(one.key);
    this.one = one;
    this.form = h(
      "form", { class: "fields", id: "review-form", novalidate: true, autocomplete: "off", "aria-label": say("fields-of", { key: one.key }) },
      FIELDS[one.group].map(([name, kind]) => this.field(one, "item", name, kind)),
      LINKS[one.group].map((name) => this.link(one, name)),
      h(
        "details", { class: "ledger", open: this.ledgerOpen || Object.keys({ ...one.ledger, ...draft?.ledger }).length > 0 },
        h("summary", {}, say("ledger")), h("div", { class: "fields" }, LEDGER.map(([name, kind]) => this.field(one, "ledger", name, kind)))
      ),
      h("p", { class: "acts" },
        h("button", { type: "submit", class: "main", id: "review-save" }, say("save"), " ", h("kbd", {}, "Enter")),
        h("button", { type: "reset", id: "review-reset" }, say("discard"), " ", h("kbd", {}, "Esc")),
        h("span", { class: "wrong", id: "problem-all" }))
    );
    this.form.addEventListener("input", () => this.typed());
    this.form.querySelector("details").addEventListener("toggle", (event) => (this.ledgerOpen = event.target.open));
    if (!this.dirty) this.drafts.delete(one.key); // it says what was typed
    else if (draft?.seen === one.version) this.hold(draft.seen, {});
    this.buttons();
    return this.form;
  }

  field(one, part, name, kind) {
    const id = `field-${part}-${name}`, held = part === "item" ? one.item : one.ledger ?? {};
    const draft = this.drafts.get(one.key), typed = draft?.[part]?.[name], now = String(initial(held[name], kind));
    const value = typed ?? initial(held[name], kind);
    const shared = { id, name: `${part}.${name}`, "data-was": now, "aria-describedby": `problem-${part}-${name}` };
    let control;
    if (kind === "check") control = h("input", { ...shared, type: "checkbox", checked: value === true });
    else if (kind === "area") control = h("textarea", { ...shared, rows: 2, value });
    else if (LABELS[kind]) control = h("select", shared, choices(kind, initial(held[name], kind)).map(([key, label]) => h("option", { value: key, selected: key === value }, label)));
    else control = h("input", { ...shared, type: kind === "date" ? "date" : "text", value });
    const before = part === "item" && one.base && shownValue(name, one.base[name]) !== shownValue(name, one.item[name])
      ? h("span", { class: "was" }, say("was", { value: shownValue(name, one.base[name]) || say("nothing") })) : null;
    const changed = typed !== undefined && draft.seen !== one.version && draft.was[shared.name] !== now && String(typed) !== now;
    const meanwhile = changed ? h("span", { class: "why meanwhile", id: `meanwhile-${part}-${name}` }, say("meanwhile", { value: shownValue(name, held[name]) || say("nothing") })) : null;
    if (meanwhile) control.setAttribute("aria-describedby", `${meanwhile.id} problem-${part}-${name}`);
    return h("div", { class: `field ${kind} of-${name}` }, h("label", { for: id }, nameOf(name)), control, before, meanwhile, h("span", { class: "wrong", id: `problem-${part}-${name}` }));
  }

  link(one, name) {
    const to = this.model.items.get(one.item[name]);
    return h(
      "div", { class: "field link" }, h("span", { class: "label", id: `label-${name}` }, nameOf(name)),
      h("button", { type: "button", "data-link": name, "aria-labelledby": `label-${name} link-${name}` }, h("span", { id: `link-${name}` }, to ? `${to.key} ${wordsOf(to.item)}` : say("no-link")))
    );
  }

  // --- what is typed

  /** Fields that are not what they were, of the item and of the ledger. */
  changes() {
    const found = { item: {}, ledger: {} };
    for (const control of this.form?.elements ?? []) {
      if (!control.name) continue;
      const [part, name] = control.name.split(".");
      const value = control.type === "checkbox" ? control.checked : control.value;
      if (String(value) !== control.dataset.was) found[part][name] = value;
    }
    return found;
  }

  /** The first field that is not what it was. */
  get changed() {
    const { item, ledger } = this.changes();
    return [...(this.form?.elements ?? [])].find(({ name }) => name && name.split(".")[1] in { item, ledger }[name.split(".")[0]]);
  }

  get dirty() {
    const { item, ledger } = this.changes();
    return Object.keys(item).length + Object.keys(ledger).length > 0;
  }

  typed() {
    const { key, version } = this.one, held = this.drafts.get(key);
    this.hold(held?.seen ?? this.model.items.get(key)?.version ?? version, held?.was ?? {});
    this.buttons();
    this.asks(key);
  }

  /** Keep what is typed as typed over the version `seen`, where `was` stood, or what stands there now. */
  hold(seen, was) {
    const { item, ledger } = this.changes();
    const over = [...this.form.elements].filter(({ name }) => name).map(({ name, dataset }) => [name, was[name] ?? dataset.was]);
    const typed = over.filter(([name]) => name.split(".")[1] in { item, ledger }[name.split(".")[0]]);
    this.drafts.set(this.one.key, { item, ledger, seen, was: Object.fromEntries(typed) });
  }

  buttons() {
    const { dirty } = this;
    const had = this.form.classList.contains("dirty");
    this.form.classList.toggle("dirty", dirty);
    if (dirty && !had && this.form.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" }); // out from under them
    for (const button of this.form.querySelectorAll(".acts button")) button.disabled = !dirty;
  }

  reset() {
    this.drafts.delete(this.one.key);
  }

  decisions() {
    const { item, ledger } = this.changes(), { key, version } = this.one, made = [], seen = this.drafts.get(key)?.seen ?? version;
    if (Object.keys(item).length) made.push({ kind: "edit", key, seen, fields: item });
    if (Object.keys(ledger).length) made.push({ kind: "fill", key, seen, ledger });
    return made;
  }

  async check(key) {
    this.asking?.abort();
    this.asking = new AbortController();
    const { signal } = this.asking, form = this.form, problems = { item: {}, ledger: {} };
    try {
      for (const decision of this.decisions()) {
        const checked = await ask("/check", { decision }, signal);
        problems[decision.kind === "edit" ? "item" : "ledger"] = checked.problems;
      }
    } catch (error) {
      if (signal.aborted || error instanceof Refused) return;
      throw error;
    }
    if (this.one?.key === key && this.form === form) this.show(problems);
  }

  /** Problems beside their fields; those of no field at the end. */
  show(problems) {
    const left = [];
    for (const old of this.form.querySelectorAll(".wrong")) if (old.textContent) old.textContent = "";
    for (const control of this.form.elements) control.removeAttribute("aria-invalid");
    for (const [part, found] of Object.entries(problems)) {
      for (const [name, words] of Object.entries(found)) {
        const control = byId(`field-${part}-${name}`);
        if (!control) {
          left.push(words);
          continue;
        }
        control.setAttribute("aria-invalid", "true");
        byId(`problem-${part}-${name}`).textContent = words;
        byId(`problem-${part}-${name}`).scrollIntoView({ block: "nearest" });
      }
    }
    byId("problem-all").textContent = left.join(" ");
  }

  refused(decision, error) {
    const part = decision.kind === "fill" ? "ledger" : "item";
    this.show({ [part]: error.body.problems ?? { "": error.message } });
    this.form.querySelector('[aria-invalid="true"]')?.focus();
  }
}

/** What a field may be, and what it is, which may be older than the choice. */
function choices(kind, now) {
  const all = Object.entries(LABELS[kind]);
  return now && !(now in LABELS[kind]) ? [...all, [now, now]] : all;
}

function initial(value, kind) {
  if (kind === "check") return value === true;
  if (Array.isArray(value)) return value.join(say("separator"));
  return value === null || value === undefined ? "" : String(value);
}
