// Who asks, for which case and why: the session, and the two fields kept with each search.

import * as api from "./api.js";
import { Trouble } from "./api.js";
import { el, icon } from "./dom.js";
import { t } from "./i18n.js";
import { trouble } from "./trouble.js";

const LONGEST = 500;
const FIELDS = ["case", "reason"];
const details = document.querySelector("#record");

/** The case and the reason as they stand; a field that is empty is left out. */
export function record() {
  const pairs = FIELDS.map((name) => [name, kept(name)]).filter(([, value]) => value);
  return Object.fromEntries(pairs);
}

/** Whether all that a search needs is there: with keys, the case and the reason. */
export function isComplete(session) {
  return !session.keys || FIELDS.every(kept);
}

/** Open the fields and lead to the first that is empty. */
export function demand() {
  details.open = true;
  details.querySelector(`[name=${FIELDS.find((name) => !kept(name))}]`).focus();
}

/** Open the fields and lead to the case, which a pin needs. */
export function demandCase() {
  details.open = true;
  details.querySelector("[name=case]").focus();
}

/** Draw the fields: required once keys exist, optional and folded before. */
export function drawRecord(session) {
  details.hidden = session.keys && session.asker === null;
  if (details.hidden) return details.replaceChildren();
  const wasOpen = details.open;
  details.replaceChildren(
    el("summary", {}, icon("folder"), t("record"), el("span", { class: "faint" }, note(session))),
    el("div", { class: "fields" }, FIELDS.map((name) => field(name, session.keys))),
  );
  details.open = wasOpen || !isComplete(session);
}

/** Forget the case and the reason, as on signing out. */
export function forget() {
  for (const name of FIELDS) keep(name, "");
}

/** The form to sign in with; `done` is called once there is a session. */
export function signInForm(done) {
  const said = el("div", { role: "alert" });
  const submit = async (event) => {
    event.preventDefault();
    const fields = event.currentTarget.elements;
    for (const name of FIELDS) keep(name, fields[name].value);
    try {
      await api.signIn(fields.key.value.trim());
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      const wrong = error.status === 401;
      said.replaceChildren(wrong ? el("p", { class: "note warn" }, t("key_wrong")) : trouble(error));
      fields.key.select();
      return;
    }
    await done();
  };
  const key = { name: "key", type: "password", required: true, maxlength: LONGEST };
  return el(
    "form",
    { class: "panel sign-in", onsubmit: submit, "aria-label": t("sign_in") },
    el("h1", {}, t("sign_in")),
    el("p", { class: "faint" }, t("sign_in_why")),
    el("label", {}, t("key"), el("input", { ...key, autocomplete: "current-password", id: "key" })),
    FIELDS.map((name) => field(name, true)),
    said,
    el("button", { type: "submit", class: "primary" }, t("sign_in")),
  );
}

function note(session) {
  const { case: name, reason } = record();
  const told = [name, reason].filter(Boolean).join(" · ");
  return told || (session.keys ? t("record_required") : t("record_optional"));
}

function field(name, required) {
  const input = el("input", {
    name,
    type: "text",
    value: kept(name),
    maxlength: LONGEST,
    pattern: ".*\\S.*",
    placeholder: t(`${name}_example`),
    required,
    "data-key": name,
  });
  input.addEventListener("input", () => keep(name, input.value));
  return el("label", { class: name }, t(name), input);
}

function kept(name) {
  return (sessionStorage.getItem(`truyvet.${name}`) ?? "").trim();
}

function keep(name, value) {
  sessionStorage.setItem(`truyvet.${name}`, value);
}
