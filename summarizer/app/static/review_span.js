// Spans by keyboard and mouse: move the edges of an item, or choose a stretch for a new one, and see what the rules read
// in it before it is saved.

import { amount, byId, debounced, doer, GROUPS, h, LABELS, say, shownValue, tell, typing, wordsOf } from "./review_dom.js";
import { ask, Refused } from "./review_net.js";

const CLAUSE = /[\n,.;:!?\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f]/;
const ASK_AFTER = 120;
const SELECTED_AFTER = 500; // where fingers drag the handles of a selection, no event says that it is done

export class SpanMode {
  /** `save` is given the decision, and gives a promise of whether it was done. */
  constructor(pane, model, { save, focusBack }) {
    Object.assign(this, { pane, model, save, focusBack, mode: null, group: "targets", readings: [], reading: 0, problems: {} });
    this.bar = byId("review-span");
    this.asks = debounced(() => this.check(), ASK_AFTER);
    this.bar.addEventListener("click", (event) => this.clicked(event));
    this.bar.addEventListener("change", (event) => this.picked(event));
    document.addEventListener("pointerdown", () => (this.dragging = true));
    for (const name of ["pointerup", "pointercancel"]) {
      document.addEventListener(name, () => {
        this.dragging = false;
        this.mouse();
      });
    }
    document.addEventListener("selectionchange", debounced(() => this.mouse(), SELECTED_AFTER));
  }

  get active() {
    return this.mode !== null;
  }

  // --- begin and end

  move(one) {
    this.begin({ mode: "move", key: one.key, group: one.group, start: one.item.start, end: one.item.end });
  }

  /** A new item: out of what is selected, else of what the search finds in the text, else where a caret is led to. */
  add() {
    const now = this.model.items.get(this.model.current);
    const at = now ? now.item.end : Number(this.pane.lines.find((line) => line.end > line.start)?.start ?? 0);
    const { start, end } = this.pane.selected() ?? this.sought(at) ?? { start: at, end: at };
    this.begin({ mode: "add", key: null, group: this.added ?? "targets", start, end });
  }

  /** The next place of the searched words in the text, round the corner; null where there is none. */
  sought(from) {
    const { words } = this.model.filter;
    if (!words) return null;
    const text = this.model.text.text.toLowerCase(), ahead = text.indexOf(words, from), start = ahead < 0 ? text.indexOf(words) : ahead;
    return start < 0 ? null : { start, end: start + words.length };
  }

  begin(news) {
    Object.assign(this, news, { reading: 0, readings: [], problems: {}, anchor: news.start, caret: news.end, said: null });
    this.back = document.activeElement;
    getSelection().removeAllRanges();
    document.body.classList.add("choosing");
    this.draw();
    this.bar.hidden = false;
    this.fillBar();
    this.pane.root.focus({ preventScroll: true });
    this.look();
    this.asks();
    tell(say(this.mode === "move" ? "span-moving" : "span-adding", { key: this.key ?? "" }));
  }

  stop() {
    if (!this.active) return;
    this.mode = null;
    this.asks.cancel();
    this.bar.hidden = true;
    document.body.classList.remove("choosing");
    CSS.highlights?.delete("span");
    this.drawCaret(null);
    getSelection().removeAllRanges();
    this.focusBack();
  }

  /** End it, with nothing changed. */
  giveUp() {
    const words = say(this.mode === "move" ? "span-kept" : "span-none-added", { key: this.key ?? "" });
    this.stop();
    tell(words);
  }

  // --- keys

  /** Whether the key was one of this mode's. */
  pressed(event) {
    if (!this.active) return false;
    if (event.key === "Escape") {
      this.giveUp();
      return true;
    }
    if (typing(event.target) || event.target.closest?.("button")) return false;
    const control = event.ctrlKey || event.metaKey;
    const turn = { ArrowRight: 1, ArrowLeft: -1 }[event.key], line = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") this.commit();
    else if (turn) this.step(turn, event.ctrlKey || event.altKey, event.shiftKey);
    else if (line) this.lineStep(line, event.shiftKey);
    else if (event.key === "Home" || event.key === "End") this.edgeStep(event.key, control, event.shiftKey);
    else if (event.key === "PageDown" || event.key === "PageUp") this.lineStep(this.page(event.key === "PageDown" ? 1 : -1), event.shiftKey);
    else if (event.ctrlKey || event.altKey || event.metaKey) return false;
    else if (/^[1-9]$/.test(event.key)) this.choose(Number(event.key) - 1);
    else if (this.mode === "add" && "gmt".includes(event.key)) this.setGroup(GROUPS["gmt".indexOf(event.key)]);
    else return event.key.length === 1; // no other command happens while edges move
    return true;
  }

