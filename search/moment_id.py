"""The id of a moment: footage and pts range, stable over merges, and all that playing it needs."""

import re
from dataclasses import dataclass

from indexer.ids import FootageId
from search.errors import UnknownName

_ID = re.compile(r"(?P<footage>[0-9a-f]{16})\.(?P<start>\d{1,12})-(?P<end>\d{1,12})")


@dataclass(frozen=True, order=True)
class MomentId:
    """Footage and pts range, both ends included."""

    footage: FootageId
    pts_after_ms: int
    pts_before_ms: int

    def __str__(self) -> str:
        """The form in URLs and answers."""
        return f"{self.footage}.{self.pts_after_ms}-{self.pts_before_ms}"

    @staticmethod
    def parse(text: str) -> "MomentId":
        """Read the form in URLs; UnknownName if it is none."""
        match = _ID.fullmatch(text)
        if match is None or int(match["start"]) > int(match["end"]):
            raise UnknownName(f"{text!r} is not the id of a moment")
        return MomentId(FootageId(match["footage"]), int(match["start"]), int(match["end"]))

    def holds(self, pts_ms: int) -> bool:
        """Whether a time inside the footage is in the range."""
        return self.pts_after_ms <= pts_ms <= self.pts_before_ms
