"""What nearness in meaning is worth, beside the words of a report.

Whoever tells everything that is asked, at the place and time, comes first. What is near in meaning
lifts a report by a noisy-or within the room below those:

    worth = own + (top − own) · meant    where own < top

`top` is 1 for those themselves, and for all where there are none. So nothing that words find is
worth less, and nothing that is only meant comes before what tells all in words.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from search.copies import COPY_SHARE
from search.link_weights import ReportWeights
from search.plan import Plan
from search.report_features import Told, report_features
from search.reports import UNKNOWN_SHARE, Meant, ReportHit

CONTRADICTS = ("other_thing", "other_colour", "other_matter")
"""What a report may tell otherwise however near its text is; it counts as for words."""
_SURE = 1e-3
"""Probabilities are kept this far from 0 and 1 before their odds are taken."""


def lifted(own: float, meant: Meant | None, top: float) -> float:
    """What a report is worth by its words, `own`, and by what it means."""
    return own if meant is None or own >= top else own + (top - own) * meant.worth


def tops_of(
    hits: Sequence[ReportHit], told: Sequence[Told | None], words: Sequence[float]
) -> list[float]:
    """Up to where each report may be lifted, given what each is worth by its words."""
    whole = [one is not None and _tells_all(hit, one) for hit, one in zip(hits, told, strict=True)]
    below = min(
        (worth for worth, is_whole in zip(words, whole, strict=True) if is_whole), default=1
    )
    return [1.0 if is_whole else float(below) for is_whole in whole]


def by_what_is_meant(
    hits: Sequence[ReportHit], told: Sequence[Told | None], plan: Plan, weights: ReportWeights
) -> list[ReportHit]:
    """The reports, each `meant` for as much as place, time and what it tells otherwise leave."""
    alone = [hit for hit, one in zip(hits, told, strict=True) if hit.meant and one is None]
    of_alone = iter(report_features(alone, plan))
    done = []
    for hit, one in zip(hits, told, strict=True):
        if hit.meant is not None:
            meant = _left(hit, hit.meant, one or next(of_alone), weights)
            hit = replace(hit, meant=replace(hit.meant, worth=meant))
        done.append(hit)
    return done


def _left(hit: ReportHit, meant: Meant, told: Told, weights: ReportWeights) -> float:
    sure = min(max(meant.worth, _SURE), 1 - _SURE)
    parts = (getattr(weights, name) * getattr(told, name) for name in CONTRADICTS)
    odds = math.log(sure / (1 - sure)) + sum(part for part in parts if part < 0)
    first = COPY_SHARE if hit.copy_of else 1.0
    return first * _share(hit.placed) * _share(hit.timed) / (1 + math.exp(-odds))


def _share(told: float | None) -> float:
    """How probable it is that a place or time lies in what is asked: by the share within."""
    return UNKNOWN_SHARE if told is None else told


def _tells_all(hit: ReportHit, told: Told) -> bool:
    """Whether a report tells everything that is asked, in words, of there and then."""
    differs = any(getattr(told, name) for name in CONTRADICTS)
    return told.words >= 1 and not differs and hit.placed == 1 and hit.timed == 1
