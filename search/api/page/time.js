// Times and points as people here read them: Asia/Ho_Chi_Minh (no DST), dd/mm/yyyy HH:MM:SS.

import { t } from "./i18n.js";

const OFFSET = "+07:00";
const CLOCK = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Asia/Ho_Chi_Minh",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

/** The local parts of an instant, two digits each. */
function local(iso) {
  return Object.fromEntries(CLOCK.formatToParts(new Date(iso)).map((p) => [p.type, p.value]));
}

const dateOf = (p) => `${p.day}/${p.month}/${p.year}`;
const clockOf = (p) => `${p.hour}:${p.minute}:${p.second}`;
const shortOf = (p) => (p.second === "00" ? `${p.hour}:${p.minute}` : clockOf(p));

/** dd/mm/yyyy HH:MM:SS. */
export function stamp(iso) {
  const p = local(iso);
  return `${dateOf(p)} ${clockOf(p)}`;
}

/** HH:MM:SS, or HH:MM on the minute. */
export function clock(iso) {
  return shortOf(local(iso));
}

/** dd/mm/yyyy. */
export function day(iso) {
  return dateOf(local(iso));
}

/** A moment's stretch with seconds: `27/04/2022 21:04:33–21:04:42`. */
export function stretch(start, end) {
  const [a, b] = [local(start), local(end)];
  const until = dateOf(a) === dateOf(b) ? clockOf(b) : `${dateOf(b)} ${clockOf(b)}`;
  return `${dateOf(a)} ${clockOf(a)}–${until}`;
}

/** A range [after, before), either end open, as short as it can be said. */
export function range(after, before) {
  if (!after && !before) return "";
  if (!before) return t("from_time", short(after));
  if (!after) return t("until_time", short(before));
  const [a, b] = [local(after), local(before)];
  if (isMidnight(a) && isMidnight(b)) return days(after, before);
  if (new Date(after) >= new Date(before)) return short(after);
  const ends = new Date(new Date(before) - 1);
  const sameDay = dateOf(a) === dateOf(local(ends.toISOString()));
  const until = isMidnight(b) ? "24:00" : shortOf(b);
  if (sameDay) return `${dateOf(a)} ${shortOf(a)}–${until}`;
  return `${short(after)} – ${short(before)}`;
}

function short(iso) {
  const p = local(iso);
  return `${dateOf(p)} ${shortOf(p)}`;
}

function isMidnight(p) {
  return clockOf(p) === "00:00:00";
}

function days(after, before) {
  const last = new Date(new Date(before) - 1).toISOString();
  return day(after) === day(last) ? day(after) : `${day(after)} – ${day(last)}`;
}

/** Seconds in words: `9 s`, `4 min`, `1 h 20 min`. */
export function duration(seconds) {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} ${t("s")}`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} ${t("min")}`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.round(hours / 24)} ${t("days")}`;
  return [`${hours} ${t("h")}`, minutes % 60 ? `${minutes % 60} ${t("min")}` : ""].join(" ").trim();
}

/** An instant for an `<input type="datetime-local">`, in local time. */
export function toInput(iso) {
  if (!iso) return "";
  const p = local(iso);
  return `${p.year}-${p.month}-${p.day}T${shortOf(p)}`;
}

/** What such an input holds, as RFC 3339; null if it is empty. */
export function fromInput(value) {
  if (!value) return null;
  return `${value.length === 16 ? `${value}:00` : value}${OFFSET}`;
}

/** Now, to the second, as RFC 3339. */
export function now() {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}

/** Latitude and longitude as maps take them, about a metre fine. */
export function point({ lat, lon }) {
  return `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
}
