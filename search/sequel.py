"""What came after a moment, as a question that tells of a sequence asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indexer.places.street_graph import By
from search.follow.pace import Pace
from search.moment_id import MomentId
from search.moments import Moment


@dataclass(frozen=True)
class Sequel:
    """The B of a moment: the way to it, how long after, its worth (0 to 1), and its own sequel."""

    moment: Moment
    distance_m: float
    by: By | None
    apart_s: float
    worth: float
    then: "Sequel | None" = None

    @property
    def whole_worth(self) -> float:
        """The worth, with that of what came after it."""
        return self.worth if self.then is None else (self.worth + self.then.whole_worth) / 2


@dataclass(frozen=True)
class Succession:
    """What was found: sequels by the moments of A, and how it was looked for."""

    sequels: Mapping[MomentId, Sequel]
    looked_at: int
    within_s: float
    is_said: bool
    by: By

    def to_json(self) -> dict[str, Any]:
        """As answers tell it."""
        return {
            "within_s": self.within_s,
            "within_said": self.is_said,
            "looked_at": self.looked_at,
            "found": len(self.sequels),
            "by": self.by,
            **Pace().to_json(),
        }
