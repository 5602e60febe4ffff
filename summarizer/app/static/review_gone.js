// The document was deleted while its page is open: the page says so, says what was not stored, and takes nothing more.

import { byId, say, tell, typing } from "./review_dom.js";
import { anotherSession } from "./review_net.js";

/** Watch for it; `ended` is done once it is so. */
export function watchGone({ model, outbox, form, detail, span, ended }) {
  let asking = false;
  document.addEventListener("review:gone", async () => {
    if (asking || outbox.gone) return;
    asking = true;
    const another = await anotherSession();
    asking = false;
    if (another) outbox.setAway(true, 401); // somebody else logged in: the document may well be there
    if (another !== false) return;
    const lost = outbox.count, typed = form.drafts.keys.length, named = outbox.keys;
    outbox.close();
    form.drafts.forget();
    span.stop();
    model.restore(named);
    if (model.head) detail.render();
    ended();
    const words = [say("gone"), lost ? say("gone-lost", { count: lost }) : "", typed ? say("gone-typed", { count: typed }) : ""].filter(Boolean).join(" ");
    byId("review-away").hidden = byId("review-stale").hidden = byId("review-unsent").hidden = true;
    byId("review-gone-said").textContent = words;
    byId("review-gone").hidden = false;
    byId("review-saved").textContent = say(lost ? "not-saved" : "is-gone", { count: lost });
    byId("review-saved").classList.add("waits");
    byId("review").classList.add("gone");
    for (const tools of document.querySelectorAll(".review .tools, #review-offer")) tools.inert = true;
    if (!typing(document.activeElement)) byId("review-gone-list").focus();
    tell(words);
  });
}
