// Changes to an understood question; each gives a new one and leaves the old as it was.

const NO_TIME = { after: null, before: null, daily: null, weekdays: null };
const PAIRED = ["junction", "between"];

const without = (list, ...places) => list.filter((_, index) => !places.includes(index));

/** Look for something else; an empty text looks for anything. */
export const lookFor = (asked, text) => ({ ...asked, look_for: text.trim() });

/** Drop places by their indices. */
export const dropPlaces = (asked, indices) => ({
  ...asked,
  places: without(asked.places, ...indices),
});

/** Give the places at some indices another radius in metres. */
export const radius = (asked, indices, metres) => ({
  ...asked,
  places: asked.places.map((place, index) =>
    indices.includes(index) ? { ...place, radius_m: metres } : place,
  ),
});

/** Change parts of the time: {after, before, daily, weekdays}. */
export const time = (asked, parts) => ({ ...asked, time: { ...NO_TIME, ...asked.time, ...parts } });

/** Search at any time. */
export const anyTime = (asked) => ({ ...asked, time: NO_TIME });

/** Switch a source on or off; the last one stays on. */
export function toggleSource(asked, source) {
  const all = ["footage", "reports"];
  const on = (one) => (one === source) !== asked.sources.includes(one);
  const sources = all.filter(on);
  return sources.length ? { ...asked, sources } : asked;
}

/** Leave out one more phrase. */
export function addExclusion(asked, phrase) {
  const text = phrase.trim();
  if (!text || asked.exclude.includes(text)) return asked;
  return { ...asked, exclude: [...asked.exclude, text] };
}

/** Drop one entry of a list: `exclude` or `unresolved`. */
export const dropFrom = (asked, list, index) => ({ ...asked, [list]: without(asked[list], index) });

/** Ask only for the first of "A, then B". */
export const dropThen = (asked) => ({ ...asked, then: null });

/** Whether a place is of a shared name. */
export const isOf = (shared) => ({ name, kind = "street" }) =>
  name === shared.name && kind === shared.kind;

/**
 * Take a shared name for one of its candidates, or for all (null).
 *
 * Where places belong together in pairs the first piece of a candidate stands for it.
 */
export function takeNamesake(asked, shared, candidate) {
  const pieces = (place) => {
    if (!isOf(shared)(place)) return [place];
    const ids = candidate === null ? [null] : candidate.ids.slice(0, isPaired(place) ? 1 : undefined);
    return ids.map((id) => ({ ...place, id }));
  };
  const places = asked.places.flatMap(pieces);
  const told = (one) => ({ ...one, searched: candidate === null || one === candidate });
  const names = asked.shared.map((one) =>
    one === shared ? { ...one, candidates: one.candidates.map(told) } : one,
  );
  return { ...asked, places: places.filter(isFirst), shared: names };
}

const isPaired = ({ relation }) => [...PAIRED, "from", "toward"].includes(relation);

/** Whether a place is none of those before it; a pair stays a pair. */
const isFirst = (place, index, places) =>
  isPaired(place) || places.findIndex((one) => JSON.stringify(one) === JSON.stringify(place)) === index;

/** Places as they are shown: a junction's two, or the two "between" names, belong together. */
export function placeGroups(places) {
  const groups = [];
  for (let index = 0; index < places.length; index += 1) {
    const { relation } = places[index];
    const pair = PAIRED.includes(relation) && places[index + 1]?.relation === relation;
    groups.push(pair ? [index, index + 1] : [index]);
    if (pair) index += 1;
  }
  return groups;
}

/** Whether a time bounds anything. */
export const isTimed = (when) => Boolean(when.after || when.before || when.daily || when.weekdays);

/** Drop what was said besides. */
export function dropAsides(asked) {
  return { ...asked, asides: [] };
}
