// One chip: words, perhaps a cross that takes it away, perhaps an editor in its place.

import { el, icon } from "./dom.js";
import { editor } from "./editor.js";
import { t } from "./i18n.js";

/**
 * A chip as an item of a list.
 *
 * With `fields` (see `editor`) its text opens an editor whose values go to `apply`; with `remove`
 * it has a cross. `label` is shown, `hint` only said. `key` names it over redraws.
 */
export function chip({ key, glyph, label = "", hint = label, value, tone = "", remove, fields, apply }) {
  const said = `${hint} ${value}`.trim();
  const item = el("li", { class: `chip ${tone}` });
  const words = [icon(glyph), label && el("span", { class: "label" }, label), el("span", {}, value)];
  const close = () => {
    item.replaceChildren(...closed);
    item.classList.remove("editing");
    item.querySelector("button").focus();
  };
  const open = () => {
    item.replaceChildren(editor(said, fields, apply, close));
    item.classList.add("editing");
    item.querySelector("input").focus();
  };
  const text = { class: "text", "data-key": key };
  const name = hint ? t("edit", said) : value;
  const closed = [
    fields
      ? el("button", { ...text, type: "button", onclick: open, "aria-label": name, title: name }, words)
      : el("span", text, words),
    remove && cross(`${key}-x`, t("remove", said), remove),
  ].filter(Boolean);
  item.append(...closed);
  return item;
}

function cross(key, words, remove) {
  const button = { type: "button", class: "cross", "data-key": key, "aria-label": words };
  return el("button", { ...button, title: words, onclick: remove }, icon("close"));
}
