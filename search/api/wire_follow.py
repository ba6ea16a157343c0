"""The shape of a request to follow a moment, on the wire."""

from pydantic import Field

from search.api.strict import Asked
from search.api.wire import Edges, Note, box_of
from search.follow.pace import FASTEST_KMH, MOST_SLACK, SLACK, SLOWEST_KMH, Pace
from search.follow.request import (
    BREADTH,
    DEPTH,
    MOST_BREADTH,
    MOST_DEPTH,
    MOST_WITHIN_S,
    WITHIN_S,
    Direction,
    FollowRequest,
)
from search.moment_id import MomentId


class Follow(Asked):
    """Which moment is followed, in which direction of time, how far, and at which speeds."""

    moment: str = Field(examples=["5d1c0f9be02a7741.271000-279500"], description="Its id.")
    pts_ms: int | None = Field(
        default=None, ge=0, le=10**12, description="Of the picture meant, such as a hit's `pts_ms`."
    )
    box: Edges | None = Field(default=None, description="Of the vehicle, as in a hit's `best`.")
    direction: Direction = Field(default="forward", description="`backward`: where it came from.")
    within_s: float = Field(default=WITHIN_S, ge=1, le=MOST_WITHIN_S)
    slowest_kmh: float = Field(default=SLOWEST_KMH, gt=0, le=300)
    fastest_kmh: float = Field(default=FASTEST_KMH, gt=0, le=300)
    slack: float = Field(
        default=SLACK, ge=0, le=MOST_SLACK, description="By which windows of time are widened."
    )
    depth: int = Field(default=DEPTH, ge=1, le=MOST_DEPTH, description="Cameras one after another.")
    breadth: int = Field(default=BREADTH, ge=1, le=MOST_BREADTH, description="Branches at first.")
    case: Note | None = Field(
        default=None, description="The case it is for; required once keys exist."
    )
    reason: Note | None = Field(default=None, description="Why; required once keys exist.")

    def value(self, asker: str) -> FollowRequest:
        """The request as the search knows it; BadQuestion, UnknownName where it cannot be read."""
        return FollowRequest(
            moment=MomentId.parse(self.moment),
            pts_ms=self.pts_ms,
            box=box_of(self.box) if self.box is not None else None,
            direction=self.direction,
            within_s=self.within_s,
            pace=Pace(self.slowest_kmh, self.fastest_kmh, self.slack),
            depth=self.depth,
            breadth=self.breadth,
            case=self.case,
            reason=self.reason,
            asker=asker,
        )
