// Where a moment's vehicle went, or came from: a dialog with its trail, a map, and what was not seen.

import { Trouble, follow } from "./api.js";
import { el, fill, icon, keepFocus, ours } from "./dom.js";
import { number, t } from "./i18n.js";
import { pinButton } from "./pinning.js";
import { record } from "./record.js";
import { demonstration } from "./searched.js";
import { clock, duration, stamp } from "./time.js";
import { trailMap } from "./trail_map.js";
import { trouble } from "./trouble.js";

const MINUTES = [5, 15, 30, 60];
const dialog = document.querySelector("#peek");
let asking = 0;

/** Follow a hit and show its trail; `open` gets a hit's id and shows the moment. */
export async function showTrail(hit, open, ways = { direction: "forward", within_s: 900 }) {
  const mine = ++asking;
  const again = (changed) => showTrail(hit, open, { ...ways, ...changed });
  show(choices(ways, again), el("p", { class: "faint", role: "status" }, t("searching")));
  try {
    const found = await follow({ ...body(hit), ...ways, ...record() });
    if (mine === asking && dialog.open) show(choices(ways, again), ...trail(found, open));
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    if (mine === asking && dialog.open) show(choices(ways, again), trouble(error, () => again({}), t("follow_trouble")));
  }
}

function body({ id, pts_ms: pts, best }) {
  return { moment: id, pts_ms: pts ?? undefined, box: best?.box };
}

function show(...content) {
  const close = { type: "button", class: "quiet", "data-key": "close", "aria-label": t("close"), onclick: () => dialog.close() };
  const head = el("header", {}, el("h2", { id: "peek-title" }, t("follow_title")), el("button", close, icon("close")));
  const focused = document.activeElement?.dataset.key;
  fill(dialog, head, el("div", { class: "trail" }, ...content));
  dialog.setAttribute("aria-labelledby", "peek-title");
  if (!dialog.open) dialog.showModal();
  keepFocus(dialog, focused);
}

function choices({ direction, within_s: within }, again) {
  const way = (name) =>
    el("button", {
      type: "button", "data-key": `way-${name}`, "aria-pressed": String(direction === name),
      onclick: () => again({ direction: name }),
    }, t("follow_ways")[name]);
  const time = (minutes) =>
    el("button", {
      type: "button", "data-key": `within-${minutes}`, "aria-pressed": String(within === minutes * 60),
      onclick: () => again({ within_s: minutes * 60 }),
    }, duration(minutes * 60));
  return el(
    "div",
    { class: "trail-choices" },
    el("div", { class: "toggles", role: "group", "aria-label": t("follow_way") }, ["backward", "forward"].map(way)),
    el("div", { class: "toggles", role: "group", "aria-label": t("follow_within") }, MINUTES.map(time)),
  );
}

function trail(found, open) {
  const numbers = new Map([[found.moment.camera.id, ""]]);
  const list = branches(found.trail, { search: found.search, open, numbers, count: { at: 0 } });
  return [
    demonstration(found.model),
    el("p", { class: "trail-start" }, icon("camera"), t("follow_start", found.moment.camera.name, stamp(found.moment.best.at))),
    trailMap(found.map, numbers),
    next(found),
    found.trail.length > 0 ? list : el("p", { class: "note warn" }, icon("alert"), t("follow_nothing")),
    uncovered(found),
    smallPrint(found),
  ].filter(Boolean);
}

function branches(steps, context) {
  const items = steps.map((step) => {
    const place = ++context.count.at;
    const camera = step.moment.camera.id;
    const known = context.numbers.get(camera);
    context.numbers.set(camera, known ? `${known}, ${place}` : String(place));
    const own = branch(step, place, context);
    return el("li", {}, own, step.next.length > 0 && branches(step.next, context));
  });
  return el("ol", { class: "branches" }, items);
}

function branch(step, place, { search, open }) {
  const { moment } = step;
  const hit = { ...moment, search };
  const meter = el("span", { class: "fill" });
  meter.style.width = `${Math.round(step.share * 100)}%`;
  const share = t("follow_share", Math.round(step.share * 100));
  const onward = { type: "button", class: "act", onclick: () => showTrail(hit, open) };
  return el(
    "article",
    { class: "branch", "data-id": moment.id, "aria-label": `${place}. ${moment.camera.name}` },
    picture(moment, open),
    el(
      "div",
      {},
      el("h3", {}, el("span", { class: "rank" }, place), moment.camera.name),
      el("p", { class: "when" }, el("time", { datetime: moment.best.at }, clock(moment.best.at)), ` · ${went(step)}`),
      el("p", { class: "faint", title: t("follow_share_title") }, el("span", { class: "meter", "aria-hidden": "true" }, meter), ` ${share}, ${t("follow_alike", number(step.alike, 2))}`),
      el("div", { class: "actions" }, el("button", onward, icon("then"), t("follow_on")), pinButton(hit)),
    ),
  );
}

function picture(moment, open) {
  const words = t("picture_of", moment.camera.name, stamp(moment.best.at));
  const image = el("img", { src: ours(moment.thumbnail), alt: words, width: 160, height: 90, loading: "lazy" });
  image.addEventListener("error", () => image.replaceWith(el("span", { class: "faint" }, t("no_picture"))));
  return el("button", { type: "button", class: "shot", "aria-label": words, onclick: () => open(moment.id) }, image);
}

/** How it got there: "1.1 km in 62 s, 63 km/h". */
function went({ distance_m: metres, travel_s: seconds, speed_kmh: speed, by, in_slack: slack, against }) {
  const told = [t("follow_went", t("length", Math.round(metres)), duration(seconds))];
  if (speed !== null) told.push(`${number(Math.round(speed))} km/h`);
  if (slack) told.push(t("follow_slack"));
  if (against > 0) told.push(t("follow_against"));
  if (by === "straight") told.push(t("follow_straight"));
  return told.join(", ");
}

function next({ next_camera: found }) {
  if (!found) return el("p", { class: "note warn" }, icon("alert"), t("follow_no_camera"));
  const words = t("follow_next", found.camera.name, clock(found.earliest), clock(found.latest));
  return el("p", { class: "note fine" }, icon("camera"), words);
}

function uncovered({ not_covered: lacking }) {
  const blind = lacking.cameras.filter(({ whole }) => whole);
  if (blind.length + lacking.streets.length === 0) return null;
  const rows = blind.map(({ camera, after, before, reason }) => el("li", {}, `${camera.name}, ${clock(after)}–${clock(before)}: ${t("reasons")[reason] ?? reason}`));
  const streets = lacking.streets.length > 0 && el("li", {}, t("follow_streets", lacking.streets.join(", ")));
  return el("details", { class: "gaps" }, el("summary", {}, icon("alert"), t("follow_blind", blind.length, lacking.streets.length)), el("ul", {}, rows, streets));
}

function smallPrint({ model_of_travel: travel, searched, in_reach: reach }) {
  const regions = t("regions", searched.regions_searched, searched.regions_in_scope, t(searched.exact ? "exact" : "follow_approximate"));
  return el(
    "p",
    { class: "faint small" },
    `${t("follow_reach", reach, searched.cameras, travel.slowest_kmh, travel.fastest_kmh)} ${regions}. `,
    travel.by === "streets"
      ? t("follow_by_streets", travel.cameras_on_streets, travel.cameras, travel.streets)
      : t("follow_by_straight", number(travel.straight_factor, 1)),
  );
}
