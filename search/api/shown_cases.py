"""Shapes of cases on the wire; see `search.api.shown`."""

from datetime import datetime
from typing import Any

from search.api.shown import Shown
from search.api.wire import SavedRequest
from search.cases.case import PinnedKind


class Case(Shown):
    """A case by itself; `version` counts its changes."""

    id: int
    name: str
    title: str
    version: int
    by: str
    at: datetime
    closed_by: str | None
    closed_at: datetime | None


class CaseList(Shown):
    """The latest cases, newest first."""

    cases: list[Case]


class Pin(Shown):
    """A moment or a report on the board; `shown` is what was known of it when it was pinned."""

    kind: PinnedKind
    id: str
    pts_ms: int | None
    box: list[float] | None
    search: int | None
    shown: dict[str, Any]
    by: str
    at: datetime


class About(Shown):
    """The moment or report that a note is about."""

    kind: PinnedKind
    id: str


class Note(Shown):
    """A note of a case."""

    id: int
    text: str
    about: About | None
    by: str
    at: datetime
    edited_by: str | None
    edited_at: datetime | None


class SavedSearch(Shown):
    """A search kept by name; `request` can be sent to `/v1/search` as it is."""

    id: int
    name: str
    request: SavedRequest
    by: str
    at: datetime


class SavedSearchList(Shown):
    """The saved searches of a case, by name."""

    searches: list[SavedSearch]


class Board(Case):
    """A case with all it holds: pins in the order of what they show."""

    pins: list[Pin]
    notes: list[Note]
    searches: list[SavedSearch]


class Change(Shown):
    """One change of a case: the version it made, who did what, and the values it gave."""

    version: int
    at: datetime
    by: str
    did: str
    subject: str
    values: dict[str, Any]


class ChangeList(Shown):
    """Changes of a case, oldest first."""

    changes: list[Change]
