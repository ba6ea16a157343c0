"""The text index of reports made anew from their log, beside the one that answers; and back again.

Compared are the number of reports, and what both answer to words of reports that are in the log.
After the swap the same is asked once more of the index that answers then: it must be the new one.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from indexer.errors import ReindexRefused, TextIndexFailed
from indexer.folder import Folder
from indexer.progress import Progress
from indexer.reports.catch_up import catch_up
from indexer.reports.log import ReportLog
from indexer.reports.open_index import text_indexes
from indexer.reports.report import Report
from indexer.reports.text_index import ReportIndex, ReportQuery
from indexer.reports.text_indexes import FollowingIndex, TextIndexes
from indexer.reports.text_indexes import roll_back_text as _roll_back
from indexer.reports.words import query_terms
from indexer.run_lock import alone
from search.settings import Settings

PROBES = 40
"""Reports whose own words are asked of both indexes."""
WORDS, SHOWN = 8, 10
"""The words of a probe, and the hits that are compared."""
DEPTH = 200
"""A report must be found by its own words so early, unless more say the same."""
_LOCK = "reindex-text.lock"
_EVERYTHING = ReportQuery("")


def reindex_text(settings: Settings, progress: Progress) -> dict[str, Any]:
    """Build, compare, swap; the old index stays. What was asked, and how much was answered alike.

    Raises ReindexRefused if the new index lacks reports, does not find them, or is not the one
    that answers after the swap; TextIndexFailed, StorageFailed. Then the old one goes on.
    """
    data = settings.folder
    with alone(data, _LOCK) as free:
        if not free:
            raise ReindexRefused("another reindex of reports is running; let it end first")
        indexes, log = text_indexes(data, settings.elasticsearch_url), ReportLog(data)
        name = indexes.begin()
        new = indexes.open(name)
        try:
            with progress.stage("indexing reports anew", total=log.count()) as stage:
                stage.advance(catch_up(log, new))
            return _swap(data, indexes, name, new, progress)
        finally:
            new.close()


def roll_back_text(settings: Settings) -> dict[str, Any]:
    """Have the index before the last reindex answer again, caught up with the log."""
    data = settings.folder
    with alone(data, _LOCK) as free:
        if not free:
            raise ReindexRefused("a reindex of reports is running; let it end first")
        indexes = text_indexes(data, settings.elasticsearch_url)
        name = _roll_back(indexes)
        added = _catch_up(data, indexes)
    return {"index": name, "caught_up": added}


def _swap(
    data: Folder, indexes: TextIndexes, name: str, new: ReportIndex, progress: Progress
) -> dict[str, Any]:
    log = ReportLog(data)
    with progress.stage("comparing both", total=1) as stage:
        catch_up(log, new)
        reports = _sample(list(log.reports()))
        now = _answers(new, reports, DEPTH)
        _check_whole(log, new, zip(reports, now, strict=True))
        held, then = _answers_before(indexes, reports)
        same = sum(a == b[:SHOWN] for a, b in zip(then, now, strict=False))
        stage.advance()
    indexes.swap(name)
    _catch_up(data, indexes)
    _check_answering(indexes, name, new.count(_EVERYTHING))
    return {
        "index": name, "reports": new.count(_EVERYTHING), "before": held,
        "probes": len(reports), "same": same,
    }  # fmt: skip


def _catch_up(data: Folder, indexes: TextIndexes) -> int:
    """What was logged while the swap went on is in the index that answers now."""
    following = FollowingIndex(indexes)
    try:
        return catch_up(ReportLog(data), following)
    finally:
        following.close()


def _sample(reports: Sequence[Report]) -> list[Report]:
    """Some reports with words, from all over the log."""
    worded = [report for report in reports if query_terms(_probe(report).words)]
    step = max(1, len(worded) // PROBES)
    return worded[::step][:PROBES]


def _check_whole(
    log: ReportLog, new: ReportIndex, found: Iterable[tuple[Report, list[str]]]
) -> None:
    """That all is in, and each of these reports among what was found by its own words."""
    wanted, held = log.count(), new.count(_EVERYTHING)
    if held != wanted or new.generation() != log.generation():
        raise ReindexRefused(
            f"the new text index holds {held:,} of {wanted:,} reports (generation "
            f"{new.generation()} of {log.generation()}): nothing was swapped; run it again"
        )
    lost = [report.id for report, ids in found if len(ids) < DEPTH and report.id not in ids]
    if lost:
        raise ReindexRefused(
            f"{len(lost)} reports are not found by their own words in the new text index, the first"
            f" is {lost[0]}: nothing was swapped"
        )


def _probe(report: Report) -> ReportQuery:
    return ReportQuery(" ".join(report.text.split()[:WORDS]))


def _answers_before(
    indexes: TextIndexes, reports: Iterable[Report]
) -> tuple[int | None, list[list[str]]]:
    """What the index that answers holds and says; None and nothing where it cannot be read."""
    try:
        old = indexes.open(indexes.current())
    except TextIndexFailed:
        return None, []
    try:
        return old.count(_EVERYTHING), _answers(old, reports, SHOWN)
    except TextIndexFailed:
        return None, []
    finally:
        old.close()


def _answers(index: ReportIndex, reports: Iterable[Report], limit: int) -> list[list[str]]:
    """Ids of the first hits for each report's own words."""
    found = (index.search(_probe(report), limit) for report in reports)
    return [[hit.report for hit in hits] for hits in found]


def _check_answering(indexes: TextIndexes, name: str, least: int) -> None:
    """That a search now reaches the new index, all of it; else the old one is put back."""
    following = FollowingIndex(indexes)
    try:
        reached = indexes.current() == name and following.count(_EVERYTHING) >= least
    finally:
        following.close()
    if not reached:
        _roll_back(indexes)
        raise ReindexRefused(
            f"after the swap searches did not reach the new text index {name}: the old one was put "
            "back"
        )
