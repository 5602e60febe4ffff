// The review of one document: puts the parts of the page together.

import { Actions } from "./review_actions.js";
import { DetailPane } from "./review_detail.js";
import { MOST_CHANGES, settle } from "./review_dialogs.js";
import { byId, debounced, fold, GROUPS, h, JOB, say, tell, tellAgain, typing, WHO } from "./review_dom.js";
import { ItemForm } from "./review_form.js";
import { watchGone } from "./review_gone.js";
import { Keys } from "./review_keys.js";
import { ListPane } from "./review_list.js";
import { Model } from "./review_model.js";
import { ask, listen, Outbox, PATIENCE, Refused } from "./review_net.js";
import { opened, reloaded } from "./review_opening.js";
import { offer, SpanMode } from "./review_span.js";
import { TextPane } from "./review_text.js";

const root = byId("review");
document.body.classList.add("reviewing");
const model = new Model();
const pane = new TextPane(byId("review-text"), model);
const list = new ListPane(model);
const form = new ItemForm(model);
const detail = new DetailPane(model, pane, form);
const outbox = new Outbox(async (decision, conflict, from, shown) => {
  const mine = await settle(model, decision, conflict);
  if (conflict.changes.length <= MOST_CHANGES) form.drafts.moved(from, shown); // else not all of them were shown
  return mine;
}, knew);
const span = new SpanMode(pane, model, { save: (decision, close) => actions.place(decision, close), focusBack: () => list.focus() });
const actions = new Actions({ model, outbox, pane, list, detail, form, span, narrow });
const keys = new Keys({ act: (name) => root.dataset.ready && actions.act(name), taken });
actions.keys = keys;
detail.keysShown = () => keys.show();
detail.gone = () => outbox.gone;
watchGone({ model, outbox, form, detail, span, ended: () => bars() });

// --- one pane at a time, where the window is narrow

const PANES = ["text", "list", "item"];

function narrow(name) {
  const now = root.dataset.pane, next = name === "next" ? PANES[(PANES.indexOf(now) + 1) % PANES.length] : name;
  root.dataset.pane = next;
  for (const button of root.querySelectorAll("[data-pane-of]")) button.setAttribute("aria-pressed", String(button.dataset.paneOf === next));
  if (name !== "next") return;
  if (next === "list") list.focus();
  else byId(next === "text" ? "review-text" : "review-detail").focus({ preventScroll: true });
  if (next === "text") pane.show(model.current);
  else if (next === "list") list.intoView();
}

// --- what changes

model.addEventListener("items", ({ detail: { changes, same } }) => {
  pane.refresh(changes);
  list.refresh(changes, same);
  detail.refresh(changes);
  bars();
});

model.addEventListener("current", ({ detail: { key, from } }) => {
  list.mark(key);
  if (from !== "text") pane.show(key);
  else pane.mark(key);
  if (from !== "list") list.intoView();
  detail.render();
  const inside = byId("review-detail").contains(document.activeElement) || document.activeElement === document.body || document.activeElement?.closest?.(".it, tr[data-key]");
  if (from === "keys" && inside) list.focus();
});

model.addEventListener("filter", () => {
  const { groups, state, words } = model.filter;
  for (const box of root.querySelectorAll('[name="group"]')) box.checked = groups.has(box.value);
  byId("review-state").value = state;
  if (fold(byId("review-words-field").value) !== words) byId("review-words-field").value = words;
  list.narrow();
  list.mark(model.current);
  list.intoView();
  bars();
});

