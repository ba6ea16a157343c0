"""Reports that say the same in nearly the same words: one told, the others passed on.

Two texts are near-copies when of the three-word runs that either has, four in five are in both
(Broder, On the resemblance and containment of documents, 1997), accents and shorthand aside. The
one received first told it; the rest are its copies, ranked lower, so that a rumour shared fifty
times does not push out what fifty people saw.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from indexer.ids import ReportId
from indexer.reports.report import Report
from indexer.reports.words import indexed_words

SHINGLE = 3
"""Words of a run."""
ALIKE = 0.8
"""The share of runs that near-copies have in common, of those that either has."""
FEWEST_WORDS = 8
"""A shorter text ("đúng rồi ạ") says nothing that could be passed on."""
COPY_SHARE = 0.5
"""What a copy keeps of its score."""


def copies_of(reports: Sequence[Report]) -> Mapping[ReportId, ReportId]:
    """For each near-copy among the reports, the one that told it first; ties by id."""
    ordered = sorted(reports, key=lambda report: (report.received_at_ms, report.id))
    originals: dict[ReportId, frozenset[str]] = {}
    having: dict[str, set[ReportId]] = defaultdict(set)
    copies: dict[ReportId, ReportId] = {}
    for report in ordered:
        runs = _runs(report.text)
        told = next(_alike(runs, originals, having), None) if runs else None
        if told is not None:
            copies[report.id] = told
        elif runs:
            originals[report.id] = runs
            for run in runs:
                having[run].add(report.id)
    return copies


def _alike(
    runs: frozenset[str],
    originals: Mapping[ReportId, frozenset[str]],
    having: Mapping[str, set[ReportId]],
) -> Iterator[ReportId]:
    """The originals with enough in common; of its runs one in five at most may be missing."""
    enough = sorted(runs)[: len(runs) - int(len(runs) * ALIKE) + 1]
    for ident in sorted(set().union(*(having.get(run, set()) for run in enough))):
        common = len(runs & originals[ident])
        if common >= ALIKE * (len(runs) + len(originals[ident]) - common):
            yield ident


def _runs(text: str) -> frozenset[str]:
    words = indexed_words(text)[1].split()
    if len(words) < FEWEST_WORDS:
        return frozenset()
    last = len(words) - SHINGLE + 1
    return frozenset(" ".join(words[at : at + SHINGLE]) for at in range(last))
