"""Frames of many days: a search where the index holds twenty times as much.

Twenty days of a district, a million rows each, are made and written through the writer that the
service uses; then the first day alone is searched beside all of them, with the same questions. Its
scopes A and E are those of `scripts/bench frames`, of the first day; D is all there is.

Twenty million rows take 24 GB and the better part of an hour to write. With TRUYVET_BENCH_FOLDER
they are kept there, and what is there is not written again; with TRUYVET_BENCH_SECONDS, writing
stops after so long, and the same command goes on. TRUYVET_BENCH_DAYS makes it fewer or more days.
"""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from _bench import Figure, at_least, at_most, compared, median, note, rounds, run, tell
from _month import Month
from _peers import K
from _rows import ROWS_A_CAMERA, District, Question, Unit

from indexer.frame_table import FrameTable
from indexer.ids import Interval
from indexer.shard import ShardEntry
from search.frames import FrameHits, LocalFrames
from search.plan import FrameScope

DAYS, QUICK_DAYS = 20, 2
TRUTHS = 10
"""Wide questions whose every row is compared, to see what was missed."""
GROWTH, WIDE_MS, ANONYMOUS_GB, ROW_BYTES, OPEN_MS = 1.5, 1_500, 6, 1_200, 1_000
ROUNDING = 1e-6
"""Two ways of adding up one row's score differ by less."""


def measure(quick: bool) -> list[Figure]:
    """Write what is missing, then measure."""
    days = int(os.environ.get("TRUYVET_BENCH_DAYS", QUICK_DAYS if quick else DAYS))
    district = District(200, 512) if quick else District(2_000, 512)
    kept = os.environ.get("TRUYVET_BENCH_FOLDER")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(kept or made)
        folder.mkdir(parents=True, exist_ok=True)
        month = Month(district, days, folder)
        if not month.build(float(os.environ.get("TRUYVET_BENCH_SECONDS", "inf"))):
            raise SystemExit("not all is written yet: run the same again to go on")
        figures: list[Figure] = []
        for part in (_written, _opened, _searched):
            measured = part(month, 10 if quick else 40)
            tell(measured)
            figures += measured
        return figures


def _written(month: Month, _: int) -> list[Figure]:
    size = month.stored_bytes() / month.rows
    rate = month.made_per_s()
    return [
        at_least(f"{month.rows:,} rows, written", rate, "rows/s", 5_000),
        at_most("bytes a row", size, "bytes", ROW_BYTES),
    ]


def _opened(month: Month, _: int) -> list[Figure]:
    """As a server that has just started finds it; the files may still be in the memory's cache."""
    asked, began = month.on(0).ask("E", 0), perf_counter()
    shards = FrameTable(month.data).shards()
    listed_ms = (perf_counter() - began) * 1000
    frames = LocalFrames(month.data)
    frames.search(asked.query, shards, asked.scope, K)
    first_ms = (perf_counter() - began) * 1000
    for entry in shards:
        frames.shards.open(entry)
    every_ms = (perf_counter() - began) * 1000
    note(f"{len(shards)} shards listed in {listed_ms:.0f} ms")
    return [
        at_most("opened, and the first answer", first_ms, "ms", OPEN_MS),
        at_most("every shard opened", every_ms, "ms", OPEN_MS),
    ]


def _searched(month: Month, count: int) -> list[Figure]:
    first, every = month.shards()
    frames, district, figures = LocalFrames(month.data), month.on(0), []
    for scope in "ABCE":
        asked = [district.ask(scope, number) for number in range(count + 1)]
        figures.append(_grown(scope, frames, asked, first, every))
    figures += [_found(scope, district, frames, every) for scope in "AE"]
    figures += _wide_figures(_Wide(month), frames, every, count)
    anonymous = _anonymous_bytes() / 1e9
    return [*figures, at_most("resident, not of files", anonymous, "GB", ANONYMOUS_GB)]


@dataclass(frozen=True)
class _Wide:
    """Questions of everything there is."""

    month: Month

    @property
    def scope(self) -> FrameScope:
        """All cameras on all days."""
        district, end_ms = self.month.district, self.month.on(self.month.days).start_ms
        cameras = tuple(map(district.camera, range(district.cameras)))
        return FrameScope(cameras, (Interval(district.start_ms, end_ms),))

    def query(self, number: int) -> Unit:
        """What the numbered question asks for."""
        return self.month.district.ask("D", number).query