/** Progress, what may be undone, what waits. */
function bars() {
  if (!model.head) return;
  const left = [...model.items.values()], visible = model.visible();
  for (const group of GROUPS) {
    const all = left.filter((one) => one.group === group), decided = all.filter((one) => one.state !== "open").length;
    byId(`review-count-${group}`).textContent = `${decided}/${all.length}`;
    const meter = byId(`review-meter-${group}`);
    meter.max = Math.max(all.length, 1);
    meter.value = decided;
  }
  const unsure = left.filter((one) => model.unsure(one)).length;
  byId("review-unsure").textContent = outbox.gone ? "" : model.done ? say("all-decided") : say("unsure-left", { count: unsure });
  byId("review-unsure").classList.toggle("calm", unsure === 0);
  byId("review-visible").textContent = say("visible", { count: visible.size });
  byId("review-time").textContent = say("minutes", { count: Math.round((model.head.progress?.seconds ?? 0) / 60) });
  const open = [...visible].filter((key) => model.items.get(key).state === "open").length;
  for (const [action, off] of [["undo", !model.head.can_undo], ["redo", !model.head.can_redo], ["acceptAll", !open]]) {
    for (const button of root.querySelectorAll(`[data-do="${action}"]`)) button.disabled = off && !outbox.count;
  }
  byId("review-all-count").textContent = open;
  byId("review-clear").hidden = !model.narrowed;
  byId("review-stale").hidden = !model.head.stale || outbox.gone;
  drafts();
}

/** How many items hold what is not saved. */
function drafts() {
  const { length: count } = actions.drafts, button = byId("review-drafts");
  button.hidden = !count;
  button.textContent = say("drafts", { count });
}
form.drafts.addEventListener("change", drafts);

// --- what is sent, and what comes back

/** The version of an item before an answer; a correction of the text changes items whatever others made of them. */
function knew(key, { kind, seq }) {
  return kind === "correct" && seq !== model.head.seq + 1 ? null : model.items.get(key)?.version;
}

/** What a decision named waits no longer, also where the server had nothing to write. */
function acknowledged({ decision }) {
  const later = outbox.keys, named = decision.key ? [decision.key] : Object.keys(decision.seen ?? {});
  const still = named.filter((key) => model.items.get(key)?.pending && !later.has(key));
  model.changed(still.map((key) => model.guess(key, { pending: false })));
}

function take(answer) {
  const { items = [], gone = [], seq, text_version: version } = answer;
  const { seq: before } = model.head;
  model.setHead(Object.fromEntries(Object.entries(answer).filter(([name]) => ["progress", "can_undo", "can_redo"].includes(name))));
  if (seq === before + 1) model.setHead({ seq }); // else others did something in between: the next news tell
  if (version !== model.text.version) return void reload();
  const later = outbox.keys;
  model.take(items.filter((one) => !later.has(one.key)), gone);
  for (const [key, made] of Object.entries(answer.versions ?? {})) if (later.has(key)) model.guess(key, { version: made, pending: true });
  bars();
}

outbox.addEventListener("done", ({ detail: { entry, answer } }) => {
  form.drafts.settled(entry.decision);
  take(answer);
  acknowledged(entry);
});
outbox.addEventListener("moved", ({ detail: { from, to } }) => form.drafts.moved(from, to));
outbox.addEventListener("dropped", ({ detail: { entry, answer } }) => {
  form.drafts.settled(entry.decision);
  model.take(answer.items, answer.gone);
});
outbox.addEventListener("refused", ({ detail: { entry, answer } }) => {
  tell(answer.words);
  if ((entry.decision.seen && typeof entry.decision.seen === "object") || answer.body.problems?.text_version) reload();
  else {
    acknowledged(entry);
    bars();
  }
});
outbox.addEventListener("count", () => {
  const place = byId("review-saved");
  place.textContent = outbox.count ? say("waiting", { count: outbox.count }) : say("saved");
  place.classList.toggle("waits", outbox.count > 0);
});
outbox.addEventListener("away", ({ detail: { away, status } }) => {
  const out = status === 401 || status === 403;
  byId("review-away").hidden = !away;
  byId("review-away-said").hidden = out;
  byId("review-away-login").hidden = !out;
  if (away && !out) window.app.gone();
  if (!away) tellAgain(); // what was said of it is true no more
});
document.addEventListener("app:gone", () => outbox.setAway(true));
document.addEventListener("app:back", () => (outbox.count ? outbox.run() : outbox.setAway(false)));

