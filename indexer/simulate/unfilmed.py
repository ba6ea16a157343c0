"""A district without pixels of any size and length: an evening's rows, reports and key, by parts.

Each part, an hour at most, is an evening of its own: traffic, incidents and reports of its own, in
the light and the traffic of that hour; no vehicle drives on from one part into the next. Parts are
drawn by several processes and committed in their order; a part that is whole stays, so a run that
was killed goes on where it was, to the same index.
"""

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from io import BufferedReader
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow as pa

from embeddings.encoder import Encoder
from embeddings.models import DEFAULT_MODEL, open_encoder
from indexer.folder import Folder
from indexer.frame_table import FrameTable
from indexer.ids import LOCAL_ZONE
from indexer.places.gazetteer import load_gazetteer
from indexer.progress import NoProgress, Progress
from indexer.reports.import_reports import import_reports
from indexer.reports.open_index import open_report_index
from indexer.run_lock import indexing
from indexer.simulate.cameras import place_cameras
from indexer.simulate.daylight import Sky, sky_at
from indexer.simulate.evening import KEY, tell, write_key, write_map
from indexer.simulate.evening_rows import Drawn, EveningRows, commit
from indexer.simulate.filming import end_at_once
from indexer.simulate.simulate import DEFAULT_START, write_lines
from indexer.simulate.varied_looks import VariedLooks

PART_S = 3_600
_INCIDENTS_A_MIN = 0.2
_CAMERAS_A_SHARD = 100
_MOST_CAMERAS, _MOST_PARTS = 10_000, 10_000
_ARGUMENTS, _WHOLE = "arguments.json", "whole.json"


@dataclass(frozen=True)
class Unfilmed:
    """How much there is of a district, all parts together."""

    parts: int
    regions: int
    reports: int
    incidents: int
    questions: int


@dataclass(frozen=True)
class _Part:
    """One part: everything that follows from it, to be drawn by any process."""

    folder: str
    number: int
    start: datetime
    seconds: float
    cameras: int
    seed: int
    model: str

    @property
    def key(self) -> Folder:
        """Where its files and its key lie."""
        return Folder(self.folder).child(f"{KEY}/part-{self.number:04d}")

    @property
    def own_seed(self) -> int:
        """No other part of the district has it."""
        return self.seed * _MOST_PARTS + self.number

    @property
    def incidents(self) -> int:
        """As many as its length asks for, at least one."""
        return max(1, round(_INCIDENTS_A_MIN * self.seconds / 60))


def simulate_unfilmed(
    folder: Path,
    cameras: int,
    minutes: float,
    seed: int = 1,
    start: datetime | None = None,
    model: str = DEFAULT_MODEL,
    progress: Progress | None = None,
    workers: int | None = None,
) -> Unfilmed:
    """Write rows, vectors, reports and key of `cameras` × `minutes` into the data folder `folder`.

    The same arguments give the same rows, vectors, reports and key, whatever the number of
    processes, `workers` (None: one a core). What is whole of an earlier run with the same arguments
    stays. Raises ValueError for sizes that cannot be and for a folder that holds something else,
    StorageFailed where it cannot be written.
    """
    begin = (start or DEFAULT_START).astimezone(LOCAL_ZONE)
    _check(cameras, minutes)
    data = Folder(folder)
    _claim(data, {"cameras": cameras, "minutes": minutes, "seed": seed,
                  "start": begin.isoformat(), "model": model})  # fmt: skip
    parts = list(_parts(os.fspath(folder), cameras, minutes, seed, begin, model))
    write_map(folder, place_cameras(cameras, seed))
    with indexing(data, FrameTable(data), outside=False):
        _write(data, parts, progress or NoProgress(), workers)
    return _summed(parts)


