// An example: the part of a moment that hits are to look like, and words added to it.

import { chip } from "./chip.js";
import { el, icon } from "./dom.js";
import { t } from "./i18n.js";
import { drawnOn, fileOf } from "./pictures.js";

/** A question of which only where and when counts, for a picture that comes before any. */
export const ANYWHERE = {
  text: "", language: "vi", look_for: "", places: [], sources: ["footage"], exclude: [], then: null,
  time: { after: null, before: null, daily: null, weekdays: null }, unresolved: [], asides: [],
};

/** What a hit shows, as an example. */
export function exampleOf(hit) {
  return { moment: hit.id, pts_ms: hit.pts_ms, box: hit.best.box, text: "" };
}

/** An example out of an address; null for what is none. */
export function read(value) {
  const { moment, picture, pts_ms, box, text = "" } = value;
  const told = typeof moment === "string" && Number.isInteger(pts_ms) && typeof text === "string";
  const drawn = Array.isArray(box) && box.length === 4 && box.every(Number.isFinite);
  if (typeof picture === "string" && typeof text === "string") return { picture, box: drawn ? box : null, text };
  return told && drawn ? { moment, pts_ms, box, text } : null;
}

/** What of an understood question bounds an example: where and when, not what to look for. */
export function scopeOf(asked) {
  return { ...asked, look_for: "", sources: ["footage"] };
}

/**
 * The example as chips: its picture, and the words that are added to it or taken away.
 *
 * `show` opens the moment, `redraw` the box, `change` gets the example with other words, `leave`
 * goes back.
 */
export function exampleChips(like, { show, redraw, change, leave }) {
  const seen = like.picture ? { press: redraw, words: "example_redraw" } : { press: show, words: "example_show" };
  return [pictureChip(like, seen, leave), wordsChip(like, change)];
}

function pictureChip(like, { press, words: name }, leave) {
  const words = { "aria-label": t(name), title: t(name), "data-key": "example" };
  const cross = { "aria-label": t("example_leave"), title: t("example_leave"), "data-key": "example-x" };
  const button = el("button", { type: "button", class: "text", onclick: press, ...words }, thumbnail(like), el("span", {}, t(like.picture ? "like_picture" : "like_this")));
  return el(
    "li",
    { class: "chip main example" },
    button,
    el("button", { type: "button", class: "cross", onclick: leave, ...cross }, icon("close")),
  );
}

/** What hits are to look like, small. */
function thumbnail(like) {
  if (like.picture) return fileOf(like.picture) ? drawnOn(like.picture, 160) : null;
  const source = `/v1/moments/${encodeURIComponent(like.moment)}/thumbnail.jpg`;
  const cut = new URLSearchParams({ pts_ms: like.pts_ms, box: like.box.join(","), crop: "true" });
  const image = el("img", { src: `${source}?${cut}`, alt: "", width: 40, height: 40 });
  image.addEventListener("error", () => image.remove());
  return image;
}

function wordsChip(like, change) {
  const field = { name: "text", label: t("example_words"), type: "text", value: like.text };
  const rest = like.text
    ? { key: "words", glyph: "similar", hint: t("example_words"), value: like.text }
    : { key: "add-words", glyph: "plus", tone: "add", value: t("example_add_words") };
  return chip({
    ...rest,
    remove: like.text && (() => change({ ...like, text: "" })),
    fields: [{ ...field, maxlength: 300, placeholder: t("example_words_example") }],
    apply: ({ text }) => change({ ...like, text: text.trim() }),
  });
}
