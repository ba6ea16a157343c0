"""Questions in three forms, small things among them, with what belongs there and what nearly does.

Each is asked in English, Vietnamese and Vietnamese without accents, as one group. A third is about
things of 24 to 48 pixels; of the others some ask for riders, helmets or a box, some for a few
minutes only, some on all cameras, and some for what never came by.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, product
from typing import Any, Literal

import numpy as np

from indexer.folding import fold
from indexer.ids import LOCAL_ZONE
from indexer.simulate.cameras import Site
from indexer.simulate.captions import LANGUAGES, Language, name_of
from indexer.simulate.contrasts import TRAITS, trait_phrase, traits_of
from indexer.simulate.key import ON_M, Seen, Window, after_hour
from indexer.simulate.network import Street
from indexer.simulate.parked import COLOURS as PARKED_COLOURS
from indexer.simulate.things import COLOURS, TYPES, Colour, Thing, Type
from indexer.simulate.words import Trait

Kind = Literal["type and colour", "anywhere", "riders", "helmets", "box", "minutes"]
GROUPS = 24
"""How many questions are drawn, each in three forms; one more for every six asks for nothing."""
SMALL_PX = (24, 48)
_MOST_MOMENTS = 8
_MOST_NEAR_MISSES = 12
_KINDS: dict[Trait, Kind] = {
    "two": "riders", "three": "riders", "bare heads": "helmets", "box": "box",
}  # fmt: skip
"""The traits that are asked for. What most riders have (one alone, helmets) tells little."""


@dataclass(frozen=True)
class Passage:
    """One stretch of at least a second in which a camera has a thing in its picture."""

    site: Site
    object: str
    thing: Thing
    first: int
    last: int
    height_px: int

    def to_json(self, seen: Seen) -> dict[str, Any]:
        """As the key names it."""
        return {
            "camera": self.site.id,
            "start": seen.at(self.first),
            "end": seen.at(self.last + 1),
            "object": self.object,
        }


@dataclass(frozen=True)
class Wanted:
    """What a question asks for: a thing on a street (None: anywhere) in a window of time."""

    type: Type
    colour: Colour
    street: Street | None
    window: Window
    trait: Trait | None = None
    to_the_minute: bool = False

    @property
    def kind(self) -> Kind:
        """What makes the question hard."""
        if self.trait is not None:
            return _KINDS[self.trait]
        if self.to_the_minute:
            return "minutes"
        return "anywhere" if self.street is None else "type and colour"

    def is_met_by(self, thing: Thing) -> bool:
        """Whether a thing is of that type, colour and trait."""
        return (thing.type, thing.colour) == (self.type, self.colour) and (
            self.trait is None or traits_of(thing)[TRAITS.index(self.trait)]
        )

    def text(self, language: Language) -> str:
        """The question in one form."""
        if self.trait is None:
            what = name_of(self.type, self.colour, language)
        else:
            what = trait_phrase(self.trait, self.colour, language)
        if language == "en":
            where = f" on {self.street.name}" if self.street else ""
            return f"{what}{where} {self._english_time()}"
        where = f" trên đường {self.street.name}" if self.street else ""
        text = f"{what}{where} {self._vietnamese_time()}"
        return text if language == "vi" else fold(text)

    def _english_time(self) -> str:
        after, before = self.window
        if self.to_the_minute:
            return f"between {after:%H:%M} and {before:%H:%M}"
        return f"after {after.hour % 12 or 12}{'am' if after.hour < 12 else 'pm'}"

    def _vietnamese_time(self) -> str:
        after, before = self.window
        if self.to_the_minute:
            return f"từ {after:%Hh%M} đến {before:%Hh%M}"
        return f"sau {after.hour}h"


def question_lines(
    seen: Seen, now: datetime, seed: int, groups: int = GROUPS
) -> Iterator[dict[str, Any]]:
    """About `groups` questions of what was seen, then some of what was not, three lines each."""
    rng = np.random.default_rng([seed, 0x51])
    passages = list(_passages(seen))
    asked = now.astimezone(LOCAL_ZONE).isoformat(timespec="seconds")
    drawn = [*_drawn(seen, passages, rng, groups), *_unmet(seen, passages, rng, groups // 6)]
    for number, wanted in enumerate(drawn, 1):
        relevant = _met(seen, wanted, passages)
        near = [
            one.to_json(seen) | {"why": why} for why, one in _near_misses(seen, wanted, passages)
        ]
        for language in LANGUAGES:
            yield {
                "question": wanted.text(language),
                "now": asked,
                "relevant": [one.to_json(seen) for one in relevant],
                "language": language,
                "group": f"g{number:03d}",
                "kind": wanted.kind if relevant else "none",
                "near_misses": near[:_MOST_NEAR_MISSES],
            }


def _passages(seen: Seen) -> Iterator[Passage]:
    for site, sightings in seen.by_site:
        for sighting in sightings:
            heights = (sighting.boxes[:, 3] - sighting.boxes[:, 1]) * seen.size[1]
            for first, last in sighting.shown_spans():
                if last + 1 - first >= seen.fps:
                    within = (sighting.frames >= first) & (sighting.frames <= last)
                    tall = int(heights[within].max())
                    yield Passage(site, sighting.trip.id, sighting.trip.thing, first, last, tall)


def _met(seen: Seen, wanted: Wanted, passages: Sequence[Passage]) -> list[Passage]:
    """What belongs in the answer: on the street, at the time, and what was asked for."""
    return [
        one
        for passage in passages
        if wanted.is_met_by(passage.thing) and _is_on(passage, wanted.street)
        if (one := _within(seen, passage, wanted.window)) is not None
    ]


def _near_misses(
    seen: Seen, wanted: Wanted, passages: Sequence[Passage]
) -> Iterator[tuple[str, Passage]]:
    """What may be taken for it, and why it is not: each kind by turns, in the order seen."""
    by_why: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        why = _why_not(seen, wanted, passage)
        if why:
            by_why[why].append(passage)
    turns = max(map(len, by_why.values()), default=0)
    yield from chain.from_iterable(
        [(why, found[turn]) for why, found in sorted(by_why.items()) if turn < len(found)]
        for turn in range(turns)
    )


def _why_not(seen: Seen, wanted: Wanted, passage: Passage) -> str:
    thing = passage.thing
    here, then = _is_on(passage, wanted.street), _within(seen, passage, wanted.window)
    if wanted.is_met_by(thing):
        return "" if here and then else "other hour" if here else "other street"
    if not (here and then):
        return ""
    if (thing.type, thing.colour) == (wanted.type, wanted.colour):
        return "other riders"
    return "other colour" if thing.type == wanted.type else (
        "other type" if thing.colour == wanted.colour else ""
    )  # fmt: skip


def _is_on(passage: Passage, street: Street | None) -> bool:
    return street is None or street.line.nearest(passage.site.x, passage.site.y)[1] <= ON_M


def _within(seen: Seen, passage: Passage, window: Window) -> Passage | None:
    """The part of the passage that lies in the window, if that is a second or more."""
    after, before = (round((edge - seen.start).total_seconds() * seen.fps) for edge in window)
    first, last = max(passage.first, after), min(passage.last, before - 1)
    if last + 1 - first < seen.fps:
        return None
    return Passage(passage.site, passage.object, passage.thing, first, last, passage.height_px)


def _drawn(
    seen: Seen, passages: Sequence[Passage], rng: np.random.Generator, groups: int
) -> list[Wanted]:
    """Small ones, plain ones (on a street or anywhere), and the harder ones, by turns."""
    small: list[Wanted] = []
    piles: dict[str, list[Wanted]] = {"type and colour": [], "anywhere": [], "harder": []}
    for wanted in _shuffled(list(_possible(seen)), rng):
        relevant = _met(seen, wanted, passages)
        if 1 <= len(relevant) <= _MOST_MOMENTS:
            tallest = max(one.height_px for one in relevant)
            if SMALL_PX[0] <= tallest < SMALL_PX[1]:
                small.append(wanted)
            else:
                piles.get(wanted.kind, piles["harder"]).append(wanted)
    plain = list(_by_turns(piles["type and colour"], piles["anywhere"]))
    return list(_by_turns(small, plain, piles["harder"]))[:groups]


def _by_turns(*piles: Sequence[Wanted]) -> Iterator[Wanted]:
    """One of each pile by turns; an empty pile is passed over."""
    for turn in range(max(map(len, piles), default=0)):
        yield from (pile[turn] for pile in piles if turn < len(pile))


def _unmet(
    seen: Seen, passages: Sequence[Passage], rng: np.random.Generator, count: int
) -> list[Wanted]:
    """What never came by on that street, though something like it did."""
    found: list[Wanted] = []
    for wanted in _shuffled([one for one in _possible(seen) if one.kind == "type and colour"], rng):
        if len(found) == count:
            break
        is_there = any(
            wanted.is_met_by(one.thing) and _is_on(one, wanted.street) for one in passages
        )
        if not is_there and next(_near_misses(seen, wanted, passages), None):
            found.append(wanted)
    return found


def _possible(seen: Seen) -> Iterator[Wanted]:
    """All that could be asked; not for what stands parked all the time."""
    streets = {site.street.id: site.street for site, _ in seen.by_site}.values()
    hour = after_hour(seen.start)
    for kind, colour, street in product(TYPES, COLOURS, [None, *streets]):
        if kind == "motorbike" and colour in PARKED_COLOURS:
            continue
        yield Wanted(kind, colour, street, hour)
        if street is None:
            continue
        for window in _minutes(seen):
            yield Wanted(kind, colour, street, window, to_the_minute=True)
        if kind == "motorbike":
            for trait in _KINDS:
                yield Wanted(kind, colour, street, hour, trait)


def _minutes(seen: Seen) -> Iterator[Window]:
    """The first and the second half of the footage, in whole minutes."""
    start = seen.start.astimezone(LOCAL_ZONE)
    minutes = seen.frame_count // (60 * seen.fps)
    if minutes >= 2 and not start.second and not start.microsecond:
        middle = start + timedelta(minutes=minutes // 2)
        yield start, middle
        yield middle, start + timedelta(minutes=minutes)


def _shuffled(wanted: Sequence[Wanted], rng: np.random.Generator) -> list[Wanted]:
    return [wanted[index] for index in rng.permutation(len(wanted)).tolist()]
