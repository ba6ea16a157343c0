"""Shapes of watches on the wire; see `search.api.shown`."""

from datetime import datetime
from typing import Any, Literal

from search.api.shown import Shown
from search.api.wire import SavedRequest
from search.cases.case import PinnedKind
from search.watches.watch import WhyStopped


class Position(Shown):
    """How far a watch has looked: versions of footage log, frame table and report log."""

    noted: int
    footage: int
    reports: int


class Stopped(Shown):
    """When, why and by whom a watch ended for good."""

    at: datetime
    why: WhyStopped
    by: str


class Watch(Shown):
    """A watch: what it looks for, whom it tells, how far it has looked, and what ails it."""

    id: int
    case: str
    name: str
    request: SavedRequest
    reason: str
    targets: list[str]
    weak: bool
    looked: Position
    looked_at: datetime | None
    trouble: str | None
    stopped: Stopped | None
    by: str
    at: datetime


class WatchList(Shown):
    """The watches of a case, newest first; `unread` counts hits that no one has read."""

    watches: list[Watch]
    unread: int


class FoundHit(Shown):
    """A hit of a watch; `shown` is what was known of it, never a report's text."""

    id: int
    watch: int
    kind: PinnedKind
    hit: str
    shown: dict[str, Any]
    search: int
    at: datetime
    read_by: str | None
    read_at: datetime | None


class FoundHitList(Shown):
    """What watches found, newest first."""

    hits: list[FoundHit]
    unread: int


class ReadCount(Shown):
    """How many hits are read that were not before."""

    read: int


class Delivery(Shown):
    """A message to a target; `dead` ones were tried too often, or may not be sent."""

    id: int
    watch: int
    target: str
    state: Literal["waiting", "sent", "dead"]
    tries: int
    at: datetime
    next_at: datetime | None
    trouble: str | None


class DeliveryList(Shown):
    """Messages of a case's watches, newest first."""

    deliveries: list[Delivery]
