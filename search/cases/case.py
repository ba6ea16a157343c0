"""What a case holds: pins, notes, saved searches; and the changes that made it so."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from indexer.ids import to_ms

PinnedKind = Literal["moment", "report"]
Form = Literal["evidence", "administrative"]
"""Of a bundle's reports: see `search.cases.forms`."""
Json = Mapping[str, Any]


@dataclass(frozen=True)
class Subject:
    """A moment or a report, as a pin or a note names it."""

    kind: PinnedKind
    id: str

    def __str__(self) -> str:
        """How changes name its pin."""
        return f"pin:{self.kind}:{self.id}"


@dataclass(frozen=True)
class Pin:
    """A moment or a report on the board.

    `shown` is what was known of it when it was pinned, so that the board can tell of what has since
    been deleted; a report's text is not in it. `pts_ms` and `box` (left, top, right, bottom as
    fractions) say where to look in a moment; `search` is the search that found it.
    """

    subject: Subject
    shown: Json
    by: str
    at: datetime
    pts_ms: int | None = None
    box: tuple[float, float, float, float] | None = None
    search: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The pin as the API shows it."""
        return {
            "kind": self.subject.kind,
            "id": self.subject.id,
            "pts_ms": self.pts_ms,
            "box": self.box and list(self.box),
            "search": self.search,
            "shown": dict(self.shown),
            "by": self.by,
            "at": self.at.isoformat(),
        }


@dataclass(frozen=True)
class Note:
    """A note, of the whole case or about one moment or report (pinned or not)."""

    id: int
    text: str
    about: Subject | None
    by: str
    at: datetime
    edited_by: str | None = None
    edited_at: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        """The note as the API shows it."""
        return {
            "id": self.id,
            "text": self.text,
            "about": self.about and asdict(self.about),
            "by": self.by,
            "at": self.at.isoformat(),
            "edited_by": self.edited_by,
            "edited_at": self.edited_at and self.edited_at.isoformat(),
        }


@dataclass(frozen=True)
class SavedSearch:
    """A search kept by name; `request` is a body that `/v1/search` accepts."""

    id: int
    name: str
    request: Json
    by: str
    at: datetime

    def to_json(self) -> dict[str, Any]:
        """The saved search as the API shows it."""
        return {**asdict(self), "at": self.at.isoformat()}


@dataclass(frozen=True)
class Change:
    """One change: the version it made, who did what when, and the values it gave."""

    version: int
    at: datetime
    by: str
    did: str
    subject: str
    values: Json

    def to_json(self) -> dict[str, Any]:
        """The change as the API shows it."""
        return {**asdict(self), "at": self.at.isoformat()}


@dataclass(frozen=True)
class Case:
    """A case by itself. `name` is what searches give as their case; `version` counts changes.

    `closed_…` say who closed it when; None while it is open.
    """

    id: int
    name: str
    title: str
    version: int
    by: str
    at: datetime
    closed_by: str | None = None
    closed_at: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        """The case as the API lists it."""
        closed_at = self.closed_at and self.closed_at.isoformat()
        return {**asdict(self), "at": self.at.isoformat(), "closed_at": closed_at}


@dataclass(frozen=True)
class Board:
    """A case with all it holds: pins in the order of what they show, notes as written."""

    case: Case
    pins: tuple[Pin, ...]
    notes: tuple[Note, ...]
    searches: tuple[SavedSearch, ...]

    def to_json(self) -> dict[str, Any]:
        """The case as the API shows it."""
        return {
            **self.case.to_json(),
            "pins": [pin.to_json() for pin in self.pins],
            "notes": [note.to_json() for note in self.notes],
            "searches": [search.to_json() for search in self.searches],
        }


@dataclass(frozen=True)
class Bundled:
    """A bundle that was made: where, its seal, payload files and bytes, and what is not whole.

    `troubles` are (number of the pin, id of what is pinned, what is wrong).
    """

    folder: Path
    seal: str
    files: int
    size: int
    troubles: tuple[tuple[int, str, str], ...]

    def to_json(self) -> dict[str, Any]:
        """The bundle as the command prints it."""
        return {
            "folder": str(self.folder),
            "seal": self.seal,
            "files": self.files,
            "bytes": self.size,
            "troubles": [
                {"pin": number, "id": ident, "what": what} for number, ident, what in self.troubles
            ],
        }


def happened_ms(shown: Json) -> int:
    """Where on the board something stands (ms since the epoch, UTC): when it was, as far as known.

    A moment by its start, a report by when it says that things happened, else by when it came.
    """
    told = shown.get("occurred") or {}
    text = shown.get("start") or told.get("after") or shown["received_at"]
    return to_ms(datetime.fromisoformat(text))
