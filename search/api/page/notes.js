// Notes of a case: about one pin, or of the whole; written and changed in place.

import * as api from "./api.js";
import { el, icon } from "./dom.js";
import { t } from "./i18n.js";
import { stamp } from "./time.js";
import { editor } from "./writing.js";

/** The notes about a pin, and a button to add one. */
export function notesAbout(one, { kind, id }, context) {
  const about = { kind, id };
  const own = one.notes.filter((note) => note.about?.kind === kind && note.about.id === id);
  return notes(one, own, about, context);
}

/** The notes that are about nothing pinned, and a button to add one. */
export function notesOfCase(one, context) {
  const isPinned = ({ kind, id }) => one.pins.some((pin) => pin.kind === kind && pin.id === id);
  const own = one.notes.filter((note) => !note.about || !isPinned(note.about));
  return el("section", { class: "case-notes" }, el("h2", {}, t("notes")), notes(one, own, null, context));
}

function notes(one, own, about, context) {
  if (one.closed_at) return el("div", { class: "notes" }, own.map((note) => shown(one, note, context)));
  const place = el("div", { class: "note-new" });
  const key = `note-${about ? `${about.kind}-${about.id}` : "case"}`;
  const show = () => {
    const press = { type: "button", class: "act", "data-key": key, onclick: write };
    place.replaceChildren(el("button", press, icon("plus"), t("note_add")));
  };
  const write = () => {
    const add = (text) => api.add(one.id, "notes", { text, ...(about && { about }) });
    const save = (text) => context.did(() => add(text), t("saved"), key);
    place.replaceChildren(editor({ one, text: "", label: t("note_add"), save, cancel: show }));
    place.querySelector("textarea").focus();
  };
  show();
  return el("div", { class: "notes" }, own.map((note) => shown(one, note, context)), place);
}

function shown(one, note, context) {
  const place = el("div", { class: "case-note" });
  const path = `/notes/${note.id}`;
  const show = () => {
    const button = (words, name, press) =>
      el("button", { type: "button", class: "act", "data-key": `${name}-${note.id}`, onclick: press }, words);
    const edited = note.edited_at && ` · ${t("edited_by", stamp(note.edited_at), note.edited_by)}`;
    place.replaceChildren(
      el("p", { dir: "auto" }, note.text),
      el(
        "div",
        { class: "actions" },
        el("span", { class: "faint" }, `${note.by}, ${stamp(note.at)}`, edited),
        !one.closed_at && [button(t("note_edit"), "edit", edit), button(t("note_remove"), "remove", remove)],
      ),
    );
  };
  const edit = () => {
    const change = (text, version) => api.change(one.id, path, { text, version });
    const save = (text, version) =>
      context.did(() => change(text, version), t("saved"), `edit-${note.id}`);
    place.replaceChildren(editor({ one, text: note.text, label: t("note_edit"), save, cancel: show }));
    place.querySelector("textarea").focus();
  };
  const remove = () => context.press(() => api.remove(one.id, path, one.version), t("note_removed"));
  show();
  return place;
}
