// Why a hit is there, in words; a link leads to the other hit.

import { el, icon } from "./dom.js";
import { named, number, t } from "./i18n.js";
import { duration } from "./time.js";

/**
 * The reasons of a hit as a list.
 *
 * `hits` are those on the page, `lead` gets (kind, id) of what a link leads to.
 */
export function reasons(hit, { hits, demonstration, lead }) {
  const context = { hits, demonstration, lead, then: hit.then };
  const items = hit.why.map((why) => el("li", {}, reason(why, context)));
  return el("ul", { class: "why", "aria-label": t("why") }, items, copies(hit, hits, lead));
}

function reason(why, context) {
  if (why.by === "frames") return byPicture(why, context.demonstration);
  if (why.by === "similar") return byPicture(why, context.demonstration, "by_similar");
  if (why.by === "attachment") return [icon("picture"), ranked("by_attachment", why, 2)];
  if (why.by === "meaning") return [icon("report"), ranked("by_meaning", why, 2)];
  if (why.by === "against") return [icon("minus"), against(why)];
  if (why.by === "lead") return [icon("check"), t("by_lead", number(why.adds, 2))];
  if (why.by === "spread") return [icon("camera"), apartBy(why)];
  if (why.by === "marks") return [icon("check"), moved(why)];
  if (why.by === "reports") return [icon("report"), ranked("by_reports", why, 1)];
  if (why.by === "link") return linked(why, context);
  if (why.by === "then") return followed(why, context);
  return why.by; // a retriever this page does not know yet
}

function byPicture(why, demonstration, key = "by_frames") {
  const note = demonstration && el("span", { class: "faint" }, ` (${t("by_demonstration")})`);
  return [icon("camera"), el("span", {}, ranked(key, why, 2), note)];
}

/** What a report tells against the question, and what it would be worth without that, if anything. */
function against({ feature, otherwise: worth }) {
  const otherwise = worth >= 0.005 ? t("against_otherwise", number(worth, 2)) : "";
  return el("span", {}, [named("against", feature), otherwise].filter(Boolean).join("; "));
}

/** Where moments of other cameras went before a hit, or it before those of another. */
function apartBy({ adds: share, rank_before: before }) {
  const was = typeof before === "number" ? t("spread_was", number(before)) : "";
  const less = share <= -0.005 ? t("spread_less", number(-share, 2)) : "";
  return el("span", {}, [t("by_spread"), was, less].filter(Boolean).join(", "));
}

/** What marks did to a hit. */
function moved({ mark, rank_before: before }) {
  const was = typeof before === "number" ? t("marks_was", number(before)) : t("marks_new");
  const words = [mark && t("marked")[mark], was].filter(Boolean).join(", ");
  return el("span", {}, words[0].toLocaleUpperCase() + words.slice(1));
}

function ranked(key, why, digits) {
  const words = t(key, number(why.rank ?? 0), number(why.score ?? 0, digits));
  const worth = typeof why.worth === "number" ? t("own_worth", number(why.worth, 2)) : "";
  return el("span", {}, [words, worth].filter(Boolean).join("; "));
}

function linked(why, { hits, lead }) {
  const kind = why.report ? "report" : "moment";
  const id = why.report ?? why.moment;
  const where = `${distance(why.distance_m, why.along)}, ${apart(why.apart_s)}`;
  const words = [where, fits(why), adds(why)].filter(Boolean).join("; ");
  const button = { type: "button", class: "plain", onclick: () => lead(kind, id) };
  return [icon("link"), el("span", {}, el("button", button, t("link", other(kind, id, hits))), `: ${words}`)];
}

/** What a report told again, or how many of the hits tell it again. */
function copies({ id, copy_of: original }, hits, lead) {
  const button = { type: "button", class: "plain", onclick: () => lead("report", original) };
  if (original) return el("li", {}, icon("copy"), el("button", button, t("copy_of", other("report", original, hits))));
  const again = hits.filter((hit) => hit.copy_of === id).length;
  return again > 0 && el("li", {}, icon("copy"), t("has_copies", again));
}

/** What came next, where the question asks. */
function followed(why, { lead, then }) {
  const words = t("by_then", distance(why.distance_m), duration(why.apart_s));
  const button = { type: "button", class: "plain", onclick: () => lead("moment", why.moment) };
  return [icon("then"), el("span", {}, el("button", button, t("by_then_what", nameOf(then))), `: ${words}`)];
}

/** How well a moment fits what a report describes, where it describes anything. */
function fits({ looks }) {
  return typeof looks === "number" ? t("link_looks", number(100 * looks, 0)) : "";
}

/** What a link adds to the hit's score. */
function adds({ adds: share }) {
  return share >= 0.005 ? t("link_adds", number(share, 2)) : "";
}

function other(kind, id, hits) {
  const found = hits.find((hit) => hit.kind === kind && hit.id === id);
  if (!found) return kind === "report" ? t("linked_report", id) : t("linked_moment");
  return t("linked_hit", number(found.rank), nameOf(found));
}

function nameOf(hit) {
  return hit.kind === "moment" ? hit.camera.name : named("kinds", hit.report.kind);
}

function distance(metres, along) {
  if (typeof metres !== "number") return t("unknown_distance");
  if (metres < 1) return t("same_place");
  const way = along ? t("along")[along] : "";
  return [t("metres", Math.round(metres)), way].filter(Boolean).join(" ");
}

function apart(seconds) {
  return seconds >= 1 ? t("apart", duration(seconds)) : t("same_time");
}
