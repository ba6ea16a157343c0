// All cases, newest first, and a form to make one.

import * as api from "./api.js";
import { el, icon } from "./dom.js";
import { t } from "./i18n.js";
import { stamp } from "./time.js";
import { trouble } from "./trouble.js";

const LONGEST = 500;

/** The list as nodes. */
export function caseList(cases) {
  const rows = cases.map((one) =>
    el(
      "li",
      {},
      el("a", { class: "case-link", href: `/cases/${one.id}` }, el("strong", {}, one.name), el("span", {}, one.title)),
      el("span", { class: "faint" }, t("opened", stamp(one.at), one.by)),
    ),
  );
  const list = cases.length > 0 ? el("ul", { class: "case-list" }, rows) : el("p", { class: "faint" }, t("no_cases"));
  return [el("h1", {}, t("cases")), list, newCase()];
}

function newCase() {
  const said = el("div", { role: "alert" });
  const submit = async (event) => {
    event.preventDefault();
    const { name, title } = event.currentTarget.elements;
    try {
      const made = await api.makeCase(name.value.trim(), title.value.trim());
      location.assign(`/cases/${made.id}`);
    } catch (error) {
      said.replaceChildren(
        error.status === 409 ? el("p", { class: "note warn" }, t("case_taken")) : trouble(error),
      );
      name.select();
    }
  };
  const field = (name, words) =>
    el("label", {}, words, el("input", { name, required: true, maxlength: LONGEST, pattern: ".*\\S.*", "data-key": name }));
  return el(
    "form",
    { class: "panel case-new", onsubmit: submit, "aria-label": t("case_new") },
    el("h2", {}, icon("plus"), t("case_new")),
    field("name", t("case_name")),
    field("title", t("case_title")),
    said,
    el("button", { type: "submit", class: "primary" }, t("case_make")),
  );
}
