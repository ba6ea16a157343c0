"""The text index follows the report log: what it lacks is added, or all is built anew."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from indexer.errors import StorageFailed
from indexer.folder import Folder
from indexer.reports.dead_letters import DeadLetter
from indexer.reports.log import ReportLog
from indexer.reports.report import Report
from indexer.reports.text_index import ReportIndex

T = TypeVar("T")
BATCH = 2_000
"""Reports added to the index at a time."""


def catch_up(log: ReportLog, index: ReportIndex) -> int:
    """Bring the index to the log's generation; how many reports were added or replaced.

    An index ahead of the log was made from another log, or the log was put back to an older
    state: it is built anew.
    """
    index = index.settled()
    reached, wanted = index.generation(), log.generation()
    if reached == wanted:
        return 0
    if reached > wanted:
        return _rebuild(log, index)
    try:
        changed, deleted = log.changed_since(reached), log.deleted_since(reached)
    except StorageFailed:
        return _rebuild(log, index)
    if deleted:
        index.remove(deleted, reached)
        log.dead_letters.record(deleted, ())
    return _add(changed, log, index, reached, wanted)


def replay(log: ReportLog, index: ReportIndex) -> tuple[int, list[DeadLetter]]:
    """Offer the dead letters to the index once more: how many it took, and those that are left.

    Raises TextIndexFailed where the index cannot be used now.
    """
    catch_up(log, index)
    settled, taken = index.settled(), 0
    letters = log.dead_letters.all()
    for batch in batches(log.get_many([letter.report for letter in letters]), BATCH):
        refused = settled.add(batch, settled.generation())
        log.dead_letters.record([report.id for report in batch], refused)
        taken += len(batch) - len(refused)
    return taken, log.dead_letters.all()


def rebuild_text_index(data: Folder, index: ReportIndex) -> int:
    """Empty the index and fill it from the log of the data folder; how many reports it holds."""
    return _rebuild(ReportLog(data), index.settled())


def _rebuild(log: ReportLog, index: ReportIndex) -> int:
    index.clear()
    wanted = log.generation()
    return _add(log.reports(), log, index, -1, wanted) if wanted >= 0 else 0


def _add(
    reports: Iterable[Report], log: ReportLog, index: ReportIndex, reached: int, wanted: int
) -> int:
    """Until all are in, the index says that it is where it was: killed, it starts over."""
    added = 0
    for batch in batches(reports, BATCH):
        refused = index.add(batch, reached)
        log.dead_letters.record([report.id for report in batch], refused)
        added += len(batch) - len(refused)
    index.add([], wanted)
    return added


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of the given size, the last one shorter."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
