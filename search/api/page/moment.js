// A moment as a card: its picture, where and when it was, and the video in place of the picture.

import { el, icon, ours } from "./dom.js";
import { t } from "./i18n.js";
import { duration, point, stretch } from "./time.js";

/** A box that fills more of the picture than this needs no close-up. */
const CLOSE_UP_SHARE = 0.4;

/** The parts of a moment's card: {title, label, view, body, closeUp, actions}. */
export function momentParts(hit) {
  const when = stretch(hit.start, hit.end);
  return {
    title: hit.camera.name,
    label: `${hit.camera.name}, ${when}`,
    view: el("div", { class: "view" }, shot(hit, when)),
    body: [
      el("p", { class: "when" }, el("time", { datetime: hit.start }, when)),
      el("p", { class: "where" }, place(hit.camera)),
    ],
    closeUp: closeUp(hit),
    actions: actions(hit),
  };
}

/** Play a moment's video where its picture was; other videos of the page pause. */
export function play(card) {
  const view = card.querySelector(".view");
  const running = view?.querySelector("video");
  if (running) return running.paused ? void running.play() : running.pause();
  if (!view) return;
  for (const other of document.querySelectorAll("video")) other.pause();
  const picture = view.firstElementChild;
  const focused = view.contains(document.activeElement);
  view.replaceChildren(...player(card, picture));
  if (focused) card.focus({ preventScroll: true });
  card.classList.add("playing");
  card.scrollIntoView({ block: "nearest" });
}

/** Put the picture back; whether there was a video. */
export function stop(card) {
  const close = card?.querySelector(".view .stop");
  close?.click();
  return Boolean(close);
}

function player(card, picture) {
  const video = el("video", {
    src: picture.dataset.video,
    poster: picture.querySelector("img")?.src,
    controls: true,
    autoplay: true,
    playsinline: true,
    "aria-label": picture.getAttribute("aria-label"),
  });
  video.muted = true;
  const close = () => {
    video.removeAttribute("src");
    video.load();
    card.querySelector(".view").replaceChildren(picture);
    card.classList.remove("playing");
    if (document.activeElement === document.body) card.focus();
  };
  video.addEventListener("error", () => {
    if (!video.hasAttribute("src")) return;
    video.replaceWith(el("p", { class: "no-video", role: "alert" }, icon("alert"), t("no_video")));
  });
  const button = { type: "button", class: "stop", "aria-label": t("stop"), title: t("stop") };
  return [video, el("button", { ...button, onclick: close }, icon("close"))];
}

function shot(hit, when) {
  const seconds = (new Date(hit.end) - new Date(hit.start)) / 1000;
  return el(
    "button",
    {
      type: "button",
      class: "shot",
      "data-video": ours(hit.video),
      "aria-label": t("play_of", hit.camera.name, when),
      onclick: (event) => play(event.currentTarget.closest(".hit")),
    },
    picture(hit.thumbnail, t("picture_of", hit.camera.name, when)),
    el("span", { class: "play-mark" }, icon("play")),
    el("span", { class: "length" }, duration(seconds)),
  );
}

function picture(source, words) {
  const shown = { src: ours(source), alt: words, loading: "lazy", decoding: "async" };
  const image = el("img", { ...shown, width: 480, height: 270 });
  image.addEventListener("error", () => {
    image.replaceWith(el("span", { class: "no-picture" }, t("no_picture")));
  });
  return image;
}

/** The framed object by itself, as sharp as the footage has it; none if it fills the picture. */
function closeUp(hit) {
  const box = hit.best?.box;
  if (!box || Math.max(box[2] - box[0], box[3] - box[1]) > CLOSE_UP_SHARE) return null;
  const cut = `${hit.thumbnail}${hit.thumbnail.includes("?") ? "&" : "?"}crop=true`;
  const image = el("img", { src: ours(cut), alt: "", loading: "lazy", decoding: "async" });
  const frame = el("div", { class: "close-up", title: t("close_up"), "aria-hidden": "true" }, image);
  image.addEventListener("error", () => frame.remove());
  return frame;
}

function place(camera) {
  const street = camera.street && camera.street !== camera.name ? camera.street : "";
  return [
    icon("pin"),
    street && el("span", {}, street),
    el("span", { class: "faint" }, camera.id),
    el("span", { class: "faint" }, point(camera)),
  ];
}

function actions(hit) {
  const video = ours(hit.video);
  const name = `${hit.camera.id}_${hit.start.slice(0, 19).replaceAll(":", "-")}.mp4`;
  const away = { href: video, target: "_blank", rel: "noopener noreferrer", class: "act" };
  return [
    el("a", { href: video, download: name, class: "act" }, icon("download"), t("download")),
    el("a", away, icon("open"), t("open_video")),
  ];
}
