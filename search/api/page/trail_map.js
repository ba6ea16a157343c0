// The trail on a small map: streets, cameras, and the ways between moments, drawn by the server's numbers.

import { t } from "./i18n.js";

const SVG = "http://www.w3.org/2000/svg";
const RADIUS = 11;
const LEAST_NAMED = 120;

/** The map of an answer; `numbers` has the numbers in the list by camera, "" for the beginning. */
export function trailMap({ width, height, scale_200m: scale, streets, cameras, ways }, numbers) {
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "trail-map", role: "img", "aria-label": t("follow_map") });
  picture.append(
    ...streets.map(({ points }) => svg("polyline", { points, class: "street" })),
    ...streets.filter(longEnough).map(named),
    ...ways.map(({ points, by }) => svg("polyline", { points, class: `way ${by}` })),
    ...cameras.filter(({ id }) => !numbers.has(id)).map(plain),
    ...cameras.filter(({ id }) => numbers.has(id)).map((camera) => marked(camera, numbers.get(camera.id))),
    scaleBar(scale, width, height),
  );
  return picture;
}

function plain({ x, y, name }) {
  const dot = svg("circle", { cx: x, cy: y, r: 3.5, class: "camera" });
  dot.append(titled(name));
  return dot;
}

function marked({ x, y, name }, number) {
  const group = svg("g", { class: number ? "mark" : "mark start" });
  const words = svg("text", { x, y, "text-anchor": "middle", "dominant-baseline": "central" });
  words.textContent = number || "★";
  const wide = Math.max(RADIUS, String(number).length * 4 + 5);
  group.append(titled(name), svg("rect", { x: x - wide, y: y - RADIUS, width: 2 * wide, height: 2 * RADIUS, rx: RADIUS }), words);
  return group;
}

function longEnough({ points }) {
  const [first, last] = ends(points);
  return Math.hypot(first[0] - last[0], first[1] - last[1]) >= LEAST_NAMED;
}

function named({ name, points }) {
  const corners = corner(points);
  const [x, y] = corners[Math.floor(corners.length / 2)];
  const words = svg("text", { x: x + 6, y: y - 6, class: "street-name" });
  words.textContent = name;
  return words;
}

function scaleBar(scale, width, height) {
  const group = svg("g", { class: "scale" });
  const words = svg("text", { x: width - 14, y: height - 20, "text-anchor": "end" });
  words.textContent = "200 m";
  group.append(svg("line", { x1: width - 14 - scale, x2: width - 14, y1: height - 12, y2: height - 12 }), words);
  return group;
}

function ends(points) {
  const corners = corner(points);
  return [corners[0], corners[corners.length - 1]];
}

function corner(points) {
  return points.split(" ").map((pair) => pair.split(",").map(Number));
}

function titled(name) {
  const title = svg("title", {});
  title.textContent = name;
  return title;
}

function svg(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}
