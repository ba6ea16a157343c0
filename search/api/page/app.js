// The page: a question, its understanding, one list of hits, and what was and was not searched.

import { address, read } from "./address.js";
import * as api from "./api.js";
import { chips } from "./chips.js";
import { el, fill } from "./dom.js";
import { drawOnMoment, drawOnPicture } from "./drawing.js";
import { ANYWHERE, exampleChips, exampleOf, scopeOf } from "./example.js";
import { showTrail } from "./follow.js";
import { items, jump, nothing, waiting } from "./hits.js";
import { t } from "./i18n.js";
import { listen } from "./keys.js";
import { NONE, marksBar, showMarks, toggled } from "./marks.js";
import { peek } from "./peek.js";
import { ALL, filters, narrowChips, narrowPanel } from "./narrow.js";
import { fileOf, listenForPictures } from "./pictures.js";
import { demand, drawRecord, forget, isComplete, record, signInForm } from "./record.js";
import { noneLikely } from "./relevance.js";
import { demonstration, incomplete, searched } from "./searched.js";
import { now } from "./time.js";
import { drawTools, drawWords } from "./tools.js";
import { trouble } from "./trouble.js";
import { welcome } from "./welcome.js";

const at = (selector) => document.querySelector(selector);

/**
 * What the page shows: what the address asks (see `address`), `marks` as they are set by now, the
 * body of the search and its answer or error, `refused` why a picture cannot be searched with.
 */
const shown = {
  question: "", changed: null, like: null, applied: NONE, marks: NONE, only: ALL,
  asked: null, answer: null, error: null, refused: "",
};
let session = { keys: false, asker: "local" };
let pending = null;

const isAsked = () => Boolean(shown.question || shown.changed);
const mustSignIn = () => session.keys && session.asker === null;

// ── asking ──

/** Ask something as a new step of the history. */
function go(asked) {
  const to = address(asked);
  if (to !== location.pathname + location.search) history.pushState(null, "", to);
  scrollTo(0, 0);
  load();
}

const ask = (question) => go({ question });

/** Ask the same with another understanding, example, marks or sorts of reports. */
function again(parts) {
  const { question, changed, like, applied, only } = shown;
  go({ question, changed, like, marks: applied, only, ...parts });
}

/** Show and search for what the address says. */
function load() {
  take();
  search();
}

function take() {
  const { question, changed, like, marks, only } = read(location.search);
  const scoped = like && changed;
  Object.assign(shown, { question, changed, like: scoped ? like : null, applied: marks, marks, only, refused: "" });
  at("#question").value = question;
  document.title = question ? `${question} · Truy Vết` : "Truy Vết";
}

/** Whether the page was loaded anew since a picture was uploaded. */
const isLost = () => Boolean(shown.like?.picture && !fileOf(shown.like.picture));

function lost() {
  Object.assign(shown, { question: "", changed: null, like: null, answer: null, refused: t("picture_lost") });
  draw();
}

async function search() {
  pending?.abort();
  pending = null;
  shown.error = null;
  if (shown.changed === null && shown.asked?.question !== shown.question) shown.answer = null; // else dimmed
  if (!isAsked() || mustSignIn()) {
    draw();
    return at("#key")?.focus();
  }
  if (isLost()) return lost();
  if (isComplete(session)) return answered(body(), draw);
  draw();
  return demand();
}

function body() {
  const asked = shown.changed
    ? { understood: shown.changed }
    : { question: shown.question, now: now() };
  return { ...asked, ...shown.like, ...shown.applied, ...filters(shown.only), ...record() };
}

/** Ask, show that it is being asked, and keep the answer or the error. */
async function answered(asked, then) {
  const mine = new AbortController();
  pending = mine;
  draw();
  try {
    const answer = marked(await api.search(asked, mine.signal));
    Object.assign(shown, { asked, answer });
  } catch (error) {
    if (mine.signal.aborted) return;
    await failed(error);
  }
  if (pending !== mine) return;
  pending = null;
  then();
}

