"""What looks like the vehicle at each camera in its window: every region of it is compared."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.ids import Interval
from search.example import Vector
from search.follow.reach import Reached
from search.follow.request import FollowRequest
from search.frames import FrameHit, FrameRetriever
from search.index import View
from search.moments import Moment, group_moments
from search.plan import FrameScope
from search.stored_looks import largest_look, look_at

REGIONS = 200
"""Regions taken of one camera's window: enough for some moments of the most alike things."""
MOMENTS = 15
"""Moments of one camera that may take the trail on."""


@dataclass
class Looking:
    """Looks for one vector, and counts what it compared."""

    query: Vector
    frames: FrameRetriever
    view: View
    in_scope: int = 0
    searched: int = 0
    failed: dict[str, None] = field(default_factory=dict)
    exact: bool = True

    def alike(self, one: Reached) -> list[Moment]:
        """The moments of a camera's window that look most like it, the most alike first."""
        scope = FrameScope((one.camera.id,), (one.scope,))
        found = self.frames.search(self.query, self.view.shards, scope, REGIONS)
        self.in_scope += found.in_scope
        self.searched += found.searched
        self.exact &= found.recall is None
        self.failed |= dict.fromkeys(found.failed)
        return group_moments(found.hits)[:MOMENTS]


def meant(looks: Sequence[FrameHit], request: FollowRequest) -> FrameHit:
    """The region of the moment that is followed: the one named, else the largest."""
    if request.pts_ms is None:
        return largest_look(looks)
    if hit := look_at(looks, request.pts_ms, request.box):
        return hit
    nearest = min(abs(hit.region.pts_ms - request.pts_ms) for hit in looks)
    return largest_look([h for h in looks if abs(h.region.pts_ms - request.pts_ms) == nearest])


def seen_at(hit: FrameHit) -> Interval:
    """The very time of one region."""
    return Interval(hit.region.captured_at_ms, hit.region.captured_at_ms)
