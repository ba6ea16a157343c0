"""The shape of what following a moment found, on the wire."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from search.api.shown import Best, Camera, Model, Moment, Shown
from search.api.wire import Edges


class Asked(Shown):
    """What was followed."""

    moment: str
    pts_ms: int | None
    box: Edges | None
    direction: Literal["forward", "backward"]
    within_s: float
    slowest_kmh: float
    fastest_kmh: float
    slack: float
    depth: int
    breadth: int


class Travel(Shown):
    """By which streets and speeds it was worked out; `straight` where no street is known."""

    slowest_kmh: float
    usual_kmh: float
    fastest_kmh: float
    slack: float
    by: Literal["streets", "straight"]
    streets: int
    junctions: int
    cameras: int
    cameras_on_streets: int
    straight_factor: float = Field(description="A straight way counts as so many times its length.")


class SeenMoment(Moment):
    """A moment on the trail."""

    best: Best
    pts_ms: int
    relevance: float | None = Field(
        default=None,
        description="How probable it is that it shows a vehicle of the same type and colour.",
    )


class _Leg(Shown):
    distance_m: float
    by: Literal["streets", "straight"]
    earliest: datetime
    latest: datetime
    passed: list[str] = Field(description="Ids of the cameras that the way passes.")


class Reached(_Leg):
    """A camera in reach, and when it can be passed."""

    camera: Camera
    covered: bool = Field(description="Whether any footage of that time is indexed.")


class Branch(_Leg):
    """A moment that the trail may go on with, and the branches from there."""

    moment: SeenMoment
    travel_s: float
    speed_kmh: float | None
    in_slack: bool = Field(
        description="Whether the speed is beyond the bounds, within the slack of ways and times."
    )
    against: int = Field(description="At how many ends of the way it was seen to drive against it.")
    alike: float = Field(description="How alike it looks, as the search scores it.")
    plausible: float = Field(description="How usual the travel time is, 0 to 1.")
    share: float = Field(description="Its weight among all that could have come next.")
    next: list["Branch"]


class NextCamera(Shown):
    """The camera to look at next; without a moment, the nearest that has footage."""

    camera: Camera
    earliest: datetime
    latest: datetime
    moment: str | None
    share: float
    why: Literal["likeliest", "nearest"]


class Uncovered(Shown):
    """A stretch of a camera's window without footage; `whole` if it is all of it."""

    camera: Camera
    after: datetime
    before: datetime
    whole: bool
    reason: str


class NotCovered(Shown):
    """Where the vehicle could be and nothing can be seen: cameras' gaps, streets without camera."""

    cameras: list[Uncovered]
    gaps: int
    streets: list[str]


class LookedAt(Shown):
    """How many cameras and regions were looked at."""

    cameras: int
    regions_in_scope: int
    regions_searched: int
    exact: bool
    failed: list[str]


class MapStreet(Shown):
    """A street as an SVG polyline."""

    name: str
    points: str


class MapCamera(Shown):
    """A camera in the picture."""

    id: str
    name: str
    x: float
    y: float


class MapWay(Shown):
    """A drawn way to the camera of a moment, as an SVG polyline."""

    to: str
    moment: str
    by: Literal["streets", "straight"]
    points: str


class Map(Shown):
    """Streets, cameras and ways around the trail, north up, in units of the picture."""

    width: float
    height: float
    scale_200m: float
    streets: list[MapStreet]
    cameras: list[MapCamera]
    ways: list[MapWay]


class ReplayedFollowed(Shown):
    """The trail of a moment, and what stands behind it."""

    followed: Asked
    moment: SeenMoment
    generation: dict[str, int]
    model: Model
    relevance_line: float | None
    model_of_travel: Travel
    reach: list[Reached]
    in_reach: int
    trail: list[Branch]
    next_camera: NextCamera | None
    not_covered: NotCovered
    searched: LookedAt
    map: Map
    took_ms: dict[str, float]


class Followed(ReplayedFollowed):
    """The answer, which is in the audit log under its id."""

    search: int
