"""The footage log: what of which footage is indexed, and which footage could not be used.

A Delta table, one row a span of footage; a later row about a task replaces the earlier ones. It
follows the frame table: a span is noted after its regions are committed.
"""

import hashlib
import io
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable
from deltalake.transaction import AddAction

from embeddings.encoder import Fingerprint
from indexer.delta import Commit, active_files, commit_to, open_or_create, open_table, update
from indexer.errors import Conflict
from indexer.folder import Folder
from indexer.ids import CameraId, FootageId, Interval
from indexer.parquet import read_columns
from indexer.times.window import merge_intervals

SpanState = Literal["indexed", "quarantined", "missing", "unreachable", "lagging"]
"""Missing: its file ends before, or has a hole there. Unreachable: its camera's stream could not be
read. Lagging: known of and not indexed yet."""

ATTEMPTS = 50
"""Appends tried while other processes append too."""

_TEXT = ("task_key", "footage", "path", "sha256", "camera", "fingerprint", "state", "reason")
_TIMES = (
    "start_ms", "span_after_ms", "span_before_ms", "pts_after_ms", "pts_before_ms",
    "clock_correction_ms",
)  # fmt: skip
_NUMBERS = ("sampled_frames", "regions", "dropped", "at_ms", "batch")
_SCHEMA = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in _TEXT),
        *(pa.field(name, pa.int64(), nullable=True) for name in _TIMES),
        *(pa.field(name, pa.int64(), nullable=False) for name in _NUMBERS),
    ]
)
_TURN = "truyvet.footage"
"""An application transaction in every append: two at once cannot both be the next."""


@dataclass(frozen=True)
class FootageSpan:
    """One stretch of one footage, as it was left.

    `start_ms` is the captured time of the footage's pts 0 (UTC); `span_…` is the stretch's captured
    time (UTC, the clock corrected), `pts_…` the same inside the footage. They are None and `camera`
    is empty where a file was too bad to tell; `pts_…` None means the whole file.
    `clock_correction_ms` is what was added to the camera's own clock, None in rows from before it
    was kept. `reason` is for people; `at_ms` is when it was noted.
    """

    task_key: str
    footage: FootageId
    path: str
    sha256: str
    camera: CameraId
    start_ms: int | None
    span_after_ms: int | None
    span_before_ms: int | None
    pts_after_ms: int | None
    pts_before_ms: int | None
    sampled_frames: int
    regions: int
    dropped: int
    fingerprint: str
    state: SpanState
    reason: str
    at_ms: int
    clock_correction_ms: int | None = None

    @property
    def raw_start_ms(self) -> int | None:
        """What the camera's own clock said at pts 0, as if UTC; None where it is not known."""
        if self.start_ms is None or self.clock_correction_ms is None:
            return None
        return self.start_ms - self.clock_correction_ms


@dataclass(frozen=True, order=True)
class Covered:
    """One stretch of one camera's captured time, and what became of it."""

    camera: CameraId
    state: SpanState
    stretch: Interval


