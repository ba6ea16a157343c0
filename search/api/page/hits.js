// The list of hits, in rank order, and what stands there when there are none.

import { asMoment } from "./attached.js";
import { el, icon, isStill } from "./dom.js";
import * as edits from "./edits.js";
import { again } from "./folded.js";
import { number, t } from "./i18n.js";
import { markButtons } from "./marks.js";
import { momentParts } from "./moment.js";
import { pinButton } from "./pinning.js";
import { badge, isWeak } from "./relevance.js";
import { reportParts } from "./report.js";
import { reasons } from "./why.js";

/**
 * A hit as a card, {label, nodes}.
 *
 * `context` is what `reasons` needs, with `more`, `draw` and `follow` (get the hit) and `mark` (gets
 * an id and how);
 * null for a hit by itself.
 */
export function card(hit, context) {
  const parts = hit.kind === "moment" ? momentParts(hit) : reportParts(hit.report, hit.highlights, hit.picture);
  const rank = hit.rank && el("span", { class: "rank" }, number(hit.rank));
  const line = context && badge(hit, context.line);
  const head = el("div", { class: "head" }, rank, el("h3", {}, parts.title), line, hit.rank && score(hit.score));
  const ways = context ? similarWays(hit, parts.title, context) : [];
  const pressed = [...ways, ...parts.actions, hit.search && pinButton(hit)].filter(Boolean);
  const actions = pressed.length > 0 && el("div", { class: "actions" }, pressed);
  const foot = el("div", { class: "foot" }, context && reasons(hit, context), actions);
  const seen = context && again(hit, context.lead);
  const words = el("div", { class: "words" }, head, parts.body, seen, foot);
  return { label: parts.label, nodes: [parts.view, words, parts.closeUp].filter(Boolean) };
}

/** What can be done with what a hit shows; a report shows what came with it. */
function similarWays(hit, title, context) {
  if (hit.kind !== "moment") return alikeActions(asMoment(hit, title), context);
  const onward = { type: "button", class: "act", "data-follow": true, onclick: () => context.follow(hit) };
  return [
    el("button", onward, icon("follow"), t("follow")),
    ...alikeActions(hit, context),
    ...markButtons(hit, context.mark),
  ];
}

function alikeActions(shown, { more, draw }) {
  if (!shown) return [];
  const button = { type: "button", class: "act" };
  const alike = { ...button, "data-more": true, onclick: () => more(shown) };
  const box = { ...button, "data-draw": true, onclick: () => draw(shown) };
  return [el("button", alike, icon("similar"), t("more_like")), el("button", box, icon("box"), t("draw"))];
}

/** Hits as items of the list; each can have the focus. */
export function items(hits, context) {
  return hits.map((hit) => {
    const { label, nodes } = card(hit, context);
    return el(
      "li",
      {
        class: `hit ${hit.kind}${isWeak(hit, context.line) ? " weak" : ""}`,
        tabindex: "-1",
        "data-kind": hit.kind,
        "data-id": hit.id,
        "aria-label": `${hit.rank}. ${label}`,
      },
      nodes,
    );
  });
}

/** Go to a hit of the page and light it up; whether it is there. */
export function jump(kind, id) {
  const found = [...document.querySelectorAll("#hits > .hit")].find(
    (item) => item.dataset.kind === kind && item.dataset.id === id,
  );
  if (!found) return false;
  found.focus({ preventScroll: true });
  found.scrollIntoView({ block: "center", behavior: isStill() ? "auto" : "smooth" });
  found.classList.remove("flash");
  void found.offsetWidth; // so that the same hit can flash twice
  found.classList.add("flash");
  return true;
}

/** What to try when nothing was found: ways to loosen the question, each one click. */
export function nothing(asked, change) {
  const button = (words, changed) =>
    el("button", { type: "button", class: "small", onclick: () => change(changed) }, words);
  const near = asked.places.map((_, index) => index).filter((i) => asked.places[i].radius_m > 0);
  const wider = near.length ? Math.round(asked.places[near[0]].radius_m * 2.5) : 0;
  const tries = [
    edits.isTimed(asked.time) && button(t("try_no_time"), edits.anyTime(asked)),
    wider > 0 && button(t("try_wider", wider), edits.radius(asked, near, wider)),
    asked.places.length > 0 &&
      button(t("try_no_place"), edits.dropPlaces(asked, [...asked.places.keys()])),
    asked.exclude.length > 0 && button(t("try_no_exclusion"), { ...asked, exclude: [] }),
    ["footage", "reports"]
      .filter((source) => !asked.sources.includes(source))
      .map((source) => button(t("try_source", t("source")[source]), edits.toggleSource(asked, source))),
  ].flat();
  return el(
    "div",
    { class: "panel" },
    el("h2", {}, icon("search"), t("nothing")),
    el("p", {}, t("nothing_why")),
    tries.some(Boolean) && el("div", { class: "tries" }, el("span", {}, t("nothing_try")), tries.filter(Boolean)),
    el("p", { class: "faint" }, t("try_words")),
  );
}

/** Grey shapes while the first answer is on its way. */
export function waiting() {
  const shape = () =>
    el("li", { class: "hit ghost" }, el("div", { class: "view" }), el("div", { class: "words" }));
  return el("ol", { class: "ghosts", "aria-hidden": "true" }, [1, 2, 3, 4].map(shape));
}

function score(value) {
  const fill = el("span", { class: "fill" });
  fill.style.width = `${Math.min(Math.max(value, 0), 1) * 100}%`;
  const shown = number(value, 2);
  return el(
    "span",
    { class: "score", title: t("score_title"), "aria-label": `${t("score")} ${shown}` },
    el("span", { class: "meter", "aria-hidden": "true" }, fill),
    el("span", { "aria-hidden": "true" }, shown),
  );
}
