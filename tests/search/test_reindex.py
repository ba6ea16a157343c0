"""Footage embedded anew: one swap, back again, past answers, what is refused, kill -9."""

import multiprocessing
import random
import shutil
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

import indexer.reindex
from embeddings.encoder import Fingerprint
from embeddings.hash_encoder import HashEncoder
from indexer.cameras import Camera, Cameras, import_cameras
from indexer.catalog import place_footage
from indexer.errors import ReindexRefused
from indexer.folder import Folder
from indexer.footage_log import FootageLog
from indexer.frame_table import FrameTable
from indexer.ids import CameraId
from indexer.index_footage import index_footage
from indexer.index_run import IndexReport
from indexer.jobs.runner import Jobs, open_jobs
from indexer.progress import NoProgress
from indexer.reindex import roll_back
from indexer.shard import verify_shard
from indexer.shard_reader import ShardReader
from indexer.span import METHOD, split
from indexer.video.decode import SampleMode
from search.reindex import Wishes, plan_reindex, reindex_footage
from search.request import SearchRequest
from search.service import Service
from search.settings import Settings
from search.state.database import State, open_state
from search.status import coverage_json
from tests.indexer.drawn_footage import clip

CAMERAS = [Camera(CameraId(name), name, 10.84, 106.63) for name in ("a", "b")]
NOW = datetime(2022, 4, 28, tzinfo=UTC)


@pytest.fixture(scope="module")
def jobs() -> Iterator[Jobs]:
    with open_jobs() as opened:
        yield opened


@pytest.fixture
def footage(tmp_path: Path) -> Path:
    for camera, minute in (("a", 0), ("a", 1), ("b", 0)):
        name = f"2022-04-27T21-{minute:02d}-00+0700.mp4"
        clip(tmp_path / "in" / camera / name, 4, shade=50 + 20 * minute + ord(camera))
    return tmp_path / "in"


@pytest.fixture
def settings(footage: Path, tmp_path: Path, jobs: Jobs) -> Settings:
    """Three files indexed with the encoder without meaning."""
    settings = Settings(data=str(tmp_path / "data"))
    import_cameras(settings.folder, CAMERAS)
    index(footage, settings, jobs, "hash")
    return settings


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with open_state(f"sqlite:///{tmp_path / 'state.sqlite'}") as opened:
        yield opened


def index(footage: Path, settings: Settings, jobs: Jobs, model: str) -> IndexReport:
    cameras = Cameras(CAMERAS)
    return index_footage([footage], data=settings.folder, model=model, cameras=cameras, jobs=jobs)


def reindex(settings: Settings, jobs: Jobs, **wishes: Any) -> dict[str, Any]:
    return reindex_footage(settings, "demo", jobs, NoProgress(), Wishes(**wishes))


def ask(service: Service) -> dict[str, Any]:
    return service.search(SearchRequest(question="red motorbike", now=NOW, asker="desk"))


def ids(answer: dict[str, Any]) -> list[str]:
    return [hit["id"] for hit in answer["hits"]]


def test_searches_go_on_until_one_swap_and_past_answers_stay(
    settings: Settings, state: State, jobs: Jobs
) -> None:
    service, during = Service(settings, state), list[dict[str, Any]]()
    before = ask(service)
    told = reindex(settings, jobs, say=lambda text: during.append(ask(service)))
    after = ask(service)
    assert ids(during[0]) == ids(before) and during[0]["generation"] == before["generation"]
    assert [a["model"]["name"] for a in (before, during[0], after)] == ["hash", "hash", "demo"]
    assert (
        after["generation"]["footage"] == told["generation"] == 1 + before["generation"]["footage"]
    )
    assert after["coverage"]["regions_in_scope"] == before["coverage"]["regions_in_scope"] > 0
    replayed = service.replay(before["search"], "desk", None, None)
    assert replayed["same"] and replayed["changed"] == [] == replayed["deleted"]
    assert service.replay(after["search"], "desk", None, None)["same"]
    assert not settings.folder.exists("reindex/" + told["fingerprint"][:16])


@pytest.mark.parametrize("sampling", get_args(SampleMode))
def test_how_it_was_sampled_is_known_of_what_an_older_method_indexed(
    footage: Path, settings: Settings, sampling: SampleMode
) -> None:
    (path,) = (footage / "b").iterdir()
    placed = place_footage(path, Cameras(CAMERAS))
    (done,) = (one for one in FootageLog(settings.folder).spans() if one.footage == placed.id)
    (task,) = split(placed, Fingerprint(done.fingerprint), sampling)
    for method in range(1, METHOD + 1):
        older = replace(done, task_key=replace(task, method=method).key)
        assert indexer.reindex._mode(older, placed) == sampling


def test_nothing_is_left_to_index_afterwards(footage: Path, settings: Settings, jobs: Jobs) -> None:
    reindex(settings, jobs)
    again = index(footage, settings, jobs, "demo")
    assert (again.spans, again.skipped) == (0, 3)
    with pytest.raises(ReindexRefused, match="nothing would change"):
        reindex(settings, jobs)