class FootageLog:
    """The footage log of one data folder. Safe for several threads and processes."""

    def __init__(self, data: Folder) -> None:
        """Name the log; it comes into being with the first append."""
        self._folder = data.child("footage")
        self._lock = threading.RLock()
        self._table: DeltaTable | None = None
        self._read: set[str] = set()
        self._latest: dict[str, tuple[int, FootageSpan]] = {}
        self._first: dict[tuple[FootageId, int | None], int] = {}

    def generation(self) -> int:
        """The log's own version; −1 if nothing was ever noted."""
        with self._lock:
            table = self._newest()
            return -1 if table is None else table.version()

    def append(self, spans: Sequence[FootageSpan]) -> int:
        """Note spans, those that say nothing new left out; returns the log's version then.

        A span says something new if it differs from the last about its task in more than `at_ms`.
        Raises StorageFailed, and Conflict when other processes keep being faster.
        """
        for _ in range(ATTEMPTS):
            try:
                return self._append_new(spans)
            except Conflict:
                continue
        raise Conflict(f"other processes keep writing to {self._folder.uri}; try again")

    def spans(self) -> list[FootageSpan]:
        """The latest span of each task, oldest first; what a later success made void left out."""
        with self._lock:
            self._newest()
            known = sorted(self._latest.values(), key=lambda item: (item[0], item[1].task_key))
            indexed = [item for item in known if item[1].state == "indexed"]
        good = _Successes(indexed)
        return [span for batch, span in known if not good.make_void(batch, span)]

    def quarantined(self) -> list[FootageSpan]:
        """Footage that could not be used and did not succeed later, oldest first."""
        return [span for span in self.spans() if span.state == "quarantined"]

    def coverage(self) -> list[Covered]:
        """For each camera and state, disjoint stretches of captured time in ascending order."""
        groups: dict[tuple[CameraId, SpanState], list[Interval]] = {}
        for span in self.spans():
            if span.camera and span.span_after_ms is not None and span.span_before_ms is not None:
                stretch = Interval(span.span_after_ms, span.span_before_ms)
                groups.setdefault((span.camera, span.state), []).append(stretch)
        return sorted(
            Covered(camera, state, stretch)
            for (camera, state), stretches in groups.items()
            for stretch in merge_intervals(iter(stretches))
        )

    def footage(self, ident: FootageId) -> FootageSpan | None:
        """A span of this footage, an indexed one if any, the latest: where its video lies."""
        with self._lock:
            self._newest()
            own = [item for item in self._latest.values() if item[1].footage == ident]
        best = max(own, key=lambda item: (item[1].state == "indexed", item[0]), default=None)
        return None if best is None else best[1]

    def noted_tasks(self, keys: Iterable[str]) -> set[str]:
        """Which of these tasks anything was ever noted of."""
        with self._lock:
            self._newest()
            return {key for key in keys if key in self._latest}

    def noted(self, after: int, upto: int) -> list[FootageSpan]:
        """The spans that appends after version `after`, up to `upto`, first noted as indexed.

        As they were noted then, whatever a later row says; their regions were committed before. The
        same stretch of a footage noted again, as by another encoder, is not among them.
        """
        with self._lock:
            table = self._newest()
            files = [] if table is None else [file["path"] for file in active_files(table)]
            wanted = sorted(path for path in files if after < _version_of(path) <= upto)
            spans = [_span(row)[1] for path in wanted for row in self._rows(path)]
            return [span for span in spans if self._first.get(_stretch(span), -1) > after]

    def _newest(self) -> DeltaTable | None:
        """The table brought up to the newest append of anyone, its new rows taken in."""
        if self._table is None:
            self._table = open_table(self._folder)
        else:
            update(self._table, self._folder)
        if self._table is not None:
            self._take_in(self._table)
        return self._table

    def _take_in(self, table: DeltaTable) -> None:
        for path in sorted({file["path"] for file in active_files(table)} - self._read):
            for batch, span in map(_span, self._rows(path)):
                if span.state == "indexed":
                    first = self._first.get(_stretch(span), batch)
                    self._first[_stretch(span)] = min(first, batch)
                held = self._latest.get(span.task_key)
                if held is None or held[0] <= batch:
                    self._latest[span.task_key] = (batch, span)
            self._read.add(path)

    def _rows(self, path: str) -> list[dict[str, Any]]:
        source = io.BytesIO(self._folder.read(path))
        found: list[dict[str, Any]] = read_columns(source, None).to_pylist()
        return found

    def _append_new(self, spans: Sequence[FootageSpan]) -> int:
        with self._lock:
            if self._newest() is None:
                self._table = open_or_create(self._folder, _SCHEMA, [])
            table = self._newest()
            assert table is not None, "made above"
            new = {span.task_key: span for span in spans if not self._is_known(span)}
            if not new:
                return table.version()
            add = self._write(list(new.values()), table.version() + 1)
            try:
                commit_to(table, self._folder, Commit([add], [_TURN], {}))
            except Conflict:
                self._folder.remove(add.path)
                raise
            return self.generation()

    def _is_known(self, span: FootageSpan) -> bool:
        held = self._latest.get(span.task_key)
        return held is not None and replace(held[1], at_ms=span.at_ms) == span

    def _write(self, spans: Sequence[FootageSpan], batch: int) -> AddAction:
        rows = [asdict(span) | {"batch": batch} for span in spans]
        sink = io.BytesIO()
        pq.write_table(pa.Table.from_pylist(rows, _SCHEMA), sink, compression="zstd")
        content = sink.getvalue()
        name = f"{batch:08d}-{hashlib.sha256(content).hexdigest()[:16]}.parquet"
        self._folder.write(name, content)
        return AddAction(
            path=name,
            size=len(content),
            partition_values={},
            modification_time=int(time.time() * 1000),
            data_change=True,
            stats=f'{{"numRecords": {len(rows)}}}',
        )


def searched(
    spans: Iterable[FootageSpan], fingerprint: Fingerprint | None
) -> Iterator[FootageSpan]:
    """Those that count where shards of one encoder are searched: what another indexed does not."""
    for span in spans:
        if span.state != "indexed" or fingerprint in (None, span.fingerprint):
            yield span


def _version_of(path: str) -> int:
    """The version that an append made, which its file is named by."""
    return int(path.partition("-")[0])


def _stretch(span: FootageSpan) -> tuple[FootageId, int | None]:
    """Which stretch of which footage, whatever task indexed it."""
    return span.footage, span.pts_after_ms


def _span(row: dict[str, Any]) -> tuple[int, FootageSpan]:
    """A row as the version that noted it, and the span."""
    return row["batch"], FootageSpan(**{name: row[name] for name in row if name != "batch"})


class _Successes:
    """What was indexed and when, by path and by hash: an older failure of the same is void."""

    def __init__(self, indexed: Iterable[tuple[int, FootageSpan]]) -> None:
        self._by: dict[str, list[tuple[int, FootageSpan]]] = {}
        for batch, span in indexed:
            for name in {span.path, span.sha256} - {""}:
                self._by.setdefault(name, []).append((batch, span))

    def make_void(self, batch: int, span: FootageSpan) -> bool:
        """Whether a later batch indexed the same file, or the same stretch of it."""
        if span.state == "indexed":
            return False
        same = [item for name in (span.path, span.sha256) for item in self._by.get(name, [])]
        return any(later > batch and _covers(good, span) for later, good in same)


def _covers(good: FootageSpan, bad: FootageSpan) -> bool:
    edges: tuple[Any, ...] = (bad.pts_after_ms, bad.pts_before_ms)
    edges += (good.pts_after_ms, good.pts_before_ms)
    if None in edges:
        return True
    return bool(edges[2] < edges[1] and edges[0] < edges[3])
