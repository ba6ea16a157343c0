"""Errors of this package.

SearchError
├── BadQuestion     a question or a structure that cannot be read (empty, unknown field, bad time)
├── BadJob          a job that cannot be done as it was asked for
├── BadPicture      an uploaded picture that cannot be used: damaged
│   ├── WrongPicture    it is of a type that is not read
│   └── LargePicture    it has too many bytes or pixels
├── UnknownName     an unknown camera, ward, source, place id or moment
│   └── NotThere    the case, pin, note or search that a call is about
├── Taken           a name that is another's
├── Closed          a change of a case that is closed
├── Stale           a change of what was changed since it was read
├── NotAllowed      no key, or no case and reason where they are required
├── NothingIndexed  there is no index yet
├── NotReceived     a message of a watch that its target did not take
├── NotAllSearched  a run of a watch that could not look through all that is new
└── StateFailed     the operational database cannot be used
"""

from collections.abc import Mapping, Sequence
from typing import Any


class SearchError(Exception):
    """Any failure of a search; the message says what was wrong and what to do."""


class BadQuestion(SearchError):
    """A question or structure that cannot be read."""


class BadJob(SearchError):
    """A job that cannot be done as it was asked for."""


class BadPicture(SearchError):
    """An uploaded picture that cannot be used."""


class WrongPicture(BadPicture):
    """An uploaded picture of a type that is not read."""


class LargePicture(BadPicture):
    """An uploaded picture with too many bytes or pixels."""


class UnknownName(SearchError):
    """A name that is not known: an error, never a default."""


class NotThere(UnknownName):
    """The very thing that a call is about: a case, or a pin, note or search."""


class Taken(SearchError):
    """A name that already means something else."""


class Closed(SearchError):
    """A change of a case that is closed; opening it again makes it possible."""


class Stale(SearchError):
    """What was to be changed has changed since it was read; nothing was written.

    `version` is the case's now; `changes` are those the writer has not seen, as JSON.
    """

    def __init__(
        self, message: str, version: int = 0, changes: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        """Say what changed, in words and one by one."""
        super().__init__(message)
        self.version = version
        self.changes = list(changes)


class NotAllowed(SearchError):
    """The asker may not do this, or has not said why."""


class NothingIndexed(SearchError):
    """There is no index yet."""


class NotReceived(SearchError):
    """A message of a watch that its target did not take."""


class NotAllSearched(SearchError):
    """A run of a watch that could not look through all that is new; it is run again."""


class StateFailed(SearchError):
    """The operational database cannot be used."""
