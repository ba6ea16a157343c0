// What was searched and what was not; what failed; which model answered.

import { el, icon } from "./dom.js";
import { named, number, t } from "./i18n.js";
import { range } from "./time.js";
import { timeline } from "./timeline.js";

/** Gaps beyond which the list begins folded. */
const FEW = 3;

/** The account of an answer, always in sight beside its hits; `lead` gets (kind, id) of a hit. */
export function searched(answer, lead) {
  const { coverage } = answer;
  return [
    el("h2", {}, t("searched")),
    el("ul", { class: "facts" }, facts(answer).map((words) => el("li", {}, words))),
    coverage.regions_searched < coverage.regions_in_scope &&
      el("p", { class: "note warn" }, icon("alert"), t("not_all")),
    gaps(coverage),
    timeline(answer.hits, lead),
    details(answer),
  ];
}

/** A warning for each retriever that failed; null if none did. */
export function incomplete({ partial, failed }) {
  if (!partial && failed.length === 0) return null;
  const said = failed.map(({ retriever, reason }) =>
    el("p", {}, t("failed", named("retrievers", retriever), named("reasons", reason))),
  );
  return el(
    "div",
    { class: "panel warn" },
    el("h2", {}, icon("alert"), t("partial_title")),
    said,
    el("p", { class: "faint" }, t("partial_rest")),
  );
}

/** The notice of a demonstration model; null for any other. */
export function demonstration(model) {
  if (!model?.demonstration) return null;
  return el(
    "p",
    { class: "demonstration" },
    icon("alert"),
    el("span", {}, el("strong", {}, `${t("demonstration_title")}. `), t("demonstration", model.name)),
  );
}

function facts({ understood, coverage, took_ms: took }) {
  const { sources } = understood;
  const footage = sources.includes("footage")
    ? [regions(coverage), t("cameras", coverage.cameras_indexed, coverage.cameras)]
    : [t("no_footage_searched")];
  const told = sources.includes("reports")
    ? t("reports", coverage.reports_in_scope)
    : t("no_reports_searched");
  return [...footage, told, t("took", took.total ?? 0)];
}

function regions({ regions_searched: done, regions_in_scope: all, exact, recall, recall_at: at }) {
  return t("regions", done, all, exact ? t("exact") : t("approximate", at, number(recall, 3)));
}

function gaps({ not_indexed: missing, cameras }) {
  if (missing.length === 0) {
    return cameras > 0 && el("p", { class: "note fine" }, icon("check"), t("all_searched"));
  }
  return el(
    "details",
    { class: "gaps", open: missing.length <= FEW && matchMedia("(min-width: 62rem)").matches },
    el("summary", {}, icon("alert"), t("not_searched", missing.length)),
    el("ul", {}, missing.map(gap)),
  );
}

function gap({ camera, after, before, reason }) {
  return el(
    "li",
    {},
    el("strong", {}, camera),
    el("span", {}, range(after, before) || t("whole_time")),
    el("span", { class: "faint" }, named("reasons", reason)),
  );
}

function details({ model, generation, took_ms: took }) {
  const stages = Object.entries(took)
    .filter(([stage]) => stage !== "total")
    .map(([stage, ms]) => `${named("stages", stage)} ${number(ms, ms < 10 ? 1 : 0)} ms`);
  const name = model && `${t("model")}: ${model.name} (${model.fingerprint.slice(0, 12)})`;
  const demo = model?.demonstration && el("strong", {}, t("demonstration_title"));
  return el(
    "div",
    { class: "small-print" },
    name && el("p", { title: model.fingerprint }, name, demo && [", ", demo]),
    el("p", {}, t("generation", generation.footage, generation.reports)),
    el("p", {}, stages.join(" · ")),
  );
}
