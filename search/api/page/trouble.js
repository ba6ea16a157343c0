// An error in words, and what to do about it.

import { Trouble } from "./api.js";
import { el, icon } from "./dom.js";
import { t } from "./i18n.js";

/** A panel for an error; `again` tries once more. What is no answer of the server is thrown on. */
export function trouble(error, again, title = t("trouble")) {
  if (!(error instanceof Trouble)) throw error;
  const lost = error.status === 0;
  return el(
    "div",
    { class: "panel bad", "data-status": error.status },
    el("h2", {}, icon("alert"), lost ? t("no_answer") : title),
    el("p", {}, t("trouble_todo")[error.status] ?? t("trouble_default")),
    lost ? el("p", { class: "faint" }, t("no_answer_detail")) : said(error),
    again && el("button", { type: "button", class: "small", onclick: again }, icon("reset"), t("again")),
  );
}

function said({ status, title, detail }) {
  return el(
    "p",
    { class: "said", dir: "auto" },
    el("span", { class: "faint" }, `${t("server_says")} (${status}): `),
    [title, detail].filter(Boolean).join(". "),
  );
}
