// One key for each action: shown on the page, listed in the help, changed there, kept in the browser.

import { byId, h, say, tell, typing } from "./review_dom.js";

const STORE = "review-keys";
const KEYS = {
  unsure: "n", next: "j", previous: "k", accept: "a", reject: "x", reopen: "o", edit: "e", undo: "u", redo: "r", acceptAll: "A",
  add: "i", span: "s", link: "l", first: "1", second: "2", correct: "c", search: "/", group: "g", state: "f", view: "t", pane: "w",
  history: "h", export: "p", shelf: "b", help: "?",
};
const NAMES = { " ": "Space", ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" };
const shown = (key) => (/^[A-Z]$/.test(key) ? `⇧${key}` : NAMES[key] ?? key);
const kebab = (action) => action.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const nameOfAction = (action) => say(`do-${kebab(action)}`);

export class Keys {
  /** `act` does an action; `taken` is asked first whether a key belongs to what is going on. */
  constructor({ act, taken }) {
    this.act = act;
    this.taken = taken;
    this.held = { ...KEYS };
    try {
      const kept = JSON.parse(localStorage.getItem(STORE) ?? "{}");
      for (const [action, key] of Object.entries(kept)) if (action in KEYS && typeof key === "string") this.held[action] = key;
    } catch {
      // what cannot be read is as if it had not been kept
    }
    this.waits = null;
    this.dialog = byId("review-help");
    document.addEventListener("keydown", (event) => this.pressed(event));
    this.dialog.addEventListener("click", (event) => this.clicked(event));
    this.show();
  }

  pressed(event) {
    if (event.isComposing || event.defaultPrevented) return;
    if (this.waits) {
      this.learn(event);
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    if (this.taken(event)) {
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    if ((event.key === "Enter" || event.key === " ") && event.target.closest("button, a, summary, input")) return;
    const action = Object.keys(this.held).find((one) => this.held[one] === event.key);
    if (!action) return;
    event.preventDefault();
    this.act(action);
  }

  /** Write the keys wherever the page shows them. */
  show() {
    for (const place of document.querySelectorAll("kbd[data-key-of]")) {
      const action = place.dataset.keyOf, words = shown(this.held[action]);
      if (place.textContent === words) continue;
      place.textContent = words;
      place.closest("button, a, summary")?.setAttribute("aria-keyshortcuts", this.held[action]);
    }
  }

  // --- help

  help() {
    const rows = Object.keys(KEYS).map((action) =>
      h("li", {}, h("span", { id: `help-${action}` }, nameOfAction(action)), h("button", { type: "button", "data-change": action, "aria-describedby": `help-${action}` }, shown(this.held[action]))));
    byId("review-help-keys").replaceChildren(...rows);
    byId("review-help-said").textContent = "";
    if (!this.dialog.open) this.dialog.showModal();
  }

  clicked(event) {
    const button = event.target.closest("button");
    if (button?.dataset.change) {
      this.waits = button.dataset.change;
      button.textContent = say("press-a-key");
    } else if (button?.dataset.keys === "reset") {
      this.held = { ...KEYS };
      this.keep();
      this.help();
    }
  }

  learn(event) {
    event.preventDefault();
    event.stopPropagation();
    if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
    const action = this.waits, { key } = event;
    this.waits = null;
    const other = Object.keys(this.held).find((one) => this.held[one] === key && one !== action);
    let words = "";
    if (key === "Escape") words = say("key-kept");
    else if (key.length > 1 || key === " " || event.ctrlKey || event.altKey || event.metaKey) words = say("key-not-that");
    else if (other) words = say("key-taken", { key: shown(key), action: nameOfAction(other) });
    else {
      this.held[action] = key;
      this.keep();
      words = say("key-changed", { key: shown(key), action: nameOfAction(action) });
    }
    this.help();
    byId("review-help-said").textContent = words;
    tell(words);
    this.dialog.querySelector(`[data-change="${action}"]`).focus();
  }

  keep() {
    try {
      localStorage.setItem(STORE, JSON.stringify(this.held));
    } catch {
      // for this page alone
    }
    this.show();
  }
}
