// The question, understood, as chips: each can be taken away, most can be changed.

import { chip } from "./chip.js";
import { el, icon } from "./dom.js";
import * as edits from "./edits.js";
import { t } from "./i18n.js";
import { duration, fromInput, range, toInput } from "./time.js";
import { choices } from "./which.js";

/**
 * Chips of an understood question, as nodes.
 *
 * `change` gets the changed question; `reset` (null where nothing was changed by hand) goes back
 * to the sentence. With `example`, chips of one, it stands for what to look for. `narrowed` are
 * chips of what reports are narrowed to.
 */
export function chips(asked, change, reset, example = null, narrowed = []) {
  const list = el(
    "ul",
    { class: "chips" },
    example ?? lookForChip(asked, change),
    edits.placeGroups(asked.places).map((indices) => placeChip(asked, indices, change)),
    choices(asked, change),
    timeChips(asked, change),
    asked.exclude.map((phrase, index) => exclusionChip(asked, phrase, index, change)),
    asked.then && thenChip(asked, change),
    asked.unresolved.map((words, index) => unresolvedChip(asked, words, index, change)),
    asked.asides?.length > 0 && asideChip(asked, change),
    narrowed,
    !example && sourceToggles(asked, change),
    adders(asked, change),
  );
  return [
    el("h2", { class: "unseen" }, t("understood")),
    list,
    asked.unresolved.length > 0 && el("p", { class: "note warn" }, icon("alert"), t("unresolved_note")),
    reset && changedNote(reset),
  ];
}

function changedNote(reset) {
  const back = { type: "button", class: "plain", onclick: reset, "data-key": "reset" };
  return el(
    "p",
    { class: "note" },
    t("changed"),
    el("button", back, icon("reset"), t("back_to_question")),
  );
}

/** What a question asks, in a line. */
export function summary(asked) {
  const places = edits.placeGroups(asked.places).map((indices) => placeText(asked, indices));
  return [asked.look_for || t("anything"), ...places, ...timeTexts(asked.time)].join(", ");
}

function lookForChip(asked, change) {
  const value = asked.look_for || t("anything");
  return chip({
    key: "look_for",
    glyph: "search",
    label: t("look_for"),
    value,
    tone: asked.look_for ? "main" : "open",
    remove: asked.look_for && (() => change(edits.lookFor(asked, ""))),
    fields: [{ name: "text", label: t("look_for"), type: "text", value: asked.look_for, maxlength: 300 }],
    apply: ({ text }) => change(edits.lookFor(asked, text)),
  });
}

function placeText(asked, indices) {
  const { places } = asked;
  const names = indices.map((index) => placeName(places[index], asked.shared ?? []));
  const { relation = "near", radius_m: metres = null } = places[indices[0]];
  const where = `${t("relations")[relation] ?? relation} ${names.join(` ${t("and")} `)}`;
  return metres === null ? where : `${where}, ${t("within", Math.round(metres))}`;
}

/** A shared name without an id is every place of that name; with one, its place is told. */
function placeName(place, names) {
  const { name, id = null } = place;
  const shared = names.find((one) => edits.isOf(one)(place));
  if (!shared) return name || id;
  const [unit] = shared.candidates.find(({ ids }) => ids.includes(id))?.units ?? [];
  if (id === null) return t("every_place", name);
  return unit ? `${name} (${unit})` : name;
}

function placeChip(asked, indices, change) {
  const metres = asked.places[indices[0]].radius_m ?? null;
  const bounds = { min: 1, max: 20_000, step: 1, required: true };
  return chip({
    key: `place-${indices[0]}`,
    glyph: "pin",
    hint: t("place"),
    value: placeText(asked, indices),
    remove: () => change(edits.dropPlaces(asked, indices)),
    fields: metres !== null && [
      { name: "metres", label: t("radius_label"), type: "number", value: Math.round(metres), ...bounds },
    ],
    apply: ({ metres: chosen }) => change(edits.radius(asked, indices, Number(chosen))),
  });
}

function dailyText({ from, to }) {
  return t("daily", from, to);
}

function weekdaysText(days) {
  return days.map((day) => t("weekdays")[day - 1]).join(", ");
}

function timeTexts({ after, before, daily, weekdays }) {
  return [
    range(after, before),
    daily && dailyText(daily),
    weekdays?.length && weekdaysText(weekdays),
  ].filter(Boolean);
}

