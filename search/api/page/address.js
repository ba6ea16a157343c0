// What is asked, as the address of the page has it: it can be kept, sent on and gone back to.

import { chips } from "./chips.js";
import { read as readExample } from "./example.js";
import { NONE } from "./marks.js";
import { ALL, read as readNarrowed } from "./narrow.js";

/**
 * The address of what is asked.
 *
 * `question` is the sentence, `changed` the question as changed by hand (null: as written), `like`
 * an example (null: none), `marks` the moments accepted and rejected, `only` what reports are
 * narrowed to.
 */
export function address({ question, changed = null, like = null, marks = NONE, only = ALL }) {
  const parameters = new URLSearchParams({ q: question });
  if (changed) parameters.set("u", JSON.stringify(changed));
  if (like) parameters.set("like", JSON.stringify(like));
  if (Object.keys(only).length > 0) parameters.set("only", JSON.stringify(only));
  for (const [how, ids] of Object.entries(marks)) {
    if (ids.length > 0) parameters.set(how, ids.join(" "));
  }
  return `/?${parameters}`;
}

/** What an address asks, in the same form; what was spoilt in it is left out. */
export function read(search) {
  const parameters = new URLSearchParams(search);
  const ids = (how) => (parameters.get(how) ?? "").split(" ").filter(Boolean);
  return {
    question: parameters.get("q")?.trim() ?? "",
    changed: understoodIn(parameters.get("u")),
    like: exampleIn(parameters.get("like")),
    only: readNarrowed(parameters.get("only")),
    marks: { accept: ids("accept"), reject: ids("reject") },
  };
}

/** The changed question in an address; null if there is none, or none that chips can show. */
function understoodIn(text) {
  try {
    const asked = JSON.parse(text);
    chips(asked, () => {}, null);
    return asked;
  } catch {
    return null;
  }
}

function exampleIn(text) {
  try {
    return readExample(JSON.parse(text));
  } catch {
    return null;
  }
}
