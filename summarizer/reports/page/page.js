"use strict";
// Items and text show one another, and filters choose what is seen. No words, no network, nothing kept.
document.documentElement.classList.add("js");
document.addEventListener("DOMContentLoaded", () => {
  const LETTERS = ["g", "m", "t", "r", "x"];
  const fold = (words) => words.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  const keysOf = (piece) => piece.dataset.in.split(" ");

  function paper(doc) {
    const form = doc.querySelector(".tools");
    if (!form) return { go: () => {} }; // a document that could not be read
    const list = doc.querySelector(".list"), text = doc.querySelector(".text");
    const cards = new Map([...doc.querySelectorAll(".card")].map((card) => [card.dataset.key, card]));
    const words = new Map([...cards].map(([key, card]) => [key, fold(card.textContent)]));
    const pieces = text ? [...text.querySelectorAll("[data-in]")] : [];
    const marks = new Map();
    for (const piece of pieces) {
      for (const key of keysOf(piece)) marks.set(key, [...(marks.get(key) || []), piece]);
    }
    const order = [...marks.keys()];
    const rows = [...doc.querySelectorAll(".sheet [data-key]")];
    const folds = form.querySelector(".folds"), copy = form.querySelector(".copy");
    let chosen = null, shown = new Set(cards.keys()), sought = "";

    // --- one item, on both sides -----------------------------------------------------------------------------

    function intoView(piece) {
      // Only the part of the text that the window shows counts: below the head of the page the pane is cut off.
      const pane = text.getBoundingClientRect(), top = Math.max(pane.top, 0), bottom = Math.min(pane.bottom, innerHeight);
      const box = piece.getBoundingClientRect();
      if (box.top < top + 20 || box.bottom > bottom - 20) text.scrollTop += box.top - top - (bottom - top) / 3;
      piece.scrollIntoView({ block: "nearest" });
    }

    function choose(key, from) {
      const card = cards.get(key);
      if (!card) return;
      if (!shown.has(key)) {
        form.reset();
        const box = form.querySelector(`[value="${card.dataset.group}"]`);
        if (box) box.checked = true;
        apply();
      }
      for (let above = card.closest("li"); above; above = above.parentElement.closest("li")) {
        if (above !== card.parentElement) close(above, false);
      }
      for (const old of doc.querySelectorAll(".on")) old.classList.remove("on");
      for (const old of doc.querySelectorAll(".card[aria-pressed=true]")) old.setAttribute("aria-pressed", "false");
      chosen = key;
      const spans = marks.get(key) || [], own = rows.filter((row) => row.dataset.key === key);
      for (const one of [card, ...own, ...spans]) one.classList.add("on");
      card.setAttribute("aria-pressed", "true");
      stop(card);
      if (from !== "text" && spans.length) intoView(spans[0]);
      if (from !== "list") {
        const visible = [card, ...own].find((one) => one.offsetParent);
        if (visible) visible.scrollIntoView({ block: "nearest" });
      }
    }

    // --- branches that are folded away ------------------------------------------------------------------------

    function close(entry, away) {
      const button = entry.querySelector(":scope > .fold");
      entry.classList.toggle("folded", Boolean(button) && away);
      if (button) button.setAttribute("aria-expanded", String(!away));
    }

    function foldAll(away) {
      for (const entry of list.querySelectorAll(".tree li")) close(entry, away);
      folds.setAttribute("aria-expanded", String(!away));
    }

    function stop(card) { // the one card that the Tab key stops at
      for (const old of doc.querySelectorAll('.card[tabindex="0"]')) old.tabIndex = -1;
      card.tabIndex = 0;
    }

    doc.addEventListener("click", (event) => {
      const link = event.target.closest("[data-to]"), piece = event.target.closest("[data-in]");
      const item = event.target.closest("[data-key]"), button = event.target.closest("button");
      if (button?.matches(".fold")) {
        close(button.parentElement, !button.parentElement.classList.contains("folded"));
      } else if (button?.matches(".more")) {
        const open = button.parentElement.classList.toggle("open");
        button.setAttribute("aria-expanded", String(open));
      } else if (link) {
        event.preventDefault();
        choose(link.dataset.to, "link");
      } else if (piece) { // once more: the next item that stands here, from the innermost outwards
        const here = keysOf(piece).filter((key) => shown.has(key)), all = here.length ? here : keysOf(piece);
        choose(all[(all.indexOf(chosen) + 1) % all.length], "text");
      } else if (item) {
        choose(item.dataset.key, "list");
      }
    });

    doc.addEventListener("keydown", (event) => {
      const card = event.target.closest(".card"), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (card && step) {
        const open = [...cards.values()].filter((one) => one.offsetParent), next = open[open.indexOf(card) + step];
        if (next) {
          stop(next);
          next.focus();
        }
        event.preventDefault();
      } else if (card && (event.key === "Enter" || event.key === " ")) {
        choose(card.dataset.key, "list");
        event.preventDefault();
      }
      const turn = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (card && turn) close(card.closest("li"), turn < 0);
      if (event.target === text && turn) {
        const open = order.filter((key) => shown.has(key)), at = open.indexOf(chosen);
        const next = open[at < 0 ? 0 : at + turn];
        if (next) {
          choose(next, "text");
          intoView(marks.get(next)[0]);
        }
        event.preventDefault();
      }
    });

    // --- filters ---------------------------------------------------------------------------------------------

    const field = (name) => form.elements.namedItem(name);
    const groupBoxes = [...form.querySelectorAll("[name=group]")];
    const [clear, count] = [form.querySelector("[type=reset]"), form.querySelector(".count b")];

    function apply() {
      const asked = fold(field("q").value).split(" ").filter(Boolean);
      const groups = new Set(groupBoxes.filter((box) => box.checked).map((box) => box.value));
      const kind = field("kind")?.value, goal = field("goal")?.value, unsure = field("unsure")?.checked;
      const narrow = Boolean(kind || goal || unsure);
      shown = new Set();
      for (const [key, card] of cards) {
        const { group, above } = card.dataset;
        const fits = group === "incomplete" || (groups.has(group) && !(group === "refused" && narrow)
          && (!kind || card.dataset.kind === kind) && (!goal || above.split(" ").includes(goal))
          && (!unsure || "unsure" in card.dataset) && asked.every((word) => words.get(key).includes(word)));
        card.classList.toggle("dim", !fits);
        if (fits) shown.add(key);
      }
      for (const entry of [...list.querySelectorAll("li")].reverse()) { // below first: a goal stays above what fits
        const card = entry.querySelector(":scope > .card");
        entry.hidden = !(card && shown.has(card.dataset.key)) && !entry.querySelector(":scope > ul > li:not([hidden])");
      }
      for (const row of rows) {
        row.hidden = row.tagName === "TR" ? cards.get(row.dataset.key).closest("li").hidden : !shown.has(row.dataset.key);
      }
      for (const piece of pieces) {
        const letters = new Set(keysOf(piece).filter((key) => shown.has(key)).map((key) => key[0]));
        for (const letter of LETTERS) piece.classList.toggle(letter, letters.has(letter));
      }
      const found = [...shown].filter((key) => "gmt".includes(key[0])).length;
      count.textContent = found;
      const refusals = doc.querySelector(".refusals");
      if (refusals) refusals.hidden = ![...shown].some((key) => key[0] === "r");
      doc.classList.toggle("narrowed", Boolean(asked.length) || narrow);
      doc.querySelector(".none").hidden = [...shown].some((key) => key[0] !== "x") || !cards.size;
      clear.hidden = !asked.length && !narrow && groupBoxes.every((box) => box.checked === box.defaultChecked);
      const ranges = highlight(asked);
      if (asked.join(" ") !== sought) {
        sought = asked.join(" ");
        if (sought) toFirst(ranges[0]);
      }
    }

    function toFirst(range) { // what is sought, on both sides; the field that it is typed into stays where it is
      const top = list.getBoundingClientRect().top, bar = form.getBoundingClientRect();
      if (top < bar.bottom - 1 && bar.top <= 1) scrollBy(0, top - bar.bottom);
      if (range) text.scrollTop += range.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
    }

    function highlight(asked) {
      if (!text || !globalThis.CSS?.highlights || doc.hidden) return [];
      const ranges = [];
      for (const line of asked.length ? text.children : []) {
        const nodes = [], walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        let all = "";
        while (walker.nextNode()) {
          nodes.push([all.length, walker.currentNode]);
          all += walker.currentNode.data;
        }
        all = all.toLowerCase();
        const place = (at) => nodes.findLast(([from]) => from <= at);
        for (const word of asked) {
          for (let at = all.indexOf(word); at >= 0; at = all.indexOf(word, at + word.length)) {
            const range = new Range(), [first, begin] = place(at), [last, end] = place(at + word.length - 1);
            range.setStart(begin, at - first);
            range.setEnd(end, at + word.length - last);
            ranges.push(range);
          }
        }
      }
      CSS.highlights.set("found", new Highlight(...ranges));
      return ranges;
    }

    // --- the table, for other programs ----------------------------------------------------------------------------

    function copyTable() {
      // A cell that begins like a formula would be run where it is pasted.
      const safe = (words) => (/^\s*[=+\-@＝＋－＠]/.test(words) && !/^[+-]?\d+(\.\d+)?$/.test(words) ? `'${words}` : words);
      const said = (cell) => safe([...(cell.children.length ? cell.childNodes : [cell])]
        .filter((one) => !one.hidden).map((one) => one.textContent.replace(/\s+/g, " ").trim()).filter(Boolean).join("; "));
      const table = document.createElement("table"), lines = [];
      for (const row of doc.querySelectorAll(".sheet tr:not([hidden])")) {
        const made = table.insertRow(), cells = [];
        for (const cell of row.cells) {
          const words = said(cell), copy = made.insertCell();
          copy.textContent = words;
          copy.colSpan = cell.colSpan;
          cells.push(words, ...Array(cell.colSpan - 1).fill(""));
        }
        lines.push(cells.join("\t"));
      }
      const take = (event) => {
        event.preventDefault();
        event.clipboardData.setData("text/plain", `${lines.join("\n")}\n`);
        // As text: a spreadsheet would take the place 1:45 for a time.
        event.clipboardData.setData("text/html", table.outerHTML.replaceAll("<td", `<td style="mso-number-format:'\\@'"`));
      };
      document.addEventListener("copy", take, { once: true }); // without leave to use the clipboard, from a file too
      const done = document.execCommand("copy"), shown = copy.textContent;
      document.removeEventListener("copy", take);
      if (!done || shown === copy.dataset.done) return;
      copy.textContent = copy.dataset.done;
      setTimeout(() => { copy.textContent = shown; }, 2000);
    }

    copy.addEventListener("click", copyTable);
    folds.addEventListener("click", () => foldAll(folds.getAttribute("aria-expanded") === "true"));
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => { // Enter: the next item that fits, on both sides
      event.preventDefault();
      const open = [...shown].filter((key) => key[0] !== "x"), next = open[(open.indexOf(chosen) + 1) % open.length];
      if (next) choose(next, "link");
    });
    form.addEventListener("reset", () => setTimeout(apply));
    for (const button of form.querySelectorAll("[data-view]")) {
      button.addEventListener("click", () => {
        doc.classList.toggle("as-table", button.dataset.view === "table");
        for (const one of form.querySelectorAll("[data-view]")) one.setAttribute("aria-pressed", String(one === button));
        if (chosen) choose(chosen, "link");
      });
    }
    const more = doc.querySelector(".more"), whole = more?.previousElementSibling;
    new ResizeObserver(() => {
      doc.style.setProperty("--bar", `${form.offsetHeight}px`);
      if (more && !more.parentElement.classList.contains("open")) more.hidden = whole.scrollHeight <= whole.clientHeight + 1;
    }).observe(form);
    if (cards.size) stop(cards.values().next().value);
    apply();
    return { go: (key) => choose(key, "link"), shown: apply };
  }

  // --- the documents ---------------------------------------------------------------------------------------------

  const docs = [...document.querySelectorAll(".doc")], papers = docs.map(paper);
  let current = 0;
  const bar = document.createElement("nav"), menu = document.createElement("select");

  function open(index) {
    current = index;
    docs.forEach((doc, number) => { doc.hidden = number !== index; });
    document.title = docs[index].dataset.title;
    menu.selectedIndex = index;
    papers[index].shown?.();
  }

  if (docs.length > 1) {
    document.body.classList.add("many");
    bar.className = "switch";
    const turn = (sign, by) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.addEventListener("click", () => open((current + by + docs.length) % docs.length));
      return button;
    };
    docs.forEach((doc, index) => menu.add(new Option(`${index + 1} / ${docs.length}  ${doc.dataset.title}`)));
    menu.addEventListener("change", () => open(menu.selectedIndex));
    bar.append(turn("‹", -1), menu, turn("›", 1));
    document.body.prepend(bar);
  }

  function follow() {
    const [id, key] = location.hash.slice(1).split("-");
    const index = docs.findIndex((doc) => doc.id === id);
    if (index >= 0) open(index);
    if (index >= 0 && key) papers[index].go(key);
  }

  open(0);
  follow();
  addEventListener("hashchange", follow);
  addEventListener("keydown", (event) => {
    const search = docs[current].querySelector("[type=search]");
    if (event.key === "/" && search && !event.target.matches("input, select")) {
      search.focus();
      event.preventDefault();
    }
  });
});
