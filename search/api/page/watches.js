// Watches of a case: what is watched for, what was found since, and closing the case.

import * as api from "./api.js";
import { el, icon, ours } from "./dom.js";
import { named, t } from "./i18n.js";
import { record } from "./record.js";
import { stamp } from "./time.js";
import { trouble } from "./trouble.js";

const LONGEST = 500;

/** The watches and what they found, as nodes; null where there are none. */
export function watches(one, context) {
  const { watching, watched } = one;
  if (watching.watches.length === 0) return null;
  const count = watching.unread > 0 && el("span", { class: "unread" }, t("watches_unread", watching.unread));
  return el(
    "section",
    { class: "watches" },
    el("h2", {}, t("watches"), " ", count),
    el("ul", { class: "case-searches" }, watching.watches.map((watch) => row(one, watch, context))),
    found(one, watched.hits, context),
    unsent(one.deliveries),
  );
}

function row(one, watch, { press }) {
  const stop = () => press(() => api.add(one.id, `watches/${watch.id}/stop`), t("watch_stopped_now"));
  const button = { type: "button", class: "act", onclick: stop, "aria-label": `${t("watch_stop")}: ${watch.name}` };
  const state = watch.stopped
    ? t("watch_stopped")[watch.stopped.why](watch.stopped.by)
    : t("watch_on", watch.looked_at && stamp(watch.looked_at));
  const ails = !watch.stopped && watch.trouble && el("span", { class: "note warn" }, icon("alert"), t("watch_trouble", watch.trouble));
  return el(
    "li",
    {},
    el("strong", {}, watch.name),
    !watch.stopped && el("button", button, t("watch_stop")),
    el("span", { class: "faint whole" }, [state, ...watch.targets].join(" · ")),
    ails,
  );
}

function found(one, hits, { press }) {
  if (hits.length === 0) return el("p", { class: "faint" }, t("watch_no_hits"));
  const read = () => press(() => api.add(one.id, "watches/read", { upto: hits[0].id }), t("watch_was_read"));
  const button = one.watching.unread > 0 && el("button", { type: "button", class: "small", onclick: read }, t("watch_read"));
  const list = el("ol", { class: "watch-hits" }, hits.map((hit) => foundHit(one, hit, press)));
  return [el("h3", {}, t("watch_hits", hits.length)), list, button].filter(Boolean);
}

/** Messages that were not received, and why; null where all were. */
function unsent(deliveries) {
  const rows = deliveries
    .filter(({ state, tries }) => state === "dead" || (state === "waiting" && tries > 0))
    .map(({ target, state, tries, trouble: why }) =>
      el("li", { class: state }, el("strong", {}, target), el("span", {}, t("watch_delivery")[state](tries)), el("span", { class: "faint whole" }, why)),
    );
  return rows.length > 0 && [el("h3", {}, icon("alert"), t("watch_messages")), el("ul", { class: "case-searches" }, rows)];
}

function foundHit(one, hit, press) {
  const { shown, kind } = hit;
  const doubt = shown.likely === null ? t("watch_unknown") : !shown.likely && t("watch_weak_hit");
  const when = stamp(shown.start ?? shown.received_at);
  const title = kind === "moment" ? shown.camera.name : named("kinds", shown.kind);
  const isPinned = one.pins.some((pin) => pin.kind === kind && pin.id === hit.hit);
  const pin = () => press(() => api.add(one.id, "pins", asPin(hit)), t("saved"));
  return el(
    "li",
    { class: hit.read_at ? "" : "new" },
    kind === "moment" ? picture(hit) : icon("report"),
    el(
      "div",
      {},
      el("strong", {}, title),
      el("span", { class: "faint" }, when),
      el("span", { class: "faint" }, [!hit.read_at && t("watch_new"), doubt].filter(Boolean).join(" · ")),
    ),
    !isPinned && !one.closed_at && el("button", { type: "button", class: "act", onclick: pin }, icon("board"), t("watch_pin")),
  );
}

function asPin({ kind, hit, shown, search }) {
  const where = kind === "moment" ? { pts_ms: shown.pts_ms, box: shown.best.box } : {};
  return { kind, id: hit, search, ...where };
}

function picture({ hit, shown }) {
  const look = new URLSearchParams({ pts_ms: shown.pts_ms, box: shown.best.box.join(","), crop: "true" });
  const moment = `/v1/moments/${encodeURIComponent(hit)}`;
  const image = el("img", { src: ours(`${moment}/thumbnail.jpg?${look}`), alt: "", width: 64, height: 48, loading: "lazy" });
  image.addEventListener("error", () => image.remove());
  const away = { href: ours(`${moment}/video.mp4`), target: "_blank", rel: "noopener noreferrer", "aria-label": t("open_video") };
  return el("a", away, image);
}

/** A button that asks for a saved search to be watched for; null in a closed case. */
export function watchButton(one, search, context) {
  if (one.closed_at) return null;
  const open = () => dialog(one, search, context);
  return el("button", { type: "button", class: "act", onclick: open, "aria-label": t("watch_for", search.name) }, t("watch"));
}

function dialog(one, search, { did }) {
  const said = el("div", { role: "alert" });
  const submit = async (event) => {
    event.preventDefault();
    const { reason, targets, weak } = event.currentTarget.elements;
    const told = targets.value.split(/\s+/).filter(Boolean);
    const body = { search: search.id, reason: reason.value.trim(), targets: told, weak: weak.checked };
    try {
      await did(() => api.add(one.id, "watches", body), t("saved"));
      box.close();
    } catch (error) {
      said.replaceChildren(trouble(error));
    }
  };
  const reason = { name: "reason", value: record().reason ?? "", maxlength: LONGEST, required: true, pattern: ".*\\S.*" };
  const form = el(
    "form",
    { class: "watch-new", onsubmit: submit },
    el("h2", {}, t("watch_for", search.name)),
    el("p", { class: "faint" }, t("watch_about")),
    el("label", {}, t("watch_reason"), el("input", reason)),
    el("label", {}, t("watch_targets"), el("textarea", { name: "targets", rows: 2, spellcheck: "false" })),
    el("label", { class: "check" }, el("input", { type: "checkbox", name: "weak" }), t("watch_weak")),
    said,
    el(
      "div",
      { class: "actions" },
      el("button", { type: "submit", class: "small primary" }, t("watch_make")),
      el("button", { type: "button", class: "small", onclick: () => box.close() }, t("cancel")),
    ),
  );
  const box = el("dialog", { "aria-label": t("watch_for", search.name), onclose: () => box.remove() }, form);
  document.body.append(box);
  box.showModal();
}

/** Closing the case, or opening it again, as nodes. */
export function closing(one, { press }) {
  const turn = (closed) => press(() => api.add(one.id, "close", { version: one.version, closed }), t("saved"));
  const button = { type: "button", class: "small", onclick: () => turn(!one.closed_at) };
  return el(
    "section",
    {},
    el("button", button, t(one.closed_at ? "case_open" : "case_close")),
  );
}
