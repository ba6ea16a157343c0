// A text that is written or changed in place; what others changed meanwhile is told, never lost.

import * as api from "./api.js";
import { el, icon } from "./dom.js";
import { t } from "./i18n.js";
import { clock } from "./time.js";
import { trouble } from "./trouble.js";

const LONGEST_TITLE = 500;
const LONGEST_TEXT = 20_000;

/**
 * A form to write a text in. `save` gets (text, version) and may fail; `cancel` takes the form away.
 *
 * Where the case was changed meanwhile, the changes are listed, the text stays, and saving again
 * writes upon the newest version.
 */
export function editor({ one, text, label, rows = 3, save, cancel }) {
  const said = el("div", { role: "alert" });
  const maxlength = rows === 1 ? LONGEST_TITLE : LONGEST_TEXT;
  const area = el("textarea", { rows, maxlength, required: true, "aria-label": label });
  area.value = text;
  let { version } = one;
  const submit = async (event) => {
    event.preventDefault();
    const written = rows === 1 ? area.value.replace(/\s+/g, " ").trim() : area.value.trim();
    if (!written) return area.focus();
    try {
      await save(written, version);
    } catch (error) {
      if (!(error instanceof api.Trouble)) throw error;
      if (error.status !== 409) return said.replaceChildren(trouble(error));
      version = (await api.board(one.id)).version;
      said.replaceChildren(conflict(error));
    }
  };
  const keys = (event) => {
    if (event.key === "Escape" && !event.isComposing) cancel();
    if (event.key === "Enter" && (rows === 1 || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  };
  const form = el(
    "form",
    { class: "writing", onsubmit: submit, onkeydown: keys },
    area,
    said,
    el(
      "div",
      { class: "actions" },
      el("button", { type: "submit", class: "small primary" }, t("save")),
      el("button", { type: "button", class: "small", onclick: cancel }, t("cancel")),
    ),
  );
  return form;
}

function conflict({ changes }) {
  const rows = changes.map((change) =>
    el("li", {}, `${clock(change.at)} ${change.by} ${t("did")[change.did] ?? change.did}`, told(change)),
  );
  const head = el("h2", {}, icon("alert"), t("stale"));
  return el("div", { class: "panel warn" }, head, el("ul", {}, rows), el("p", {}, t("stale_todo")));
}

function told({ values }) {
  const text = values.text ?? values.title;
  return text && el("blockquote", { dir: "auto" }, text);
}
