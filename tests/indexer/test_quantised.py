"""Quantised codes of shards: what they find, what is said of it, and how they come and go."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from embeddings.encoder import Embeddings
from embeddings.hash_encoder import HashEncoder
from indexer import quantised
from indexer.errors import DamagedShard
from indexer.folder import Folder
from indexer.frame_table import FrameTable
from indexer.ids import CameraId, FootageId, Interval
from indexer.merge import merge
from indexer.quantised import MEASURED_AT, QuantisedLists, candidates, quantise
from indexer.region import Region
from indexer.shard import ShardEntry, verify_shard, write_shards
from indexer.shard_reader import Rows, Scores, Selection, ShardReader
from search import cost
from search.frames import LocalFrames
from search.plan import FrameScope

DIM = 32
CARD = HashEncoder(dim=DIM).card
START_MS = 1_651_017_600_000  # 2022-04-27T00:00Z
DAY_MS = 86_400_000
CAMERAS = tuple(CameraId(f"c{number:02d}") for number in range(12))
ALL_DAY = Interval(START_MS, START_MS + DAY_MS)
EVERYTHING = FrameScope(CAMERAS, (ALL_DAY,))
SCOPES = {
    "everything": EVERYTHING,
    "a few hours": FrameScope(CAMERAS, (Interval(START_MS + DAY_MS // 4, START_MS + DAY_MS // 2),)),
    "some cameras": FrameScope((*CAMERAS[2:9], CameraId("elsewhere")), (ALL_DAY,)),
    "two windows of one camera": FrameScope(
        CAMERAS[4:5],
        (
            Interval(START_MS, START_MS + DAY_MS // 5),
            Interval(START_MS + DAY_MS // 2, START_MS + 2 * DAY_MS),
        ),
    ),
    "nothing": FrameScope(CAMERAS, (Interval(START_MS + DAY_MS, START_MS + 2 * DAY_MS),)),
}


def seen(count: int, seed: int = 1) -> tuple[list[Region], Embeddings]:
    """Regions of one day whose rows are mostly their camera's background; some are there twice."""
    rng = np.random.default_rng(seed)
    backgrounds = rng.standard_normal((len(CAMERAS), DIM))
    of_row = rng.integers(len(CAMERAS), size=count)
    vectors = 2 * backgrounds[of_row] + rng.standard_normal((count, DIM))
    vectors[::9] = vectors[0]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    regions = [
        Region(
            CAMERAS[camera], START_MS + at, FootageId(f"{seed:016x}"), row, (0, 0, 1, 1), "frame"
        )
        for row, (camera, at) in enumerate(
            zip(of_row.tolist(), rng.integers(DAY_MS, size=count).tolist(), strict=True)
        )
    ]
    return regions, vectors.astype(np.float32)