  /** Moving: arrows move the end, with Shift the start. Adding: as in any text, a caret that Shift spreads. */
  step(turn, far, shift) {
    const next = (at) => (far ? this.clause(at, turn) : this.character(at, turn));
    if (this.mode === "move") {
      if (shift) this.start = Math.min(next(this.start), this.end - 1);
      else this.end = Math.max(next(this.end), this.start + 1);
    } else {
      this.lead(next(this.caret), shift);
    }
    this.after();
  }

  lineStep(turn, shift) {
    const edge = this.edge(shift), at = this.pane.lineAt(edge), column = edge - this.pane.lines[at].start;
    const line = this.pane.lines[Math.min(Math.max(at + turn, 0), this.pane.lines.length - 1)];
    this.to(Math.min(line.start + column, line.end), shift);
  }

  /** To the begin or end of the line, or of the whole text. */
  edgeStep(key, whole, shift) {
    const { lines } = this.pane, line = lines[this.pane.lineAt(this.edge(shift))];
    this.to(key === "Home" ? (whole ? 0 : line.start) : (whole ? lines.at(-1) : line).end, shift);
  }

  /** How many lines a page is, counted from the edge. */
  page(turn) {
    const { lines, root } = this.pane, from = this.pane.lineAt(this.edge(false));
    let at = from, height = 0;
    while (lines[at + turn] && height < root.clientHeight * 0.8) {
      at += turn;
      height += lines[at].element.offsetHeight;
    }
    return at - from;
  }

  edge(shift) {
    return this.mode === "move" ? (shift ? this.start : this.end) : this.caret;
  }

  to(to, shift) {
    if (this.mode === "add") this.lead(to, shift);
    else if (shift) this.start = Math.min(to, this.end - 1);
    else this.end = Math.max(to, this.start + 1);
    this.after();
  }

  lead(caret, spread) {
    this.caret = caret;
    if (!spread) this.anchor = caret;
    [this.start, this.end] = [Math.min(this.anchor, caret), Math.max(this.anchor, caret)];
  }

  character(at, turn) {
    const { text } = this.model.text, to = Math.min(Math.max(at + turn, 0), text.length);
    const inside = /[\udc00-\udfff]/.test(text[to] ?? "") && /[\ud800-\udbff]/.test(text[to - 1] ?? "");
    return inside ? to + turn : to;
  }

  clause(at, turn) {
    const { text } = this.model.text;
    let to = this.character(at, turn);
    while (to > 0 && to < text.length && !this.parts(turn > 0 ? to : to - 1)) to += turn;
    return to;
  }

  /** Whether the sign there parts two clauses, not the digits of a number. */
  parts(at) {
    const { text } = this.model.text, digit = (char) => /[0-9]/.test(char ?? "");
    return CLAUSE.test(text[at]) && !(digit(text[at - 1]) && digit(text[at + 1]));
  }

  after() {
    this.reading = 0;
    this.draw();
    this.look();
    this.asks();
  }

  /** What is selected with the mouse while edges move are the new edges. */
  mouse() {
    const selected = this.active && !this.dragging ? this.pane.selected() : null;
    if (!selected) return;
    Object.assign(this, selected, { anchor: selected.start, caret: selected.end });
    getSelection().removeAllRanges();
    this.after();
  }

  // --- what is seen

  draw() {
    CSS.highlights?.set("span", new Highlight(this.pane.range(this.start, this.end)));
    this.drawCaret(this.mode === "add" && this.start === this.end ? this.caret : null);
  }

  /** A caret over a character; behind the last one of a line, and in a line of nothing, a bar. */
  drawCaret(at) {
    this.barred?.classList.remove("caret-end", "caret-blank");
    this.barred = null;
    CSS.highlights?.delete("caret");
    if (at === null) return;
    const line = this.pane.lines[this.pane.lineAt(at)];
    if (at < line.end) {
      CSS.highlights?.set("caret", new Highlight(this.pane.range(at, at + 1)));
      return;
    }
    this.barred = line.element;
    this.barred.classList.add(line.start === line.end ? "caret-blank" : "caret-end");
  }

  look() {
    const edge = this.mode === "add" ? this.caret : this.end;
    const [node] = this.pane.point(edge);
    this.pane.intoView(node.nodeType === Node.TEXT_NODE ? node.parentElement : node);
    this.bar.querySelector(".chosen").textContent = this.model.text.text.slice(this.start, this.end) || say("span-empty");
  }

