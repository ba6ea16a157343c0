"""Questions in three forms: true of the key, a third of them small, near misses that are none."""

import json
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from indexer.folding import fold
from indexer.ids import LOCAL_ZONE
from indexer.simulate.cameras import Site, place_cameras
from indexer.simulate.key import Seen, object_lines
from indexer.simulate.network import STREETS
from indexer.simulate.questions import question_lines
from indexer.simulate.sightings import sightings
from indexer.simulate.traffic import Trip, street_traffic
from indexer.simulate.view import view_of

START = datetime(2022, 4, 27, 16, 0, tzinfo=LOCAL_ZONE)
SIZE, FPS, MINUTES, SEED = (1280, 720), 10, 2, 5


def watched(sites: list[Site]) -> tuple[Seen, list[Trip]]:
    streets = [street for street in STREETS if any(site.street is street for site in sites)]
    trips = [
        trip for street in streets for trip in street_traffic(street, START, MINUTES * 60, SEED)
    ]
    frames = MINUTES * 60 * FPS
    by_site = tuple(
        (site, tuple(sightings(site, view_of(site, *SIZE), trips, frames, FPS))) for site in sites
    )
    return Seen(by_site, START, frames, FPS, SIZE), trips


@pytest.fixture(scope="module")
def seen() -> tuple[Seen, list[Trip]]:
    return watched(place_cameras(8, SEED))


@pytest.fixture(scope="module")
def objects(seen: tuple[Seen, list[Trip]]) -> dict[str, dict[str, Any]]:
    return {line["id"]: line for line in object_lines(*seen)}


@pytest.fixture(scope="module")
def lines(seen: tuple[Seen, list[Trip]]) -> list[dict[str, Any]]:
    return list(question_lines(seen[0], START + timedelta(days=1), SEED, groups=36))


def height_px(one: dict[str, Any], objects: dict[str, dict[str, Any]]) -> int:
    return max(
        box["height_px"]
        for sighting in objects[one["object"]]["sightings"] if sighting["camera"] == one["camera"]
        for box in sighting["boxes"]
    )  # fmt: skip


def test_each_is_asked_in_three_forms_of_one_meaning(lines: list[dict[str, Any]]) -> None:
    assert len({(line["question"], line["language"]) for line in lines}) == len(lines)
    assert len(lines) == 3 * (36 + 6)
    for english, accented, plain in zip(lines[::3], lines[1::3], lines[2::3], strict=True):
        assert [one["language"] for one in (english, accented, plain)] == ["en", "vi", "vi-plain"]
        assert english["group"] == accented["group"] == plain["group"]
        assert english["relevant"] == accented["relevant"] == plain["relevant"]
        assert plain["question"] == fold(accented["question"])
        assert " after 4pm" in english["question"] or " between 16:0" in english["question"]


def test_kinds_and_sizes_are_mixed(
    lines: list[dict[str, Any]], objects: dict[str, dict[str, Any]]
) -> None:
    asked = lines[: 3 * 36 : 3]
    kinds = Counter(line["kind"] for line in asked)
    assert set(kinds) >= {"type and colour", "anywhere", "minutes"}
    assert {"riders", "helmets", "box"} & set(kinds)
    small = [
        line for line in asked
        if 24 <= max(height_px(one, objects) for one in line["relevant"]) < 48
    ]  # fmt: skip
    assert len(small) >= 11
    assert all(line["kind"] == "none" and not line["relevant"] for line in lines[3 * 36 :])


def test_what_is_relevant_is_what_was_asked_for(
    lines: list[dict[str, Any]], objects: dict[str, dict[str, Any]]
) -> None:
    for line in lines[::3]:
        for one in line["relevant"]:
            thing = objects[one["object"]]
            assert thing["colour"] in line["question"]
            if line["kind"] not in ("riders", "helmets", "box"):
                assert thing["type"] in line["question"]
            if line["kind"] == "box":
                assert thing["box"]
            if line["kind"] == "helmets":
                assert not any(thing["helmets"])
            if line["kind"] == "riders":
                assert thing["riders"] == (2 if "two" in line["question"] else 3)
            shown = [s for v in thing["sightings"] if v["camera"] == one["camera"]
                     for s in v["shown"]]  # fmt: skip
            assert any(s["start"] <= one["start"] < one["end"] <= s["end"] for s in shown)


def test_minutes_bound_what_is_relevant(lines: list[dict[str, Any]]) -> None:
    timed = [line for line in lines if line["kind"] == "minutes" and line["language"] == "en"]
    assert timed
    for line in timed:
        first_half = "between 16:00 and 16:01" in line["question"]
        middle = START + timedelta(minutes=1)
        for one in line["relevant"]:
            start, end = (datetime.fromisoformat(one[edge]) for edge in ("start", "end"))
            assert end <= middle if first_half else start >= middle


def test_near_misses_are_near_and_miss(
    lines: list[dict[str, Any]], objects: dict[str, dict[str, Any]]
) -> None:
    whys: Counter[str] = Counter()
    for line in lines[::3]:
        assert len(line["near_misses"]) <= 12
        right = {(one["camera"], one["object"], one["start"]) for one in line["relevant"]}
        for near in line["near_misses"]:
            thing = objects[near["object"]]
            whys[near["why"]] += 1
            assert (near["camera"], near["object"], near["start"]) not in right
            if near["why"] == "other type":
                assert thing["colour"] in line["question"]
                assert thing["type"] not in line["question"]
            if near["why"] == "other colour":
                assert thing["colour"] not in line["question"].split()[:6]
    assert set(whys) >= {"other type", "other colour", "other street", "other hour"}


def test_the_same_seed_asks_the_same(seen: tuple[Seen, list[Trip]]) -> None:
    def asked(seed: int) -> str:
        return json.dumps(list(question_lines(seen[0], START, seed, groups=6)))

    assert asked(SEED) == asked(SEED)
    assert asked(SEED) != asked(SEED + 1)


def test_before_a_camera_on_a_roof_riders_and_walkers_are_small(
    seen: tuple[Seen, list[Trip]],
) -> None:
    for site, sighted in seen[0].by_site[6:]:
        assert site.height_m > 20
        heights = [
            (one.boxes[one.clear, 3] - one.boxes[one.clear, 1]).max() * 720
            for one in sighted
            if one.trip.thing.type in ("motorbike", "bicycle", "person") and one.clear.any()
        ]
        assert heights and 30 < max(heights) < 48
