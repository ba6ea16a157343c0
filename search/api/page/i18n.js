// The page's two languages: Vietnamese and English.

import { CASES_EN } from "./words_cases_en.js";
import { CASES_VI } from "./words_cases_vi.js";
import { DRAWING_EN } from "./words_drawing_en.js";
import { DRAWING_VI } from "./words_drawing_vi.js";
import { FOLLOW_EN } from "./words_follow_en.js";
import { FOLLOW_VI } from "./words_follow_vi.js";
import { EN } from "./words_en.js";
import { VI } from "./words_vi.js";
import { WATCHES_EN } from "./words_watches_en.js";
import { WATCHES_VI } from "./words_watches_vi.js";

const WORDS = {
  vi: { ...VI, ...CASES_VI, ...WATCHES_VI, ...DRAWING_VI, ...FOLLOW_VI },
  en: { ...EN, ...CASES_EN, ...WATCHES_EN, ...DRAWING_EN, ...FOLLOW_EN },
};
const root = document.documentElement;

/** The language spoken now: `vi` or `en`. */
export function language() {
  return root.lang === "vi" ? "vi" : "en";
}

/** Speak a language from now on, and remember it. */
export function speak(chosen) {
  root.lang = chosen;
  remember("language", chosen);
}

/** A text of the page; some take parts. */
export function t(key, ...parts) {
  const words = WORDS[language()][key];
  return typeof words === "function" ? words(...parts) : words;
}

/** A name of the index (a kind, a channel, a reason) in words; itself where there are none. */
export function named(group, name) {
  return t(group)[name] ?? name;
}

/** A number as the language writes it. */
export function number(value, digits = 0) {
  const places = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(language(), places).format(value);
}

/** Remember a choice on this machine, where that is allowed. */
export function remember(name, value) {
  try {
    localStorage.setItem(`truyvet.${name}`, value);
  } catch {
    // storage may be forbidden; the choice then lasts as long as the page
  }
}
