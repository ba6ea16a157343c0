"""Shapes of requests about watches; see `search.api.wire`."""

from typing import Annotated

from pydantic import ConfigDict, Field

from search.api.strict import Asked
from search.api.wire import LARGEST_ID, Line, ListQuery, Note, Seen
from search.watches.targets import LONGEST

MOST_TARGETS = 20
"""Of one watch."""
Target = Annotated[str, Field(min_length=1, max_length=LONGEST, pattern=r"^[^\x00]*$")]


class ClosedCase(Seen):
    """A case to be closed, which ends its watches, or to be opened again."""

    closed: bool = True


class NewWatch(Asked):
    """A saved search to be watched for in what is indexed from now on."""

    search: int = Field(ge=1, le=LARGEST_ID, description="A saved search of the case, by its id.")
    reason: Annotated[Note, Line] = Field(
        description="Why; it stands with the search of every run."
    )
    targets: Annotated[list[Target], Field(max_length=MOST_TARGETS)] = Field(
        default=[],
        description="http(s) URLs and e-mail addresses to be told, beside the page; only those "
        "that the server's settings allow.",
    )
    weak: bool = Field(default=False, description="Tell of weak hits too, the best of each run.")


class WatchHitsQuery(ListQuery):
    """Which hits of a case's watches."""

    model_config = ConfigDict(strict=False)

    unread: bool = Field(default=False, description="Only those that no one has read.")


class ReadHits(Asked):
    """Which hits were read: all of the case up to one."""

    upto: int = Field(ge=1, le=LARGEST_ID, description="A hit's `id`.")
