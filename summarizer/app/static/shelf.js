// The shelf: rows that are read are asked for until they are done; what is chosen of them is put together or deleted.
"use strict";
(() => {
  const { ask, confirmed, failed, reason, save, say, show } = window.app;
  const words = document.getElementById("drop").dataset;
  const LOOKS = 1000, MOST_IDS = 200, MARKED = 6000;
  const ticked = new Map(); // what is chosen, shown by now or not: its title and whether it was read, by its id
  const apart = new Set(); // ids of documents that were given, are read, and are not of what is searched for
  let polls = null, counts = null;

  // --- rows

  const idOf = (row) => row.id.slice(4);
  const about = (row) => ({ title: row.querySelector(".name div").firstElementChild.textContent, read: Boolean(row.querySelector(".pick input").name) });
  const list = () => document.getElementById("list");
  const parsed = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return [...holder.content.querySelectorAll("tr[id]")];
  };

  /** Put rows that came from the server in the place of those they follow, or on top. */
  function put(html, onTop) {
    for (const row of parsed(html)) {
      const old = document.getElementById(row.id);
      if (old) {
        if (old.outerHTML === row.outerHTML || old.querySelector("details[open]")) continue;
        const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
        old.replaceWith(row);
        if (focused) document.getElementById(focused)?.focus();
      } else if (onTop) {
        document.getElementById("rows").prepend(row);
        count();
      } else continue;
      window.htmx.process(row);
    }
    chosen();
  }

  /** Rows as the server has them by now; those it has no more go, and are given back with what it has. */
  function settle(ids, html) {
    const rows = new Map(parsed(html).map((row) => [idOf(row), row])), lost = ids.filter((id) => !rows.has(id));
    for (const [id, row] of rows) if (ticked.has(id)) ticked.set(id, about(row));
    for (const id of lost) leave(id);
    if (lost.length) count();
    put(html, false);
    return { rows, lost };
  }

  /** Let a row go that is of no document any more; who stood there stands beside it. */
  function leave(id) {
    const row = document.getElementById(`row-${id}`), beside = row?.nextElementSibling ?? row?.previousElementSibling;
    const held = row?.contains(document.activeElement);
    apart.delete(id);
    ticked.delete(id);
    row?.remove();
    if (held) stay(beside);
  }

  /** Take the focus that would be nowhere to a row, or where there is none to the list's heading. */
  function stay(row) {
    const near = row?.isConnected ? row : document.querySelector("#rows tr");
    (near?.querySelector(".name a") ?? near?.querySelector("input") ?? document.getElementById("shelf-title")).focus();
  }

  /** Take the row of a document that was given: on top, or where it is; in a list that is searched only if it belongs there. */
  async function placed(html, known, name) {
    const [row] = parsed(html), id = idOf(row), q = list().dataset.q;
    const fits = document.getElementById(row.id) || !q || parsed(await found(id, q)).length;
    if (fits) put(html, true);
    else apart.add(id);
    const told = [known ? words.known : words.added, ...(fits ? [] : [words.elsewhere])].join(" · ");
    if (known || !fits) show(name ? `${name}: ${told}` : told);
    else say(name ? `${name}: ${told}` : told);
    if (known) mark(document.getElementById(row.id));
    poll();
  }

  /** The rows of some documents, of a search those alone that it finds. */
  async function found(ids, q = "") {
    const answer = await ask(`/rows?${new URLSearchParams({ ids, q })}`, {}, true);
    return answer.ok ? answer.text() : "";
  }

  /** Show where a row is, for a while. */
  function mark(row) {
    if (!row) return;
    row.scrollIntoView({ block: "center" });
    row.classList.add("marked");
    setTimeout(() => document.getElementById(row.id)?.classList.remove("marked"), MARKED);
  }

  /** Ask anew how many there are, a moment after rows came or went; a page that has none left is another page. */
  function count() {
    const rows = document.querySelectorAll("#rows tr").length;
    list().querySelector("table").hidden = !rows;
    document.getElementById("none").hidden = rows > 0;
    clearTimeout(counts);
    counts = setTimeout(async () => {
      const now = list(), { q, sort, page } = now.dataset, asked = new URLSearchParams({ q, sort, page });
      const answer = await ask(`/foot?${asked}`, {}, true);
      const holder = document.createElement("template");
      if (answer.ok) holder.innerHTML = await answer.text();
      const foot = holder.content.querySelector("#foot");
      if (!foot || list() !== now) return;
      document.getElementById("foot").replaceWith(foot);
      window.htmx.process(foot);
      if (Number(foot.dataset.total) && !document.querySelector("#rows tr")) window.htmx.ajax("GET", `/?${asked}`, { target: "#list", swap: "outerHTML" });
    }, 200);
  }

  /** What is being read; the oldest first, as they are read in that order. */
  const open = () => [...apart, ...[...document.querySelectorAll("#rows tr[data-open]")].map(idOf).reverse()].slice(0, MOST_IDS);

  /** Ask for what is being read, once a second, while there is any. */
  function poll() {
    if (polls || !open().length) return;
    polls = setTimeout(async () => {
      try {
        const ids = open();
        if (ids.length) {
          const answer = await ask(`/rows?ids=${ids.join(",")}`, {}, true);
          if (answer.ok) {
            const waits = document.getElementById("nobody-reads");
            if (waits) waits.hidden = !answer.headers.has("X-Nobody-Reads");
            const { rows } = settle(ids, await answer.text());
            const read = [...apart].filter((id) => rows.has(id) && !("open" in rows.get(id).dataset));
            for (const id of read) apart.delete(id);
            if (read.length) put(await found(read.join(","), list().dataset.q), true);
          }
        }
      } finally { polls = null; poll(); }
    }, LOOKS);
  }

  let renews = false;
  /** What was deleted, read or reviewed elsewhere is seen when somebody comes back; nothing is said of a server that is away. */
  async function renew() {
    if (renews || document.hidden || document.querySelector("dialog[open]")) return;
    const ids = [...new Set([...[...document.querySelectorAll("#rows tr")].map(idOf), ...ticked.keys()])].slice(0, MOST_IDS);
    if (!ids.length) return;
    renews = true;
    try {
      const answer = await window.fetch(`/rows?ids=${ids.join(",")}`, { cache: "no-store" }).catch(() => null);
      if (answer?.ok) settle(ids, await answer.text());
    } finally { renews = false; }
  }

  // --- what was decided in this browser, and may not have arrived: it is in no file that is made of it

  const UNSENT = "review-unsent:"; // as the review page keeps it

  async function unsent() {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(UNSENT));
    const ids = [...new Set(names.map((name) => name.slice(UNSENT.length).split(":")[0]))].slice(0, MOST_IDS);
    const links = ids.length ? parsed(await found(ids)).map((row) => row.querySelector(".name a")).filter(Boolean) : [];
    for (const link of links) link.removeAttribute("id");
    document.getElementById("unsent").hidden = !links.length;
    document.getElementById("unsent-documents").replaceChildren(...links.flatMap((link) => [link, " "]));
  }

  // --- by keyboard

  /** j, k and arrows walk from document to document; / goes to the search. Enter opens, as of any link. */
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || document.querySelector("dialog[open]")) return;
    if (target !== document.body && target.id !== "main" && !target.closest("#rows .name a")) return;
    if (key === "/") {
      event.preventDefault();
      document.getElementById("q").select();
      return;
    }
    const all = [...document.querySelectorAll("#rows .name a")], at = all.indexOf(target);
    const next = { j: at + 1, ArrowDown: at + 1, k: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[key];
    if (next === undefined || !all.length) return;
    event.preventDefault();
    stand(all[Math.min(Math.max(next, 0), all.length - 1)]);
  });

  function stand(link) {
    link.focus();
    link.scrollIntoView({ block: "nearest" });
  }

  /** Who comes back from a review stands at its document. */
  function came() {
    const link = location.hash.startsWith("#to-") && document.getElementById(location.hash.slice(1));
    if (link) stand(link);
  }

  // --- choosing several

  const boxes = () => [...document.querySelectorAll("#rows .pick input")];

  /** Take note of boxes that were ticked, or no more. */
  function tick(some) {
    for (const box of some) {
      if (box.checked) ticked.set(box.value, about(box.closest("tr")));
      else ticked.delete(box.value);
    }
  }

  /** Show what is chosen, also what is not among the rows, and what can be done with it. */
  function chosen() {
    const all = boxes();
    for (const box of all) box.checked = ticked.has(box.value);
    tick(all.filter((box) => box.checked)); // by now it may be read
    const shown = all.filter((box) => box.checked).length, read = [...ticked.values()].filter((one) => one.read).length;
    const bar = document.getElementById("chosen"), count = document.getElementById("chosen-count"), every = document.getElementById("all");
    const { words: many, out, read: some, most } = count.dataset, limit = Number(bar.dataset.most);
    bar.hidden = !ticked.size;
    const told = [many.replace("#", ticked.size)];
    if (ticked.size > shown) told.push(out.replace("#", ticked.size - shown));
    if (ticked.size > read) told.push(some.replace("#", read));
    if (read > limit) told.push(most);
    const text = told.join(count.dataset.comma);
    if (count.textContent !== text) count.textContent = text;
    // What was not read can be deleted, nothing else.
    for (const button of bar.querySelectorAll("[data-least]")) button.disabled = read < Number(button.dataset.least) || read > limit;
    every.checked = shown > 0 && shown === all.length;
    every.indeterminate = shown > 0 && shown < all.length;
  }

  async function deleteChosen(button) {
    const picked = [...ticked.keys()], rows = [...document.querySelectorAll("#rows tr")];
    const away = picked.filter((id) => !document.getElementById(`row-${id}`)).length;
    const words = button.dataset.question.replace("#", picked.length) + (away ? ` ${button.dataset.out.replace("#", away)}` : "");
    if (!await confirmed(words)) return;
    const first = rows.findIndex((row) => ticked.has(idOf(row)));
    const left = (some) => some.find((row) => !ticked.has(idOf(row)));
    const beside = left(rows.slice(first + 1)) ?? left(rows.slice(0, Math.max(first, 0)).reverse());
    for (const id of picked) {
      const answer = await ask(`/documents/${id}/delete`, { method: "POST" }, true);
      if (answer.ok || answer.status === 404) leave(id);
      else show(reason(await answer.text()), { bad: true });
    }
    chosen();
    count();
    stay(beside);
  }

  /** Put what is chosen together, once it is certain that the server answers and has all of it. */
  async function together(button) {
    const here = boxes().map((box) => box.value), ids = [...new Set([...here, ...ticked.keys()])].filter((id) => ticked.get(id)?.read);
    const titles = new Map(ids.map((id) => [id, ticked.get(id).title]));
    try {
      const answer = await ask(`/rows?ids=${ids.join(",")}`);
      if (!answer.ok) { show(reason(await answer.text()), { bad: true }); return; }
      const { lost } = settle(ids, await answer.text());
      for (const id of lost) missing(titles.get(id));
      if (lost.length) return; // whoever chose them decides whether it is to be done without
    } catch { show(failed, { bad: true }); return; }
    const query = new URLSearchParams([...ids.map((id) => ["job", id]), ...(button.name ? [[button.name, button.value]] : [])]);
    const to = `${new URL(button.formAction).pathname}?${query}`;
    if ("saves" in button.dataset) save(to);
    else location.assign(to);
  }

  const missing = (title) => show(words.gone.replace("#", title), { bad: true });

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "several" || !event.submitter) return;
    event.preventDefault();
    together(event.submitter);
  });
  document.addEventListener("change", (event) => {
    if (event.target.id === "all") for (const box of boxes()) box.checked = event.target.checked;
    if (event.target.id === "all") tick(boxes());
    else if (event.target.matches("#rows .pick input")) tick([event.target]);
    else return;
    chosen();
  });
  document.addEventListener("click", (event) => {
    if (event.target.id === "choose-none") { ticked.clear(); chosen(); document.getElementById(boxes().length ? "all" : "q").focus(); }
    if (event.target.id === "delete-chosen") deleteChosen(event.target);
  });

  // --- what one row asks for

  let beside = null;
  document.addEventListener("htmx:beforeRequest", (event) => {
    const menu = event.target;
    if (!menu.matches("#rows details") || menu.open) return;
    event.preventDefault(); // it was closed: asked for anew when it is opened, as by then there may be more to have
    const loading = document.createElement("p");
    loading.textContent = words.loading;
    menu.querySelector("div").replaceChildren(loading);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event, row = detail.requestConfig.elt.closest("#rows tr");
    if (!row) return;
    const deletes = detail.requestConfig.path.endsWith("/delete");
    if (deletes) beside = row.nextElementSibling ?? row.previousElementSibling;
    if (detail.xhr.status !== 404) return;
    detail.isError = false; // it was deleted elsewhere
    detail.shouldSwap = deletes;
    if (!deletes) lose(row);
  });
  document.addEventListener("app:refused", (event) => {
    const row = event.target.closest("#rows tr");
    if (!row || event.detail.status !== 404) return;
    event.preventDefault();
    lose(row);
  });

  function lose(row) {
    missing(about(row).title);
    leave(idOf(row));
    chosen();
    count();
  }

  document.addEventListener("htmx:afterSwap", chosen);
  document.addEventListener("htmx:afterSettle", () => { chosen(); poll(); });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { successful, requestConfig: { verb, path } } = event.detail;
    if (!successful || verb !== "post") return;
    if (path.endsWith("/delete")) {
      ticked.delete(path.split("/")[2]);
      if (document.activeElement === document.body) stay(beside);
    }
    chosen();
    count();
  });
  document.addEventListener("visibilitychange", renew);
  window.addEventListener("focus", renew); // of two windows side by side none is ever hidden
  window.addEventListener("storage", unsent);
  window.addEventListener("pageshow", (event) => {
    came();
    tick(boxes().filter((box) => box.checked)); // as browsers leave them
    chosen();
    poll();
    unsent();
    if (event.persisted) renew();
  });
  window.shelf = { placed };
})();
