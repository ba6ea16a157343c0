// What came with a report: its pictures on the card, and its links in words.

import { el, icon, ours } from "./dom.js";
import { t } from "./i18n.js";

const SHOWN = /^\/v1\/moments\/([^/]+)\/thumbnail\.jpg$/;
/** Pictures of one report shown at most; the rest is counted. */
const MOST = 4;

/** The pictures of a report, the one that was found (`picture` of its hit) first; null for none. */
export function pictures({ media = [] }, picture, kind) {
  const others = media.filter((uri) => SHOWN.test(uri) && uri.split("/")[3] !== picture?.moment);
  const sources = [picture?.thumbnail, ...others].filter(Boolean);
  if (sources.length === 0) return null;
  const shown = sources.slice(0, MOST).map((source, index) => shot(source, t("attached_of", kind, index + 1)));
  const more = sources.length - shown.length;
  return el("div", { class: "attached" }, shown, more > 0 && el("span", { class: "faint" }, `+${more}`));
}

/** Links that came with a report, as words: nothing is fetched from them. */
export function links({ media = [] }) {
  const uris = media.filter((uri) => !SHOWN.test(uri));
  return uris.length > 0 && el("p", { class: "faint" }, `${t("attachments")}: ${uris.join(", ")}`);
}

/** What of a report's hit can be looked for again, as a moment is; null where nothing was found. */
export function asMoment({ report, picture }, title) {
  const first = report.media?.map((uri) => SHOWN.exec(uri)?.[1]).find(Boolean);
  const found = picture ?? (first && { moment: decodeURIComponent(first), pts_ms: 0, box: [0, 0, 1, 1] });
  return found && { id: found.moment, pts_ms: found.pts_ms, best: { box: found.box }, camera: { name: title } };
}

function shot(source, words) {
  const image = el("img", { src: ours(source), alt: words, loading: "lazy", decoding: "async" });
  const frame = el("a", { href: ours(source), target: "_blank", rel: "noopener noreferrer" }, image);
  image.addEventListener("error", () => frame.replaceWith(el("p", { class: "faint" }, icon("alert"), t("attached_bad"))));
  return frame;
}
