// Pictures of one's own to search with: chosen, dropped or pasted; kept only while the page is open.

import { el, icon } from "./dom.js";
import { t } from "./i18n.js";

const KINDS = ["image/jpeg", "image/png", "image/webp"];
const LARGEST = 10 * 1024 * 1024;
/** Of a picture drawn for a person, its longer side; the server gets the file itself. */
const SHOWN_PX = 1600;

const kept = new Map();

/** The file of a picture by its key; undefined where it is not kept any more. */
export const fileOf = (key) => kept.get(key)?.file;

/** A picture as an element of its own; `px` is its longer side at most. */
export function drawnOn(key, px = SHOWN_PX) {
  const { image } = kept.get(key);
  const scale = Math.min(1, px / Math.max(image.width, image.height));
  const size = { width: Math.max(1, Math.round(image.width * scale)), height: Math.max(1, Math.round(image.height * scale)) };
  const canvas = el("canvas", size);
  canvas.getContext("2d").drawImage(image, 0, 0, size.width, size.height);
  return canvas;
}

/**
 * Take pictures from a button in `place`, and those dropped or pasted anywhere on the page.
 *
 * `got` gets the key of each, `refused` why one cannot be used.
 */
export function listenForPictures(place, got, refused) {
  const take = async (file) => {
    const { key, why } = await keep(file);
    if (why) refused(why);
    else got(key);
  };
  const field = el("input", { type: "file", accept: KINDS.join(","), class: "unseen", tabindex: "-1", "aria-hidden": "true" });
  field.addEventListener("change", () => {
    if (field.files[0]) take(field.files[0]);
    field.value = "";
  });
  const button = el("button", { type: "button", class: "with-picture", onclick: () => field.click() }, icon("picture"));
  place.append(button, field);
  document.addEventListener("paste", (event) => {
    const file = pictureIn(event.clipboardData);
    if (!file || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    take(file);
  });
  listenForDrops(take);
  return button;
}

function listenForDrops(take) {
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files") && !document.querySelector("dialog[open]");
  const mark = (on) => document.body.classList.toggle("dropping", on);
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    document.body.dataset.drop = t("picture_drop");
    mark(true);
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget === null && mark(false));
  document.addEventListener("drop", (event) => {
    mark(false);
    if (!hasFiles(event)) return;
    event.preventDefault();
    const file = event.dataTransfer.files[0];
    if (file) take(file);
  });
}

function pictureIn(data) {
  return [...(data?.files ?? [])].find(({ type }) => type.startsWith("image/"));
}

/** Keep a picture while the page is open: {key}, or {why} it cannot be used. */
async function keep(file) {
  if (!KINDS.includes(file.type)) return { why: t("picture_kind") };
  if (file.size > LARGEST) return { why: t("picture_large") };
  try {
    const image = await createImageBitmap(file); // upright, as its EXIF says
    const key = `${Date.now()}-${kept.size}`;
    kept.set(key, { file, image });
    return { key };
  } catch {
    return { why: t("picture_bad") };
  }
}
