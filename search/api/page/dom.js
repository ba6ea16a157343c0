// Elements, made without markup: every text that comes from outside becomes a text node.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  alert: "M12 4 2.8 20h18.4zM12 10v4.5M12 17.2v.1",
  box: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M9 9h6v6H9z",
  calendar: "M4 6h16v14H4zM4 10.5h16M8.5 3.5v4M15.5 3.5v4",
  camera: "M3 7h12v10H3zM15 11l6-3.5v9L15 13z",
  check: "M4.5 12.5 10 18 19.5 7",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
  close: "M6 6l12 12M18 6 6 18",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  download: "M12 4v11M7.5 11 12 15.5 16.5 11M5 20h14",
  exit: "M10 4H5v16h5M10 12h10M16.5 8.5 20 12l-3.5 3.5",
  follow: "M6 20a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM18 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM6 16V12a4 4 0 0 1 4-4h2M18 8v4a4 4 0 0 1-4 4h-2",
  folder: "M3.5 6h6l2 2.5h9V19h-17z",
  link: "M10 14a4 4 0 0 0 6 .4l2.8-2.8a4 4 0 0 0-5.6-5.6L12 7.2M14 10a4 4 0 0 0-6-.4l-2.8 2.8a4 4 0 0 0 5.6 5.6L12 16.8",
  minus: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM8 12h8",
  moon: "M20 14.5A8 8 0 1 1 9.5 4a6.5 6.5 0 0 0 10.5 10.5z",
  open: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  board: "M4 4h16v16H4zM4 10h16M10 10v10",
  picture: "M3.5 5h17v14h-17zM3.5 16l5-5 4 4 3-3 5 5M8.5 8.6a.6.6 0 1 0 0 .1",
  pin: "M12 21s7-6.5 7-11.5a7 7 0 0 0-14 0C5 14.5 12 21 12 21zM12 7.2a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8z",
  play: "M8 5.5v13l10.5-6.5z",
  pencil: "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3",
  plus: "M12 5v14M5 12h14",
  report: "M4 5h16v11H11l-4.5 4v-4H4zM8 9h8M8 12h5",
  quote: "M5 7h5v5l-3 5M14 7h5v5l-3 5",
  reset: "M5 5v5h5M5.5 10a7.5 7.5 0 1 1-1 4.5",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20.5 20.5",
  similar: "M4 8h11v11H4zM8.5 8V4.5h11v11H15",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2.5M12 19v2.5M2.5 12H5M19 12h2.5M5.3 5.3 7 7M17 17l1.7 1.7M5.3 18.7 7 17M17 7l1.7-1.7",
  tag: "M4 4h8l8 8-8 8-8-8zM8.2 8.2v.1",
  then: "M4 12h15M13.5 6.5 19 12l-5.5 5.5",
};

/** An element: `on…` properties listen, false and null are left out, children are nodes or text. */
export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.flat(Infinity).filter(isShown));
  return made;
}

/** A small drawing; it says nothing to a screen reader, so the text beside it must. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** Replace what an element holds; an element with nothing in it is hidden. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter(isShown));
  element.hidden = !element.hasChildNodes();
}

/** A path of this server, or null: an answer cannot make the page link elsewhere. */
export function ours(path) {
  return typeof path === "string" && path.startsWith("/v1/") ? path : null;
}

/** Give the focus back to what had it, by its key, in a dialog drawn anew; else to its first button. */
export function keepFocus(dialog, key) {
  const kept = key && dialog.querySelector(`[data-key="${CSS.escape(key)}"]`);
  (kept || dialog.querySelector("button")).focus();
}

/** Whether movement on the screen is unwelcome. */
export function isStill() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function isShown(child) {
  return child !== null && child !== undefined && child !== false && child !== "";
}
