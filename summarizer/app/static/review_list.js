// The items as a tree and the targets as a table, each row made of an item as it stands.

import { amount, byId, h, LABELS, say, shownValue, wordsOf } from "./review_dom.js";

const SIGN = { accepted: "✓", edited: "✎", added: "+", rejected: "✕", open: "○", unsure: "?", conflict: "!" };

const stateOf = (model, one) => (one.rerun ? "conflict" : model.stateOf(one));

/** What stands at the beginning of a row: the state as a sign, and in words for who hears it. */
function mark(model, one) {
  const state = stateOf(model, one);
  const words = one.pending ? `${say(`state-${state}`)}, ${say("waiting-one")}` : say(`state-${state}`);
  return [
    h("span", { class: "mark", "aria-hidden": "true", title: words }, one.pending ? "…" : SIGN[state]),
    h("span", { class: "unseen" }, words),
  ];
}

export class ListPane {
  constructor(model) {
    this.model = model;
    this.tree = byId("review-tree");
    this.table = byId("review-table");
    this.body = this.table.querySelector("tbody");
    this.none = byId("review-none");
    this.as = "tree";
    for (const root of [this.tree, this.body]) root.addEventListener("click", (event) => this.clicked(event));
  }

  render() {
    const rows = this.model.rows();
    this.tree.replaceChildren(...rows.map((row) => this.row(row)));
    if (this.as === "table") this.fillTable();
    this.narrow();
    this.mark(this.model.current);
  }

  row({ key, depth }) {
    const one = this.model.items.get(key), { item } = one;
    const shown = one.group === "targets" ? amount(item) : "";
    const kind = one.group === "targets" && !shown ? LABELS.kinds[item.kind] : "";
    const offices = one.ledger?.lead ?? item.lead ?? item.actors ?? [];
    return h(
      "div",
      {
        id: `row-${key}`, class: `it ${one.group} d${depth} is-${stateOf(this.model, one)}`, role: "treeitem", "data-key": key,
        "aria-level": depth + 1, "aria-selected": "false", tabindex: -1,
      },
      mark(this.model, one),
      h("span", { class: "id" }, key),
      h(
        "span", { class: "words" }, wordsOf(item), " ",
        shown && h("b", { class: "amount" }, shown),
        kind && h("span", { class: "tag" }, kind),
        item.deadline && h("span", { class: "tag" }, item.deadline),
        offices.length > 0 && h("span", { class: "tag" }, offices[0] + (offices.length > 1 ? ` +${offices.length - 1}` : "")),
        one.ledger?.note && h("span", { class: "tag" }, say("has-note"))
      )
    );
  }

  tableRow(one) {
    const { item } = one, measure = this.model.items.get(item.measure);
    const offices = one.ledger?.lead ?? measure?.ledger?.lead ?? measure?.item.lead ?? measure?.item.actors ?? [];
    const state = stateOf(this.model, one);
    const cells = [
      h("td", { class: "state" }, mark(this.model, one)),
      h("th", { scope: "row" }, h("span", { class: "id" }, one.key), " ", item.indicator),
      h("td", { class: "number" }, amount({ ...item, unit: null }) || LABELS.kinds[item.kind]),
      h("td", {}, item.unit ?? ""),
      h("td", {}, item.deadline ?? ""),
      h("td", {}, shownValue("lead", offices)),
    ];
    return h("tr", { id: `cell-${one.key}`, "data-key": one.key, class: `is-${state}`, tabindex: -1 }, cells);
  }

  fillTable() {
    const targets = this.model.rows().map((row) => this.model.items.get(row.key)).filter((one) => one.group === "targets");
    this.body.replaceChildren(...targets.map((one) => this.tableRow(one)));
    this.narrow();
  }

  show(as) {
    this.as = as;
    this.model.tableOnly = as === "table";
    this.tree.hidden = as !== "tree";
    this.table.hidden = as !== "table";
    for (const name of ["tree", "table"]) {
      const tab = byId(`review-tab-${name}`);
      tab.setAttribute("aria-selected", String(name === as));
      tab.tabIndex = name === as ? 0 : -1;
    }
    if (as === "table") this.fillTable();
    this.model.setFilter({});
  }

  /** Make the rows of changed items anew; all of them where the tree has another shape. */
  refresh(changes, same) {
    const focused = document.activeElement?.closest?.(".it, tr[data-key]");
    if (same && changes.length < 300) {
      const visible = this.model.visible();
      for (const { key } of changes) {
        const old = byId(`row-${key}`), depth = Number(old.getAttribute("aria-level")) - 1;
        const pairs = [[old, this.row({ key, depth })]], cell = byId(`cell-${key}`);
        if (cell) pairs.push([cell, this.tableRow(this.model.items.get(key))]);
        for (const [before, now] of pairs) {
          now.hidden = !visible.has(key);
          before.replaceWith(now);
        }
      }
      this.empty();
      this.mark(this.model.current);
    } else {
      this.render();
    }
    if (focused && !document.contains(focused)) this.focus();
  }

  narrow() {
    const visible = this.model.visible();
    for (const root of [this.tree, this.as === "table" ? this.body : null]) {
      for (const row of root?.children ?? []) row.hidden = !visible.has(row.dataset.key);
    }
    this.empty();
  }

  /** Why there is no row, where there is none. */
  empty() {
    this.none.hidden = this.model.visible().size > 0;
    this.none.textContent = say(this.model.items.size ? "none-visible" : "no-items");
  }

  // --- one item

  element(key) {
    return key ? byId(this.as === "table" && this.model.items.get(key)?.group === "targets" ? `cell-${key}` : `row-${key}`) : null;
  }

  mark(key) {
    for (const old of this.marked ?? []) {
      if (old.role === "treeitem") old.setAttribute("aria-selected", "false");
      old.classList.remove("on");
      old.tabIndex = -1;
    }
    const first = [this.tree.querySelector(".it:not([hidden])"), this.body.querySelector("tr:not([hidden])")];
    this.marked = [byId(`row-${key}`) ?? first[0], byId(`cell-${key}`) ?? first[1]].filter(Boolean);
    for (const now of this.marked) {
      now.tabIndex = 0; // the one that the Tab key stops at
      if (now.dataset.key !== key) continue;
      if (now.role === "treeitem") now.setAttribute("aria-selected", "true");
      now.classList.add("on");
    }
  }

  intoView() {
    const element = this.element(this.model.current);
    if (!element?.checkVisibility?.()) return;
    const pane = element.closest(".scrolls");
    const look = () => {
      const frame = pane.getBoundingClientRect(), box = element.getBoundingClientRect();
      if (box.top < frame.top + 30 || box.bottom > frame.bottom - 30) {
        pane.scrollTop += box.top - frame.top - frame.height / 3;
        return true;
      }
      return false;
    };
    if (look()) requestAnimationFrame(look);
  }

  focus() {
    const chosen = this.element(this.model.current), shown = this.as === "table" ? this.body : this.tree;
    const stop = chosen?.checkVisibility() ? chosen : shown.querySelector('[tabindex="0"]:not([hidden])');
    stop?.focus({ preventScroll: true });
  }

  clicked(event) {
    const row = event.target.closest("[data-key]");
    if (row) this.model.choose(row.dataset.key, "list");
  }
}
