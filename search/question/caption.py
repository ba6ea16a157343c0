"""A plain English caption of the concepts a phrase names: "two men on a red motorbike"."""

from bisect import bisect_left
from collections.abc import Sequence

from indexer.folding import fold
from search.question.lexicon import FILLERS, Concept, Mention, mentions

_RIDDEN = ("motorbike", "bicycle")
_NEAR = 8
"""Characters between a thing and the colour that is still its own: "xe máy màu đỏ"."""


def caption_of(found: Sequence[Mention]) -> str:
    """The caption in the words that captions usually use; empty if no thing or person is named."""
    thing = _first(found, "thing")
    who = _first(found, "who")
    if thing is None:
        return _person(found, who) if who else ""
    noun = thing.concept.english[0]
    shade = colour_of(thing, found)
    caption = f"{shade} {noun}".strip()
    if who and noun in _RIDDEN and who.concept.english[0] != "person":
        caption = f"{who.concept.english[0]} on a {caption}"
    if detail := _first(found, "detail", ("without helmet", "helmet", "box")):
        caption = _with_detail(caption, detail.concept.english[0])
    return caption


def whole_caption(phrase: str) -> str:
    """The caption of a phrase if it tells all of it; empty if it leaves anything out."""
    found = mentions(phrase)
    caption = caption_of(found)
    told = [one.concept for one in mentions(caption)]
    rest = list(fold(phrase))
    for one in found:
        rest[one.start : one.end] = " " * (one.end - one.start)
    is_whole = _same(told, found) and FILLERS.issuperset("".join(rest).split())
    return caption if is_whole else ""


def _same(told: Sequence[Concept], found: Sequence[Mention]) -> bool:
    """Whether both name the same; the clothes of a person in a colour go without saying."""
    on_foot = not any(concept.sort == "thing" for concept in told)
    named = [one.concept for one in found if not (on_foot and one.concept.sort == "clothes")]
    return sorted(told, key=_word) == sorted(named, key=_word)


def _word(concept: Concept) -> str:
    return concept.english[0]


def _first(
    found: Sequence[Mention], sort: str, among: Sequence[str] | None = None
) -> Mention | None:
    """The first mention of a sort; of things a plain "vehicle" only if there is no other."""
    chosen = [
        one
        for one in found
        if one.concept.sort == sort and (among is None or one.concept.english[0] in among)
    ]
    return min(chosen, key=lambda one: one.concept.english[0] == "vehicle", default=None)


def colour_of(thing: Mention, found: Sequence[Mention]) -> str:
    """The colour beside a thing: after it in Vietnamese, before it in English; empty if none is.

    `found` is all that is named, in its order; the thing is one of them.
    """
    at = bisect_left(found, thing.start, key=lambda one: one.start)
    for one in found[max(0, at - _NEAR) : at + _NEAR]:
        gap = thing.start - one.end if thing.is_english else one.start - thing.end
        if one.concept.sort == "colour" and 0 <= gap <= _NEAR:
            return one.concept.english[0]
    return ""


def _person(found: Sequence[Mention], who: Mention) -> str:
    colour = _first(found, "colour")
    noun = who.concept.english[0]
    return f"{noun} in {colour.concept.english[0]}" if colour else noun


def _with_detail(caption: str, detail: str) -> str:
    told = {"without helmet": detail, "box": "with a box"}.get(detail, f"with {detail}")
    return f"{caption} {told}"
