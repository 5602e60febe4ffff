// What all parts of the review page share: words out of the catalogue, elements, and small helpers. Text is text: nothing
// here or elsewhere makes elements out of strings.

const page = document.getElementById("review");
const held = JSON.parse(document.getElementById("review-words").textContent);

export const JOB = page.dataset.job;
export const WHO = page.dataset.who;
export const NOBODY = "-"; // who decides where nobody logs in
export const LANG = document.documentElement.lang || "en";
export const GROUPS = ["goals", "measures", "targets"];
export const LABELS = held.labels;

/** The sentence of a word, with what stands in its places. */
export function say(name, params = {}) {
  const found = held.words[name];
  if (found === undefined) throw new Error(`no word ${name}`);
  return found.replace(/\{(\w+)\}/g, (all, key) => (key in params ? String(params[key]) : all));
}

/** An element; attributes that are false, null or undefined are left out, true ones are empty. */
export function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "value") made.value = value;
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export const byId = (id) => document.getElementById(id);

/** A key as the page shows it. */
export const kbd = (action) => h("kbd", { "data-key-of": action, "aria-hidden": "true" });

/** A button that does an action of the page, with the key that does it too. */
export function doer(action, label, attributes = {}) {
  return h("button", { type: "button", "data-do": action, ...attributes }, label, " ", kbd(action));
}

export function debounced(work, milliseconds) {
  let timer = 0;
  const later = (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), milliseconds);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}

export const fold = (words) => words.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();

const moment = new Intl.DateTimeFormat(LANG, { dateStyle: "short", timeStyle: "short" });
export const when = (seconds) => (seconds ? moment.format(new Date(seconds * 1000)) : "");

const plain = new Intl.NumberFormat(LANG, { maximumFractionDigits: 12 });
const SIGNS = { "=": "", ">=": "≥ ", "<=": "≤ ", "~": "≈ ", range: "" };

/** A target's value as one reads it. */
export function amount(item) {
  if (item.masked) return `${SIGNS[item.comparator] ?? ""}×× ${item.unit ?? ""}`.trim();
  if (item.value === null || item.value === undefined) return "";
  const number = Number(item.value);
  if (Number.isNaN(number)) return `${item.value} ${item.unit ?? ""}`.trim();
  const upper = item.value_max === null || item.value_max === undefined ? "" : `–${plain.format(item.value_max)}`;
  const unit = item.unit ? (/^[%‰]/.test(item.unit) ? item.unit : ` ${item.unit}`) : "";
  return `${SIGNS[item.comparator] ?? ""}${plain.format(number)}${upper}${unit}`;
}

/** What an item says, in a line. */
export const wordsOf = (item) => item.text ?? item.indicator ?? item.quote;

/** A value of a field as a form or a comparison shows it. */
export function shownValue(name, value) {
  if (value === null || value === undefined || value === "") return "";
  if (Array.isArray(value)) return value.join(say("separator"));
  if (typeof value === "boolean") return say(value ? "yes" : "no");
  if (name === "kind") return LABELS.kinds[value] ?? value;
  if (name === "level") return LABELS.levels[value] ?? value;
  if (name === "comparator") return LABELS.comparators[value] ?? value;
  if (name === "state") return say(`state-${value}`);
  if (typeof value === "object") return Object.entries(value).map(([key, one]) => `${nameOf(key)}: ${shownValue(key, one)}`).join("; ");
  return String(value);
}

/** What a field is called. */
export const nameOf = (field) => LABELS.fields[field] ?? field;

/** Whether keys typed here are words. */
export function typing(element) {
  if (!element) return false;
  if (element.isContentEditable || element.tagName === "TEXTAREA" || element.tagName === "SELECT") return true;
  return element.tagName === "INPUT" && !["checkbox", "radio", "button", "submit"].includes(element.type);
}

/** Tell what happened: read out, and seen in the status line. */
let told = "";

/** Say it in the status line; what passes when the server is back, `passing`, does not take the place of the rest. */
export function tell(words, passing = false) {
  if (!passing) told = words;
  window.app.say(words);
  byId("review-said").textContent = words;
}

/** The server is back: what was said before it went. */
export function tellAgain() {
  if (byId("review-said").textContent !== told) tell(told);
}
