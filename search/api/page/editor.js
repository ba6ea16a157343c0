// A small form in place of a chip.

import { el, icon } from "./dom.js";
import { t } from "./i18n.js";

/**
 * A form with a few fields [{name, label, type, value, …attributes}].
 *
 * `apply` gets the values by name, `cancel` nothing; Esc cancels. What the browser finds invalid
 * is not applied.
 */
export function editor(title, fields, apply, cancel) {
  const form = el(
    "form",
    { class: "editor", "aria-label": title, autocomplete: "off" },
    fields.map(field),
    el("button", { type: "submit", class: "small primary" }, t("apply")),
    el(
      "button",
      { type: "button", class: "small quiet", onclick: cancel, "aria-label": t("cancel") },
      icon("close"),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    apply(Object.fromEntries(fields.map(({ name }) => [name, form.elements[name].value])));
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    cancel();
  });
  return form;
}

function field({ name, label, ...attributes }) {
  return el("label", {}, el("span", {}, label), el("input", { name, ...attributes }));
}
