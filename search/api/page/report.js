// A report as a card: what was told, about when and where, never by whom.

import { links, pictures } from "./attached.js";
import { el, icon } from "./dom.js";
import { nodes, plain } from "./highlight.js";
import { named, t } from "./i18n.js";
import { point, range, stamp } from "./time.js";

/** Characters beyond which a text is shown folded. */
const LONG = 420;

/**
 * The parts of a report's card, as of a moment's.
 *
 * `highlights` are escaped, with `<em>`; `picture` is what of its attachments was found.
 */
export function reportParts(report, highlights = [], picture = null) {
  const kind = named("kinds", report.kind);
  const channel = named("channels", report.channel);
  return {
    title: kind === channel ? kind : `${kind} · ${channel}`,
    label: `${kind}, ${channel}`,
    view: el("div", { class: "view told" }, pictures(report, picture, kind), whenToldOf(report), whereToldOf(report), about(report), received(report)),
    body: [text(report, highlights), links(report)],
    actions: [],
  };
}

/** Unfold or fold a report's text; whether there was something to unfold. */
export function unfold(card) {
  const button = card.querySelector(".unfold");
  button?.click();
  return Boolean(button);
}

function whenToldOf({ occurred }) {
  const said = occurred && range(occurred.after, occurred.before);
  const time = said
    ? el("time", { class: "when", datetime: occurred.after ?? occurred.before }, said)
    : el("span", { class: "faint" }, t("unknown_time"));
  return el("p", {}, icon("clock"), el("span", {}, time, occurred?.understood && readFromText()));
}

function whereToldOf({ place }) {
  const words = [place?.text || place?.name, place?.ward].filter(Boolean).join(", ");
  const known = words || (typeof place?.lat === "number" ? point(place) : "");
  const said = known || el("span", { class: "faint" }, t("unknown_place"));
  return el("p", {}, icon("pin"), el("span", {}, said, place?.understood && readFromText()));
}

function readFromText() {
  return el("span", { class: "faint" }, ` (${t("from_text")})`);
}

/** What its words say it is about; nothing where they say nothing. */
function about({ category }) {
  const words = t("categories")[category];
  return words && el("p", { class: "category", title: t("category_title") }, icon("tag"), words);
}

function received({ received_at: at }) {
  return at && el("p", { class: "faint" }, icon("report"), `${t("received")} ${stamp(at)}`);
}

function text(report, highlights) {
  const whole = highlights.length === 1 && plain(highlights[0]) === report.text;
  if (whole || highlights.length === 0) return folded(report.text, whole && highlights[0]);
  const pieces = highlights.flatMap((one, index) => [index > 0 ? " … " : "", ...nodes(inner(one, index, highlights.length))]);
  const short = el("p", { class: "text", dir: "auto" }, pieces);
  const full = el("p", { class: "text", dir: "auto", hidden: true }, report.text);
  return [short, full, unfoldButton((open) => [(short.hidden = open), (full.hidden = !open)])];
}

/** A piece without the ellipses that would stand beside those between pieces. */
function inner(piece, index, count) {
  const begun = index > 0 ? piece.replace(/^…\s*/, "") : piece;
  return index < count - 1 ? begun.replace(/\s*…$/, "") : begun;
}

function folded(words, highlighted) {
  const shown = el("p", { class: "text", dir: "auto" }, highlighted ? nodes(highlighted) : words);
  if (words.length <= LONG) return shown;
  shown.classList.add("folded");
  return [shown, unfoldButton((open) => shown.classList.toggle("folded", !open))];
}

function unfoldButton(toggle) {
  const button = el("button", { type: "button", class: "plain unfold", "aria-expanded": "false" });
  const show = (open) => {
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? t("less_text") : t("full_text");
    toggle(open);
  };
  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") === "false"));
  button.textContent = t("full_text");
  return button;
}
