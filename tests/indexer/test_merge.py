"""Merging shards: the same regions and vectors in fewer files, in one commit, beside others."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from deltalake import DeltaTable

from embeddings.hash_encoder import HashEncoder
from indexer.errors import Conflict, DamagedShard
from indexer.folder import Folder
from indexer.frame_table import FrameTable
from indexer.ids import CameraId, FootageId, Interval
from indexer.merge import FAN_IN, merge
from indexer.region import Region
from indexer.shard import verify_shard, write_shards
from search.frames import LocalFrames
from search.plan import FrameScope

DIM = 16
ENCODER = HashEncoder(dim=DIM)
START = datetime(2022, 4, 27, tzinfo=UTC)
START_MS = int(START.timestamp()) * 1000
DAY_MS = 86_400_000
TODAY = date(2022, 4, 29)
CAMERAS = tuple(CameraId(f"c{number}") for number in range(5))
EVERYTHING = FrameScope(CAMERAS, (Interval(START_MS, START_MS + 9 * DAY_MS),))
SCOPES = (EVERYTHING, FrameScope(CAMERAS[1:3], (Interval(START_MS, START_MS + DAY_MS // 3),)))


def add(data: Folder, key: str, count: int = 40, day: int = 0) -> None:
    """Commit one task of so many regions, told apart by its key."""
    rng = np.random.default_rng(sum(key.encode()))
    regions = [
        Region(
            CAMERAS[int(rng.integers(len(CAMERAS)))],
            START_MS + day * DAY_MS + int(rng.integers(DAY_MS)),
            FootageId(f"{sum(key.encode()):016x}"),
            number,
            (0.0, 0.0, 1.0, 1.0),
            "frame",
        )
        for number in range(count)
    ]
    vectors = ENCODER.encode_texts([f"{key} {number}" for number in range(count)])
    FrameTable(data).commit({key: write_shards(data, regions, vectors, ENCODER.card)})


def answers(data: Folder, generation: int | None = None) -> list[object]:
    """What several questions find, with scores and vectors."""
    shards = FrameTable(data).shards(generation)
    frames = LocalFrames(data)
    found: list[object] = []
    for scope in SCOPES:
        for query in ENCODER.encode_texts(["a", "b"]):
            hits = frames.search(query, shards, scope, 30)
            assert hits.failed == ()
            found.append((hits.in_scope, hits.searched))
            found += [(hit.region, hit.score, hit.embedding.tolist()) for hit in hits.hits]
    return found


def test_answers_are_the_same_and_old_generations_go_on(tmp_path: Path) -> None:
    data = Folder(tmp_path)
    for number in range(6):
        add(data, f"t{number}", day=number % 2)
    table = FrameTable(data)
    before, generation = answers(data), table.generation()
    merged = merge(data, table, TODAY)
    assert [(m.before, m.after, m.rows) for m in merged] == [(3, 1, 120), (3, 1, 120)]
    assert len(table.shards()) == 2 and table.region_count() == 240
    assert answers(data) == answers(data, generation) == before
    for entry in table.shards():
        verify_shard(data, entry)
    assert merge(data, table, TODAY) == []
    assert table.committed([f"t{n}" for n in range(6)]) == {f"t{n}" for n in range(6)}


def test_a_growing_day_is_merged_tier_by_tier(tmp_path: Path) -> None:
    data = Folder(tmp_path)
    for number in range(FAN_IN - 1):
        add(data, f"t{number}")
    table = FrameTable(data)
    assert merge(data, table, START.date()) == []
    add(data, "large", count=400)
    add(data, "t9")
    assert [m.before for m in merge(data, table, START.date())] == [FAN_IN]
    assert sorted(entry.rows for entry in table.shards()) == [160, 400]


def test_replaced_files_stay_until_they_may_go(tmp_path: Path) -> None:
    data = Folder(tmp_path)
    for number in range(3):
        add(data, f"t{number}")
    table = FrameTable(data)
    old = table.shards()
    merge(data, table, TODAY)
    kept = DeltaTable(str(tmp_path / "frames")).metadata().configuration
    assert kept["delta.deletedFileRetentionDuration"] == "interval 36500 days"
    assert table.sweep(timedelta(0)) == [] and table.forget(timedelta(hours=1)) == []
    assert all(data.exists(entry.vectors_name) for entry in old)
    before = answers(data)
    assert len(table.forget(timedelta(0))) == 2 * len(old)
    assert not any(data.exists(entry.rows_name) for entry in old)
    assert answers(data) == before


def test_a_shard_can_be_replaced_once(tmp_path: Path) -> None:
    data = Folder(tmp_path)
    for number in range(3):
        add(data, f"t{number}")
    table, other = FrameTable(data), FrameTable(data)
    old = other.shards()
    merge(data, table, TODAY)
    with pytest.raises(Conflict):
        other.replace(old, table.shards())
    assert other.region_count() == 120


def test_a_damaged_shard_stops_the_merge_and_nothing_is_lost(tmp_path: Path) -> None:
    data = Folder(tmp_path)
    for number in range(3):
        add(data, f"t{number}")
    table = FrameTable(data)
    file = data.local_path(table.shards()[0].vectors_name)
    content = bytearray(file.read_bytes())
    content[-DIM * 2 * 20] ^= 1
    file.write_bytes(bytes(content))
    with pytest.raises(DamagedShard):
        merge(data, table, TODAY)
    assert len(FrameTable(data).shards()) == 3


def test_writers_and_mergers_beside_each_other_lose_nothing(tmp_path: Path) -> None:
    data = Folder(tmp_path)
    add(data, "first")
    ends = threading.Event()
    failed: list[BaseException] = []

    def again(work: object) -> None:
        try:
            while not ends.is_set():
                work()  # type: ignore[operator]
        except BaseException as error:
            failed.append(error)

    def read() -> None:
        shards = FrameTable(data).shards()
        hits = LocalFrames(data).search(ENCODER.encode_texts(["a"])[0], shards, EVERYTHING, 10_000)
        assert hits.failed == () and hits.searched == sum(entry.rows for entry in shards)
        assert len({hit.region for hit in hits.hits}) == len(hits.hits)

    works = [lambda: merge(data, FrameTable(data), TODAY)] * 2 + [read]
    threads = [threading.Thread(target=again, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for number in range(12):
        add(data, f"t{number}")
    ends.set()
    for thread in threads:
        thread.join()
    assert failed == []
    merge(data, FrameTable(data), TODAY)
    assert FrameTable(data).region_count() == 13 * 40
    assert len(FrameTable(data).shards()) == 1


@pytest.mark.parametrize("after_s", [0.0, 0.05, 0.15])
def test_killed_in_a_merge_the_old_generation_is_whole(tmp_path: Path, after_s: float) -> None:
    data = Folder(tmp_path)
    for number in range(8):
        add(data, f"t{number}", count=300)
    before = answers(data)
    code = (
        "import sys; from datetime import date; from pathlib import Path;"
        "from indexer.folder import Folder; from indexer.frame_table import FrameTable;"
        "from indexer.merge import merge; data = Folder(Path(sys.argv[1])); t = FrameTable(data);"
        "t.shards(); print('ready', flush=True); merge(data, t, date(2022, 4, 29))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as merging:
        assert merging.stdout is not None and merging.stdout.readline() == b"ready\n"
        time.sleep(after_s)
        os.kill(merging.pid, signal.SIGKILL)
    assert answers(data) == before
    table = FrameTable(data)
    table.sweep(timedelta(0))
    merge(data, table, TODAY)
    assert answers(data) == before and len(table.shards()) == 1