function timeChips(asked, change) {
  const { after, before, daily, weekdays } = asked.time;
  const drop = (parts) => () => change(edits.time(asked, parts));
  return [
    (after || before) &&
      chip({
        key: "dates",
        glyph: "calendar",
        hint: t("time"),
        value: range(after, before),
        remove: drop({ after: null, before: null }),
        ...datesEditor(asked, change),
      }),
    daily &&
      chip({
        key: "daily",
        glyph: "clock",
        hint: t("time"),
        value: dailyText(daily),
        remove: drop({ daily: null }),
        ...dailyEditor(asked, change),
      }),
    weekdays?.length > 0 &&
      chip({
        key: "weekdays",
        glyph: "calendar",
        hint: t("time"),
        value: weekdaysText(weekdays),
        remove: drop({ weekdays: null }),
      }),
  ];
}

/** A clock input has no 24:00; as an end, 00:00 stands for it. */
function dailyEditor(asked, change) {
  const { from, to } = asked.time.daily ?? { from: "21:00", to: "24:00" };
  const clock = { type: "time", required: true };
  return {
    fields: [
      { name: "from", label: t("from_label"), value: from, ...clock },
      { name: "to", label: t("to_label"), value: to === "24:00" ? "00:00" : to, ...clock },
    ],
    apply: (got) => {
      const until = got.to === "00:00" ? "24:00" : got.to;
      change(edits.time(asked, { daily: { from: got.from, to: until } }));
    },
  };
}

function datesEditor(asked, change) {
  const { after, before } = asked.time;
  return {
    fields: [
      { name: "after", label: t("after_label"), ...instant(toInput(after)) },
      { name: "before", label: t("before_label"), ...instant(toInput(before)) },
    ],
    apply: (got) =>
      change(edits.time(asked, { after: fromInput(got.after), before: fromInput(got.before) })),
  };
}

/** Seconds are asked for only where there are some. */
function instant(value) {
  return { type: "datetime-local", value, step: value.length > 16 ? 1 : 60 };
}

function exclusionChip(asked, phrase, index, change) {
  return chip({
    key: `exclude-${index}`,
    glyph: "minus",
    label: t("without"),
    value: phrase,
    tone: "without",
    remove: () => change(edits.dropFrom(asked, "exclude", index)),
  });
}

function thenChip(asked, change) {
  const { within_s: seconds, question } = asked.then;
  const within = seconds === null ? "" : `, ${t("then_within", duration(seconds))}`;
  return chip({
    key: "then",
    glyph: "then",
    label: t("then"),
    value: summary(question) + within,
    remove: () => change(edits.dropThen(asked)),
  });
}

/** Words that were not resolved; of a place that is known to lie elsewhere, where. */
function unresolvedChip(asked, words, index, change) {
  const known = asked.elsewhere?.find((place) => place.words === words);
  const said = t("unresolved_value", words);
  return chip({
    key: `unresolved-${index}`,
    glyph: "alert",
    label: t("unresolved"),
    value: known ? t("elsewhere", said, known.units.join(", ")) : said,
    tone: "warn",
    remove: () => change(edits.dropFrom(asked, "unresolved", index)),
  });
}

/** Words said to the one who is asked: shown, so that nobody thinks they were searched for. */
function asideChip(asked, change) {
  return chip({
    key: "asides",
    glyph: "quote",
    label: t("asides"),
    value: t("unresolved_value", asked.asides.join(" … ")),
    tone: "open",
    remove: () => change(edits.dropAsides(asked)),
  });
}

function adders(asked, change) {
  const { after, before, daily } = asked.time;
  const phrase = { name: "phrase", label: t("phrase_label"), type: "text", required: true };
  const leaveOut = ({ phrase: text }) => change(edits.addExclusion(asked, text));
  const plus = { glyph: "plus", tone: "add" };
  const add = (key, value, rest) => chip({ key, value, ...plus, ...rest });
  return [
    !daily && add("add-daily", t("add_time"), dailyEditor(asked, change)),
    !after && !before && add("add-dates", t("add_dates"), datesEditor(asked, change)),
    add("add-exclude", t("add_without"), { fields: [{ ...phrase, maxlength: 200 }], apply: leaveOut }),
  ];
}

function sourceToggles(asked, change) {
  const toggle = (source) => {
    const on = asked.sources.includes(source);
    return el(
      "button",
      {
        type: "button",
        "aria-pressed": String(on),
        "data-key": `source-${source}`,
        disabled: on && asked.sources.length === 1,
        onclick: () => change(edits.toggleSource(asked, source)),
      },
      icon(source === "footage" ? "camera" : "report"),
      t("source")[source],
    );
  };
  const group = { class: "toggles", role: "group", "aria-label": t("sources") };
  return el("li", { class: "sources" }, el("div", group, toggle("footage"), toggle("reports")));
}
