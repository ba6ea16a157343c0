// A picture with a box that is drawn on it by mouse, finger or keyboard.

import { el } from "./dom.js";
import { t } from "./i18n.js";

/** A drag shorter than this share of the picture is a slip, not a box. */
const SLIP = 0.015;
/** One press of an arrow, and the smallest side of a box, as shares of the picture. */
const STEP = 0.01;
const FIRST = [0.3, 0.3, 0.7, 0.7];
const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

/**
 * The picture as an element to draw on; `changed` gets each new box: [left, top, right, bottom] as
 * fractions, or null for none. Returns {node, clear}.
 */
export function stage(picture, box, changed) {
  const frame = el("span", { class: "drawn-box", hidden: true });
  const node = el("div", { class: "stage", tabindex: "0", role: "application", "aria-label": t("draw_stage") }, picture, frame);
  let drawn = box;
  let from = null;

  const show = (next) => {
    frame.hidden = next === null;
    if (next === null) return;
    const [left, top, right, bottom] = next.map((edge) => `${edge * 100}%`);
    Object.assign(frame.style, { left, top, width: `calc(${right} - ${left})`, height: `calc(${bottom} - ${top})` });
  };
  const set = (next) => {
    drawn = next && next.map((edge) => Math.round(edge * 1e4) / 1e4);
    show(drawn);
    changed(drawn);
  };
  node.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    node.focus({ preventScroll: true });
    node.setPointerCapture(event.pointerId);
    from = place(event, picture);
  });
  node.addEventListener("pointermove", (event) => from && show(between(from, place(event, picture))));
  node.addEventListener("pointerup", (event) => {
    if (!from) return;
    const next = between(from, place(event, picture));
    from = null;
    const isSlip = next[2] - next[0] < SLIP || next[3] - next[1] < SLIP;
    if (isSlip) show(drawn);
    else set(next);
  });
  node.addEventListener("pointercancel", () => {
    from = null;
    show(drawn);
  });
  node.addEventListener("keydown", (event) => {
    const next = pressed(event, drawn);
    if (next === undefined) return;
    event.preventDefault();
    set(next);
  });
  set(box);
  return { node, clear: () => set(null) };
}

/** Where a pointer is on the picture, as fractions, kept inside it. */
function place(event, picture) {
  const { left, top, width, height } = picture.getBoundingClientRect();
  return [inside((event.clientX - left) / width), inside((event.clientY - top) / height)];
}

function between([x1, y1], [x2, y2]) {
  return [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)];
}

/** The box that a key makes; undefined for a key that means nothing here. */
function pressed(event, box) {
  if (event.key === "Delete" || event.key === "Backspace") return null;
  const step = ARROWS[event.key];
  if (!step || event.ctrlKey || event.altKey || event.metaKey) return undefined;
  if (!box) return FIRST;
  return event.shiftKey ? sized(box, step) : moved(box, step);
}

function moved([left, top, right, bottom], [x, y]) {
  const across = Math.max(-left, Math.min(x, 1 - right));
  const down = Math.max(-top, Math.min(y, 1 - bottom));
  return [left + across, top + down, right + across, bottom + down];
}

function sized([left, top, right, bottom], [x, y]) {
  return [left, top, Math.max(left + STEP, inside(right + x)), Math.max(top + STEP, inside(bottom + y))];
}

function inside(share) {
  return Math.min(Math.max(share, 0), 1);
}
