// What the reports found are: counts that narrow them at a click, and chips that widen them again.

import { chip } from "./chip.js";
import { el, icon } from "./dom.js";
import { named, number, t } from "./i18n.js";

/** The sorts of reports, and the names of the filters that narrow to some of them. */
const FILTERS = { category: "categories", kind: "kinds", channel: "channels", ward: "wards", day: "days" };
const GLYPHS = { category: "tag", kind: "report", channel: "quote", ward: "pin", day: "calendar" };
const SORTS = Object.keys(FILTERS);
/** Names shown of one sort before the rest is asked for. */
const FEW = 6;

/** Whether the counts are in sight; they stay so from one answer to the next. */
let unfolded = false;

/** Nothing narrowed. */
export const ALL = {};

/** What of an address narrows reports; what was spoilt in it is left out. */
export function read(text) {
  try {
    const told = Object.entries(JSON.parse(text) ?? {});
    const fine = told.filter(([sort, names]) => SORTS.includes(sort) && isNames(names));
    return Object.fromEntries(fine);
  } catch {
    return ALL;
  }
}

const isNames = (names) => Array.isArray(names) && names.length > 0 && names.every((one) => typeof one === "string");

/** The filters of a search that is narrowed; moments stay whatever kind of report is looked for. */
export function filters(only) {
  const asked = Object.entries(only).map(([sort, names]) => [
    FILTERS[sort],
    sort === "kind" ? ["moment", ...names] : names,
  ]);
  return asked.length > 0 ? { filters: Object.fromEntries(asked) } : {};
}

/** Narrowed to one more name of a sort, or no more to it. */
export function toggled(only, sort, name) {
  const had = only[sort] ?? [];
  const names = had.includes(name) ? had.filter((one) => one !== name) : [...had, name];
  const { [sort]: _, ...others } = only;
  return names.length > 0 ? { ...others, [sort]: names } : others;
}

/** A chip for each name that is narrowed to; `change` gets what is left without it. */
export function narrowChips(only, change) {
  return SORTS.flatMap((sort) => (only[sort] ?? []).map((name) =>
    chip({
      key: `only-${sort}-${name}`,
      glyph: GLYPHS[sort],
      label: t("sorts")[sort],
      value: words(sort, name),
      tone: "main",
      remove: () => change(toggled(only, sort, name)),
    }),
  ));
}

/** The counts, folded until they are asked for; nothing where there is nothing to tell apart. */
export function narrowPanel(facets, only, change) {
  const rows = SORTS.map((sort) => row(sort, facets[sort] ?? {}, only, change)).filter(Boolean);
  if (rows.length === 0) return null;
  const keep = (event) => (unfolded = event.currentTarget.open);
  return el(
    "details",
    { id: "narrow", open: unfolded || Object.keys(only).length > 0, ontoggle: keep },
    el("summary", { "data-key": "narrow" }, icon("tag"), t("narrow")),
    el("dl", {}, rows),
  );
}

function row(sort, counts, only, change) {
  const names = Object.keys(counts);
  if (names.length < 2 && !only[sort]) return null;
  const buttons = names.map((name) => button(sort, name, counts[name], only, change));
  for (const late of buttons.slice(FEW)) late.hidden = true;
  return [el("dt", {}, t("sorts")[sort]), el("dd", {}, buttons, buttons.length > FEW && rest(buttons))];
}

function button(sort, name, count, only, change) {
  const chosen = (only[sort] ?? []).includes(name);
  const told = {
    type: "button", class: "small facet", "aria-pressed": String(chosen), "data-key": `facet-${sort}-${name}`,
    "aria-label": t("facet", words(sort, name), count),
    onclick: () => change(toggled(only, sort, name)),
  };
  return el("button", told, el("span", { dir: "auto" }, words(sort, name)), el("span", { class: "faint" }, number(count)));
}

function rest(buttons) {
  const press = (event) => {
    for (const late of buttons) late.hidden = false;
    buttons[FEW].focus();
    event.currentTarget.remove();
  };
  return el("button", { type: "button", class: "plain", onclick: press }, t("facets_more", buttons.length - FEW));
}

function words(sort, name) {
  if (sort === "category") return t("categories")[name] ?? t("other_category");
  if (sort === "kind") return named("kinds", name);
  if (sort === "channel") return named("channels", name);
  return sort === "day" ? name.split("-").reverse().join("/") : name;
}
