"""Errors of this package.

SearchError
├── BadQuestion     a question or a structure that cannot be read (empty, unknown field, bad time)
├── BadPicture      an uploaded picture that cannot be used: damaged
│   ├── WrongPicture    it is of a type that is not read
│   └── LargePicture    it has too many bytes or pixels
├── UnknownName     an unknown camera, ward, source, place id or moment
├── NotAllowed      no key, or no case and reason where they are required
├── NothingIndexed  there is no index yet
└── StateFailed     the operational database cannot be used
"""


class SearchError(Exception):
    """Any failure of a search; the message says what was wrong and what to do."""


class BadQuestion(SearchError):
    """A question or structure that cannot be read."""


class BadPicture(SearchError):
    """An uploaded picture that cannot be used."""


class WrongPicture(BadPicture):
    """An uploaded picture of a type that is not read."""


class LargePicture(BadPicture):
    """An uploaded picture with too many bytes or pixels."""


class UnknownName(SearchError):
    """A name that is not known: an error, never a default."""


class NotAllowed(SearchError):
    """The asker may not do this, or has not said why."""


class NothingIndexed(SearchError):
    """There is no index yet."""


class StateFailed(SearchError):
    """The operational database cannot be used."""
