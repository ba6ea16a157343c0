// The dialog in which a box is drawn on a moment's still, or on a picture of one's own.

import { el, icon, ours } from "./dom.js";
import { t } from "./i18n.js";
import { drawnOn } from "./pictures.js";
import { stage } from "./stage.js";

const LONGEST_TEXT = 500;

/** Draw on a moment's still; `done` gets the example {moment, pts_ms, box, text}. */
export function drawOnMoment(hit, done, text = "", box = hit.best.box) {
  const source = `/v1/moments/${encodeURIComponent(hit.id)}/thumbnail.jpg?pts_ms=${hit.pts_ms}`;
  const picture = el("img", { src: ours(source), alt: "", draggable: "false" });
  const finish = (drawn, words) => done({ moment: hit.id, pts_ms: hit.pts_ms, box: drawn ?? [0, 0, 1, 1], text: words });
  open({ title: t("draw_on", hit.camera.name), picture, box, text, done: finish });
}

/** Draw on a picture of one's own, by its key; `done` gets the example {picture, box, text}. */
export function drawOnPicture(key, done, text = "", box = null) {
  const finish = (drawn, words) => done({ picture: key, box: drawn, text: words });
  open({ title: t("draw_picture"), picture: drawnOn(key), box, text, done: finish });
}

function open({ title, picture, box, text, done }) {
  const said = el("p", { class: "faint", role: "status" });
  const search = el("button", { type: "submit", class: "small primary" });
  let drawn = box;
  const tell = (next) => {
    drawn = next;
    const edges = next?.map((edge) => Math.round(edge * 100));
    said.textContent = next ? t("draw_box", ...edges) : t("draw_none");
    search.replaceChildren(icon("similar"), t(next ? "draw_search" : "draw_search_whole"));
    clear.disabled = !next;
  };
  const clear = el("button", { type: "button", class: "small", onclick: () => on.clear() }, t("draw_clear"));
  const on = stage(picture, box, tell);
  const words = { name: "text", type: "text", value: text, maxlength: LONGEST_TEXT, placeholder: t("example_words_example"), autocomplete: "off" };
  const submit = (event) => {
    event.preventDefault();
    dialog.close();
    done(drawn, form.elements.text.value.trim());
  };
  const form = el(
    "form",
    { class: "drawing", onsubmit: submit },
    on.node,
    said,
    el("p", { class: "faint hint" }, t("draw_how"), el("span", { class: "for-keys" }, ` ${t("draw_keys")}`)),
    el("label", {}, t("example_words"), el("input", words)),
    el("div", { class: "actions" }, search, clear),
  );
  on.node.addEventListener("keydown", (event) => event.key === "Enter" && form.requestSubmit());
  const close = { type: "button", class: "quiet", "aria-label": t("close"), onclick: () => dialog.close() };
  const head = el("header", {}, el("h2", { id: "drawing-title" }, title), el("button", close, icon("close")));
  const dialog = el("dialog", { "aria-labelledby": "drawing-title", onclose: () => dialog.remove() }, head, form);
  document.body.append(dialog);
  dialog.showModal();
  on.node.focus();
}