document.addEventListener("app:saves", ({ detail: { before } }) => before.push(outbox.sent().then((all) => (all ? "" : say("unsent-export", { count: outbox.count })))));

/** What was decided in this browser under another name is not lost with the name. */
async function offerForeign() {
  const found = await outbox.foreign(), bar = byId("review-unsent");
  bar.hidden = !found.length;
  byId("review-unsent-said").textContent = say("unsent", { count: found.flatMap((one) => one.entries).length, who: found.map((one) => one.who).join(", ") });
  byId("review-unsent-send").onclick = () => {
    bar.hidden = true;
    for (const { decision } of outbox.adopt(found)) guess(decision);
    list.focus();
  };
  byId("review-unsent-discard").onclick = async () => {
    if (!(await window.app.confirmed(say("unsent-sure")))) return;
    bar.hidden = true;
    outbox.discard(found);
    list.focus();
  };
}

function heard(answer) {
  if (!outbox.count) outbox.setAway(false);
  const moved = answer.events.find((event) => event.kind === "rebase");
  if (moved) {
    const { job } = moved.what;
    if (job && job !== JOB) window.location.assign(`/documents/${encodeURIComponent(job)}`);
    else reload();
    return;
  }
  const waiting = outbox.keys, known = new Set(answer.items.filter((one) => model.items.get(one.key)?.version === one.version).map((one) => one.key));
  const fresh = answer.items.filter((one) => !waiting.has(one.key) && !known.has(one.key));
  model.setHead(Object.fromEntries(Object.entries(answer).filter(([name]) => !["items", "events", "gone", "more", "text_version"].includes(name))));
  if (answer.text_version !== model.text.version) {
    reload();
    return;
  }
  const gone = answer.gone.filter((key) => model.items.has(key));
  model.take(fresh, gone);
  const foreign = answer.events.findLast((event) => event.keys.some((key) => gone.includes(key) || fresh.some((one) => one.key === key)));
  if (foreign) tell(say(foreign.who === WHO ? "other-window" : "others", { who: foreign.who, what: say(`did-${foreign.kind}`), key: foreign.keys.slice(0, 3).join(", ") }));
  bars();
}

// --- beginning

async function load(patience) {
  const read = (path) => ask(path, undefined, AbortSignal.timeout(patience));
  let head, text;
  do [head, text] = await Promise.all([read("/items"), read("/text")]);
  while (head.text_version !== text.version); // somebody corrected the text between the two
  model.load(head, text);
  pane.render();
  list.render();
  for (const { decision } of outbox.entries) guess(decision); // what is drawn is drawn anew
  detail.render();
  bars();
}

/** Have everything anew, behind what goes on. */
const reload = () => reloaded(load, (error) => actions.failed(error));

/** What waits to be sent is seen as if it had been. */
function guess(decision) {
  if (["accept", "reject", "reopen"].includes(decision.kind)) actions.show(decision.kind, decision.seen);
  else if (decision.key) model.guess(decision.key, { pending: true });
}

