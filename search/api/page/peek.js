// A hit that is not on the page, shown by itself in a dialog.

import { Trouble, one } from "./api.js";
import { el, fill, icon, keepFocus } from "./dom.js";
import { card } from "./hits.js";
import { named, t } from "./i18n.js";
import { demonstration } from "./searched.js";
import { trouble } from "./trouble.js";

const dialog = document.querySelector("#peek");

/** Fetch and show a moment or report; `model` is the one whose answer led there. */
export async function peek(kind, id, model) {
  show(kind, el("p", { class: "faint" }, t("searching")));
  try {
    const found = await one(kind, id);
    const hit = kind === "moment" ? found : { kind, id, report: found, highlights: [] };
    const item = { class: `hit ${kind}`, "data-kind": kind, "data-id": id };
    show(kind, demonstration(model), el("div", item, card(hit, null).nodes));
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    show(kind, trouble(error, () => peek(kind, id, model), t("peek_failed")));
  }
}

function show(kind, ...content) {
  const title = kind === "moment" ? named("kinds", "moment") : t("source").reports;
  const close = { type: "button", class: "quiet", "data-key": "close", "aria-label": t("close"), onclick: () => dialog.close() };
  const head = el("header", {}, el("h2", { id: "peek-title" }, title), el("button", close, icon("close")));
  const focused = document.activeElement?.dataset.key;
  fill(dialog, head, ...content);
  dialog.setAttribute("aria-labelledby", "peek-title");
  if (!dialog.open) dialog.showModal();
  keepFocus(dialog, focused);
}

dialog.addEventListener("close", () => dialog.replaceChildren());
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
