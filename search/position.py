"""How far an index has come, as whoever looks again later keeps it."""

from dataclasses import astuple, dataclass


@dataclass(frozen=True)
class Position:
    """How far an index has come: versions of the footage log, the frame table, the report log.

    −1 before anything was written to one.
    """

    noted: int
    footage: int
    reports: int

    def is_before(self, other: "Position") -> bool:
        """Whether anything is older here: versions only grow, so it is another index."""
        pairs = zip(astuple(self), astuple(other), strict=True)
        return any(mine < theirs for mine, theirs in pairs)

    def to_json(self) -> dict[str, int]:
        """As the audit log and the API tell it."""
        return {"noted": self.noted, "footage": self.footage, "reports": self.reports}


BEGINNING = Position(-1, -1, -1)
"""Before anything was indexed."""
