// The document with its items marked. A line is cut wherever an item begins or ends; a piece knows its items, the
// innermost first. Marks are drawn anew line by line when an item changes.

import { GROUPS, h, say } from "./review_dom.js";

const LETTER = { goals: "g", measures: "m", targets: "t" };

export class TextPane {
  constructor(root, model) {
    this.root = root;
    this.model = model;
    this.lines = [];
    root.addEventListener("click", (event) => this.clicked(event));
  }

  render() {
    const { text, headings, places } = this.model.text;
    const units = (point) => this.model.offsets.toUnits(point);
    const levels = headings.map(([start, end, level]) => [units(start), units(end), level]);
    const pages = places.filter(([, page]) => page !== null).map(([start, page]) => [units(start), page]);
    this.scanned = this.model.text.scanned.map(([start, end, sure]) => [units(start), units(end), sure]);
    this.lines = [];
    const shown = document.createDocumentFragment();
    const spans = this.model.spans();
    let from = 0, start = 0, at = 0, next = 0, under = 2, page = null;
    for (const words of text.split("\n")) {
      const end = start + words.length;
      let here = page;
      while (at < pages.length && pages[at][0] <= start) here = pages[at++][1];
      if (here !== page) {
        page = here;
        shown.append(h("p", { class: "page" }, say("page", { page })));
      }
      while (next < levels.length && levels[next][0] < start) next += 1;
      const [first, last, level] = levels[next] ?? [];
      // A heading that a sentence follows in its line is a line of the text.
      const whole = first >= start && first < end && (last - first) * 3 > (end - start) * 2;
      if (whole) under = Math.min(level + 2, under + 1, 6); // no level is left out, whatever the document does
      const heading = whole ? { role: "heading", "aria-level": under } : {};
      const line = h("p", { "data-s": start, ...heading });
      while (from < spans.length && spans[from].end <= start) from += 1;
      this.lines.push({ start, end, element: line });
      this.fill(this.lines.at(-1), spans, from);
      shown.append(line);
      start = end + 1;
    }
    this.root.replaceChildren(shown);
    this.mark(this.model.current);
  }

  fill(line, spans, from = 0) {
    const over = [];
    for (let at = from; at < spans.length && spans[at].start < line.end; at += 1) {
      if (spans[at].end > line.start) over.push(spans[at]);
    }
    const words = this.model.text.text.slice(line.start, line.end);
    if (!over.length) {
      line.element.replaceChildren(words || h("br"));
      return;
    }
    const borders = new Set([line.start, line.end]);
    for (const { start, end } of over) {
      borders.add(Math.max(start, line.start));
      borders.add(Math.min(end, line.end));
    }
    const cuts = [...borders].sort((a, b) => a - b), pieces = [];
    for (let at = 0; at + 1 < cuts.length; at += 1) {
      const [left, right] = [cuts[at], cuts[at + 1]];
      const here = over.filter((span) => span.start <= left && span.end >= right);
      const part = words.slice(left - line.start, right - line.start);
      pieces.push(here.length ? this.piece(part, here, left) : part);
    }
    line.element.replaceChildren(...pieces);
  }

  piece(words, here, left) {
    const rank = ({ start, end, key }) => [end - start, -GROUPS.indexOf(this.model.items.get(key).group)];
    here.sort((a, b) => rank(a)[0] - rank(b)[0] || rank(a)[1] - rank(b)[1]);
    const items = here.map(({ key }) => this.model.items.get(key)), kept = items.filter((one) => one.state !== "rejected");
    const classes = ["s", ...new Set(kept.map((one) => LETTER[one.group]))];
    if (!kept.length) classes.push("x");
    else if (kept.every((one) => one.state !== "open")) classes.push("done");
    if (kept.some((one) => one.item.start === left && this.model.unsure(one))) classes.push("q");
    return h("span", { class: classes.join(" "), "data-in": here.map(({ key }) => key).join(" ") }, words);
  }

