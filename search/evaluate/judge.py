"""Whether a hit is right: shows, or tells, what the key says belongs in the answer.

A report is right if the key names it. A moment is right if it shares time with a stretch that the
key names on its camera and, where the key knows the object's boxes, its best look shows the object
and not something else that passed meanwhile. A right moment finds every such stretch that it
shares time with: who plays it sees them all.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from indexer.ids import Interval, to_ms
from indexer.region import Box
from search.evaluate.key import Asked, Known, Look, Passage

Hit = Mapping[str, Any]
"""One hit of an answer, in the contract's form."""

LONGEST_GAP_MS = 1_500
"""Between two looks of the key, one a second, a box is where a straight line has it."""
LEAST_OVERLAP = 0.1
"""Boxes show the same thing if they overlap by this much (intersection over union), or if the
middle of one lies in the other: the index's boxes are loose, and hold neighbours in a crowd."""


def found_by(hit: Hit, asked: Asked) -> frozenset[int]:
    """Which of the relevant ones, by place in the key, the hit finds; none where it is wrong."""
    if hit["kind"] == "report":
        return frozenset(n for n, one in enumerate(asked.relevant) if one == hit["id"])
    shared = {
        number: known
        for number, known in enumerate(asked.relevant)
        if isinstance(known, Known) and _share_time(hit, known)
    }
    is_right = any(shows(hit, known) for known in shared.values())
    return frozenset(shared) if is_right else frozenset()


def near_miss(hit: Hit, asked: Asked) -> str:
    """Why a wrong hit was taken for a right one, as the key has it; empty if it does not say."""
    if hit["kind"] == "report":
        return ""
    near = (
        why for why, known in asked.near_misses if _share_time(hit, known) and shows(hit, known)
    )
    return next(near, "")


def same_hit(first: Hit | None, other: Hit | None) -> bool:
    """Whether two answers' hits are the same report, or moments of one camera that share time."""
    if first is None or other is None:
        return first is other
    if first["kind"] != other["kind"] or first["kind"] == "report":
        return bool(first["id"] == other["id"])
    return bool(first["camera"]["id"] == other["camera"]["id"]) and span_of(first).overlaps(
        span_of(other)
    )


def span_of(hit: Hit) -> Interval:
    """The stretch of time that a moment covers."""
    return Interval(*(to_ms(datetime.fromisoformat(hit[edge])) for edge in ("start", "end")))


def shows(hit: Hit, known: Known) -> bool:
    """Whether a moment's best look shows an object of the stretch; so if no box is known."""
    at_ms, box = to_ms(datetime.fromisoformat(hit["best"]["at"])), tuple(hit["best"]["box"])
    boxes = [box_at(passage, at_ms) for passage in known.passages if passage.looks]
    return not boxes or any(there is not None and _same_thing(box, there) for there in boxes)


def box_at(passage: Passage, at_ms: int) -> Box | None:
    """Where the object's box is at a time, between two looks on a line; None if it is not there."""
    looks = passage.looks
    for before, after in pairwise(looks):
        if before.at_ms <= at_ms <= after.at_ms and after.at_ms - before.at_ms <= LONGEST_GAP_MS:
            share = (at_ms - before.at_ms) / max(after.at_ms - before.at_ms, 1)
            left, top, right, bottom = (
                low + (high - low) * share for low, high in zip(before.box, after.box, strict=True)
            )
            return left, top, right, bottom
    return _nearest(looks, at_ms)


def _nearest(looks: Sequence[Look], at_ms: int) -> Box | None:
    near = min(looks, key=lambda look: abs(look.at_ms - at_ms))
    return near.box if abs(near.at_ms - at_ms) <= LONGEST_GAP_MS else None


def _share_time(hit: Hit, known: Known) -> bool:
    return bool(hit["camera"]["id"] == known.camera) and span_of(hit).overlaps(known.span)


def _same_thing(first: Box, other: Box) -> bool:
    if _holds_middle(first, other) or _holds_middle(other, first):
        return True
    shared = _area(
        (
            max(first[0], other[0]),
            max(first[1], other[1]),
            min(first[2], other[2]),
            min(first[3], other[3]),
        )
    )
    return shared >= LEAST_OVERLAP * (_area(first) + _area(other) - shared)


def _holds_middle(box: Box, other: Box) -> bool:
    x, y = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _area(box: Box) -> float:
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)
