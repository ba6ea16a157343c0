// The page's own switches: language, colours, signing out.

import { el, fill, icon } from "./dom.js";
import { language, remember, speak, t } from "./i18n.js";

const root = document.documentElement;
const place = document.querySelector("#tools");

/** Draw the switches; `redraw` shows the page anew, `leave` signs out. */
export function drawTools(session, redraw, leave) {
  const repaint = () => {
    drawTools(session, redraw, leave);
    place.querySelector('[data-key="scheme"]').focus();
  };
  fill(place, casesLink(session), languageTool(redraw), schemeTool(repaint), leaveTool(session, leave));
}

/** Put the page's fixed words in the language spoken now. */
export function drawWords() {
  for (const one of document.querySelectorAll("[data-t]")) one.textContent = t(one.dataset.t);
  for (const one of document.querySelectorAll("[data-t-label]")) {
    one.setAttribute("aria-label", t(one.dataset.tLabel));
  }
  for (const one of document.querySelectorAll("[data-t-placeholder]")) {
    one.placeholder = t(one.dataset.tPlaceholder);
  }
}

function casesLink({ keys, asker }) {
  if (keys && asker === null) return null;
  const name = el("span", { class: "name" }, t("cases"));
  return el("a", { class: "tool", href: "/cases" }, icon("board"), name);
}

function languageTool(redraw) {
  const other = language() === "vi" ? "en" : "vi";
  const press = () => {
    speak(other);
    redraw();
  };
  return tool("language", t("language_label"), press, el("span", { lang: other }, t("language")));
}

function schemeTool(repaint) {
  const dark = root.dataset.scheme === "dark";
  const press = () => {
    root.dataset.scheme = dark ? "light" : "dark";
    remember("scheme", root.dataset.scheme);
    repaint();
  };
  return tool("scheme", t(dark ? "to_light" : "to_dark"), press, icon(dark ? "sun" : "moon"));
}

function leaveTool({ keys, asker }, leave) {
  if (!keys || asker === null) return null;
  const name = el("span", { class: "name" }, asker);
  return tool("sign-out", t("sign_out", asker), leave, icon("exit"), name);
}

function tool(key, words, press, ...shown) {
  const button = { type: "button", class: "quiet", "data-key": key, onclick: press };
  return el("button", { ...button, title: words, "aria-label": words }, shown);
}