  fillBar() {
    const groups = h(
      "span", { class: "groups", role: "radiogroup", "aria-label": say("group") },
      GROUPS.map((group) =>
        h("label", {}, h("input", { type: "radio", name: "span-group", value: group, checked: group === this.group }), LABELS.groups[group], h("kbd", {}, group[0])))
    );
    this.bar.replaceChildren(
      h("p", { class: "what" }, h("b", {}, say(this.mode === "move" ? "span-moving" : "span-adding", { key: this.key ?? "" })), " ", h("span", { class: "hint" }, say(this.mode === "move" ? "span-keys-move" : "span-keys-add"))),
      ...(this.mode === "add" ? [groups] : []),
      h("p", { class: "chosen", "aria-live": "polite" }),
      h("div", { class: "readings", role: "status" }),
      h("p", { class: "acts" },
        h("button", { type: "button", class: "main", "data-span": "save" }, say("save"), " ", h("kbd", {}, "Enter")),
        h("button", { type: "button", "data-span": "stop" }, say("cancel"), " ", h("kbd", {}, "Esc")))
    );
    this.look();
  }

  decision() {
    const { offsets, text } = this.model, place = {
      start: offsets.toPoints(this.start), end: offsets.toPoints(this.end), text_version: text.version, reading: this.reading,
    };
    if (this.mode === "add") return { kind: "add", group: this.group, ...place };
    return { kind: "move", key: this.key, seen: this.model.items.get(this.key).version, ...place };
  }

  async check() {
    if (!this.active) return;
    this.asking?.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    if (this.start === this.end) {
      this.show({ ok: false, problems: {}, readings: [] });
      return;
    }
    try {
      const checked = await ask("/check", { decision: this.decision() }, signal);
      if (this.active) this.show(checked);
    } catch (error) {
      if (!signal.aborted && !(error instanceof Refused)) throw error;
    }
  }

  show({ problems, readings, item }) {
    this.readings = readings ?? [];
    const shown = this.readings.map((one, at) => {
      const { fields } = one, value = "kind" in fields ? `${LABELS.kinds[fields.kind]} ${amount(fields)}` : "";
      const more = ["deadline", "actors", "lead", "support", "level"].filter((name) => fields[name] && String(fields[name]).length)
        .map((name) => `${LABELS.fields[name]}: ${shownValue(name, fields[name])}`);
      const none = "kind" in fields && !amount(fields) && !fields.deadline;
      const words = [fields.indicator ?? "", value, ...more].filter(Boolean).join(" · ");
      const label = [h("kbd", {}, at + 1), " ", h("b", {}, words), one.why ? h("span", { class: "why" }, ` ${one.why}`) : null];
      return this.readings.length > 1
        ? h("button", { type: "button", "data-reading": at, "aria-pressed": String(at === this.reading) }, label)
        : h("p", {}, none ? say("rules-read-none", { kind: LABELS.kinds[fields.kind] }) : say("rules-read"), " ", none ? null : h("b", {}, words || wordsOf(item ?? fields)), one.why ? h("span", { class: "why" }, ` ${one.why}`) : null);
    });
    const wrong = Object.values(problems).map((words) => h("p", { class: "wrong" }, words));
    this.bar.querySelector(".readings").replaceChildren(...wrong, ...shown);
  }

  // --- choosing

  choose(at) {
    if (at >= this.readings.length) return;
    this.reading = at;
    this.check();
  }

  setGroup(group) {
    this.group = group;
    this.added = group; // the next one that is added begins with it
    this.reading = 0;
    this.bar.querySelector(`[value="${group}"]`).checked = true;
    this.check();
  }

  picked(event) {
    if (event.target.name === "span-group") this.setGroup(event.target.value);
  }

  clicked(event) {
    const button = event.target.closest("button");
    if (button?.dataset.span === "save") this.commit();
    else if (button?.dataset.span === "stop") this.giveUp();
    else if (button?.dataset.reading) this.choose(Number(button.dataset.reading));
  }

  async commit() {
    if (this.start === this.end) {
      tell(say("span-empty"));
      return;
    }
    const decision = this.decision(), { mode } = this;
    try {
      await this.save(decision, () => this.active && this.mode === mode && this.stop());
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (this.active) this.show({ problems: error.body.problems ?? { "": error.message }, readings: this.readings });
      tell(error.words);
    }
  }
}

/** What is offered under the text where something is selected in it. */
export const offer = (scanned) => [doer("add", say("do-add")), doer("span", say("do-span")), scanned ? doer("correct", say("do-correct")) : null];
