"""Errors of this package.

IndexerError
├── BadInput          a file, line or name that cannot be used; the rest of the batch goes on
│   ├── BadFootage    footage that cannot be decoded or placed (goes to quarantine)
│   ├── BadReport     a report line that cannot be read (goes to quarantine)
│   └── BadPlaces     a GeoJSON or CSV of places or cameras that cannot be read
├── StreamLost        a camera's live stream cannot be read; it is tried again
├── UnknownCamera     a camera that was never imported
├── EncoderMismatch   the index was made with another encoder
├── DamagedShard      a shard's bytes are not what was written
├── ReindexRefused    an index made anew would change nothing, or be worse
├── Conflict          another writer committed first; look again
├── StorageFailed     the data folder cannot be read or written (disk full, permissions)
├── InboxFull         too much waits to be imported; send it again later
├── TextIndexFailed   the text index cannot be reached or refuses
├── JobsFailed        workers cannot be started or reached, or died
└── SchedulerLost     the scheduler went away in the middle of the work
"""


class IndexerError(Exception):
    """Any failure of the indexer; the message says what was wrong, where, and what to do."""


class BadInput(IndexerError):
    """Input that cannot be used; the rest of the batch goes on."""


class BadFootage(BadInput):
    """Footage that cannot be decoded or placed."""


class BadReport(BadInput):
    """A report that cannot be read."""


class BadPlaces(BadInput):
    """A file of places or cameras that cannot be read."""


class StreamLost(IndexerError):
    """A camera's live stream cannot be opened, fell silent or ended."""


class UnknownCamera(IndexerError):
    """A camera that was never imported."""


class EncoderMismatch(IndexerError):
    """The index was made with another encoder."""


class DamagedShard(IndexerError):
    """A shard's bytes are not what was written."""


class ReindexRefused(IndexerError):
    """An index made anew would change nothing, or be worse than the one it replaces."""


class Conflict(IndexerError):
    """Another writer committed first; look again and retry."""


class StorageFailed(IndexerError):
    """The data folder cannot be read or written."""


class InboxFull(IndexerError):
    """Too much waits to be imported; what is refused now may be sent again later."""


class TextIndexFailed(IndexerError):
    """The text index cannot be reached or refuses."""


class JobsFailed(IndexerError):
    """Workers cannot be started or reached, or died."""


class SchedulerLost(IndexerError):
    """The scheduler went away in the middle of the work; no task is to blame."""
