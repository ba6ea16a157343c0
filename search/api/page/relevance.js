// The relevance line: which moments are likely what was asked for, and which are weak.

import { el, icon } from "./dom.js";
import { number, t } from "./i18n.js";

/** Whether a hit is below the line; null where nothing is known of it. */
export function isWeak({ relevance }, line) {
  return typeof relevance === "number" && typeof line === "number" ? relevance < line : null;
}

/** "Likely" or "weak", with the probability; null where nothing is known. */
export function badge(hit, line) {
  const weak = isWeak(hit, line);
  if (weak === null) return null;
  const share = t("relevance_title", number(hit.relevance * 100));
  const word = t(weak ? "weak" : "likely");
  const said = { title: share, "aria-label": `${word}. ${share}` };
  return el("span", { class: weak ? "badge weak" : "badge likely", role: "img", ...said }, word);
}

/** A note where footage was found and none of it is likely; null else. */
export function noneLikely({ hits, relevance_line: line }) {
  const told = hits.map((hit) => isWeak(hit, line)).filter((weak) => weak !== null);
  if (told.length === 0 || told.includes(false)) return null;
  return el("p", { class: "panel none-likely", role: "note" }, el("span", {}, icon("alert"), t("none_likely")));
}
