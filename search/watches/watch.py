"""A watch: a saved search of a case that runs on what is newly indexed, and what it found."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from search.position import Position

Json = Mapping[str, Any]
WhyStopped = Literal["stopped", "case_closed", "key_revoked"]


@dataclass(frozen=True)
class AskedWatch:
    """What someone asks to be watched for; `request` is a body that `/v1/search` accepts.

    `targets` are told of hits, beside the page; `weak` asks to be told of weak hits too.
    """

    name: str
    request: Json
    reason: str
    targets: tuple[str, ...] = ()
    weak: bool = False


@dataclass(frozen=True)
class Stopped:
    """When, why and by whom a watch ended for good; a revoked key is its own doing."""

    at: datetime
    why: WhyStopped
    by: str

    def to_json(self) -> dict[str, Any]:
        """As the API and the command show it."""
        return {"at": self.at.isoformat(), "why": self.why, "by": self.by}


@dataclass(frozen=True)
class Watch:
    """A watch as it stands.

    The search in `asked` is as it was when the watch was made. `looked` is how far it has looked,
    `looked_at` when something new was last looked through (None: not yet), `trouble` why its last
    run did not end (None: it did).
    """

    id: int
    case: int
    case_name: str
    asked: AskedWatch
    looked: Position
    by: str
    at: datetime
    looked_at: datetime | None = None
    trouble: str | None = None
    stopped: Stopped | None = None

    def to_json(self) -> dict[str, Any]:
        """The watch as the API and the command show it."""
        return {
            "id": self.id,
            "case": self.case_name,
            **asdict(self.asked),
            "targets": list(self.asked.targets),
            "looked": self.looked.to_json(),
            "looked_at": self.looked_at and self.looked_at.isoformat(),
            "trouble": self.trouble,
            "stopped": self.stopped and self.stopped.to_json(),
            "by": self.by,
            "at": self.at.isoformat(),
        }


@dataclass(frozen=True)
class NewHit:
    """A moment or a report that a run found; `shown` is what is told of it, never a text."""

    kind: str
    id: str
    shown: Json


@dataclass(frozen=True)
class FoundHit:
    """A hit that a watch keeps: by which search and when it was found, who has read it."""

    id: int
    watch: int
    hit: NewHit
    search: int
    at: datetime
    read_by: str | None
    read_at: datetime | None

    def to_json(self) -> dict[str, Any]:
        """The hit as the API shows it."""
        return {
            "id": self.id,
            "watch": self.watch,
            "kind": self.hit.kind,
            "hit": self.hit.id,
            "shown": dict(self.hit.shown),
            "search": self.search,
            "at": self.at.isoformat(),
            "read_by": self.read_by,
            "read_at": self.read_at and self.read_at.isoformat(),
        }


@dataclass(frozen=True)
class Delivery:
    """One message of a watch to one target; `state` is `waiting`, `sent` or `dead`."""

    id: int
    watch: int
    target: str
    message: Json
    state: str
    tries: int
    at: datetime
    next_at: datetime | None
    trouble: str | None

    def to_json(self) -> dict[str, Any]:
        """The delivery as the API shows it, without its message."""
        return {
            "id": self.id,
            "watch": self.watch,
            "target": self.target,
            "state": self.state,
            "tries": self.tries,
            "at": self.at.isoformat(),
            "next_at": self.next_at and self.next_at.isoformat(),
            "trouble": self.trouble,
        }