def read_parts(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """The lines of a file of the key, such as "questions", of every part in turn."""
    for path in sorted((folder / KEY).glob(f"part-*/{name}.jsonl*")):
        with pa.input_stream(path, compression="detect") as lines:
            yield from map(json.loads, BufferedReader(lines))


def _check(cameras: int, minutes: float) -> None:
    if not 1 <= cameras <= _MOST_CAMERAS:
        raise ValueError(f"a district has 1 to {_MOST_CAMERAS:,} cameras, not {cameras:,}")
    if not 1 <= minutes <= _MOST_PARTS * PART_S / 60:
        days = _MOST_PARTS * PART_S // 86_400
        raise ValueError(f"a district lasts from one minute to {days} days, not {minutes:g} min")


def _claim(data: Folder, arguments: dict[str, Any]) -> None:
    """Take a folder that is empty, or whose simulation was begun with the same arguments."""
    name = f"{KEY}/{_ARGUMENTS}"
    if data.exists(name):
        held = json.loads(data.read(name))
        if held != arguments:
            raise ValueError(f"{data.uri} holds another district, {held}; choose another folder")
    elif data.exists("frames") or data.exists("reports") or data.exists(KEY):
        raise ValueError(f"{data.uri} already holds an index; choose another folder")
    data.write(name, json.dumps(arguments, sort_keys=True).encode())


def _parts(
    folder: str, cameras: int, minutes: float, seed: int, start: datetime, model: str
) -> Iterator[_Part]:
    """The parts in their order, the last one shorter; a rest of less than a minute joins it."""
    seconds = round(minutes * 60)
    starts = list(range(0, seconds, PART_S))
    if len(starts) > 1 and seconds - starts[-1] < 60:
        starts.pop()
    for number, at_s in enumerate(starts):
        until_s = starts[number + 1] if number + 1 < len(starts) else seconds
        at = start + timedelta(seconds=at_s)
        yield _Part(folder, number, at, until_s - at_s, cameras, seed, model)


def _write(data: Folder, parts: Sequence[_Part], progress: Progress, workers: int | None) -> None:
    left = [part for part in parts if not part.key.exists(_WHOLE)]
    count = min(len(left), workers or len(os.sched_getaffinity(0)))
    with progress.stage("simulating hours without footage", total=len(parts)) as stage:
        stage.advance(len(parts) - len(left))
        for part, (drawn, told) in zip(left, _drawn(left, count), strict=True):
            told["reports"] = _take_in(data, part, drawn)
            part.key.write(_WHOLE, json.dumps(told | {"regions": drawn.rows}).encode())
            stage.advance()


def _drawn(parts: Sequence[_Part], workers: int) -> Iterator[tuple[Drawn, dict[str, int]]]:
    """The parts as they are drawn, in their order; few of them are held at a time."""
    if workers <= 1:
        yield from map(_draw, parts)
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), end_at_once) as pool:
        try:
            yield from pool.map(_draw, parts)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _draw(part: _Part) -> tuple[Drawn, dict[str, int]]:
    """Write a part's shards, as yet invisible, its reports and its key."""
    sites, seed, encoder = (
        place_cameras(part.cameras, part.seed),
        part.own_seed,
        _encoder(part.model),
    )
    prefix = f"p{part.number:04d}-"
    told = tell(sites, part.start, part.seconds, part.incidents, seed, prefix, part.seed)
    looks = _looks(part.cameras, part.seed, sky_at(part.start), part.model)
    data = Folder(part.folder)
    rows = EveningRows(
        data, part.start, part.seconds, seed, encoder, sites, looks, _CAMERAS_A_SHARD
    )
    passages = (one for passages in told.passages.values() for one in passages)
    drawn = rows.draw(passages, frozenset(), NoProgress())
    write_lines(part.key, "reports.jsonl", (line for line, _ in told.reports))
    questions = write_key(part.key, told, part.start, part.seconds, seed, within=True)
    return drawn, {"incidents": len(told.incidents), "questions": questions}


@lru_cache(maxsize=1)
def _encoder(model: str) -> Encoder:
    return open_encoder(model)


@lru_cache(maxsize=4)
def _looks(cameras: int, seed: int, sky: Sky, model: str) -> VariedLooks:
    """Looks in one light, for all parts that have it: most of a day is as light, or as dark."""
    return VariedLooks(place_cameras(cameras, seed), sky, seed, _encoder(model))


def _take_in(data: Folder, part: _Part, drawn: Drawn) -> int:
    """Commit a part's rows and import its reports; returns how many reports there are."""
    commit(data, drawn)
    index = open_report_index(data, None)
    try:
        path = Path(part.key.path("reports.jsonl"))
        done = import_reports([path], "jsonl", data, index, load_gazetteer(data))
        return done.imported + done.unchanged
    finally:
        index.close()


def _summed(parts: Sequence[_Part]) -> Unfilmed:
    told = [json.loads(part.key.read(_WHOLE)) for part in parts]
    names = ("regions", "reports", "incidents", "questions")
    return Unfilmed(len(parts), **{name: sum(one[name] for one in told) for name in names})
