// The board of one case.

import * as api from "./api.js";
import { el, icon } from "./dom.js";
import { named, t } from "./i18n.js";
import { momentParts } from "./moment.js";
import { notesAbout, notesOfCase } from "./notes.js";
import { reportParts } from "./report.js";
import { side } from "./side.js";
import { range, stamp } from "./time.js";
import { editor } from "./writing.js";

/** The board as nodes; `context` is {did, press, session}: how to change it, and who does. */
export function board(one, context) {
  const count = el("h2", { class: "count" }, t("pins_count", one.pins.length));
  const body = [count, pins(one, context), notesOfCase(one, context)];
  const beside = el("aside", { class: "side", "aria-label": t("case_side") }, side(one, context));
  const columns = el("div", { class: "columns" }, el("section", { "aria-label": t("pins") }, body), beside);
  return [heading(one, context), columns];
}

function heading(one, { did }) {
  const title = el("h1", {}, el("span", { class: "name" }, one.name), " ", one.title);
  const place = el("div", { class: "case-head" });
  const show = () => {
    const button = { type: "button", class: "quiet", "data-key": "title", "aria-label": t("edit", t("case_title")) };
    const pencil = el("button", { ...button, onclick: edit }, icon("pencil"));
    place.replaceChildren(...[title, !one.closed_at && pencil].filter(Boolean));
  };
  const edit = () => {
    const change = (title, version) => api.change(one.id, "", { title, version });
    const save = (title, version) => did(() => change(title, version), t("saved"), "title");
    place.replaceChildren(editor({ one, text: one.title, label: t("case_title"), rows: 1, save, cancel: show }));
    place.querySelector("textarea").focus();
  };
  show();
  const closed = one.closed_at && el("p", { class: "note warn" }, t("case_closed", stamp(one.closed_at), one.closed_by));
  return [place, el("p", { class: "faint" }, t("opened", stamp(one.at), one.by)), closed];
}

function pins(one, context) {
  if (one.pins.length === 0) return el("p", { class: "panel" }, t("no_pins"));
  return el("ol", { class: "pins" }, one.pins.map((pin) => pinned(one, pin, context)));
}

function pinned(one, pin, context) {
  const parts = pin.kind === "moment" ? momentParts(asHit(pin)) : ofReport(pin, one.told.get(pin.id));
  const path = `/pins/${pin.kind}/${encodeURIComponent(pin.id)}`;
  const unpin = () => context.press(() => api.remove(one.id, path, one.version), t("unpinned"));
  const button = { type: "button", class: "act", onclick: unpin };
  const away = !one.closed_at && el("button", button, icon("close"), t("unpin"));
  const actions = el("div", { class: "actions" }, parts.actions, away);
  const by = el("p", { class: "faint" }, t("pinned_by", stamp(pin.at), pin.by, pin.search));
  const head = el("div", { class: "head" }, el("h3", {}, parts.title));
  const foot = el("div", { class: "foot" }, notesAbout(one, pin, context), actions);
  const words = el("div", { class: "words" }, head, parts.body, by, foot);
  const item = { class: `hit ${pin.kind}`, "data-kind": pin.kind, "data-id": pin.id, tabindex: "-1" };
  return el("li", { ...item, "aria-label": parts.label }, [parts.view, words, parts.closeUp].filter(Boolean));
}

/** A pinned moment as a hit, its picture where it was pinned. */
function asHit({ id, shown, pts_ms: pts, box }) {
  const look = new URLSearchParams();
  if (pts !== null) look.set("pts_ms", pts);
  if (box) look.set("box", box.map((edge) => edge.toFixed(4)).join(","));
  const url = `/v1/moments/${encodeURIComponent(id)}`;
  const picture = [`${url}/thumbnail.jpg`, String(look)].filter(Boolean).join("?");
  return { ...shown, id, thumbnail: picture, video: `${url}/video.mp4`, best: { box } };
}

/** A pinned report; one that is no longer in the log by what was known of it. */
function ofReport(pin, report) {
  if (report) return reportParts(report);
  const { kind, occurred, received_at: received } = pin.shown;
  const when = range(occurred?.after, occurred?.before) || stamp(received);
  return {
    title: named("kinds", kind),
    label: named("kinds", kind),
    view: el("div", { class: "view told" }, el("p", {}, icon("clock"), when)),
    body: [el("p", { class: "note warn" }, icon("alert"), t("report_gone"))],
    actions: [],
  };
}
