"""A district without pixels, by parts: the same again, no ids twice, whole after a kill."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer.folder import Folder
from indexer.footage_log import FootageLog
from indexer.frame_table import FrameTable
from indexer.ids import LOCAL_ZONE
from indexer.reports.log import ReportLog
from indexer.simulate import unfilmed
from indexer.simulate.cameras import place_cameras
from indexer.simulate.journeys import Jams, ordinary_journeys
from indexer.simulate.things import Thing
from indexer.simulate.unfilmed import Unfilmed, read_parts, simulate_unfilmed

NOON = datetime(2022, 4, 27, 12, tzinfo=LOCAL_ZONE)
SIZES: dict[str, Any] = {"cameras": 1, "minutes": 2, "seed": 5, "start": NOON, "model": "hash"}
PART_S = 60
SHORT_PARTS = (
    "import datetime; from pathlib import Path; from indexer.simulate import unfilmed; "
    f"unfilmed.PART_S = {PART_S}; "
)


@pytest.fixture(autouse=True)
def short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unfilmed, "PART_S", PART_S)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Unfilmed]:
    folder = tmp_path_factory.mktemp("unfilmed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unfilmed, "PART_S", PART_S)
        return folder, simulate_unfilmed(folder, **SIZES, workers=1)


def contents(folder: Path) -> dict[str, Any]:
    """Everything that is the same for the same arguments, by path."""
    files = [*folder.glob("evening/**/*.*"), *folder.glob("vectors/day=*/*")]
    data = Folder(folder)
    held: dict[str, Any] = {
        str(file.relative_to(folder)): file.read_bytes() for file in files if file.suffix != ".tmp"
    }
    held["shards"] = {entry.stem for entry in FrameTable(data).shards()}
    held["reports"] = {report.id for report in ReportLog(data).reports()}
    held["spans"] = {span.task_key for span in FootageLog(data).spans()}
    return held


def test_all_parts_are_in_the_index_and_no_id_is_twice(made: tuple[Path, Unfilmed]) -> None:
    folder, told = made
    assert told.parts == 2
    assert FrameTable(Folder(folder)).region_count() == told.regions > 10
    assert len({report.id for report in ReportLog(Folder(folder)).reports()}) == told.reports
    for name, key in (("objects", "id"), ("incidents", "id"), ("report_key", "report")):
        counts = Counter(line[key] for line in read_parts(folder, name))
        assert counts
        assert set(counts.values()) == {1}


def test_the_same_vehicles_and_walkers_are_about_all_day() -> None:
    def about(seed: int, fleet_seed: int) -> set[Thing]:
        sites = place_cameras(3, 1)
        journeys = ordinary_journeys(sites, NOON, 600, seed, Jams(seed), fleet_seed=fleet_seed)
        return {journey.trip.thing for journey in journeys}

    first, next_hour, other_day = about(1, 5), about(2, 5), about(1, 6)
    assert first != next_hour
    assert {thing.type == "person" for thing in first & next_hour} == {True, False}
    assert first.isdisjoint(other_day)


def test_questions_ask_for_no_time_of_another_part(made: tuple[Path, Unfilmed]) -> None:
    folder, told = made
    assert len(list(read_parts(folder, "questions"))) == told.questions
    for number in range(told.parts):
        after = NOON + timedelta(seconds=PART_S * number)
        before = after + timedelta(seconds=PART_S)
        path = folder / f"evening/part-{number:04d}/questions.jsonl"
        for line in map(json.loads, path.read_text("utf-8").splitlines()):
            assert f"{after:%-H}" in line["question"]
            moments = [one["start"] for one in line["relevant"] if "start" in one]
            assert all(after <= datetime.fromisoformat(one) < before for one in moments)


def test_another_number_of_processes_makes_the_same(
    made: tuple[Path, Unfilmed], tmp_path: Path
) -> None:
    told = _run(tmp_path, "workers=2")
    told.wait()
    assert contents(tmp_path) == contents(made[0])


def test_killed_and_run_again_it_is_the_same(made: tuple[Path, Unfilmed], tmp_path: Path) -> None:
    process = _run(tmp_path, "workers=1")
    while not (tmp_path / "evening/part-0000/questions.jsonl").exists() and process.poll() is None:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert simulate_unfilmed(tmp_path, **SIZES, workers=1) == made[1]
    assert contents(tmp_path) == contents(made[0])


def test_what_is_whole_stays(made: tuple[Path, Unfilmed], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unfilmed, "_draw", None)
    assert simulate_unfilmed(made[0], **SIZES, workers=1) == made[1]


def test_a_folder_that_holds_something_else_is_refused(made: tuple[Path, Unfilmed]) -> None:
    with pytest.raises(ValueError, match="another district"):
        simulate_unfilmed(made[0], **SIZES | {"cameras": 2})


@pytest.mark.parametrize(("cameras", "minutes"), [(0, 5), (20_000, 5), (4, 0.5), (4, 1e9)])
def test_sizes_that_cannot_be_are_refused(tmp_path: Path, cameras: int, minutes: float) -> None:
    with pytest.raises(ValueError, match="a district"):
        simulate_unfilmed(tmp_path, cameras, minutes)
    assert not list(tmp_path.iterdir())


def test_more_cameras_only_add_sites() -> None:
    many = place_cameras(400, 1)
    assert place_cameras(40, 1) == many[:40]
    assert len({site.id for site in many}) == 400
    gaps = np.diff(sorted(site.along_m for site in many if site.street is many[0].street))
    assert len(gaps) > 10


def _run(folder: Path, more: str) -> subprocess.Popen[bytes]:
    """The same in a process of its own."""
    named = ", ".join(f"{name}={value!r}" for name, value in SIZES.items() if name != "start")
    named += f", start=datetime.datetime.fromisoformat({NOON.isoformat()!r})"
    call = f"unfilmed.simulate_unfilmed(Path({os.fspath(folder)!r}), {named}, {more})"
    return subprocess.Popen([sys.executable, "-c", f"{SHORT_PARTS}{call}"])
