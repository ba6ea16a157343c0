"""The shape of a search asked again, on the wire."""

from datetime import datetime
from typing import Literal

from search.api.shown import ReplayedAnswer, Shown
from search.api.shown_follow import ReplayedFollowed


class Changed(Shown):
    """Something that an answer depends on, and that is not what it was."""

    what: Literal["program", "places", "text_index", "encoder"]
    then: str | None
    now: str | None


class Deleted(Shown):
    """Something that retention has taken away since."""

    what: Literal["shard", "footage", "report"]
    id: str
    regions: int | None = None
    after: datetime | None = None
    before: datetime | None = None


class Replayed(Shown):
    """A search asked again: `same` if the hits have the same ids in the same order."""

    search: int
    replay_of: int
    same: bool
    recorded: list[str]
    missing: list[str]
    added: list[str]
    changed: list[Changed]
    deleted: list[Deleted]
    answer: ReplayedAnswer | ReplayedFollowed
