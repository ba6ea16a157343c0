// Names that several places share: which of them is meant is asked, and what is not searched told.

import { el, icon } from "./dom.js";
import * as edits from "./edits.js";
import { t } from "./i18n.js";

/** For each shared name of a question, and of what came next, a choice as an item of the chips. */
export function choices(asked, change) {
  const own = (asked.shared ?? []).filter((shared) => asked.places.some(edits.isOf(shared)));
  const later = asked.then?.question;
  const changeLater = (question) => change({ ...asked, then: { ...asked.then, question } });
  return [
    own.map((shared, index) => choice(asked, shared, `which-${index}`, change)),
    later && choices(later, changeLater),
  ];
}

function choice(asked, shared, key, change) {
  const { name, candidates, more } = shared;
  const take = (candidate) => () => change(edits.takeNamesake(asked, shared, candidate));
  const isAll = candidates.every(({ searched }) => searched);
  const labels = candidates.map((one) => label(one, candidates));
  const count = candidates.length + more;
  const group = { class: "which", role: "group", "aria-label": t("which", name, count) };
  return el(
    "li",
    group,
    el("span", { class: "asks" }, icon("alert"), t("which", name, count)),
    button(`${key}-all`, t("which_all", count), isAll, take(null)),
    candidates.map((one, index) =>
      button(`${key}-${index}`, labels[index], one.searched && !isAll, take(one)),
    ),
    more > 0 && el("span", { class: "faint" }, t("which_more", more)),
    !isAll && el("span", { class: "faint" }, t("which_rest", count - candidates.filter(({ searched }) => searched).length)),
  );
}

function button(key, words, pressed, onclick) {
  const properties = { type: "button", "aria-pressed": String(pressed), "data-key": key };
  return el("button", { ...properties, onclick }, pressed && icon("check"), words);
}

/** Where a candidate lies; by its coordinates too, if others lie in the same units or in none. */
function label(one, candidates) {
  const units = ({ units: names }) => names.join(", ");
  const isAlone = candidates.filter((other) => units(other) === units(one)).length === 1;
  const at = `${one.lat.toFixed(4)}, ${one.lon.toFixed(4)}`;
  const where = units(one) ? (isAlone ? units(one) : `${units(one)} (${at})`) : at;
  return one.own_area ? t("which_own", where) : where;
}
