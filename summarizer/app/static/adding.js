// What is added to the shelf: files dropped or chosen are sent one by one, and so is a text that is pasted.
"use strict";
(() => {
  const { ask, gone, loginAt, reason, say, show, token } = window.app, { placed } = window.shelf;
  const drop = document.getElementById("drop"), sending = document.getElementById("sending"), words = drop.dataset;
  const AT_ONCE = 2, KEPT = "paste-text", queue = [];
  let busy = 0;

  // --- sending

  /** A line for a file on its way: its name, how much of it is sent, and what went wrong. */
  function line(name) {
    const item = document.createElement("li"), label = document.createElement("span"), bar = document.createElement("progress");
    label.className = "name"; label.textContent = name;
    bar.max = 1; bar.value = 0; bar.setAttribute("aria-label", `${words.sending} ${name}`);
    item.append(label, bar);
    sending.append(item);
    return {
      at(part) { bar.value = part; },
      gone() { item.remove(); },
      failed(why, to = "") {
        const said = document.createElement(to ? "a" : "span"), away = document.createElement("button");
        said.className = "why"; said.textContent = why;
        if (to) said.href = to;
        away.type = "button"; away.className = "quiet"; away.textContent = "✕"; away.setAttribute("aria-label", `${words.remove} ${name}`);
        away.addEventListener("click", () => item.remove());
        bar.replaceWith(said, away);
        say(`${name}: ${why}`);
      },
    };
  }

  /** Send one file: its answer's status and text; a rejected promise where the server is away. */
  function send(file, progress) {
    return new Promise((done, fail) => {
      const request = new XMLHttpRequest(), form = new FormData();
      form.append("file", file, file.name);
      request.open("POST", "/documents");
      request.setRequestHeader("X-CSRF-Token", token);
      request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) progress(event.loaded / event.total); });
      request.addEventListener("load", () => done([request.status, request.responseText, request.getResponseHeader("X-Known")]));
      request.addEventListener("error", fail);
      request.addEventListener("abort", fail);
      request.send(form);
    });
  }

  const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

  async function one({ file, shown }) {
    for (let tries = 0; ; tries += 1) {
      let status, text, known;
      try { [status, text, known] = await send(file, shown.at); }
      catch {
        // A file that changed or went since it was dropped looks like a server that is away.
        try { await file.slice(0, 1).arrayBuffer(); } catch (error) { shown.failed(String(error.message)); return; }
        if (tries > 4) { shown.failed(words.waiting); return; }
        await gone();
        continue;
      }
      if (status === 401) { shown.failed(words.loggedOut, loginAt()); return; } // who goes there sees first what was not taken
      if (status === 429 && tries < 60) { await pause(2); continue; }
      if ([502, 503, 504].includes(status)) { await gone(); continue; }
      if (status !== 200) { shown.failed(reason(text)); return; }
      shown.gone();
      await placed(text, Boolean(known), file.name);
      return;
    }
  }

  async function next() {
    while (busy < AT_ONCE && queue.length) {
      busy += 1;
      one(queue.shift()).finally(() => { busy -= 1; next(); });
    }
  }

  /** Take files: what a system puts into folders by itself is none of them. */
  function take(files) {
    const wanted = files.filter((file) => !/^(\.|~\$|thumbs\.db$|desktop\.ini$)/i.test(file.name));
    if (!wanted.length) show(words.nothing, { bad: true });
    for (const file of wanted) {
      const shown = line(file.name);
      if (file.size > Number(words.most)) shown.failed(words.tooLarge);
      else queue.push({ file, shown });
    }
    next();
  }

  /** The files of what was dropped, those of folders too. */
  async function dropped(items) {
    const entries = [...items].map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile()).filter(Boolean);
    const found = [];
    const walk = async (entry) => {
      if (entry instanceof File) { found.push(entry); return; }
      if (entry.isFile) { found.push(await new Promise((done, fail) => entry.file(done, fail))); return; }
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise((done, fail) => reader.readEntries(done, fail));
        if (!some.length) return;
        for (const inner of some) await walk(inner);
      }
    };
    for (const entry of entries) await walk(entry).catch((error) => line(entry.name).failed(String(error.message)));
    return found;
  }

  let depth = 0;
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  document.addEventListener("dragenter", (event) => { if (carries(event)) { depth += 1; drop.classList.add("over"); } });
  document.addEventListener("dragleave", (event) => { if (carries(event)) { depth -= 1; if (depth <= 0) drop.classList.remove("over"); } });
  document.addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
  document.addEventListener("drop", async (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    depth = 0;
    drop.classList.remove("over");
    take(await dropped(event.dataTransfer.items));
  });
  for (const id of ["files", "folder"]) {
    const input = document.getElementById(id);
    input.addEventListener("change", () => { take([...input.files]); input.value = ""; });
  }
  window.addEventListener("beforeunload", (event) => { if (busy || queue.length) event.preventDefault(); });

  // --- pasting

  const dialog = document.getElementById("paste-text"), wrong = document.getElementById("paste-wrong");
  document.getElementById("paste").addEventListener("click", () => { wrong.textContent = ""; dialog.showModal(); });
  document.getElementById("paste-cancel").addEventListener("click", () => dialog.close());
  document.getElementById("paste-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = document.getElementById("paste-words"), name = document.getElementById("paste-name"), go = document.getElementById("paste-go");
    go.disabled = true;
    try {
      keep(text.value, name.value);
      const body = new URLSearchParams({ text: text.value, name: name.value });
      const answer = await ask("/texts", { method: "POST", body }, true);
      const said = await answer.text();
      keep("", "");
      if (!answer.ok) { wrong.textContent = reason(said); return; }
      text.value = ""; name.value = "";
      dialog.close();
      await placed(said, answer.headers.has("X-Known"), "");
    } finally { go.disabled = false; }
  });

  /** A text on its way is kept: where the session is over the page goes to the login with it. */
  function keep(text, name) {
    try {
      if (text) sessionStorage.setItem(KEPT, JSON.stringify({ text, name }));
      else sessionStorage.removeItem(KEPT);
    } catch { /* a full or forbidden store */ }
  }
  try {
    const { text, name } = JSON.parse(sessionStorage.getItem(KEPT));
    document.getElementById("paste-words").value = text;
    document.getElementById("paste-name").value = name;
    dialog.showModal();
  } catch { /* there is none */ }
})();
