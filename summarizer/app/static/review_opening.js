// Until the page has what it shows: it says why it does not, and asks again.

import { byId, h, say } from "./review_dom.js";
import { PATIENCE, Refused } from "./review_net.js";

const AGAIN_AFTER = 3000, MOST = 600_000;
let patience = PATIENCE; // a long document on a busy server takes its time: asked again, it gets more of it

/** Do `load` with the patience there is; where that was too little there is more the next time. */
async function patiently(load) {
  try {
    await load(patience);
  } catch (error) {
    if (error instanceof Refused && error.late) patience = Math.min(2 * patience, MOST);
    throw error;
  }
}

/** Do `load` until it is done; `failed` is told of each refusal. */
export async function opened(load, failed) {
  const place = byId("review-wait"), said = h("span"), button = h("button", { type: "button" }, say("again-now"));
  for (;;) {
    try {
      await patiently(load);
      place.hidden = true;
      return;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      failed(error);
      place.hidden = error.gone; // that is said elsewhere
      said.textContent = error.passing ? say("again-soon", { why: error.words }) : error.words;
      if (!button.isConnected) place.replaceChildren(said, " ", button); // whoever stands on it stays there
      await again(button, error.passing);
    }
  }
}

/** When it is time to ask again. */
const again = (button, byItself) =>
  new Promise((done) => {
    const timer = byItself ? setTimeout(done, AGAIN_AFTER) : 0;
    button.onclick = () => {
      clearTimeout(timer);
      done();
    };
  });

let waits = 0, loads = false, againThen = false;

/** Do `load` again, after a while where it fails; once more where it is asked for meanwhile, however often that is. */
export async function reloaded(load, failed) {
  clearTimeout(waits);
  againThen = loads;
  if (loads) return;
  loads = true;
  try {
    await patiently(load);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    failed(error);
    if (!error.gone) waits = setTimeout(() => reloaded(load, failed), AGAIN_AFTER);
    againThen = false;
  } finally {
    loads = false;
  }
  if (againThen) reloaded(load, failed);
}