def units(count: int, seed: int = 5) -> Embeddings:
    rows = np.random.default_rng(seed).standard_normal((count, DIM)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes for shards of any size."""
    monkeypatch.setattr(quantised, "LEAST_ROWS", 1)


def write(data: Folder, count: int = 3_000, seed: int = 1) -> ShardEntry:
    (entry,) = write_shards(data, *seen(count, seed), CARD)
    return entry


def looked_through(
    reader: ShardReader, query: np.ndarray, selection: Selection, k: int
) -> tuple[Scores, Rows]:
    """The k best by way of the codes."""
    _, rows = reader.promising(query, selection, candidates(k))
    return reader.compare(query, rows, k)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", SCOPES)
def test_what_is_found_is_in_scope_with_the_scores_of_a_scan(tmp_path: Path, name: str) -> None:
    data, scope = Folder(tmp_path), SCOPES[name]
    reader = ShardReader(data, write(data))
    selection = reader.select(reader.lists_of(scope.cameras), scope.intervals)
    inside = {
        number
        for number, region in enumerate(reader.regions(np.arange(reader.entry.rows)))
        if region.camera in scope.cameras
        and any(p.after_ms <= region.captured_at_ms < p.before_ms for p in scope.intervals)
    }
    assert selection.count == len(inside)
    for query in units(5):
        exact, every = reader.search(query, selection, 9_999)
        score_of = dict(zip(every.tolist(), exact.tolist(), strict=True))
        scores, rows = looked_through(reader, query, selection, 20)
        assert set(rows.tolist()) <= inside and len(rows) == min(20, len(inside))
        assert scores.tolist() == [score_of[row] for row in rows.tolist()]
        assert scores.tolist() == sorted(scores.tolist(), reverse=True)


@pytest.mark.usefixtures("small")
def test_with_as_many_candidates_as_rows_it_is_the_scan(tmp_path: Path) -> None:
    data = Folder(tmp_path)
    reader = ShardReader(data, write(data, candidates(30) - 5))
    selection = reader.select(reader.lists_of(CAMERAS), [ALL_DAY])
    for query in units(10):
        expected = reader.search(query, selection, 30)
        found = looked_through(reader, query, selection, 30)
        assert all(np.array_equal(a, b) for a, b in zip(found, expected, strict=True))


def by_camera(count: int) -> tuple[np.ndarray, list[int]]:
    """Stored rows list by list, and how many each list has."""
    regions, vectors = seen(count)
    order = sorted(range(len(regions)), key=lambda n: regions[n].camera)
    counts = [sum(region.camera == camera for region in regions) for camera in CAMERAS]
    return vectors[order].astype("<f2"), counts


@pytest.mark.usefixtures("small")
def test_the_recall_said_is_that_of_the_hardest_kind_of_query(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Made hard by few candidates; measured again with other queries of the same kinds."""
    monkeypatch.setattr(quantised, "CANDIDATES_A_HIT", 1)
    monkeypatch.setattr(quantised, "LEAST_RECALL", 0.0)
    rows, counts = by_camera(2_000)
    made = quantise(rows, counts, np.arange(len(rows)))
    assert made is not None
    content, told = made
    assert told.recall < 0.97 and told.recall_at == MEASURED_AT
    floats, lists = rows.astype(np.float32), QuantisedLists(content)
    of_row = np.repeat(np.arange(len(counts)), counts)
    means = np.stack([floats[of_row == number].mean(axis=0) for number in range(len(counts))])
    some = floats[1::10]
    recalls = []
    for queries in (some, some - means[of_row[1::10]], units(len(some))):
        shares = []
        for query in queries:
            _, found = lists.search(query, np.arange(len(counts)), None, MEASURED_AT)
            scores = floats @ query
            least = np.sort(scores)[-MEASURED_AT]
            shares.append(np.mean(scores[found] >= least - 1e-6))
        recalls.append(np.mean(shares))
    assert told.recall == pytest.approx(min(recalls), abs=0.03)
    assert max(recalls) - min(recalls) > 0.01


@pytest.mark.usefixtures("small")
def test_of_rows_that_are_alike_any_will_do() -> None:
    rows, counts = by_camera(3_000)
    rows[: counts[0]] = rows[0]
    rows[counts[0] : counts[0] + counts[1]] = rows[counts[0]]
    assert min(counts[:2]) > MEASURED_AT
    made = quantise(rows, counts, np.arange(len(rows)) * 7)
    assert made is not None and made[1].recall > 0.99


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("least", "files"), [(0.0, 2), (2.0, 1)])
def test_codes_without_hope_are_made_for_few_rows_alone(
    monkeypatch: pytest.MonkeyPatch, least: float, files: int
) -> None:
    made, whole = list[int](), quantised._file
    monkeypatch.setattr(quantised, "LEAST_RECALL", least)
    monkeypatch.setattr(
        quantised, "_file", lambda rows, *more: made.append(len(rows)) or whole(rows, *more)
    )
    rows, counts = by_camera(2_000)
    quantise(rows, counts, np.arange(len(rows)))
    assert made == [250, 2_000][:files]


@pytest.mark.usefixtures("small")
def test_codes_that_find_too_little_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, counts = by_camera(2_000)
    assert quantise(rows, counts, np.arange(len(rows))) is not None
    monkeypatch.setattr(quantised, "CANDIDATES_A_HIT", 1)
    monkeypatch.setattr(quantised, "LEAST_RECALL", 0.999)
    assert quantise(rows, counts, np.arange(len(rows))) is None


