// The page before the first question.

import { el, icon } from "./dom.js";
import { t } from "./i18n.js";

/** Questions to try, what can be said, and the keys; `ask` gets a question. */
export function welcome(ask) {
  return el(
    "div",
    { class: "welcome" },
    el("h1", {}, t("try_title")),
    el("p", { class: "faint" }, t("tagline")),
    el("ul", { class: "examples" }, t("examples").map((one) => example(one, ask))),
    el("h2", {}, t("how_title")),
    el("dl", { class: "how" }, t("how").map(howTo)),
    el("h2", { class: "for-keys" }, t("keys_title")),
    el("p", { class: "keys" }, t("keys").map(keys)),
  );
}

function example([question, words], ask) {
  const open = { type: "button", onclick: () => ask(question) };
  return el(
    "li",
    {},
    el("button", open, icon("search"), el("span", {}, question), el("small", { class: "faint" }, words)),
  );
}

function howTo([glyph, term, words]) {
  return el("div", {}, el("dt", {}, icon(glyph), term), el("dd", {}, words));
}

function keys([names, words]) {
  const pressed = names.split(" ").map((name) => el("kbd", {}, name));
  return el("span", {}, pressed, words);
}
