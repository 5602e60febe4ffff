// Questions that are asked over the page: which item to link to, whose word counts, what a scan says.

import { byId, fold, h, LABELS, nameOf, NOBODY, say, when, WHO } from "./review_dom.js";
import { comparison, lineOf } from "./review_detail.js";
import { LINKS } from "./review_form.js";

const MOST_SHOWN = 200;
export const MOST_CHANGES = 20;
const FEW = 8;
const TO = { parent: "goals", goal: "goals", measure: "measures", same_as: "targets" };

/** Open a dialog with this content; gives what its form's button says, "" for Escape. */
function asked(title, ...content) {
  const dialog = byId("review-dialog"), back = document.activeElement;
  dialog.replaceChildren(h("h2", { id: "review-dialog-title" }, title), ...content.filter(Boolean));
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((done) =>
    dialog.addEventListener("close", () => {
      if (document.contains(back)) back.focus({ preventScroll: true });
      done(dialog.returnValue);
    }, { once: true }));
}

const choices = (...buttons) =>
  h("form", { method: "dialog", class: "row end" }, buttons.map(([value, label, attributes]) => h("button", { value, ...attributes }, label)));

/** Which item, of which link: `[link, key]`, with null for none; null where the person went away. */
export async function pickLink(model, one, wanted) {
  const names = LINKS[one.group];
  let link = wanted ?? names[0], chosen = 0, found = [];
  const input = h("input", { type: "text", id: "link-words", role: "combobox", "aria-expanded": "true", "aria-controls": "link-list", "aria-autocomplete": "list", autocomplete: "off" });
  const list = h("ul", { id: "link-list", role: "listbox", "aria-label": say("link-list") });
  const select = h("select", { id: "link-which" }, names.map((name) => h("option", { value: name, selected: name === link }, nameOf(name))));
  const dialog = byId("review-dialog");
  const mark = () => {
    for (const [at, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(at === chosen));
    input.setAttribute("aria-activedescendant", list.children[chosen]?.id ?? "");
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
  };
  const fill = () => {
    const words = fold(input.value).split(" ").filter(Boolean);
    const near = (other) => Math.abs(other.item.start - one.item.start);
    found = [...model.items.values()]
      .filter((other) => other.group === TO[link] && other.key !== one.key && other.state !== "rejected" && words.every((word) => model.searched(other).includes(word)))
      .sort((a, b) => (words.length ? a.item.start - b.item.start : near(a) - near(b)))
      .slice(0, MOST_SHOWN).map((other) => [other.key, lineOf(other)]);
    found.push([null, say("link-none")]);
    chosen = 0;
    list.replaceChildren(...found.map(([, line], at) => h("li", { role: "option", id: `link-option-${at}`, "data-at": at }, line)));
    mark();
  };
  input.addEventListener("input", fill);
  select.addEventListener("change", () => {
    link = select.value;
    fill();
  });
  input.addEventListener("keydown", (event) => {
    const turn = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (turn) {
      chosen = Math.min(Math.max(chosen + turn, 0), found.length - 1);
      mark();
      event.preventDefault();
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      dialog.close("picked");
    }
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-at]");
    if (!option) return;
    chosen = Number(option.dataset.at);
    dialog.close("picked");
  });
  fill();
  const answer = asked(
    say("link-title", { key: one.key }),
    names.length > 1 ? h("p", { class: "field" }, h("label", { for: "link-which" }, say("link-which")), select) : null,
    h("p", { class: "field" }, h("label", { for: "link-words" }, say("link-search")), input), list,
    choices(["", say("cancel")])
  );
  input.focus();
  return (await answer) === "picked" ? [link, found[chosen][0]] : null;
}

