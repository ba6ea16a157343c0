// Marks: which moments the asker accepts and rejects, until it is searched again with them.

import { el, icon } from "./dom.js";
import { t } from "./i18n.js";

/** No marks; marks are two lists of moment ids. */
export const NONE = { accept: [], reject: [] };

const HOW = { accept: "check", reject: "close" };

/** The marks with one moment marked so, or freed where it was. */
export function toggled(marks, id, how) {
  const rest = (list) => list.filter((one) => one !== id);
  const free = { accept: rest(marks.accept), reject: rest(marks.reject) };
  return marks[how].includes(id) ? free : { ...free, [how]: [...free[how], id] };
}

/** Whether two asked for the same, in whatever order they were marked. */
export function isSame(one, other) {
  const told = (marks) => JSON.stringify([[...marks.accept].sort(), [...marks.reject].sort()]);
  return told(one) === told(other);
}

/** The buttons of a moment; `mark` gets (id, how). */
export function markButtons(hit, mark) {
  return Object.entries(HOW).map(([how, glyph]) => {
    const button = { type: "button", class: `act mark ${how}`, "data-mark": how, "aria-pressed": "false" };
    return el("button", { ...button, onclick: () => mark(hit.id, how) }, icon(glyph), t(how));
  });
}

/** Show the marks at the moments of the page. */
export function showMarks(marks) {
  for (const hit of document.querySelectorAll("#hits > .hit.moment")) {
    for (const how of Object.keys(HOW)) {
      const on = marks[how].includes(hit.dataset.id);
      hit.classList.toggle(`${how}ed`, on);
      hit.querySelector(`[data-mark=${how}]`)?.setAttribute("aria-pressed", String(on));
    }
  }
}

/** How many are marked, and what to do with it; null where nothing is or was. */
export function marksBar(marks, applied, { search, clear }) {
  const count = marks.accept.length + marks.reject.length;
  const same = isSame(marks, applied);
  if (count === 0 && same) return null;
  const again = { type: "button", class: "small primary", onclick: search, "data-key": "marks-search" };
  const drop = { type: "button", class: "small quiet", onclick: clear, "data-key": "marks-clear" };
  return [
    el("span", {}, icon("check"), t(same ? "marks_applied" : "marks_set", marks.accept.length, marks.reject.length)),
    !same && el("button", again, t("marks_search")),
    count > 0 && el("button", drop, t("marks_clear")),
  ];
}
