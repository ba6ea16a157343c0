// Where a moment's thing was seen again at its place: how often, over which time, and a list to open.

import { el, icon } from "./dom.js";
import { t } from "./i18n.js";
import { range, stamp } from "./time.js";

/** What is folded into a hit, to be opened; `lead` gets (kind, id) of one. False where nothing is. */
export function again({ folded }, lead) {
  if (!folded) return false;
  const { count, at_least: more, after, before, moments } = folded;
  const said = el("summary", {}, icon("copy"), t("seen_again", count, more, range(after, before)));
  const rest = moments.length < count && el("p", { class: "faint" }, t("seen_some", moments.length, count, more));
  return el("details", { class: "again" }, said, el("ul", {}, moments.map((one) => sighting(one, lead))), rest);
}

function sighting({ id, start }, lead) {
  const button = { type: "button", class: "plain", onclick: () => lead("moment", id) };
  return el("li", {}, el("button", button, el("time", { datetime: start }, stamp(start))));
}