/** The answer with the search's id on each hit, so that a pin says what found it. */
function marked(answer) {
  return { ...answer, hits: answer.hits.map((hit) => ({ ...hit, search: answer.search })) };
}

async function failed(error) {
  if (!(error instanceof api.Trouble)) throw error;
  Object.assign(shown, { error, answer: null });
  if (error.status === 401) session = await api.session();
}

/** The next page, below the hits that are there. */
async function more(button) {
  button.disabled = true;
  const { asked, answer } = shown;
  try {
    const next = marked(await api.search({ ...asked, cursor: answer.next_cursor }));
    if (shown.answer !== answer) return;
    shown.answer = { ...answer, hits: [...answer.hits, ...next.hits], next_cursor: next.next_cursor };
    at("#hits").append(...items(next.hits, context()));
    showMarks(shown.marks);
    at("#hits").children[answer.hits.length]?.focus();
    drawMore();
  } catch (error) {
    at("#more").replaceChildren(trouble(error, search));
  }
}

// ── drawing ──

function draw() {
  const focused = document.activeElement?.dataset.key;
  document.body.classList.toggle("busy", pending !== null);
  document.body.classList.toggle("fresh", !isAsked());
  at("#ask").hidden = mustSignIn();
  drawWords();
  for (const name of ["title", "aria-label"]) pictureButton.setAttribute(name, t("picture_ask"));
  drawTools(session, draw, signOut);
  drawRecord(session);
  drawUnderstood();
  drawNotices();
  drawResults();
  const { answer } = shown;
  fill(at("#banner"), demonstration(answer?.model));
  fill(at("#searched"), answer ? searched(answer, lead) : []);
  at("#status").textContent = said();
  if (focused) at(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function said() {
  if (pending) return t("searching");
  return shown.answer ? t("hits", shown.answer.hits.length, shown.answer.next_cursor) : "";
}

function drawUnderstood() {
  const asked = understood();
  const change = (changed) => again({ changed });
  const reset = shown.changed && shown.question ? () => ask(shown.question) : null;
  const example = shown.like && exampleChips(shown.like, exampleWays());
  const narrowed = narrowChips(shown.only, narrow);
  fill(at("#understood"), asked && !mustSignIn() ? chips(asked, change, reset, example, narrowed) : []);
}

/** The question as it is shown; which places share its names is told with each answer. */
function understood() {
  const { changed, answer, asked } = shown;
  if (changed === null || answer === null || asked?.understood !== changed) return changed ?? answer?.understood;
  return { ...changed, shared: answer.understood.shared };
}

/** Narrow the reports to some sorts, or to fewer. */
const narrow = (only) => again({ only });

function exampleWays() {
  return {
    show: () => lead("moment", shown.like.moment),
    redraw: () => drawOnPicture(shown.like.picture, (like) => again({ like }), shown.like.text, shown.like.box),
    change: (like) => again({ like }),
    leave: () => ask(shown.question),
  };
}

function drawNotices() {
  const { error, answer } = shown;
  if (mustSignIn()) return fill(at("#notices"));
  if (error) return fill(at("#notices"), trouble(error, search));
  if (shown.refused) return fill(at("#notices"), el("p", { class: "panel warn" }, shown.refused));
  return fill(at("#notices"), answer && incomplete(answer));
}

function drawResults() {
  const { answer } = shown;
  const results = at("#results");
  if (mustSignIn()) return fill(results, signInForm(signedIn));
  if (!isAsked()) return fill(results, welcome(ask));
  if (answer) {
    fill(results, found(answer));
    return drawMarks();
  }
  return fill(results, pending ? waiting() : needsRecord());
}

function found(answer) {
  const sorts = narrowPanel(answer.facets ?? {}, shown.only, narrow);
  if (answer.hits.length === 0) return [sorts, nothing(answer.understood, (changed) => again({ changed }))];
  const list = el("ol", { id: "hits", "aria-busy": String(pending !== null) }, items(answer.hits, context()));
  const count = el("h2", { class: "count" }, t("hits", answer.hits.length, answer.next_cursor));
  const bar = el("div", { id: "marks", hidden: true });
  return [count, sorts, bar, noneLikely(answer), list, el("div", { id: "more" }, moreButton())];
}

function drawMore() {
  at("#more").replaceChildren(...[moreButton()].filter(Boolean));
  at(".count").textContent = t("hits", shown.answer.hits.length, shown.answer.next_cursor);
}

function moreButton() {
  const press = (event) => more(event.currentTarget);
  return shown.answer.next_cursor && el("button", { type: "button", onclick: press }, t("more"));
}

function needsRecord() {
  return shown.error ? [] : el("p", { class: "panel" }, t("record_needed"));
}

function context() {
  const { hits, model, relevance_line: line } = shown.answer;
  return { hits, line, demonstration: model?.demonstration, lead, more: moreLike, draw: drawBox, mark, follow };
}

/** Look for what looks like a hit, where and when it was looked for. */
function moreLike(hit) {
  const changed = scopeOf(shown.changed ?? shown.answer.understood);
  again({ changed, like: exampleOf(hit), marks: NONE });
}

/** Show where a hit's vehicle went. */
function follow(hit) {
  showTrail(hit, (id) => peek("moment", id, shown.answer?.model));
}

/** Look for what a box shows that is drawn on a hit's still. */
function drawBox(hit) {
  const changed = scopeOf(shown.changed ?? shown.answer.understood);
  drawOnMoment(hit, (like) => again({ changed, like, marks: NONE }));
}

/** Look for what a picture of one's own shows, where and when it was looked for, if it was. */
function withPicture(key) {
  const asked = shown.changed ?? shown.answer?.understood;
  const changed = asked ? scopeOf(asked) : ANYWHERE;
  drawOnPicture(key, (like) => again({ changed, like, marks: NONE }));
}

function refusePicture(refused) {
  Object.assign(shown, { refused });
  drawNotices();
}

/** Mark a moment, or free it; it is searched with the marks when that is asked for. */
function mark(id, how) {
  shown.marks = toggled(shown.marks, id, how);
  drawMarks();
}

function drawMarks() {
  const { marks, applied } = shown;
  if (!at("#marks")) return;
  showMarks(marks);
  const ways = { search: () => again({ marks }), clear: clearMarks };
  fill(at("#marks"), marksBar(marks, applied, ways));
}

function clearMarks() {
  const { accept, reject } = shown.applied;
  if (accept.length + reject.length > 0) return again({ marks: NONE });
  shown.marks = NONE;
  return drawMarks();
}

/** Go to a hit of the page, or show by itself what is not on it. */
function lead(kind, id) {
  if (!jump(kind, id)) peek(kind, id, shown.answer.model);
}

// ── who asks ──

async function signedIn() {
  session = await api.session();
  load();
  at("#question").focus();
}

async function signOut() {
  await api.signOut();
  forget();
  session = await api.session();
  Object.assign(shown, { answer: null, error: null });
  draw();
  at("#key")?.focus();
}

// ── beginning ──

/** Whoever asks before the session is known is not interrupted: their question is then pending. */
async function begin() {
  const beginning = new AbortController();
  pending = beginning;
  take();
  draw();
  try {
    session = await api.session();
  } catch (error) {
    await failed(error);
  }
  if (pending !== beginning) return;
  pending = null;
  if (shown.error) draw();
  else search();
}

at("#ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const question = at("#question").value.trim();
  if (matchMedia("(pointer: coarse)").matches) document.activeElement.blur(); // folds its keyboard
  if (question) ask(question);
});
addEventListener("popstate", load);
listen();
const pictureButton = listenForPictures(at("#ask .box"), withPicture, refusePicture);
begin();
