// Beside the board: searches of the case, the bundle of evidence, and who changed what.

import { address } from "./address.js";
import * as api from "./api.js";
import { el, icon } from "./dom.js";
import { t } from "./i18n.js";
import { record } from "./record.js";
import { stamp } from "./time.js";
import { closing, watchButton, watches } from "./watches.js";

const LONGEST_NAME = 200;
const MOST_ASKED = 20;

/** What stands beside the board, as nodes. */
export function side(one, context) {
  return [watches(one, context), kept(one, context), asked(one, context), bundle(one, context.session), closing(one, context), changes(one)].filter(Boolean);
}

function kept(one, context) {
  const { press } = context;
  if (one.searches.length === 0) return null;
  const rows = one.searches.map((search) => {
    const remove = () => api.remove(one.id, `/searches/${search.id}`, one.version);
    const pressed = () => press(remove, t("removed"));
    const button = { type: "button", class: "quiet small", "aria-label": t("remove", search.name), onclick: pressed };
    const link = el("a", { href: asks(search) }, search.name);
    return el("li", {}, link, marked(search.request), watchButton(one, search, context), !one.closed_at && el("button", button, icon("close")));
  });
  return el("section", {}, el("h2", {}, t("searches_kept")), el("ul", { class: "case-searches" }, rows));
}

function asked(one, { press }) {
  const names = new Set(one.searches.map(({ name }) => name));
  const rows = one.asked.slice(0, MOST_ASKED).map((search) => {
    const name = search.question.slice(0, LONGEST_NAME);
    const { marks, ...understood } = search.understood;
    const request = { understood, filters: search.parameters.filters ?? {}, ...marks };
    const save = () => press(() => api.add(one.id, "searches", { name, request }), t("saved"));
    const keep = el("button", { type: "button", class: "act", onclick: save }, t("search_keep"));
    return el(
      "li",
      {},
      byLooks(one, search.understood) ?? el("a", { href: `/?q=${encodeURIComponent(search.question)}` }, search.question),
      el("span", { class: "faint" }, `${stamp(search.at)}, ${search.asker}`),
      marked(search.understood.marks ?? {}),
      !one.closed_at && name && !names.has(name) && !byLooks(one, search.understood) && keep,
    );
  });
  const list = rows.length > 0 ? el("ul", { class: "case-searches" }, rows) : el("p", { class: "faint" }, t("no_searches"));
  return el("section", {}, el("h2", {}, t("searches_asked")), list);
}

/** What began with a moment or a picture, in words; null for a question. */
function byLooks(one, { follow, similar }) {
  const begun = follow ?? similar;
  if (!begun) return null;
  const from = one.pins.find(({ id }) => id === begun.moment)?.shown.camera.name;
  const how = follow ? t("follow") : t(similar.picture ? "like_picture" : "like_this");
  return el("span", {}, [how, from].filter(Boolean).join(": "));
}

/** The address that asks a kept search again, with its marks. */
function asks({ name, request }) {
  const { question, understood, accept = [], reject = [] } = request;
  return address({ question: question ?? understood?.text ?? name, changed: understood ?? null, marks: { accept, reject } });
}

/** How many moments a search was ranked by; null for none. */
function marked({ accept = [], reject = [] }) {
  if (accept.length + reject.length === 0) return null;
  return el("span", { class: "faint" }, t("marks_set", accept.length, reject.length));
}

function bundle(one, session) {
  const value = record().reason ?? "";
  const reason = { name: "reason", value, maxlength: 500, required: session.keys, pattern: ".*\\S.*" };
  const forms = Object.entries(t("bundle_forms")).map(([value, words]) => el("option", { value }, words));
  const get = (event) => {
    event.preventDefault();
    const { reason: why, form } = event.currentTarget.elements;
    const asked = new URLSearchParams({ form: form.value });
    if (why.value.trim()) asked.set("reason", why.value.trim());
    const link = el("a", { href: `/v1/cases/${one.id}/bundle?${asked}`, download: "" });
    document.body.append(link);
    link.click();
    link.remove();
  };
  return el(
    "section",
    {},
    el("h2", {}, t("bundle")),
    el("p", { class: "faint" }, t("bundle_note")),
    el(
      "form",
      { class: "bundle", onsubmit: get },
      el("label", {}, t("reason"), el("input", reason)),
      el("label", {}, t("bundle_form"), el("select", { name: "form" }, forms)),
      el("button", { type: "submit", class: "small" }, icon("download"), t("bundle_get")),
    ),
  );
}

function changes(one) {
  const rows = [...one.changes].reverse().map((change) => {
    const seal = change.values.seal && el("code", {}, change.values.seal);
    return el("li", {}, el("span", {}, `${change.by} ${t("did")[change.did] ?? change.did}`), el("span", { class: "faint" }, stamp(change.at)), seal);
  });
  return el("details", { class: "case-changes" }, el("summary", {}, t("changes", one.changes.length)), el("ol", {}, rows));
}
