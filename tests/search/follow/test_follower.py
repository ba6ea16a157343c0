"""A moment followed over an index: audited, both ways in time, its gaps told; replayed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings.models import open_encoder
from indexer.ids import CameraId
from search.api.shown_follow import Followed
from search.cli.main import main
from search.errors import BadQuestion, NotAllowed, UnknownName
from search.follow.pace import Pace
from search.follow.request import FollowRequest
from search.moment_id import MomentId
from search.request import SearchRequest
from search.service import Service
from search.settings import Settings
from search.state.database import State, open_state
from tests.indexer.places.test_street_graph import CROSS, EAST, NORTH, WEST, camera, street
from tests.search.follow.rows import Seen, footage, make_index, moment

BLIND = camera("blind", 450, 5)
CAMERAS = [WEST, NORTH, EAST, BLIND]
START = moment("w", 9, 12)


def looks(count: int) -> list[np.ndarray[Any, np.dtype[np.float32]]]:
    """Unit vectors at right angles to each other."""
    rows = np.eye(open_encoder("hash").card.dim, dtype=np.float32)[:count]
    return list(rows)


VEHICLE, OTHER, THIRD = looks(3)
ALMOST = 0.9 * VEHICLE + np.sqrt(1 - 0.81) * OTHER
SEEN = [
    Seen(WEST.id, 10, VEHICLE), Seen(WEST.id, 11, VEHICLE),
    Seen(NORTH.id, 11.5, VEHICLE),                            # as alike, but too soon
    Seen(NORTH.id, 72, ALMOST), Seen(NORTH.id, 73, ALMOST),
    Seen(EAST.id, 90, THIRD), Seen(EAST.id, 400, OTHER),
]  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("followed")
    alone = street("alone", (-500, 0), (-500, -800))
    make_index(folder, [*CROSS, alone], CAMERAS, SEEN, blind=[BLIND.id])
    return folder


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with open_state(f"sqlite:///{tmp_path / 'state.sqlite'}") as opened:
        yield opened


@pytest.fixture
def service(data: Path, state: State) -> Service:
    return Service(Settings(data=str(data)), state)


def follow(service: Service, ident: str = START, **more: Any) -> dict[str, Any]:
    answer = service.follow(FollowRequest(MomentId.parse(ident), **more))
    Followed.model_validate(answer)
    return answer


def test_the_trail_goes_where_it_could_be_in_time(service: Service) -> None:
    answer = follow(service)
    first = answer["trail"][0]
    assert first["moment"]["camera"]["id"] == NORTH.id
    assert first["moment"]["best"]["at"].startswith("2022-04-27T21:01:1")
    assert first["distance_m"] == pytest.approx(700, abs=2) and first["by"] == "streets"
    assert first["speed_kmh"] == pytest.approx(700 / first["travel_s"] * 3.6, rel=0.01)
    assert (first["in_slack"], first["against"]) == (False, 0)
    assert 0.8 < first["alike"] < 1 and 0 < first["plausible"] <= 1
    assert answer["next_camera"]["camera"]["id"] == NORTH.id
    assert answer["next_camera"]["moment"] == first["moment"]["id"]
    seen = {branch["moment"]["camera"]["id"] for branch in answer["trail"]}
    assert seen <= {NORTH.id, EAST.id}
    assert answer["searched"]["exact"] is True
    assert answer["searched"]["regions_searched"] == answer["searched"]["regions_in_scope"] > 0
    assert answer["model_of_travel"]["by"] == "streets"
    assert answer["map"]["ways"][0]["to"] == NORTH.id


def test_it_says_what_it_cannot_see(service: Service) -> None:
    lacking = follow(service, within_s=300)["not_covered"]
    assert [(one["camera"]["id"], one["whole"]) for one in lacking["cameras"]] == [("blind", True)]
    assert "alone" in lacking["streets"] and "ew" not in lacking["streets"]
    slow = Pace(slowest_kmh=2)
    partly = follow(service, within_s=900, pace=slow)["not_covered"]["cameras"]
    assert {one["camera"]["id"] for one in partly} > {"blind"}
    assert all(one["after"] < one["before"] for one in partly)


def test_backward_leads_to_where_it_came_from(service: Service) -> None:
    found = follow(service, moment("n", 71, 74), direction="backward")
    first = found["trail"][0]
    assert first["moment"]["camera"]["id"] == WEST.id
    assert first["distance_m"] == pytest.approx(700, abs=2)
    assert found["followed"]["direction"] == "backward"


def test_speeds_bound_the_trail(service: Service) -> None:
    slow = follow(service, pace=Pace(fastest_kmh=20, slack=0))
    assert slow["trail"] == [] or slow["trail"][0]["moment"]["camera"]["id"] != NORTH.id
    for one in slow["reach"]:
        assert one["earliest"] > "2022-04-27T21:01:30"


def test_it_is_audited_with_case_and_reason_and_replayed(service: Service, state: State) -> None:
    answer = follow(service, case="VA-118", reason="snatching", asker="linh")
    record = state.audit.get(answer["search"])
    assert (record.entry.case, record.entry.reason, record.entry.asker) == (
        "VA-118", "snatching", "linh",
    )  # fmt: skip
    assert record.entry.understood["follow"]["moment"] == START
    assert record.hits and record.hits[0] == answer["trail"][0]["moment"]["id"]
    again = service.replay(answer["search"], "court", "VA-118", "appeal")
    assert again["same"] and again["recorded"] == list(record.hits)
    assert again["missing"] == again["added"] == again["changed"] == []
    state.keys.add("someone")
    with pytest.raises(NotAllowed):
        follow(service)


def test_what_is_not_there_is_an_error(service: Service) -> None:
    with pytest.raises(UnknownName):
        follow(service, f"{footage('nowhere')}.0-1000")
    with pytest.raises(UnknownName):
        follow(service, moment("e", 10, 12))
    for wrong in ({"within_s": 0}, {"depth": 9}, {"direction": "up"}, {"box": (0.5, 0, 0.4, 1)}):
        with pytest.raises(BadQuestion):
            FollowRequest(MomentId.parse(START), **wrong)  # type: ignore[arg-type]


def test_without_streets_ways_are_straight_and_it_says_so(tmp_path: Path, state: State) -> None:
    far = [camera("p", 20_000, 20_000), camera("q", 20_500, 20_000)]
    seen = [Seen(CameraId("p"), 5, VEHICLE), Seen(CameraId("q"), 65, VEHICLE)]
    make_index(tmp_path / "data", [], far, seen)
    answer = follow(Service(Settings(data=str(tmp_path / "data")), state), moment("p", 4, 6))
    assert answer["model_of_travel"]["by"] == "straight"
    (branch,) = answer["trail"]
    assert branch["by"] == "straight" and branch["distance_m"] == pytest.approx(650, abs=5)


def test_the_command_shows_the_trail(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(data), "follow", START, "--within", "300"]) == 0
    told = capsys.readouterr().out
    assert "700 m in 62 s" in told and "look next at n" in told and "no camera on: " in told
    assert "no footage in time: blind" in told
    assert main(["--data", str(data), "follow", "nonsense"]) == 1


@pytest.mark.parametrize("words", ["xe máy đỏ", "red motorbike"])
def test_a_sequence_pairs_what_follows(service: Service, words: str) -> None:
    question = f"{words}, sau đó trong vòng 5 phút {words}"
    if words == "red motorbike":
        question = f"{words}, then within 5 minutes a {words}"
    answer = service.search(SearchRequest(question=question, limit=50))
    sequence = answer["sequence"]
    assert (sequence["within_s"], sequence["within_said"]) == (300, True)
    assert sequence["by"] == "streets" and sequence["found"] > 0
    hits = {hit["id"]: hit for hit in answer["hits"]}
    paired = [hit for hit in hits.values() if hit.get("then")]
    assert len(paired) == sequence["found"]
    for hit in paired:
        later = hit["then"]
        assert later["best"]["at"] > hit["best"]["at"] and 0 < later["apart_s"] <= 300
        assert any(why["by"] == "then" and why["moment"] == later["id"] for why in hit["why"])
        if later["camera"]["id"] != hit["camera"]["id"]:
            assert later["apart_s"] >= (later["distance_m"] - 60) / (80 / 3.6) / 1.25 - 10
    from_west = next(hit for hit in paired if hit["camera"]["id"] == WEST.id)
    assert from_west["then"]["best"]["at"] > "2022-04-27T21:00:25"
    plain = service.search(SearchRequest(question=words, limit=50))
    assert {hit["id"] for hit in plain["hits"]} <= set(hits) and plain["sequence"] is None


def test_a_speed_beyond_the_bounds_says_that_it_is_within_the_slack(service: Service) -> None:
    usual = follow(service)["trail"][0]["speed_kmh"]
    slower = Pace(slowest_kmh=5, fastest_kmh=usual - 1)
    first = follow(service, pace=slower)["trail"][0]
    assert first["speed_kmh"] == usual > slower.fastest_kmh
    assert first["in_slack"] is True