@pytest.mark.usefixtures("small")
def test_rows_that_differ_along_few_directions_keep_small_codes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As those of a trained model do: four bits for every two dimensions as they stand find 0.8."""
    rng = np.random.default_rng(3)
    dim, cameras, each = 256, 8, 1_500
    spread = rng.standard_normal((24, dim)) * np.geomspace(1, 0.1, 24)[:, None]
    seen = rng.standard_normal((cameras * each, 24)) @ spread
    seen += np.repeat(rng.standard_normal((cameras, 24)) @ spread, each, axis=0)
    seen /= np.linalg.norm(seen, axis=1, keepdims=True)
    made = quantise(seen.astype("<f2"), [each] * cameras, np.arange(len(seen)))
    assert made is not None
    assert made[1].recall >= 0.97
    fixed = 2 * dim * (dim + cameras) + 16 * 4 * dim  # rotation, means, codebooks
    assert made[1].bytes < fixed + len(seen) * (dim // 4)  # four bits for every two: dim / 4


def test_small_shards_and_odd_widths_have_no_codes() -> None:
    rows = units(300).astype("<f2")
    assert quantise(rows, [300], np.arange(300)) is None
    odd = np.zeros((quantised.LEAST_ROWS, 3), "<f2")
    assert quantise(odd, [len(odd)], np.arange(len(odd))) is None


@pytest.mark.usefixtures("small")
def test_the_same_regions_make_the_same_files(tmp_path: Path) -> None:
    entries = [write(Folder(tmp_path / name)) for name in ("a", "b")]
    assert entries[0] == entries[1]
    files = [(tmp_path / name / entries[0].quantised_name).read_bytes() for name in ("a", "b")]
    assert files[0] == files[1]


def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every question be a wide one, and codes pay wherever there are any."""
    monkeypatch.setattr(cost, "BUDGET_MS", 0.0)
    monkeypatch.setattr(cost, "CANDIDATE_ROWS", 0)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("harm", ["missing", "cut", "flipped"])
def test_without_whole_codes_the_answer_is_exact_and_verify_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    data = Folder(tmp_path)
    entry, (query, *_) = write(data), units(1)
    wide(monkeypatch)
    verify_shard(data, entry)
    found = LocalFrames(data).search(query, [entry], EVERYTHING, 20)
    assert found.recall is not None and found.searched == entry.rows
    file = data.local_path(entry.quantised_name)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.unlink()
    if harm != "missing":
        file.write_bytes(content[:-1] if harm == "cut" else content)
    with pytest.raises(DamagedShard, match=rf"{entry.stem}\.quantised is"):
        verify_shard(data, entry)
    again = LocalFrames(data).search(query, [entry], EVERYTHING, 20)
    assert again.recall is None and again.failed == () and again.searched == entry.rows
    reader = ShardReader(data, entry)
    scores, _ = reader.search(query, reader.select(reader.lists_of(CAMERAS), [ALL_DAY]), 20)
    assert [hit.score for hit in again.hits] == scores.tolist()


@pytest.mark.usefixtures("small")
def test_of_several_shards_the_most_promising_rows_of_all_are_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, compared = Folder(tmp_path), 0
    monkeypatch.setattr(quantised, "CANDIDATES_A_HIT", 2)
    entries = [write(data, 1_500, seed) for seed in range(1, 6)]
    wide(monkeypatch)
    one_by_one = ShardReader.compare

    def counted(reader: ShardReader, query: np.ndarray, rows: Rows, k: int) -> tuple[Scores, Rows]:
        nonlocal compared
        compared += len(rows)
        return one_by_one(reader, query, rows, k)

    monkeypatch.setattr(ShardReader, "compare", counted)
    frames, shares = LocalFrames(data), []
    for query in units(20):
        found = frames.search(query, entries, EVERYTHING, MEASURED_AT)
        assert found.recall is not None and found.searched == found.in_scope == 5 * 1_500
        scores = [hit.score for hit in found.hits]
        assert np.allclose(scores, [hit.embedding @ query for hit in found.hits], atol=1e-6)
        every = (ShardReader(data, e) for e in entries)
        best = np.concatenate([r.vectors(np.arange(1_500)) @ query for r in every])
        shares.append(np.mean(np.array(scores) >= np.sort(best)[-MEASURED_AT] - 1e-6))
    least = cost.compared(MEASURED_AT, 5)
    assert least <= compared / 20 < 1.02 * least < 5 * candidates(MEASURED_AT)  # codes may tie
    assert np.mean(shares) >= found.recall.share


@pytest.mark.usefixtures("small")
def test_codes_are_made_by_merging_and_go_with_their_shard(tmp_path: Path) -> None:
    data, table = Folder(tmp_path), FrameTable(Folder(tmp_path))
    for seed in (1, 2):
        table.commit({f"t{seed}": [write(data, 500, seed)]})
    old = table.shards()
    merge(data, table, date(2022, 4, 29))
    (new,) = table.shards()
    data.write("vectors/day=2022-04-27/stray.quantised", b"x")
    assert table.sweep(timedelta(0)) == ["vectors/day=2022-04-27/stray.quantised"]
    assert all(data.exists(entry.quantised_name) for entry in (*old, new))
    assert {name for name in table.forget(timedelta(0)) if name.endswith(".quantised")} == {
        entry.quantised_name for entry in old
    }
    verify_shard(data, new)
    assert data.exists(new.quantised_name)
