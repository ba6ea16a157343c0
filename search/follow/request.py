"""What is followed: a moment, forward or backward, how far, at which speeds; for whom and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from indexer.region import Box
from search.errors import BadQuestion
from search.example import Example
from search.follow.pace import Pace
from search.moment_id import MomentId

Direction = Literal["forward", "backward"]
WITHIN_S, MOST_WITHIN_S = 900.0, 7_200.0
DEPTH, MOST_DEPTH = 3, 5
BREADTH, MOST_BREADTH = 4, 12


@dataclass(frozen=True)
class FollowRequest:
    """Follow the vehicle of a moment for `within_s` at most.

    `pts_ms` and `box` say which region of the moment is meant, as in a hit; without them it is the
    largest. The trail is drawn `depth` cameras deep, with `breadth` branches at first and fewer
    after. Raises BadQuestion where these do not hold.
    """

    moment: MomentId
    pts_ms: int | None = None
    box: Box | None = None
    direction: Direction = "forward"
    within_s: float = WITHIN_S
    pace: Pace = field(default_factory=Pace)
    depth: int = DEPTH
    breadth: int = BREADTH
    case: str | None = None
    reason: str | None = None
    asker: str = "local"

    def __post_init__(self) -> None:
        """Refuse what cannot be followed."""
        Example(moment=self.moment, pts_ms=self.pts_ms, box=self.box)
        if self.direction not in get_args(Direction):
            raise BadQuestion(f"direction is forward or backward, not {self.direction!r}")
        for name, value, most in (
            ("within_s", self.within_s, MOST_WITHIN_S),
            ("depth", self.depth, MOST_DEPTH),
            ("breadth", self.breadth, MOST_BREADTH),
        ):
            if not 1 <= value <= most:
                raise BadQuestion(f"{name} is 1 to {most:g}, not {value:g}")

    @property
    def backward(self) -> bool:
        """Whether it is asked where the vehicle came from."""
        return self.direction == "backward"

    @property
    def within_ms(self) -> int:
        """The longest time from the moment."""
        return round(self.within_s * 1000)

    def to_json(self) -> dict[str, Any]:
        """As answers and the audit log tell it."""
        return {
            "moment": str(self.moment),
            "pts_ms": self.pts_ms,
            "box": list(self.box) if self.box else None,
            "direction": self.direction,
            "within_s": self.within_s,
            "slowest_kmh": self.pace.slowest_kmh,
            "fastest_kmh": self.pace.fastest_kmh,
            "slack": self.pace.slack,
            "depth": self.depth,
            "breadth": self.breadth,
        }


def follow_request(told: Mapping[str, Any], **who: str | None) -> FollowRequest:
    """What `to_json` told of, asked again by another: `who` holds asker, case and reason."""
    return FollowRequest(
        moment=MomentId.parse(told["moment"]),
        pts_ms=told["pts_ms"],
        box=tuple(told["box"]) if told["box"] else None,
        direction=told["direction"],
        within_s=told["within_s"],
        pace=Pace(told["slowest_kmh"], told["fastest_kmh"], told["slack"]),
        depth=told["depth"],
        breadth=told["breadth"],
        **who,  # type: ignore[arg-type]  # asker is given
    )
