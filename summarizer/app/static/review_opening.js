// Until the page has what it shows: it says why it does not, and asks again.

import { byId, h, say } from "./review_dom.js";
import { Refused } from "./review_net.js";

const AGAIN_AFTER = 3000;

/** Do `load` until it is done; `failed` is told of each refusal. */
export async function opened(load, failed) {
  const place = byId("review-wait"), said = h("span"), button = h("button", { type: "button" }, say("again-now"));
  for (;;) {
    try {
      await load();
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

let waits = 0;

/** Do `load` again, after a while where it fails; only once, however often it is asked for meanwhile. */
export function reloaded(load, failed) {
  clearTimeout(waits);
  load().catch((error) => {
    if (!(error instanceof Refused)) throw error;
    failed(error);
    if (!error.gone) waits = setTimeout(() => reloaded(load, failed), AGAIN_AFTER);
  });
}
