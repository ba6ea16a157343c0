"""Follow a moment over an index: its look, the cameras in reach, what looks like it there."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from indexer.cameras import Camera
from indexer.ids import CameraId, Interval
from indexer.places.street_graph import StreetGraph
from search.example import unit
from search.follow.heading import against, driving_deg, leg_deg
from search.follow.likeness import Looking, meant
from search.follow.pace import Pace
from search.follow.reach import Departure, Footage, Reached, reached
from search.follow.request import FollowRequest
from search.follow.trail import Branch, Step, grow, steps_on
from search.frames import FrameHit, FrameRetriever
from search.index import IndexRead, View
from search.moments import Moment, looks_beside
from search.stored_looks import StoredLooks
from search.streets import street_graph

MOST_LOOKED = (120, 40)
"""Cameras looked at from the moment itself and from a branch, the nearest first."""


@dataclass(frozen=True)
class Followed:
    """What following found: all cameras in reach, those looked at as steps, and the drawn tree."""

    look: FrameHit
    seen: Interval
    reach: Sequence[Reached]
    steps: Sequence[Step]
    branches: tuple[Branch, ...]
    looking: Looking
    footage: Footage
    graph: StreetGraph
    streets: frozenset[str]
    backward: bool
    pace: Pace
    took_ms: dict[str, float] = field(default_factory=dict)


class Follower:
    """Follows moments of one index."""

    def __init__(self, index: IndexRead, frames: FrameRetriever) -> None:
        """Follow over `index`, its regions through `frames`."""
        self._index = index
        self._frames = frames

    def follow(self, request: FollowRequest, view: View) -> Followed:
        """Follow a moment of a view. UnknownName if it is not there, DamagedShard if unreadable."""
        began = time.perf_counter()
        ends = request.moment.pts_after_ms, request.moment.pts_before_ms
        stored = StoredLooks(self._index, self._frames, view)
        looks = stored.of(request.moment)
        look = meant(looks, request)
        root = Moment(look, *ends, beside=looks_beside(look, looks))
        zero = look.region.captured_at_ms - look.region.pts_ms
        seen = Interval(zero + ends[0], zero + ends[1])
        looking = Looking(unit(look.embedding), self._frames, view)
        walk = _Walk(request, view, looking)
        departure = Departure(look.region.camera, seen, request.within_ms, root)
        steps, branches = grow(
            departure, walk.onward, request.breadth, request.depth, request.backward
        )
        return Followed(
            look=look,
            seen=seen,
            reach=walk.first,
            steps=steps,
            branches=branches,
            looking=looking,
            footage=walk.footage,
            graph=walk.graph,
            streets=walk.streets,
            backward=request.backward,
            pace=request.pace,
            took_ms={"total": (time.perf_counter() - began) * 1000},
        )


class _Walk:
    """The steps of one request, one departure after the other."""

    def __init__(self, request: FollowRequest, view: View, looking: Looking) -> None:
        self._request, self._looking = request, looking
        self._cameras: dict[CameraId, Camera] = {camera.id: camera for camera in view.cameras}
        self.footage = Footage(view.spans)
        self.graph = street_graph(view)
        self.first: list[Reached] = []
        self.streets: frozenset[str] = frozenset()

    def onward(self, came: Departure, path: frozenset[CameraId], at: int) -> list[Step]:
        request = self._request
        farthest_m = request.pace.farthest_m(came.within_ms)
        ways = self.graph.ways(came.camera, farthest_m, backward=request.backward)
        reach = reached(came, ways, self._cameras, request.pace, request.backward)
        if at == 0:
            self.first, self.streets = reach, ways.streets
        most = MOST_LOOKED[min(at, len(MOST_LOOKED) - 1)]
        open_ = [one for one in reach if self.footage.sees(one)]
        onto = [one for one in open_ if one.camera.id not in path]
        alike = {one.camera.id: self._looking.alike(one) for one in onto[:most]}
        again = {one.camera.id for one in open_ if one.camera.id in path}
        return steps_on(_middle(came.seen), onto, alike, partial(self._against, came), again)

    def _against(self, came: Departure, one: Reached, moment: Moment) -> int:
        """At how many ends of the way the vehicle drove against it, as far as that is seen."""
        here, there = self._cameras[came.camera], one.camera
        left = driving_deg(came.moment, here) if came.moment else None
        ends = [(here, left), (there, driving_deg(moment, there))]
        if self._request.backward:
            ends.reverse()
        line = self.graph.line(one.way) or tuple((camera.lat, camera.lon) for camera, _ in ends)
        legs = leg_deg(line), leg_deg(line, last=True)
        return against(zip((driving for _, driving in ends), legs, strict=True))


def _middle(seen: Interval) -> int:
    return (seen.after_ms + seen.before_ms) // 2
