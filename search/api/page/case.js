// The cases, and the board of one: what is pinned in the order of time, notes, searches, who did what.

import * as api from "./api.js";
import { board } from "./board.js";
import { caseList } from "./case_list.js";
import { el, fill } from "./dom.js";
import { t } from "./i18n.js";
import { forget, signInForm } from "./record.js";
import { drawTools, drawWords } from "./tools.js";
import { trouble } from "./trouble.js";

const at = (selector) => document.querySelector(selector);
const wanted = location.pathname.match(/^\/cases\/(\d+)$/)?.[1];

/** What the page shows: the list (`cases`), or one case with what belongs to it (`one`). */
const shown = { cases: null, one: null, error: null, notice: "" };
let session = { keys: false, asker: "local" };

async function load() {
  shown.error = null;
  try {
    session = await api.session();
    if (session.keys && session.asker === null) return draw();
    if (wanted) shown.one = await whole(wanted);
    else shown.cases = (await api.cases()).cases;
  } catch (error) {
    if (!(error instanceof api.Trouble)) throw error;
    shown.error = error;
  }
  draw();
}

/** A case with the searches made for it, who changed what, and the texts of pinned reports. */
async function whole(id) {
  const found = await api.board(id);
  const reports = found.pins.filter((pin) => pin.kind === "report");
  const [asked, changed, watching, watched, sent, ...texts] = await Promise.all([
    api.searchesFor(found.name),
    api.changes(id),
    api.watching(id),
    api.watched(id),
    api.deliveries(id),
    ...reports.map((pin) => api.one("report", pin.id).catch(gone)),
  ]);
  const told = new Map(reports.map((pin, index) => [pin.id, texts[index]]));
  return { ...found, asked: asked.searches, changes: changed.changes, told, watching, watched, deliveries: sent.deliveries };
}

/** A report that is no longer in the log is null; other trouble is told. */
function gone(error) {
  if (error.status === 404) return null;
  throw error;
}

/** Do something to the case and show what it is then; `said` is spoken, `key` gets the focus. */
async function did(work, said, key) {
  await work();
  shown.notice = "";
  await load();
  at("#status").textContent = said;
  (keyed(key) ?? at("#main")).focus();
}

/** The same for a button: where it cannot be done, the case is shown as it is, and that is said. */
async function press(work, said, key) {
  try {
    await did(work, said, key);
  } catch (error) {
    if (!(error instanceof api.Trouble)) throw error;
    shown.notice = error.status === 409 ? t("changed_meanwhile") : error.message;
    await load();
  }
}

function keyed(key) {
  return key ? at(`[data-key="${CSS.escape(key)}"]`) : null;
}

function draw() {
  const focused = document.activeElement?.dataset.key;
  drawWords();
  drawTools(session, draw, signOut);
  const notice = shown.notice && el("p", { class: "panel warn" }, shown.notice);
  fill(at("#notices"), shown.error ? failed(shown.error) : notice);
  fill(at("#board"), content());
  const { one } = shown;
  document.title = one ? `${one.name} · Truy Vết` : `${t("cases")} · Truy Vết`;
  keyed(focused)?.focus();
}

function failed(error) {
  if (error.status !== 404) return trouble(error, load, t("case_trouble"));
  return el("p", { class: "panel warn" }, t("case_missing"), el("a", { href: "/cases" }, t("cases_all")));
}

function content() {
  if (session.keys && session.asker === null) return signInForm(load);
  if (shown.one) return board(shown.one, { did, press, session });
  return shown.cases ? caseList(shown.cases) : [];
}

async function signOut() {
  await api.signOut();
  forget();
  Object.assign(shown, { cases: null, one: null });
  await load();
}

load();
