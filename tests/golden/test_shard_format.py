"""Shards written by earlier versions are opened, verified and searched by this one.

Each format has a folder that was written once and stays. After the format has changed, add the new
one: `TRUYVET_TEST_GOLDEN=write pytest tests/golden/test_shard_format.py`. A folder that is there is
never written over; one that was never released is deleted first.
"""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings.encoder import Embeddings
from embeddings.hash_encoder import HashEncoder
from indexer import quantised
from indexer.folder import Folder
from indexer.ids import CameraId, FootageId, Interval
from indexer.quantised import candidates
from indexer.region import Region
from indexer.shard import ShardEntry, verify_shard, write_shards
from indexer.shard_files import FORMAT
from indexer.shard_reader import ShardReader
from search.frames import LocalFrames
from search.plan import FrameScope

HERE = Path(__file__).parent
PRESENT = HERE / f"shard-format-{FORMAT}"
MIDNIGHT_MS = 1_651_104_000_000  # 2022-04-28T00:00Z: the regions lie on both sides of it
HOUR_MS = 3_600_000
CAMERAS = ("q12-nvq-01", "q12-nvq-02", "q12-tk-01", "hm-qt-01")
ALL = FrameScope(
    tuple(map(CameraId, CAMERAS)), (Interval(MIDNIGHT_MS - HOUR_MS, MIDNIGHT_MS + HOUR_MS),)
)
SEARCHES: dict[str, tuple[str, FrameScope, int]] = {
    "everything": ("xe máy đỏ", ALL, 10),
    "one street after midnight": (
        "red motorbike",
        FrameScope(
            (CameraId("q12-nvq-01"), CameraId("q12-nvq-02")),
            (Interval(MIDNIGHT_MS, MIDNIGHT_MS + HOUR_MS),),
        ),
        10,
    ),
    "two windows": (
        "xe tải trắng",
        FrameScope(
            ALL.cameras,
            (
                Interval(MIDNIGHT_MS - HOUR_MS, MIDNIGHT_MS - HOUR_MS // 2),
                Interval(MIDNIGHT_MS + HOUR_MS // 3, MIDNIGHT_MS + HOUR_MS // 2),
            ),
        ),
        10,
    ),
}
"""By name: the words, where and when, and how many hits."""


def encoder() -> HashEncoder:
    return HashEncoder(dim=16)


def regions(count: int) -> list[Region]:
    rng = np.random.default_rng(12)
    return [
        Region(
            camera=CameraId(CAMERAS[int(rng.integers(len(CAMERAS)))]),
            captured_at_ms=MIDNIGHT_MS + int(rng.integers(-HOUR_MS, HOUR_MS)),
            footage=FootageId(f"{number % 3:016x}"),
            pts_ms=number * 500,
            box=(0.0, 0.0, 1.0, 1.0) if number % 4 == 0 else (0.125, 0.25, 0.5, 0.75),
            kind="frame" if number % 4 == 0 else "object",
            still_ms=1_000 * (number % 2),
        )
        for number in range(count)
    ]


def vectors(count: int) -> Embeddings:
    return encoder().encode_texts([f"region {number}" for number in range(count)])


def search(data: Folder, entries: list[ShardEntry]) -> dict[str, Any]:
    found = {}
    for name, (words, scope, k) in SEARCHES.items():
        (query,) = encoder().encode_texts([words])
        hits = LocalFrames(data).search(query, entries, scope, k)
        assert hits.failed == ()
        found[name] = {
            "in_scope": hits.in_scope,
            "searched": hits.searched,
            "hits": [{"score": hit.score, **hit.region._asdict()} for hit in hits.hits],
        }
    return found


def write(folder: Path) -> None:
    data, rows, usual = Folder(folder), regions(400), quantised.LEAST_ROWS
    quantised.LEAST_ROWS = 1  # so that these small shards have all files a shard can have
    entries = write_shards(data, rows, vectors(len(rows)), encoder().card)
    quantised.LEAST_ROWS = usual
    told = {"shards": [asdict(entry) for entry in entries], "answers": search(data, list(entries))}
    (folder / "expected.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


if os.environ.get("TRUYVET_TEST_GOLDEN") == "write" and not PRESENT.exists():
    write(PRESENT)
FORMATS = sorted(HERE.glob("shard-format-*"))


@pytest.fixture(params=FORMATS, ids=lambda folder: folder.name)
def stored(request: pytest.FixtureRequest) -> tuple[Folder, list[ShardEntry], dict[str, Any]]:
    expected = json.loads((request.param / "expected.json").read_text())
    entries = [ShardEntry(**entry) for entry in expected["shards"]]
    return Folder(request.param), entries, expected["answers"]


Stored = tuple[Folder, list[ShardEntry], dict[str, Any]]


def test_the_present_format_is_among_them() -> None:
    assert PRESENT in FORMATS


def test_old_shards_are_whole(stored: Stored) -> None:
    data, entries, _ = stored
    assert len({entry.day for entry in entries}) == len(entries) == 2
    for entry in entries:
        verify_shard(data, entry)


def test_old_shards_answer_as_they_did(stored: Stored) -> None:
    data, entries, expected = stored
    found = search(data, entries)
    assert found.keys() == expected.keys()
    for name, answer in expected.items():
        assert 0 < len(answer["hits"]) <= answer["in_scope"] == found[name]["in_scope"]
        assert answer["searched"] == found[name]["searched"]
        for hit, now in zip(answer["hits"], found[name]["hits"], strict=True):
            assert now.pop("score") == pytest.approx(hit.pop("score"), abs=1e-6)
            assert json.loads(json.dumps(now)) == hit


def test_they_hold_what_was_put_in(stored: Stored) -> None:
    data, entries, _ = stored
    (query,) = encoder().encode_texts(["region 7"])
    put_in = regions(sum(entry.rows for entry in entries))
    found = LocalFrames(data).search(query, entries, ALL, 1_000)
    assert {hit.region for hit in found.hits} == set(put_in)
    assert found.hits[0].region == put_in[7]
    assert np.allclose(found.hits[0].embedding, query, atol=1e-3)


def test_old_codes_lead_to_the_best_rows(stored: Stored) -> None:
    data, entries, _ = stored
    (query,) = encoder().encode_texts(["region 7"])
    for entry in entries:
        reader = ShardReader(data, entry)
        assert (reader.quantised() is None) == (not data.exists(entry.quantised_name))
        if reader.quantised() is not None:
            everything = reader.select(reader.lists_of(ALL.cameras), ALL.intervals)
            scores, rows = reader.search(query, everything, 20)
            _, promising = reader.promising(query, everything, candidates(20))
            again = reader.compare(query, promising, 20)
            assert np.array_equal(again[0], scores) and np.array_equal(again[1], rows)


def test_the_present_format_has_codes() -> None:
    expected = json.loads((PRESENT / "expected.json").read_text())
    names = [ShardEntry(**entry).quantised_name for entry in expected["shards"]]
    assert names and all((PRESENT / name).exists() for name in names)