def _grown(
    scope: str,
    frames: LocalFrames,
    asked: Sequence[Question],
    first: Sequence[ShardEntry],
    every: Sequence[ShardEntry],
) -> Figure:
    """The same questions, of the first day, asked of its shards alone and of all."""
    now = [asked[0]]

    def search(shards: Sequence[ShardEntry]) -> FrameHits:
        return frames.search(now[0].query, shards, now[0].scope, K)

    def before(number: int) -> None:
        now[0] = asked[number]

    seconds = rounds({"one": lambda: search(first), "all": lambda: search(every)}, len(asked) - 1,
                     before)  # fmt: skip
    one, grown = (median(seconds[name]) * 1000 for name in ("one", "all"))
    goal = f"≤ {GROWTH:g} × one day's"
    told = f"one day of them, {one:.2f} ms"
    return Figure(f"{scope}, all days", grown, "ms", told, one / grown, goal, grown <= GROWTH * one)


def _found(
    scope: str, district: District, frames: LocalFrames, every: Sequence[ShardEntry]
) -> Figure:
    """What is found of a scope, beside all its rows as they were made, before any was stored."""
    shares = []
    for number in range(TRUTHS):
        asked = district.ask(scope, number)
        hits = frames.search(asked.query, every, asked.scope, K)
        rows = district.rows_of(asked)
        made = np.concatenate(
            [
                district.seen([camera])[rows[rows // ROWS_A_CAMERA == camera] % ROWS_A_CAMERA]
                for camera in asked.cameras.tolist()
            ]
        )
        best = rows[np.argsort(-(made.astype("<f2").astype(np.float32) @ asked.query))[:K]]
        found = [district.row_of(hit.region) for hit in hits.hits]
        assert hits.recall is None and hits.searched == len(rows)
        shares.append(float(np.isin(best, found).mean()) if len(best) else 1.0)
    return at_least(f"{scope}, recall@{K}, exact", float(np.mean(shares)), "", 1.0)


def _wide_figures(
    wide: _Wide, frames: LocalFrames, every: Sequence[ShardEntry], count: int
) -> list[Figure]:
    """How long everything takes, and of some of the questions what was missed."""
    began = perf_counter()
    frames.search(wide.query(count), every, wide.scope, K)
    note(f"first wide answer, all codes read: {perf_counter() - began:.1f} s")
    took, answers = [], []
    for number in range(count):
        began = perf_counter()
        answers.append(frames.search(wide.query(number), every, wide.scope, K))
        took.append((perf_counter() - began) * 1000)
    p95, told = float(np.percentile(took, 95)), answers[0].recall
    figures = [
        at_most("D, all days, median", median(took), "ms", WIDE_MS),
        at_most("D, all days, p95", p95, "ms", WIDE_MS),
    ]
    if told is None:
        return figures
    least = _least_scores(frames, every, wide, min(count, TRUTHS))
    pairs = zip(answers, least, strict=False)
    shares = [np.mean([hit.score >= low - ROUNDING for hit in hits.hits]) for hits, low in pairs]
    share = float(np.mean(shares))
    against = f"said to be {told.share:g}"
    name = f"D, all days, recall@{K}, approximate"
    return [*figures, compared(name, share, "", against, share / told.share, 0.99)]


def _least_scores(
    frames: LocalFrames, every: Sequence[ShardEntry], wide: _Wide, count: int
) -> list[float]:
    """The score of the last of the K best of all rows, all compared, for each question."""
    best = np.empty((count, 0), np.float32)
    for entry in every:
        reader = frames.shards.open(entry).reader
        rows = reader.select(reader.lists_of(wide.scope.cameras), wide.scope.intervals)
        own = [reader.search(wide.query(number), rows, K)[0] for number in range(count)]
        best = np.sort(np.hstack([best, np.stack(own)]), axis=1)[:, -K:]
    return [float(row[0]) for row in best]


def _anonymous_bytes() -> int:
    """Of this process, without the pages of mapped files."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    (kilobytes,) = (line.split()[1] for line in lines if line.startswith("Anonymous:"))
    return 1024 * int(kilobytes)


if __name__ == "__main__":
    run(measure)
