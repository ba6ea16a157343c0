// The keyboard: / to the search box, arrows or j and k over the hits, Enter plays, Esc closes;
// a accepts and r rejects a hit, m finds more like it, b draws a box on it, f follows it, s searches
// again with the marks.

import { play, stop } from "./moment.js";
import { unfold } from "./report.js";

const question = document.querySelector("#question");
const PRESSES = {
  a: "#hits > .hit.current [data-mark=accept]",
  r: "#hits > .hit.current [data-mark=reject]",
  f: "#hits > .hit.current [data-follow]",
  m: "#hits > .hit.current [data-more]",
  b: "#hits > .hit.current [data-draw]",
  s: "[data-key=marks-search]",
};
const STEPS = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** Listen for keys from now on. */
export function listen() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", ({ target }) => mark(target.closest?.("#hits > .hit")));
}

function onKey(event) {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open]") || event.defaultPrevented) return;
  if (isHandled(key, target)) event.preventDefault();
}

function isHandled(key, target) {
  const typing = target.matches("input, textarea, select");
  if (key === "Escape") return stop(current()) || stop(document.querySelector(".hit.playing"));
  if (key === "/" && !typing) return toQuestion();
  if (key in STEPS && mayStep(key, target, typing)) return step(STEPS[key]);
  if (key in PRESSES && !typing) return press(PRESSES[key]);
  if ((key === "Enter" || key === " ") && target.matches(".hit")) return activate(target);
  return false;
}

/** Letters belong to fields, arrows to fields and videos; only the search box lets ↓ through. */
function mayStep(key, target, typing) {
  if (typing) return target === question && key === "ArrowDown";
  return !(target.matches("video") && key.startsWith("Arrow"));
}

function toQuestion() {
  question.focus();
  question.select();
  return true;
}

function step(by) {
  const hits = [...document.querySelectorAll("#hits > .hit")];
  if (hits.length === 0) return false;
  const at = hits.indexOf(current());
  if (at === 0 && by < 0) return toQuestion();
  const next = hits[Math.min(Math.max(at + by, 0), hits.length - 1)];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

/** Press what a key stands for; whether it is there. */
function press(selector) {
  const button = document.querySelector(selector);
  button?.click();
  return Boolean(button);
}

function activate(hit) {
  if (hit.dataset.kind === "moment") play(hit);
  else unfold(hit);
  return true;
}

/** The hit that has, or last had, the focus. */
function current() {
  return document.querySelector("#hits > .hit.current");
}

function mark(hit) {
  if (!hit) return;
  current()?.classList.remove("current");
  hit.classList.add("current");
}