/** Keys that belong to what is going on, before any command. */
function taken(event) {
  if (!root.dataset.ready) return false;
  if (span.pressed(event)) return true;
  const row = event.target.closest?.(".it, tr[data-key]"), plain = !event.ctrlKey && !event.altKey && !event.metaKey;
  if ((row || event.target === document.body) && plain && ["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) {
    const all = [...model.visible()], key = { ArrowDown: model.beside(1), ArrowUp: model.beside(-1), Home: all[0], End: all.at(-1) }[event.key];
    if (key) actions.go(key);
    return true;
  }
  if (row && plain && event.key === "Enter") {
    actions.act("edit");
    return true;
  }
  if (event.key !== "Escape") return false;
  if (byId("review-form")?.contains(document.activeElement)) {
    dropDraft();
    return true;
  }
  const searching = document.activeElement === byId("review-words-field");
  if (searching || (model.filter.words && (row || event.target === document.body))) {
    model.setFilter({ words: "" });
    list.focus();
    return true;
  }
  if (form.dirty && (row || event.target === document.body)) { // the key stands on its button wherever one is
    dropDraft();
    return true;
  }
  return false;
}

/** What is typed and not saved is gone, and so is what was said of it. */
function dropDraft() {
  const { dirty } = form;
  if (dirty) form.reset();
  detail.render();
  list.focus();
  if (dirty) tell(say("dropped"));
}

root.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.do) actions.act(button.dataset.do);
  else if (button.dataset.link) actions.do_link(button.dataset.link).catch((error) => actions.failed(error));
  else if (button.dataset.paneOf) narrow(button.dataset.paneOf);
  else if (button.id === "review-clear") model.setFilter({ groups: new Set(GROUPS), state: "all", words: "" });
  else if (button.id === "review-rebase") rebase();
  else if (button.role === "tab") list.show(button.id.replace("review-tab-", ""));
});
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href="/"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  actions.leave(link.href);
});
root.addEventListener("submit", (event) => {
  if (event.target.method === "dialog") return;
  if (event.target.closest("details")?.id === "review-export") return;
  event.preventDefault();
  if (event.target.id === "review-form") actions.save();
  else if (event.target.id === "review-filter") found();
});
/** Enter in the search goes to the first that it found. */
function found() {
  model.setFilter({ words: fold(byId("review-words-field").value) });
  if (!model.visible().has(model.current)) actions.go(model.beside(1));
  list.focus();
}

root.addEventListener("reset", (event) => {
  if (event.target.id !== "review-form") return;
  event.preventDefault();
  dropDraft();
});
root.addEventListener("keydown", (event) => {
  const area = event.target.tagName === "TEXTAREA" && event.target.form?.id === "review-form";
  if (area && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    actions.save();
  }
  if (event.target.role === "tab" && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
    list.show(list.as === "tree" ? "table" : "tree");
    byId(`review-tab-${list.as}`).focus();
  }
});
byId("review-filter").addEventListener("change", (event) => {
  if (event.target.name === "group") {
    const groups = [...root.querySelectorAll('[name="group"]:checked')].map((box) => box.value);
    model.setFilter({ groups: new Set(groups) });
  } else if (event.target.id === "review-state") {
    model.setFilter({ state: event.target.value });
  }
});
byId("review-words-field").addEventListener("input", debounced((event) => model.setFilter({ words: fold(event.target.value) }), 80));
document.addEventListener("selectionchange", debounced(() => {
  const selected = span.active ? null : pane.selected(), bar = byId("review-offer");
  bar.hidden = !selected;
  if (!selected) return;
  bar.replaceChildren(h("span", { class: "soft" }, say("selected", { count: selected.end - selected.start })), ...offer(pane.isScanned(selected.start, selected.end)).filter(Boolean));
  keys.show();
}, 100));
const goesOn = byId("review-goes-on");
goesOn.checked = localStorage.getItem("review-goes-on") !== "no";
goesOn.addEventListener("change", () => localStorage.setItem("review-goes-on", goesOn.checked ? "yes" : "no"));

async function rebase() {
  try {
    const done = await ask("/rebase", {});
    await load(PATIENCE);
    tell(say("rebased", { kept: done.kept.length, added: done.new.length, count: done.conflicts.length + done.missing.length }));
  } catch (error) {
    actions.failed(error);
  }
}

await outbox.recall();
await opened(load, (error) => [401, 403].includes(error.status) && outbox.setAway(true, error.status));
root.dataset.ready = "yes";
for (const part of root.querySelectorAll(".tools, .panes")) part.inert = false;
performance.mark("review-ready");
outbox.run();
outbox.keep();
offerForeign();
if (!typing(document.activeElement)) model.choose(model.nextUnsure(), "start");
list.focus();
listen({
  since: () => model.head.seq, take: heard, over: () => outbox.gone,
  failed: (error) => {
    if (!(error instanceof Refused)) throw error;
    if (error.away) window.app.gone();
    else if (error.status === 401) outbox.setAway(true, 401);
  },
});