  /** Draw the lines anew that items stand in, and stood in. */
  refresh(changes) {
    if (changes.length > 200) {
      const top = this.root.scrollTop;
      this.render();
      this.root.scrollTop = top;
      return;
    }
    const places = [];
    for (const { key, was } of changes) {
      const now = this.model.items.get(key);
      for (const item of [was?.item, now?.item]) if (item) places.push(item);
    }
    const spans = this.model.spans();
    for (const line of this.lines) {
      if (places.some((item) => item.start < line.end && line.start < item.end)) this.fill(line, spans);
    }
    this.mark(this.model.current);
  }

  // --- one item

  pieces(key) {
    const item = this.model.items.get(key)?.item, found = [];
    if (!item) return found;
    for (let at = this.lineAt(item.start); at < this.lines.length && this.lines[at].start < item.end; at += 1) {
      found.push(...this.lines[at].element.querySelectorAll(`[data-in~="${CSS.escape(key)}"]`));
    }
    return found;
  }

  mark(key) {
    for (const old of this.marked ?? []) old.classList.remove("on");
    this.marked = this.pieces(key);
    for (const piece of this.marked) piece.classList.add("on");
  }

  show(key) {
    this.mark(key);
    const first = this.pieces(key)[0];
    if (first) this.intoView(first);
  }

  intoView(element) {
    const look = () => {
      const pane = this.root.getBoundingClientRect(), box = element.getBoundingClientRect();
      if (box.top < pane.top + 24 || box.bottom > pane.bottom - 40) {
        this.root.scrollTop += box.top - pane.top - pane.height / 3;
        return true;
      }
      return false;
    };
    // Lines far away have no height yet: where the first jump lands they get one, and the second is exact.
    if (look()) requestAnimationFrame(look);
  }

  clicked(event) {
    const piece = event.target.closest("[data-in]");
    if (!piece || String(getSelection())) return;
    const visible = this.model.visible(), all = piece.dataset.in.split(" ");
    const seen = all.filter((key) => visible.has(key)), keys = seen.length ? seen : all;
    this.model.choose(keys[(keys.indexOf(this.model.current) + 1) % keys.length], "text");
  }

  // --- places

  lineAt(offset) {
    let low = 0, high = this.lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lines[middle].start <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The node and the place in it where an offset is. */
  point(offset) {
    const line = this.lines[this.lineAt(offset)];
    let left = Math.min(offset, line.end) - line.start;
    const walker = document.createTreeWalker(line.element, NodeFilter.SHOW_TEXT);
    let node = null;
    while (walker.nextNode()) {
      node = walker.currentNode;
      if (left <= node.data.length) return [node, left];
      left -= node.data.length;
    }
    return node ? [node, node.data.length] : [line.element, 0];
  }

  range(start, end) {
    const made = new Range();
    made.setStart(...this.point(start));
    made.setEnd(...this.point(end));
    return made;
  }

  /** The offset of a place in the page; null outside of the text. */
  offset(node, within) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const line = element.closest?.("p[data-s]");
    if (!line || !this.root.contains(line)) return null;
    const before = new Range();
    before.setStart(line, 0);
    before.setEnd(node, within);
    return Number(line.dataset.s) + before.toString().length;
  }

  /** What is selected in the text, as a span without blanks at its ends; null where nothing is. */
  selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    let start = this.offset(range.startContainer, range.startOffset), end = this.offset(range.endContainer, range.endOffset);
    if (start === null || end === null) return null;
    const { text } = this.model.text;
    while (start < end && /\s/.test(text[start])) start += 1;
    while (end > start && /\s/.test(text[end - 1])) end -= 1;
    return start < end ? { start, end } : null;
  }

  /** Whether the text at a span was recognised in a picture, and may be corrected. */
  isScanned(start, end) {
    return this.scanned.some(([from, to]) => from < end && start < to);
  }

  /** The words around a span, for the detail of an item. */
  around(start, end, most = 40) {
    const { text } = this.model.text, line = this.lines[this.lineAt(start)];
    const from = Math.max(line.start, start - most), to = Math.min(this.lines[this.lineAt(end)].end, end + most);
    return [(from > line.start ? "…" : "") + text.slice(from, start), text.slice(start, end), text.slice(end, to) + (to < text.length && text[to] !== "\n" ? "…" : "")];
  }
}
