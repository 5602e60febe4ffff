// What all pages share: requests that carry the page's token, a server that is away, a question before what is final.
"use strict";
(() => {
  const token = document.querySelector("meta[name=csrf-token]").content;
  const words = document.currentScript.dataset;
  const away = document.getElementById("away"), said = document.getElementById("said"), sure = document.getElementById("sure"), shown = document.getElementById("shown");
  let waits = null;

  /** Tell screen readers what whoever looks at the page sees anyway. */
  function say(text) { said.textContent = ""; requestAnimationFrame(() => { said.textContent = text; }); }

  /** Show a line to everybody, for a while that is enough to read it, until Escape, or until what is given back is called. */
  function show(text, { bad = false, stays = false } = {}) {
    const line = document.createElement("p"), away = document.createElement("button"), over = () => line.remove();
    line.className = bad ? "bad" : "";
    line.append(text);
    away.type = "button"; away.className = "quiet"; away.textContent = "✕"; away.setAttribute("aria-label", words.close);
    away.addEventListener("click", over);
    line.append(away);
    shown.append(line);
    line.scrollIntoView({ block: "nearest" });
    const look = () => { if (line.matches(":hover, :focus-within")) setTimeout(look, 1000); else over(); };
    if (!stays) setTimeout(look, (bad ? 12_000 : 6_000) + 60 * text.length);
    return over;
  }

  /** To the login, and from there back to this page. */
  const loginAt = () => `/login?${new URLSearchParams({ next: location.pathname + location.search + location.hash })}`;
  function login() { location.assign(loginAt()); }

  const reason = (text) => { try { return JSON.parse(text).detail || words.failed; } catch { return words.failed; } };

  /** The server does not answer: say so, ask until it does, then `app:back` is dispatched on `document`. */
  function gone() {
    if (waits) return waits;
    away.hidden = false;
    document.dispatchEvent(new CustomEvent("app:gone"));
    waits = new Promise((done) => {
      const ask = async () => {
        const answer = await window.fetch("/v1/health", { cache: "no-store" }).catch(() => null);
        if (!answer || !answer.ok) { setTimeout(ask, 1000); return; }
        away.hidden = true;
        waits = null;
        document.dispatchEvent(new CustomEvent("app:back"));
        done();
      };
      setTimeout(ask, 500);
    });
    return waits;
  }

  /** `fetch` with the page's token. A server that is away is waited for where `again` says that asking twice is the same. */
  async function ask(url, options = {}, again = false) {
    const headers = { "X-CSRF-Token": token, ...options.headers };
    for (;;) {
      let answer = null;
      try { answer = await window.fetch(url, { credentials: "same-origin", ...options, headers }); }
      catch (error) {
        if (options.signal?.aborted) throw error;
        const back = gone();
        if (!again) throw error;
        await back;
        continue;
      }
      if (answer.status === 401) { login(); await new Promise(() => {}); }
      if (again && [502, 503, 504].includes(answer.status)) { await gone(); continue; }
      return answer;
    }
  }

  /** A question that is answered yes or no. */
  let answered = () => {};
  function confirmed(question) {
    answered(false);
    document.getElementById("sure-said").textContent = question;
    sure.returnValue = "no";
    sure.showModal();
    return new Promise((done) => { answered = done; });
  }
  // A dialog says a moment later that it closed: by then it may be open again, for another question.
  sure.addEventListener("close", () => { if (!sure.open) answered(sure.returnValue === "yes"); });

  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    confirmed(event.detail.question).then((yes) => { if (yes) event.detail.issueRequest(true); });
  });
  document.addEventListener("htmx:sendError", gone);
  document.addEventListener("htmx:responseError", async (event) => {
    const { status, responseText } = event.detail.xhr;
    if (status === 401) { login(); return; }
    if ([502, 503, 504].includes(status)) { gone(); return; }
    show(reason(responseText), { bad: true });
  });

  // --- files of ours: the browser's own download would say of an answer that is none only that there was no file

  /** What a file is called by its answer (RFC 6266). */
  function fileName(answer) {
    const held = answer.headers.get("Content-Disposition") ?? "", coded = held.match(/filename\*=UTF-8''([^;]+)/i);
    return coded ? decodeURIComponent(coded[1]) : held.match(/filename="([^"]*)"/)?.[1] ?? "";
  }

  /** Have the browser save what an address gives, or show why there is nothing to save. */
  async function save(url, link = document.body) {
    const over = show(words.making, { stays: true }), before = [];
    try {
      document.dispatchEvent(new CustomEvent("app:saves", { detail: { before } }));
      const why = (await Promise.all(before)).find(Boolean); // what is to be in the file may be on its way
      if (why) { show(why, { bad: true }); return; }
      const answer = await ask(url);
      if (!answer.ok) {
        const refused = new CustomEvent("app:refused", { bubbles: true, cancelable: true, detail: { status: answer.status } });
        const said = reason(await answer.text());
        if (link.dispatchEvent(refused)) show(said, { bad: true });
        return;
      }
      const file = document.createElement("a");
      file.href = URL.createObjectURL(await answer.blob()); // the browser keeps a large one on its disk
      file.download = fileName(answer);
      file.click();
      setTimeout(() => URL.revokeObjectURL(file.href), 60_000);
    } catch { show(words.failed, { bad: true }); } finally { over(); }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[download]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    save(link.href, link);
  });
  // A page that takes its time to be made is gone to when the server answers: the browser's own page would say nothing of ours.
  document.addEventListener("submit", async (event) => {
    const { target } = event;
    if (!target.matches("[data-asks]")) return;
    event.preventDefault();
    try {
      const answer = await ask("/v1/health", { cache: "no-store" });
      if (answer.ok) target.submit();
      else show(words.failed, { bad: true });
    } catch { show(words.failed, { bad: true }); }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("select[data-submits]")) event.target.form.requestSubmit();
  });
  // A menu is as high as there is room below it, and stays inside of the window.
  document.addEventListener("toggle", (event) => {
    const box = event.target.matches?.("details.menu[open]") && event.target.querySelector("div");
    if (!box) return;
    box.style.translate = "";
    const { top, left } = box.getBoundingClientRect();
    box.style.maxHeight = `${Math.max(window.innerHeight - top - 8, 160)}px`;
    if (left < 8) box.style.translate = `${8 - left}px`;
  }, true);
  // A menu closes where one clicks beside it, and by Escape, which gives the focus back to what opened it.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    shown.replaceChildren();
    for (const menu of document.querySelectorAll("details.menu[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  // In an open menu arrows, Home, End and first letters walk, as in any menu; one stop for Tab, and away from it closes.
  const entries = (menu) => [...menu.querySelectorAll("div a, div button")];
  function stand(menu, entry) {
    if (!entry) return;
    for (const one of entries(menu)) one.tabIndex = one === entry ? 0 : -1;
    entry.focus();
    entry.scrollIntoView({ block: "nearest" });
  }
  const opened = (event) => {
    const menu = event.target.closest?.("details.menu[open]");
    if (menu && (event.type === "toggle" || menu.contains(document.activeElement) || document.activeElement === document.body)) stand(menu, entries(menu)[0]);
  };
  document.addEventListener("toggle", opened, true);
  document.addEventListener("htmx:afterSwap", opened);
  document.addEventListener("focusout", (event) => {
    const menu = event.target.closest("details.menu[open]");
    if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest("details.menu[open]");
    if (!menu || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const all = entries(menu), at = all.indexOf(event.target), letter = event.key.toLowerCase();
    const steps = { ArrowDown: (at + 1) % all.length, ArrowUp: (Math.max(at, 0) - 1 + all.length) % all.length, Home: 0, End: all.length - 1 };
    const named = (one) => one.textContent.trim().toLowerCase().startsWith(letter);
    if (event.key in steps) stand(menu, all[steps[event.key]]);
    else if (event.key === " " && at >= 0) event.target.click();
    else if (event.key.length === 1 && event.key !== " " && at >= 0) stand(menu, [...all.slice(at + 1), ...all.slice(0, at + 1)].find(named));
    else return;
    event.preventDefault();
  });
  window.app = { ask, confirmed, failed: words.failed, gone, login, loginAt, reason, save, say, show, token };
})();