def test_one_step_back_and_forth(
    footage: Path, settings: Settings, state: State, jobs: Jobs
) -> None:
    service = Service(settings, state)
    before = ask(service)
    with pytest.raises(ReindexRefused, match="never reindexed"):
        roll_back(settings.folder)
    reindex(settings, jobs)
    clip(footage / "b" / "2022-04-27T21-05-00+0700.mp4", 4, shade=120)
    assert index(footage, settings, jobs, "demo").spans == 1
    regions = FrameTable(settings.folder).region_count()
    roll_back(settings.folder)
    back = ask(service)
    assert ids(back) == ids(before) and back["model"]["name"] == "hash"
    covered = coverage_json(service.index)["coverage"]
    assert not any("21:05" in part["after"] for part in covered), "indexed since, by the other"
    assert index(footage, settings, jobs, "hash").spans == 1
    roll_back(settings.folder)
    assert FrameTable(settings.folder).region_count() == regions
    assert ask(service)["model"]["name"] == "demo"
    for entry in FrameTable(settings.folder).shards():
        verify_shard(settings.folder, entry)


def test_footage_that_comes_meanwhile_is_taken_along(
    footage: Path, settings: Settings, jobs: Jobs
) -> None:
    came: list[int] = []

    def index_more(text: str) -> None:
        if not came:
            clip(footage / "b" / "2022-04-27T21-07-00+0700.mp4", 4, shade=130)
            came.append(index(footage, settings, jobs, "hash").regions)

    told = reindex(settings, jobs, say=index_more)["comparison"]
    assert told["regions_before"] == told["regions_after"] > came[0] > 0
    assert index(footage, settings, jobs, "demo").skipped == 4


def test_lost_footage_is_refused_unless_it_is_accepted(
    footage: Path, settings: Settings, state: State, jobs: Jobs
) -> None:
    lost = footage / "b" / "2022-04-27T21-00-00+0700.mp4"
    lost.write_bytes(lost.read_bytes() + b"x")
    generation = FrameTable(settings.folder).generation()
    with pytest.raises(ReindexRefused, match=r"camera b: 0 regions.*would no longer be searched"):
        reindex(settings, jobs)
    assert FrameTable(settings.folder).generation() == generation
    told = reindex(settings, jobs, accept_worse=True)["comparison"]
    assert told["regions_after"] < told["regions_before"] and told["problems"]
    coverage = ask(Service(settings, state))["coverage"]
    assert [gap["camera"] for gap in coverage["not_indexed"] if gap["after"] is None] == ["b"]


def test_the_same_vectors_under_another_name_are_refused(
    settings: Settings, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def renamed(name: str, device: str | None = None) -> HashEncoder:
        encoder = HashEncoder()
        encoder._card = replace(encoder.card, name=name, fingerprint="f" * 64)  # type: ignore[arg-type]
        return encoder

    monkeypatch.setattr("indexer.span.open_encoder", renamed)
    monkeypatch.setattr("search.reindex.open_encoder", renamed)
    with pytest.raises(ReindexRefused, match="very vectors that are there"):
        reindex_footage(settings, "renamed", jobs, NoProgress(), Wishes())


def test_a_plan_says_what_is_left_and_keeps_what_it_measured(
    settings: Settings, jobs: Jobs
) -> None:
    plan = plan_reindex(settings, "demo", jobs, NoProgress(), Wishes(share=0.5))
    assert plan["left"]["spans"] == 2 and plan["footage"] == 3 and plan["left_s"] > 0
    assert plan["regions"] > plan["left"]["regions"] > 0 and plan["rate"]["regions_per_s"] > 0
    assert plan_reindex(settings, "demo", jobs, NoProgress(), Wishes())["left"]["spans"] == 1


def run_alone(data: str) -> None:
    """A reindex to a cheap other encoder, in a process of its own, a commit a task."""
    from indexer import commit_batch, span
    from search import reindex as module

    commit_batch.MOST_TASKS, commit_batch.LEAST_S = 1, 0.0
    span.open_encoder = module.open_encoder = lambda name, device=None: HashEncoder(dim=32)  # type: ignore[assignment]
    with open_jobs() as jobs:
        reindex_footage(Settings(data=data), "other", jobs, NoProgress(), Wishes())


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["search.reindex", "search.compare_shards"])
    return context


def rows(data: Folder) -> list[tuple[object, bytes]]:
    found = []
    for entry in FrameTable(data).shards():
        verify_shard(data, entry)
        reader, numbers = ShardReader(data, entry), np.arange(entry.rows)
        vectors = reader.vectors(numbers)
        found += [(r, v.tobytes()) for r, v in zip(reader.regions(numbers), vectors, strict=True)]
    return sorted(found, key=lambda row: (row[0].camera, row[0].captured_at_ms, row[0].box))  # type: ignore[attr-defined]


def test_killed_anywhere_and_run_again(
    settings: Settings, processes: ForkServerContext, tmp_path: Path
) -> None:
    whole = None
    for seed in range(3):
        copy = tmp_path / f"copy{seed}"
        shutil.copytree(settings.data, copy)
        kill_after_s = None if seed == 0 else random.Random(seed).uniform(0.2, 1.0)
        for limit in (kill_after_s, None):
            process = processes.Process(target=run_alone, args=(str(copy),))
            process.start()
            process.join(limit)
            if process.is_alive():
                process.kill()
                process.join()
            if limit is None and FrameTable(Folder(copy)).fingerprint() is not None:
                assert process.exitcode in (0, 1)
            else:
                assert process.exitcode in (0, -signal.SIGKILL)
        data = Folder(copy)
        assert FrameTable(data).fingerprint() == HashEncoder(dim=32).card.fingerprint
        whole = whole or rows(data)
        assert rows(data) == whole
        assert not any(name.endswith(".parquet") for name in data.child("reindex").names())
