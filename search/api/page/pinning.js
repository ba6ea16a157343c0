// The button that puts a hit on the board of the case that the page names.

import * as api from "./api.js";
import { el, fill, icon } from "./dom.js";
import { t } from "./i18n.js";
import { demandCase, record } from "./record.js";
import { trouble } from "./trouble.js";

/** Pins made on this page: case id by case name, kind and id, so that a redrawn hit still says so. */
const made = new Map();

/** A button that pins a hit; once it is pinned, a link to the board. */
export function pinButton(hit) {
  const place = el("span", { class: "pinning" });
  show(place, hit);
  return place;
}

function show(place, hit) {
  const board = made.get(key(hit));
  const press = () => pin(place, hit);
  const button = { type: "button", class: "act", onclick: press };
  place.replaceChildren(
    board === undefined
      ? el("button", button, icon("board"), t("pin"))
      : el("a", { class: "act", href: `/cases/${board}` }, icon("check"), t("pinned_open")),
  );
}

async function pin(place, hit) {
  const { case: name, reason } = record();
  if (!name) return needsCase(place);
  place.querySelector("button").disabled = true;
  try {
    const id = await caseId(name, reason ?? name);
    await api.add(id, "pins", body(hit));
    made.set(key(hit), id);
    show(place, hit);
    place.querySelector("a").focus();
  } catch (error) {
    show(place, hit);
    const said = trouble(error, null, t("not_pinned"));
    if (place.closest("dialog")) place.append(said);
    else fill(document.querySelector("#notices"), said);
  }
}

/** Lead to the field of the case, out of a dialog that stands before it. */
function needsCase(place) {
  place.querySelector(".note")?.remove();
  place.append(el("span", { class: "note warn", role: "alert" }, t("pin_needs_case")));
  const dialog = place.closest("dialog");
  if (dialog) fill(document.querySelector("#notices"), el("p", { class: "panel warn" }, t("pin_needs_case")));
  dialog?.close();
  demandCase();
}

/** The id of the case of that name, which is made if there is none; another may be making it. */
async function caseId(name, title) {
  const found = await api.caseNamed(name);
  if (found) return found.id;
  try {
    return (await api.makeCase(name, title)).id;
  } catch (error) {
    if (error.status !== 409) throw error;
    return (await api.caseNamed(name)).id;
  }
}

function body({ kind, id, search, pts_ms: pts, best }) {
  const where = kind === "moment" ? { pts_ms: pts, box: proper(best?.box) } : {};
  return { kind, id, search, ...where };
}

/** A box that encloses something; a whole frame's needs no mark. */
function proper(box) {
  const whole = !box || (box[0] <= 0 && box[1] <= 0 && box[2] >= 1 && box[3] >= 1);
  return whole || box[0] >= box[2] || box[1] >= box[3] ? undefined : box;
}

function key({ kind, id }) {
  return JSON.stringify([record().case ?? "", kind, id]);
}
