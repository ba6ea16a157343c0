"""Reports near to a question in meaning, by the vectors of their texts, where these are on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from embeddings.encoder import Encoder, EncoderCard
from embeddings.errors import EmbeddingError
from indexer.errors import IndexerError
from indexer.folder import Folder
from indexer.ids import ReportId
from indexer.progress import NoProgress, Progress
from indexer.reports.catch_up import batches
from indexer.reports.log import ReportLog
from indexer.reports.report import Report
from indexer.reports.text_index import ReportQuery
from indexer.reports.vectors.follow import follow_log
from indexer.reports.vectors.near import Near, nearest, reads_any
from indexer.reports.vectors.part import digest_of
from indexer.reports.vectors.store import VectorStore
from search.relevance import Curve
from search.vector_line import any_line, line_of

Wanted = Literal["auto", "on", "off"]
Fetch = Callable[[Sequence[ReportId]], Mapping[ReportId, Report]]
OFF = "off"
MOST_UNMEASURED = 0.3
"""What the nearest report is worth at most by an encoder of which nothing was measured."""
_HALVED = 10
_AT_ONCE = 500


@dataclass(frozen=True)
class NearReport:
    """A report near in meaning: rank from 1, cosine, and how probable it makes it, 0 to 1."""

    report: ReportId
    rank: int
    similarity: float
    probability: float


class NearReports:
    """The vectors of one index, by its encoder. Safe for several threads."""

    def __init__(
        self, data: Folder, log: ReportLog, wanted: Wanted, encoder: Callable[[], Encoder]
    ) -> None:
        """See the reports of `log`; the encoder is opened only where vectors may be on."""
        self._data, self._log, self._wanted, self._encoder = data, log, wanted, encoder
        self._store: VectorStore | None = None

    def active(self) -> Encoder | None:
        """The encoder whose vectors are on; None where they are off. Raises EmbeddingError."""
        if self._wanted == "off" or (self._wanted == "auto" and not any_line(self._data)):
            return None
        encoder = self._encoder()
        line = line_of(self._data, encoder.card.fingerprint)
        return encoder if self._wanted == "on" or (line and line.helps) else None

    def follow(self, progress: Progress | None = None) -> int:
        """Embed what was logged since; how many reports that were, 0 where vectors are off."""
        encoder = self.active()
        if encoder is None:
            return 0
        return follow_log(self._data, self._log, encoder, progress or NoProgress())

    def discard(self) -> None:
        """Remove the vectors of the encoder, where these were made only to measure it."""
        self._store_of(self._encoder().card).clear()

    def find(
        self,
        asked: ReportQuery,
        fetch: Fetch,
        limit: int,
        among: Iterable[ReportId] | None = None,
    ) -> list[NearReport]:
        """The nearest reports in scope, best first, as `fetch` knows them; none where off.

        A report that is not as it was when it was embedded is left out, and where ids are given,
        all but those are. Raises EmbeddingError, IndexerError.
        """
        encoder = self.active() if asked.words.strip() else None
        if encoder is None:
            return []
        (query,) = encoder.encode_texts([asked.words])
        found = nearest(self._store_of(encoder.card).contents(), query, asked, among)
        kept: list[Near] = []
        for batch in batches(found, _AT_ONCE):
            reports = fetch([near.report for near in batch])
            kept += [near for near in batch if _stands(near, reports, asked)]
            if len(kept) >= limit:
                break
        return _judged(kept[:limit], self._curve(encoder.card))

    def name(self) -> str:
        """The fingerprint of the encoder whose vectors are on, else `off`, for the record."""
        try:
            encoder = self.active()
        except (EmbeddingError, IndexerError):  # then a search says so, and goes on by words
            return OFF
        return encoder.card.fingerprint if encoder else OFF

    def state(self) -> dict[str, Any]:
        """Whether vectors are on, what was measured, and how many reports have them."""
        encoder = self.active()
        if encoder is None:
            return {"on": False, "wanted": self._wanted, "model": None, "reports": 0}
        contents = self._store_of(encoder.card).contents()
        return {
            "on": True, "wanted": self._wanted, "model": encoder.card.name,
            "reports": contents.reports, "behind": contents.generation < self._log.generation(),
        }  # fmt: skip

    def _curve(self, card: EncoderCard) -> Curve | None:
        line = line_of(self._data, card.fingerprint)
        return line.curve if line else None

    def _store_of(self, card: EncoderCard) -> VectorStore:
        if self._store is None or self._store.card != card:
            self._store = VectorStore(self._data, card)
        return self._store


def _stands(near: Near, reports: Mapping[ReportId, Report], asked: ReportQuery) -> bool:
    report = reports.get(near.report)
    return (
        report is not None
        and digest_of(report) == near.digest
        and not reads_any(report.text, asked.exclude)
    )


def _judged(found: Sequence[Near], curve: Curve | None) -> list[NearReport]:
    """With the probability of each; without a curve it is known to be nearer, no more."""
    return [
        NearReport(
            near.report, rank, near.similarity,
            curve.probability(near.similarity) if curve else _unmeasured(rank),
        )
        for rank, near in enumerate(found, 1)
    ]  # fmt: skip


def _unmeasured(rank: int) -> float:
    """By reciprocal rank: ten places on, half as much."""
    return MOST_UNMEASURED * _HALVED / (_HALVED + rank - 1)
