"""A, then B: for each moment of A the best moment of B that comes after it.

B is looked for before A's own camera and before every camera that can be reached from it over the
streets in the time left (`search.follow.pace`): all regions there are compared. A B is worth its
own worth (`search.worth`), times how plausible its travel time is before another camera; a
hit's score is then the mean of its own and of its B's. A hit without one keeps half of its score:
it stays in the list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from embeddings.encoder import Encoder
from indexer.cameras import Camera
from indexer.ids import CameraId, Interval
from indexer.places.street_graph import Ways
from search.aim import Aim, aim_by_words
from search.follow.pace import Pace
from search.follow.reach import Departure, Reached, reached
from search.frames import FrameRetriever
from search.fusion import Fused
from search.index import View
from search.link_weights import shipped_weights
from search.moment_id import MomentId
from search.moments import Moment, group_moments
from search.plan import FrameScope
from search.question.understood import Then
from search.relevance import Curve
from search.sequel import Sequel, Succession
from search.streets import street_graph
from search.worth import moment_worth

WITHIN_S = 600.0
"""How soon B comes where the question does not say."""
LEADING = 100
"""Moments of A, by rank, for which B is looked for."""
REGIONS = 100
"""Regions of B taken for each of them."""


class Sequels:
    """Looks for what came after moments, in one view of an index."""

    def __init__(
        self, view: View, frames: FrameRetriever, encoder: Encoder, curve: Curve | None
    ) -> None:
        """Look through `frames` for what `encoder` makes of words; `curve` says what scores mean.

        Without a curve, scores count by where they stand among those found.
        """
        self._view, self._frames, self._encoder, self._curve = view, frames, encoder, curve
        self._graph = street_graph(view)
        self._cameras: dict[CameraId, Camera] = {camera.id: camera for camera in view.cameras}
        self._ways: dict[tuple[CameraId, int], Ways] = {}
        self._pace = Pace()

    def find(
        self, firsts: Sequence[Moment], then: Then, scopes: Sequence[FrameScope]
    ) -> Succession:
        """The sequel of each first moment that has one.

        `scopes` bound where and when each question of the chain may be answered, the first of them
        that of `then`.
        """
        within_s = WITHIN_S if then.within_s is None else then.within_s
        return Succession(
            sequels=self._chain(firsts[:LEADING], then, scopes),
            looked_at=min(len(firsts), LEADING),
            within_s=within_s,
            is_said=then.within_s is not None,
            by="streets" if self._graph.attached else "straight",
        )

    def _chain(
        self, firsts: Sequence[Moment], then: Then, scopes: Sequence[FrameScope]
    ) -> dict[MomentId, Sequel]:
        within_ms = round((WITHIN_S if then.within_s is None else then.within_s) * 1000)
        aim = aim_by_words(then.question, self._encoder)
        found = {first.id: self._after(first, aim, within_ms, scopes[0]) for first in firsts}
        chosen = _best_of(found, self._curve, then.question.look_for)
        onward = then.question.then
        if onward is None or not chosen:
            return chosen
        nexts = self._chain([one.moment for one in chosen.values()], onward, scopes[1:])
        return {ident: replace(one, then=nexts.get(one.moment.id)) for ident, one in chosen.items()}

    def _after(self, first: Moment, aim: Aim, within_ms: int, scope: FrameScope) -> list[Sequel]:
        """Every moment found after another in reach of it; its worth still its plausibility."""
        departure = Departure(first.camera, first.captured, within_ms)
        ways = self._ways_from(first.camera, within_ms)
        found = reached(departure, ways, self._cameras, self._pace)
        reach = {one.camera.id: one for one in found}
        cameras = tuple(one for one in scope.cameras if one in reach or one == first.camera)
        whole = Interval(first.captured.after_ms, first.captured.before_ms + within_ms)
        parts = tuple(part for each in scope.intervals if (part := _common(each, whole)))
        within = FrameScope(cameras, parts)
        hits = self._frames.search(aim.query, self._view.shards, within, REGIONS).hits
        moments = group_moments(hit for hit in hits if not aim.excludes(hit))
        sequels = (_sequel(first, one, reach.get(one.camera), within_ms) for one in moments)
        return [sequel for sequel in sequels if sequel is not None]

    def _ways_from(self, camera: CameraId, within_ms: int) -> Ways:
        key = (camera, within_ms)
        if key not in self._ways:
            self._ways[key] = self._graph.ways(camera, self._pace.farthest_m(within_ms))
        return self._ways[key]


def _sequel(first: Moment, moment: Moment, one: Reached | None, within_ms: int) -> Sequel | None:
    """A moment as the sequel of another; None if it came before, too late, or cannot be reached."""
    at_ms = moment.best.region.captured_at_ms
    apart_ms = at_ms - first.best.region.captured_at_ms
    if not 0 < apart_ms <= within_ms:
        return None
    if one is None:
        return Sequel(moment, 0.0, None, apart_ms / 1000, 1.0)
    if not one.window.after_ms <= at_ms <= one.window.before_ms:
        return None
    way = one.way
    plausible = Pace.plausibility(way.length_m, apart_ms / 1000)
    return Sequel(moment, way.length_m, way.by, apart_ms / 1000, plausible)


def ranked_by_both(fused: Sequence[Fused], succession: Succession) -> list[Fused]:
    """The one list by A and B together, ranks anew."""
    scored = []
    for entry in fused:
        hit = entry.hit
        sequel = succession.sequels.get(hit.id) if isinstance(hit, Moment) else None
        worth = sequel.whole_worth if sequel else 0.0
        scored.append(replace(entry, score=(entry.score + worth) / 2, then=sequel))
    ordered = sorted(scored, key=lambda entry: (entry.part, -entry.score, entry.rank))
    return [replace(entry, rank=rank) for rank, entry in enumerate(ordered, 1)]


def _best_of(
    found: Mapping[MomentId, Sequence[Sequel]], curve: Curve | None, look_for: str
) -> dict[MomentId, Sequel]:
    """For each first moment its worthiest sequel: its own worth times plausibility."""
    listed = [(ident, sequel) for ident, sequels in found.items() for sequel in sequels]
    moments = [sequel.moment for _, sequel in listed]
    own = moment_worth(moments, curve, look_for, shipped_weights().moments)
    best: dict[MomentId, Sequel] = {}
    for (ident, sequel), relevant in zip(listed, own, strict=True):
        worth = replace(sequel, worth=sequel.worth * relevant)
        known = best.get(ident)
        if known is None or _order(worth) < _order(known):
            best[ident] = worth
    return best


def _order(sequel: Sequel) -> tuple[float, float, str]:
    return (-sequel.worth, sequel.apart_s, str(sequel.moment.id))


def _common(first: Interval, second: Interval) -> Interval | None:
    after, before = max(first.after_ms, second.after_ms), min(first.before_ms, second.before_ms)
    return Interval(after, before) if after < before else None
