// When the hits of a page were: one lane of moments, one of reports. A mark leads to its hit.

import { el } from "./dom.js";
import { t } from "./i18n.js";
import { clock, day, stamp } from "./time.js";

/** Air at both ends, as a share of the time shown, and at least so many milliseconds. */
const AIR = 0.06;
const LEAST_AIR_MS = 30_000;
/** A report of "this evening" spans hours and would squeeze the moments to a point. */
const SHARP_MS = 3_600_000;

/** The timeline of some hits; null where fewer than two have a time. `lead` gets (kind, id). */
export function timeline(hits, lead) {
  const marks = hits.map(marked).filter(Boolean);
  if (marks.length < 2) return null;
  const [from, to] = extent(marks);
  const lane = (kind) =>
    el("div", { class: `lane ${kind}` }, marks.map((mark) => mark.kind === kind && drawn(mark, from, to, lead)));
  return el(
    "div",
    { class: "timeline", "aria-hidden": "true" },
    el("p", {}, t("timeline")),
    lane("moment"),
    lane("report"),
    ends(from, to),
  );
}

function marked(hit) {
  const { kind, id, rank } = hit;
  const told = kind === "moment" ? { after: hit.start, before: hit.end } : hit.report.occurred;
  if (!told?.after && !told?.before) return null;
  const after = Date.parse(told.after ?? told.before);
  const name = kind === "moment" ? hit.camera.name : t("kinds")[hit.report.kind];
  return { kind, id, name: `${rank}. ${name}`, after, before: Date.parse(told.before ?? told.after) };
}

/** From the first to the last mark; what is vague counts only where nothing is sharp. */
function extent(marks) {
  const sharp = marks.filter(({ after, before }) => before - after <= SHARP_MS);
  const counted = sharp.length ? sharp : marks;
  const first = Math.min(...counted.map(({ after }) => after));
  const last = Math.max(...counted.map(({ before }) => before));
  const air = Math.max((last - first) * AIR, LEAST_AIR_MS);
  return [first - air, last + air];
}

function drawn({ kind, id, name, after, before }, from, to, lead) {
  if (before < from || after > to) return null;
  const share = (ms) => (Math.min(Math.max(ms, from), to) - from) / (to - from);
  const title = `${name}, ${stamp(after)}`;
  const mark = el("button", { type: "button", tabindex: "-1", title, onclick: () => lead(kind, id) });
  mark.style.left = `${share(after) * 100}%`;
  mark.style.width = `${(share(before) - share(after)) * 100}%`;
  return mark;
}

function ends(from, to) {
  const sameDay = day(from) === day(to);
  const end = (ms) => el("span", {}, sameDay ? clock(ms).slice(0, 5) : stamp(ms).slice(0, 16));
  return el("div", { class: "ends" }, end(from), sameDay && el("span", {}, day(from)), end(to));
}
