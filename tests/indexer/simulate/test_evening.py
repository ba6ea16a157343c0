"""An evening without pixels: repeatable, possible, and its key says what its rows hold."""

import itertools
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings.hash_encoder import HashEncoder
from indexer.folder import Folder
from indexer.footage_log import FootageLog
from indexer.frame_table import FrameTable
from indexer.reports.log import ReportLog
from indexer.simulate.evening import Evening, simulate_evening
from indexer.simulate.roads import links

FASTEST_MPS = 26.0
"""What a rider who flees may reach on the widest street."""


def small(folder: Path) -> Evening:
    return simulate_evening(
        folder, cameras=6, minutes=5, seed=5, incidents=3, encoder=HashEncoder(16)
    )


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Evening:
    return small(tmp_path_factory.mktemp("evening"))


def written(evening: Evening) -> dict[str, bytes]:
    files = [*evening.key.iterdir(), *evening.data.glob("frames/day=*/*.parquet"),
             *evening.data.glob("vectors/day=*/*")]  # fmt: skip
    return {str(file.relative_to(evening.data)): file.read_bytes() for file in files}


def test_the_same_seed_gives_the_same_bytes(evening: Evening, tmp_path: Path) -> None:
    assert written(small(tmp_path)) == written(evening)


def test_rows_are_what_the_key_says_was_seen(evening: Evening) -> None:
    told = {
        (seen["camera"], _ms(box["at"]), tuple(box["box"]))
        for thing in evening.read("objects")
        for seen in thing["sightings"]
        for box in seen["boxes"]
    }
    assert _object_rows(evening) == told
    assert len(told) > 50


def test_nobody_moves_faster_than_can_be(evening: Evening) -> None:
    for thing in evening.read("objects"):
        passed = sorted(thing["sightings"], key=lambda seen: str(seen["start"]))
        assert passed == thing["sightings"]
        assert all(speed <= FASTEST_MPS for speed in _speeds(thing))


def test_each_incident_has_reports_and_a_way_out(evening: Evening) -> None:
    incidents = evening.read("incidents")
    reports = {line["report"]: line for line in evening.read("report_key")}
    assert len(incidents) == 3
    for incident in incidents:
        assert incident["reports"]
        assert all(reports[one]["incident"] == incident["id"] for one in incident["reports"])
    assert sum(line["incident"] is None for line in reports.values()) > len(reports) / 2


def test_all_is_in_the_index_it_was_written_to(evening: Evening) -> None:
    data = Folder(evening.data)
    assert FrameTable(data).region_count() == evening.regions
    assert {span.state for span in FootageLog(data).spans()} == {"indexed"}
    assert len(list(ReportLog(data).reports())) == evening.reports
    streets = json.loads((evening.key / "streets.geojson").read_text("utf-8"))["features"]
    assert {link.id for link in links()} <= {one["properties"]["id"] for one in streets}


def test_questions_are_answered_by_what_is_there(evening: Evening) -> None:
    objects = {thing["id"]: thing for thing in evening.read("objects")}
    reports = {line["report"] for line in evening.read("report_key")}
    questions = evening.read("questions")
    assert len(questions) == evening.questions == 12
    for one in (relevant for question in questions for relevant in question["relevant"]):
        if "report" in one:
            assert one["report"] in reports
        else:
            seen = objects[one["object"]]["sightings"]
            assert (one["camera"], one["start"]) in {(s["camera"], s["start"]) for s in seen}


def test_nothing_to_simulate_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nothing to simulate"):
        simulate_evening(tmp_path, cameras=0)


def _object_rows(evening: Evening) -> set[tuple[str, int, tuple[float, ...]]]:
    import pyarrow.parquet as pq

    rows: set[tuple[str, int, tuple[float, ...]]] = set()
    for file in evening.data.glob("frames/day=*/*.parquet"):
        for row in pq.ParquetFile(file).read().to_pylist():
            if row["kind"] == "object":
                box = tuple(round(row[side], 4) for side in ("left", "top", "right", "bottom"))
                rows.add((row["camera"], row["captured_at_ms"], box))
    return rows


def _speeds(thing: dict[str, Any]) -> list[float]:
    """Metres a second between the knots of the true path, turns at junctions left out."""
    path = thing["path"]
    speeds = []
    for here, there in itertools.pairwise(path):
        metres = np.hypot(
            (there["lat"] - here["lat"]) * 110_574, (there["lon"] - here["lon"]) * 109_330
        )
        seconds = (_ms(there["at"]) - _ms(here["at"])) / 1000
        if metres > 60:
            speeds.append(float(metres / max(seconds, 1e-3)))
    return speeds


def _ms(iso: str) -> int:
    return round(datetime.fromisoformat(iso).timestamp() * 1000)