/** Whether the person keeps its own word over what somebody did meanwhile: by button, or by the keys 1 and 2. */
export async function settle(model, decision, conflict) {
  const who = (change) => (change.who === WHO || change.who === NOBODY ? say("another-window") : change.who);
  const own = conflict.changes.every((change) => change.who === WHO);
  const choose = (event) => {
    const answer = { 1: "theirs", 2: "mine" }[event.key];
    if (!answer || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    byId("review-dialog").close(answer);
  };
  const shown = conflict.changes.slice(0, MOST_CHANGES).map((change) => {
    const held = conflict.items.find((item) => item.key === change.key), now = { ...held?.item, ledger: held?.ledger };
    const mine = decision.fields ?? (decision.ledger ? { ledger: { ...held?.ledger, ...decision.ledger } } : decision.link ? { [decision.link]: decision.to } : {});
    const one = model.items.get(change.key), names = [...new Set([...Object.keys(change.after), ...Object.keys(mine)])].filter((name) => name !== "added");
    const wanted = { ...mine, ...(decision.kind in OUTCOME ? { state: OUTCOME[decision.kind] } : {}) };
    return h(
      "section", {},
      h("p", {}, h("b", {}, one ? lineOf(one) : change.key), " ", say("conflict-who", { who: who(change), when: when(change.at), what: change.kind ? say(`did-${change.kind}`) : "" })),
      comparison(names, [[say("conflict-before"), { ...now, ...change.before }], [say("conflict-theirs", { who: who(change) }), { ...now, ...change.after }], [say("conflict-mine"), { ...now, ...change.after, ...wanted }]])
    );
  });
  const more = conflict.changes.length - shown.length;
  let answer = "";
  while (!answer) { // Escape is no answer: neither word may be lost by a slip
    byId("review-dialog").addEventListener("keydown", choose);
    answer = await asked(
      say(own ? "conflict-own" : "conflict"), h("p", {}, say("conflict-about", { what: decision.kind ? say(`did-${decision.kind}`) : "" })), ...shown,
      more > 0 ? h("p", {}, say("and-more", { count: more })) : null,
      choices(["theirs", [say(own ? "take-window" : "take-theirs"), " ", h("kbd", { "aria-hidden": "true" }, "1")], { "aria-keyshortcuts": "1" }], ["mine", [say("keep-mine"), " ", h("kbd", { "aria-hidden": "true" }, "2")], { class: "main", "aria-keyshortcuts": "2" }])
    );
    byId("review-dialog").removeEventListener("keydown", choose);
  }
  return answer === "mine";
}

const OUTCOME = { accept: "accepted", reject: "rejected", reopen: "open", edit: "accepted", move: "accepted" };

/** The words that a scan really says, null where the person went away. */
export async function correct(words) {
  const input = h("input", { type: "text", id: "correct-words", value: words });
  const answer = asked(
    say("correct-title"), h("p", {}, say("correct-about")), h("p", { class: "field" }, h("label", { for: "correct-words" }, say("correct-words")), input),
    choices(["", say("cancel")], ["save", say("save"), { class: "main" }])
  );
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      byId("review-dialog").close("save");
    }
  });
  input.select();
  return (await answer) === "save" ? input.value : null;
}

/** Whether to go on with what many items would be done to: all the doubtful ones are named, of the others some, and the rest at a word. */
export async function sure(question, list, doubtful) {
  const line = (one) => h("li", {}, `${LABELS.groups[one.group]} ${lineOf(one)}`), rest = list.filter((one) => !doubtful.includes(one));
  const answer = await asked(
    question,
    doubtful.length ? h("p", { class: "notice strong" }, h("b", {}, say("accept-unsure", { count: doubtful.length }))) : null,
    doubtful.length ? h("ul", { class: "many", id: "sure-doubtful", tabindex: 0, "aria-label": say("accept-unsure", { count: doubtful.length }) }, doubtful.map(line)) : null,
    doubtful.length && rest.length ? h("p", {}, say("accept-others", { count: rest.length })) : null,
    rest.length ? h("ul", { class: "many" }, rest.slice(0, FEW).map(line)) : null,
    rest.length > FEW ? h("details", { class: "many" }, h("summary", {}, say("and-more", { count: rest.length - FEW })), h("ul", { class: "many", tabindex: 0, "aria-label": say("and-more", { count: rest.length - FEW }) }, rest.slice(FEW).map(line))) : null,
    choices(["", say("cancel")], ["yes", say("yes-all", { count: list.length }), { class: "main", autofocus: true }])
  );
  return answer === "yes";
}
